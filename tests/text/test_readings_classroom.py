"""What a class reads, against values worked out here, at settings nobody had in mind."""

import re

import numpy as np
import pytest

from reinforce_viz.lessons.classroom import LAST_MEAN, LEAVE_ONE_OUT, NONE, Round, class_push
from reinforce_viz.text.format import number, percents
from reinforce_viz.text.readings import classroom as readings

NAMES, PROBS, REWARDS = ("yes", "no", "maybe"), (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def batches(n=60):
    rng = np.random.default_rng(3)
    for _ in range(n):
        probs = tuple(rng.dirichlet([0.4] * 3).tolist())
        rewards = tuple(rng.integers(-2, 3, 3).astype(float).tolist())
        yield probs, rewards, tuple(rng.multinomial(int(rng.integers(1, 6)), probs).tolist())


def test_the_average_is_told_as_it_is_and_only_once_it_is_revealed():
    shown = class_push(0, Round(1, PROBS, NONE, (0, 1, 2)), None, REWARDS)  # the first three draws at seed 0
    hidden = readings.class_push(shown, NAMES, hidden=True)
    assert hidden == "3 draws: 0 **yes**, 1 **no** and 2 **maybe**."
    miss = np.linalg.norm(shown.walk[-1] - shown.gradient)
    told = readings.class_push(shown, NAMES)
    assert told.startswith(hidden)
    # ((−0.9, 1.5, −0.6) + 2 (−1.5, −2.5, 4)) / 3 on average.
    said = f"Their average push is (−1.30, −1.17, 2.47). It misses g = (0.93, −0.95, 0.02) by {number(miss)}."
    assert said in told
    assert told.endswith(f"The ring has a radius of {number(np.sqrt(19.8182 / 3))}, the typical miss.")


def test_what_the_model_says_is_beside_what_it_earns():
    assert readings.model((0.3, 0.5, 0.2), (8, -3, 0), NAMES) == (
        "The model says **yes** 30% (earns 8), **no** 50% (earns −3) and **maybe** 20% (earns 0)."
    )


def test_before_the_first_draw_nothing_is_told():
    shown = class_push(0, Round(1, PROBS, NONE, (0, 0, 0)), None, REWARDS)
    assert readings.class_push(shown, NAMES) == "Nobody has drawn in this round yet."
    assert readings.guess_truth(Round(1, PROBS, NONE, (0, 0, 0)), None, REWARDS, 0.5, NAMES) == "Nobody has drawn yet."


def test_who_gains_most_gains_as_much_as_is_said():
    for probs, rewards, counts in batches():
        one = Round(1, probs, NONE, counts)
        said = readings.guess_truth(one, None, rewards, 0.5, NAMES)
        push = sum(
            n * r * (np.eye(3)[a] - np.array(probs)) for a, (n, r) in enumerate(zip(counts, rewards, strict=True))
        )
        weights = np.array(probs) * np.exp(0.5 * push / sum(counts))
        after = weights / weights.sum()
        gain = after - np.array(probs)
        named = [name for name in NAMES if f"**{name}** gains" in said]
        if gain.max() < 1e-12:
            assert said == "This step changes nothing: no answer gains."
            continue
        assert named == [name for name, more in zip(NAMES, gain, strict=True) if more > gain.max() - 1e-12]
        for name in named:
            was, is_ = percents(probs[NAMES.index(name)], after[NAMES.index(name)])
            assert f"**{name}** gains most, from {was} to {is_}" in said


def test_the_path_is_told_with_what_each_way_earns():
    path = np.array([PROBS, (0.5, 0.3, 0.2)])
    exact, other = np.array([PROBS, (0.6, 0.2, 0.2)]), np.array([PROBS, (0.2, 0.6, 0.2)])
    said = readings.class_path(path, exact, other, REWARDS, "with leave-one-out")
    assert said == (
        "After one step your model earns 5.9 on average. Exact steps would have led to 6.4, and the same luck with "
        "leave-one-out to 4.4."
    )
    first = readings.class_path(path[:1], exact[:1], other[:1], REWARDS, "with leave-one-out")
    assert first == "Before the first step the model earns 4.9 on average."


@pytest.mark.parametrize(
    ("baselines", "other"),
    [
        ([NONE, NONE], "leave-one-out"),
        ([LEAVE_ONE_OUT], "none"),
        ([LAST_MEAN, LEAVE_ONE_OUT], "none"),
        ([NONE, LEAVE_ONE_OUT], "the other baseline"),
    ],
)
def test_the_other_baseline_is_called_by_its_name_where_it_has_one(baselines, other):
    rounds = [Round(place, PROBS, baseline, (1, 0, 0)) for place, baseline in enumerate(baselines, 1)]
    assert readings.other_baseline(rounds) == other


def test_a_phone_is_told_its_draw_and_its_push():
    one, before = Round(2, PROBS, NONE, (0, 1, 0)), Round(1, PROBS, NONE, (1, 0, 0))
    assert readings.own_draw(1, REWARDS, NAMES) == "You drew **no**: reward 3."
    said = readings.own_push(np.array([-0.9, 1.5, -0.6]), one, before, NAMES)
    assert said == "Your push: **yes** −0.9, **no** +1.5 and **maybe** −0.6."
    for baseline, words in ((LEAVE_ONE_OUT, "all other draws"), (LAST_MEAN, "of the last round")):
        assert words in readings.own_push(np.zeros(3), Round(2, PROBS, baseline, (0, 1, 0)), before, NAMES)
    first = readings.own_push(np.zeros(3), Round(1, PROBS, LAST_MEAN, (0, 1, 0)), None, NAMES)
    assert "last round" not in first


def test_a_step_is_told_up_down_and_level():
    for after, ends in (((0.5, 0.3, 0.2), "now it earns 5.9."), ((0.2, 0.6, 0.2), "now it earns 4.4.")):
        said = readings.last_step([Round(1, PROBS, NONE, (1, 0, 0)), Round(2, after, NONE, (0, 0, 0))], REWARDS)
        assert re.search(rf"earned 4\.9 on average, and {re.escape(ends)}$", said)
    level = readings.last_step([Round(1, PROBS, NONE, (1, 0, 0)), Round(2, PROBS, NONE, (0, 0, 0))], REWARDS)
    assert level == "Your class has made a step. The model still earns 4.9 on average."
    assert readings.last_step([Round(1, PROBS, NONE, (1, 0, 0))], REWARDS) == ""


def test_more_may_have_guessed_than_are_here():
    assert readings.guessed((3, 1, 0), 34) == "4 of 34 have guessed."
    assert readings.guessed((3, 1, 0), 2) == "4 of 4 have guessed."
