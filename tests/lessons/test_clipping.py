"""One batch used again and again: the batches of the scenes, and the numbers of the example."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT
from reinforce_viz.lessons.clipping import ANSWERS, EPOCHS, SCENES
from tests.of_experiment import batch, every_batch, reuse, stale, uses

# ρ of yes, no and maybe on the example, worked out apart from the engine: scene, learning rate -> epoch -> ratios.
# A batch of (0, 6, 2) has the shares of (0, 3, 1).
RATIOS = {
    ("lucky", 0.1): {
        1: (1.10143230, 0.93040196, 1.02184665),
        4: (1.28462758, 0.79332462, 1.08974708),
        EPOCHS: (1.24701189, 0.76913683, 1.20664008),
    },
    ("lucky", 0.5): {
        1: (1.53255489, 0.65914365, 1.05330855),
        4: (1.48414893, 0.64666502, 1.15711406),
        EPOCHS: (1.44886733, 0.63690711, 1.23443124),
    },
    ("learning rate 2", 0.1): {
        1: (2.76445395, 0.09459441, 0.61683305),
        4: (2.56535840, 0.10702523, 0.88439932),
        EPOCHS: (2.21628789, 0.12010817, 1.37529773),
    },
    ("unlucky", 0.1): {
        1: (1.01087744, 0.97367150, 1.04950508),
        4: (1.03399602, 0.89275527, 1.21711779),
        EPOCHS: (1.12990868, 0.79843859, 1.30904051),
    },
}
ENDS = {  # J and KL(old‖new) after the last epoch with the clip
    ("lucky", 0.1): (5.35317386, 0.02745019),
    ("lucky", 0.5): (5.66707349, 0.07220904),
    ("learning rate 2", 0.1): (6.87455093, 0.75719710),
    ("unlucky", 0.1): (5.21847923, 0.02204868),
}
STOPPED_AT_4 = {  # by the clip, if another epoch came
    ("lucky", 0.1): [True, True, False],
    ("lucky", 0.5): [True, True, False],
    ("learning rate 2", 0.1): [True, True, False],
    ("unlucky", 0.1): [False, False, True],
}


@pytest.mark.parametrize("case", RATIOS)
def test_the_ratios_on_the_example(case):
    scene, rate = case
    shown = reuse(replace(DEFAULT, learning_rate=rate), scene)
    for epoch, ratios in RATIOS[case].items():
        assert shown.clipped.ratio[epoch] == pytest.approx(ratios, abs=2e-8)
    assert (shown.clipped.expected_reward[-1], shown.clipped.kl[-1]) == pytest.approx(ENDS[case], abs=2e-8)
    assert shown.stopped[4].tolist() == STOPPED_AT_4[case]
    assert shown.stopped.shape == (EPOCHS + 1, 3)


@pytest.mark.parametrize(
    ("scene", "m", "free", "clipped"),
    [
        ("no baseline", 1, 5.08572441, 5.08572441),
        ("no baseline", 4, 5.64952111, 5.16686569),
        ("no baseline", 256, 6.87950723, 4.95810029),
        ("lucky", 4, 5.47810093, 5.27620260),
        ("unlucky", 16, 6.67834947, 5.34028566),
    ],
)
def test_what_epochs_bring_over_every_batch_of_four(scene, m, free, clipped):
    with_clip, without = every_batch(DEFAULT, scene, k=4, most=m)
    assert with_clip.expected_reward[m] == pytest.approx(clipped, abs=2e-8)
    assert without.expected_reward[m] == pytest.approx(free, abs=2e-8)


def test_what_eight_answers_buy():
    expected = {
        "1 step, 8 answers": (5.07989179, 0.04593691, 0.02248647),
        "2 fresh steps, 4 answers each": (5.27009343, 0.09167133, 0.04626168),
        "4 fresh steps, 2 answers each": (5.66396160, 0.17387209, 0.09549520),
        "8 fresh steps, 1 answer each": (6.37507960, 0.27656945, 0.18438495),
        "2 epochs, no clip": (5.27120305, 0.09991599, 0.04640038),
        "2 epochs, clip": (5.26785611, 0.09572390, 0.04598201),
        "4 epochs, no clip": (5.66955542, 0.21819652, 0.09619443),
        "4 epochs, clip": (5.38535809, 0.05171528, 0.06066976),
        "8 epochs, no clip": (6.37454826, 0.37835214, 0.18431853),
        "8 epochs, clip": (5.39685716, 0.03503337, 0.06210714),
        "16 epochs, no clip": (7.12967663, 0.39181014, 0.27870958),
        "16 epochs, clip": (5.39598262, 0.03401831, 0.06199783),
        "64 epochs, no clip": (7.78395377, 0.27957699, 0.36049422),
        "64 epochs, clip": (5.38976987, 0.03397460, 0.06122123),
    }
    found = {use.name: (use.expected_reward, use.spread, use.gain) for use in uses(DEFAULT)}
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert found[name] == pytest.approx(values, abs=2e-8), name


def test_a_stale_batch():
    one, two, five, ten, fifty = stale(DEFAULT)
    shares = [row.share for row in (one, two, five, ten, fifty)]
    assert shares == pytest.approx([0.99312082, 0.97165737, 0.83426511, 0.58409304, 0.32855736], abs=1e-8)
    assert one.response == pytest.approx(0.555487, abs=1e-6)
    assert two.response == pytest.approx(5.29736, abs=1e-5)
    assert five.response == pytest.approx(108_776, abs=1)
    assert ten.noise == pytest.approx(0.47449497 / 2.19753543, abs=1e-7)
    assert fifty.noise == pytest.approx(0.03968369 / 1.20003814, abs=1e-7)


@pytest.mark.parametrize(
    ("probs", "rewards", "lucky", "unlucky"),
    [
        ((0.3, 0.5, 0.2), (8, 3, 5), [2, 4, 2], [0, 6, 2]),
        ((0.01, 0.98, 0.01), (1, 0.8, 0.1), [1, 7, 0], [0, 8, 0]),  # the best comes once, though the policy says 0.08
        ((0.99, 0.006, 0.004), (8, 3, 5), [8, 0, 0], [0, 5, 3]),
        ((1, 0, 0), (8, 3, 5), [8, 0, 0], [8, 0, 0]),
        ((0, 0.5, 0.5), (8, 3, 5), [0, 4, 4], [0, 8, 0]),  # of those that can be drawn maybe is best
        ((0.25, 0.5, 0.25), (5, 5, 5), [2, 4, 2], [2, 4, 2]),  # no answer is worse, so no batch is unlucky
        ((0.25, 0.5, 0.25), (8, 8, 3), [2, 4, 2], [0, 0, 8]),
    ],
)
def test_the_lucky_and_the_unlucky_batch(probs, rewards, lucky, unlucky):
    e = replace(DEFAULT, probs=probs, rewards=rewards)
    assert batch(e, lucky=True).tolist() == lucky
    assert batch(e, lucky=False).tolist() == unlucky
    assert sum(lucky) == sum(unlucky) == ANSWERS


def test_a_batch_without_advantages_moves_nothing():
    assert reuse(replace(DEFAULT, rewards=(5, 5, 5)), "lucky").still
    assert reuse(replace(DEFAULT, probs=(0, 1, 0)), "no baseline").still
    assert not any(reuse(DEFAULT, scene).still for scene in SCENES)


def test_the_furthest_ratio_is_found_on_the_way():
    shown = reuse(DEFAULT, "lucky")
    epoch, answer = shown.furthest
    # It comes back later: at the end yes has 1.247.
    assert (epoch, answer) == (4, 0)
    assert shown.clipped.ratio[epoch, answer] == np.max(shown.clipped.ratio)
