"""What docs/teaching.md tells a teacher: every number is the engine's, and every link opens what it says."""

import re
from dataclasses import replace
from itertools import product
from math import factorial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import reinforce_viz as rv
from reinforce_viz.text.format import number, percent, vector
from reinforce_viz.ui.links import OWN_DRAWS
from tests.of_experiment import by_hand, updates

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "teaching.md").read_text()
WORDS = " ".join(TEXT.split())  # without line breaks
APP = "http://localhost:8501"
LINKS = sorted({address.removeprefix(APP) for address in re.findall(rf"\(({APP}[^)]*)\)", TEXT)})

DEFAULT = rv.DEFAULT
PROBS, REWARDS = np.array(DEFAULT.probs), np.array(DEFAULT.rewards)
GRADIENT = rv.exact_gradient(PROBS, REWARDS)
BEST_B = rv.optimal_baseline(PROBS, REWARDS)


def exact(name: str, k: int, preset: rv.Experiment = DEFAULT) -> rv.Moments:
    return rv.moments(name, preset.probs, preset.rewards, k)


def says(*sentences: str) -> None:
    for sentence in sentences:
        assert sentence in WORDS


def test_start():
    variance = exact("none", 1).total_variance
    says(
        f"Seed 0 gives {vector(by_hand(DEFAULT, 10).average[-1])}; the true gradient is {vector(GRADIENT)}",
        f"√({number(variance)} / 10) = {number(np.sqrt(variance / 10))}, is still longer than the gradient itself, "
        f"{number(np.linalg.norm(GRADIENT))}. After a hundred draws it is {number(np.sqrt(variance / 100))}, "
        f"after ten thousand {number(np.sqrt(variance / 10_000))}",
    )


def test_classroom():
    pushes = [vector(push) for push in REWARDS[:, None] * rv.score(PROBS)]
    path = rv.exact_ascent(PROBS, REWARDS, 0.5, 5)
    ring = {name: [np.sqrt(exact(name, k).total_variance) for k in (30, 100)] for name in ("none", "leave-one-out")}
    says(
        "A drawn yes pushes by {}, a drawn no by {}, a drawn maybe by {}.".format(*pushes),
        f"the average typically misses g by {number(ring['none'][0])}, with leave-one-out by "
        f"{number(ring['leave-one-out'][0])}.",
        f"lead from {percent(PROBS[0])} to {percent(path[-1][0])} yes, and from {number(PROBS @ REWARDS)} to "
        f"{number(path[-1] @ REWARDS)}.",
        f"A hundred draws typically miss it by {number(ring['none'][1])}, the radius of the ring. With leave-one-out "
        f"the ring is a quarter of that, {number(ring['leave-one-out'][1], 2)}.",
    )
    for place in range(2):  # the ring shrinks to a quarter
        assert 0.2 < ring["leave-one-out"][place] / ring["none"][place] < 0.3
    later = [number(np.sqrt(rv.moments(name, path[3], REWARDS, 30).total_variance)) for name in ring]
    says("three exact steps later, leave-one-out only shrinks the ring from {} to {}".format(*later))
    # The share of first steps that make the model better, over every batch of 30.
    better = 0.0
    for yes, no in product(range(31), repeat=2):
        counts = np.array([yes, no, 30 - yes - no])
        if counts.min() >= 0:
            weights = PROBS * np.exp(0.5 * (counts * REWARDS @ (np.eye(3) - PROBS)) / 30)
            chance = factorial(30) * np.prod([p**n / factorial(n) for p, n in zip(PROBS, counts.tolist(), strict=True)])
            better += chance * (weights @ REWARDS / weights.sum() > PROBS @ REWARDS)
    says(f"In {percent(better)} of classes of 30 the first step makes the model better")


def test_one_update():
    # The page opens with steps as long as the first one's.
    e = replace(DEFAULT, learning_rate=0.5)
    (plain,), (less,) = (updates(replace(e, estimator=name)) for name in ("none", "expected reward"))
    assert plain.draws.tolist() == less.draws.tolist() == [1, 1, 1, 2]
    before, after, later = (number(float(probs @ REWARDS)) for probs in (plain.before, plain.after, less.after))
    says(
        f"has gone from {percent(plain.before[1])} to {percent(plain.after[1])}",
        f"lies {plain.angle:.0f}° from the gradient, and the expected reward falls from {before} to {after}",
        f"push no down, to {percent(less.after[1])}, and the expected reward rises to {later}",
    )


def test_gradient_scatter():
    six, eight, sixteen = (exact("none", k) for k in (6, 8, 16))
    says(
        f"rises, from {percent(six.downhill)} to {percent(eight.downhill)}",
        f"goes from {number(six.total_variance)} to {number(eight.total_variance)}, as 1/K",
        f"that batch alone has {percent(56 * 3 * 0.3 * 0.5**5 * 0.2**2)}. At K = 16 it is {percent(sixteen.downhill)}",
    )
    # Of the batches with one yes, these point downhill.
    for k, expected in ((6, [5]), (8, [5, 6, 7])):
        noes = range(k)
        estimates = [(np.array([1, no, k - 1 - no]) * REWARDS @ (np.eye(3) - PROBS)) / k for no in noes]
        assert [no for no, estimate in zip(noes, estimates, strict=True) if estimate @ GRADIENT < 0] == expected


def test_baselines():
    done = rv.PRESETS["nearly done"]
    with_it, without = (exact(name, 1, done).total_variance for name in ("expected reward", "none"))
    says(
        f"at b* = {BEST_B:.3f}, not at the expected reward {number(PROBS @ REWARDS)}",
        f"between 0 and 2b* = {number(2 * BEST_B, 2)} has less",
        f"a variance of {number(with_it)} at K = 1, and no baseline {number(without)}",
    )
    assert done.probs[0] == 0.99
    assert done.probs @ np.array(done.rewards) > 2 * rv.optimal_baseline(done.probs, done.rewards)


def test_variance_vs_k():
    none, other = exact("none", 1).total_variance, exact("leave-one-out", 8).total_variance
    says(f"{number(none / other)}, more than ten times as many", f"the variance is {number(none)}/K")
    says(f"Leave-one-out has {number(other)} at K = 8")


def test_trajectories():
    runs = replace(DEFAULT, k=1, learning_rate=0.5, steps=500, runs=1000)
    ends = rv.simulate(runs).probs[-1].argmax(axis=-1)
    yes, no, maybe = (percent(float((ends == answer).mean())) for answer in range(3))
    says(f"{yes} of these runs end on yes without a baseline, {no} on no and {maybe} on maybe")
    few = rv.simulate(replace(runs, steps=200, runs=200)).probs[-1].argmax(axis=-1)
    yes, no, maybe = (percent(float((few == answer).mean())) for answer in range(3))
    says(f"(Of the 200 runs of 200 steps that the plans open, {yes}, {no} and {maybe}.)")
    assert (rv.simulate(replace(runs, estimator="expected reward")).probs[-1].argmax(axis=-1) == 0).all()


def test_tokens():
    at = {
        (credit, length): rv.sequence_moments(credit, PROBS, REWARDS, length)
        for credit in rv.CREDITS
        for length in (4, 8)
    }
    variance = {key: number(each.total_variance) for key, each in at.items()}
    short, long = at["whole reward", 4], at["whole reward", 8]
    says(
        f"grows {number(long.total_variance / short.total_variance, 2)} times, from {variance['whole reward', 4]} to "
        f"{variance['whole reward', 8]}, while the gradient only doubles",
        f"brings it down to {variance['expected reward', 8]}, a critic to {variance['critic', 8]}, "
        f"and the advantage Q − V to {variance['advantage', 8]}",
    )
    growth = {credit: at[credit, 8].total_variance / at[credit, 4].total_variance for credit in rv.CREDITS}
    assert [credit for credit, times in growth.items() if times <= 2] == ["advantage"]


def test_clipping():
    batch, advantages = np.array([2, 4, 2]), REWARDS - np.array([2, 4, 2]) @ REWARDS / 8
    run = rv.epochs(PROBS, REWARDS, batch, advantages, 2.0, 64)
    every = rv.expected_epochs("batch mean", PROBS, REWARDS, 8, 2.0, 64)
    assert run.clipped[0].tolist() == [False, False, False]
    assert run.clipped[1].tolist() == [True, True, False]
    says(
        f"To {number(run.ratio[1, 0])}, in the very first epoch",
        f"the ratio of yes is still {number(run.ratio[-1, 0])}",
        f"J is {number(every.expected_reward[1])} on average after one epoch, "
        f"and after 64 it is {number(every.expected_reward[-1])}",
    )


def test_kl():
    best, k3 = (rv.kl_endpoint(REWARDS, PROBS, 1.0, loss) for loss in ("k1", "k3"))
    true, (mean, _) = rv.kl(best, PROBS), rv.kl_moments("k2", best, PROBS)
    says(
        f"J − KL is largest at {percent(best[0])} yes, where J is {number(best @ REWARDS)}",
        f"k3 ends at {percent(k3[0])} yes and J = {number(k3 @ REWARDS)}",
        f"as a number it is wrong: {number(mean)}, while KL is {number(true)}",
    )


def test_groups():
    disaster = rv.PRESETS["a rare disaster"]
    exact_at = {k: rv.moments("group-normalised", disaster.probs, disaster.rewards, k) for k in (8, 16, 32, 64)}
    says(f"Downhill, {number(exact_at[8].angle)}° from the gradient", f"it is still {number(exact_at[64].angle)}° off")
    assert [k for k, exact_k in exact_at.items() if exact_k.angle > 90] == [8, 16]
    best, next_best, worst = disaster.rewards
    assert (round(best - next_best, 9), best - worst) == (0.1, 20)
    assert (1 - disaster.probs[2]) ** 8 > 0.5


def test_the_hardest_question():
    optimal, expected = exact("optimal", 1), exact("expected reward", 1)
    assert optimal.total_variance < expected.total_variance
    assert expected.downhill == 0
    missed = [(REWARDS[0] - b) * (np.eye(3)[0] - PROBS) - GRADIENT for b in (PROBS @ REWARDS, BEST_B)]
    says(
        f"b* = {BEST_B:.3f} is more than maybe earns ({number(REWARDS[2])})",
        f"points downhill in {percent(optimal.downhill)} of single draws",
        "misses the gradient by {} in place of {}".format(*(number(np.linalg.norm(each)) for each in missed)),
    )


@pytest.mark.usefixtures("no_search_for_components")
@pytest.mark.parametrize("link", LINKS)
def test_a_link_opens_the_page_with_its_settings(link):
    url = urlsplit(link)
    assert url.path == "/" or (ROOT / "pages" / f"{url.path[1:]}.py").is_file()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in parse_qsl(url.query):
        at.query_params[key] = value
    if url.path != "/":
        at.switch_page(f"pages{url.path}.py")
    at.run()
    assert not at.exception
    assert len(at.warning) == (OWN_DRAWS in dict(parse_qsl(url.query)).values())
    for key, value in parse_qsl(url.query):
        if value == OWN_DRAWS:
            assert any("Your draws are your own" in remark.value for remark in at.warning)
            continue
        if key == "guess":  # no control: the page opens before its picture
            assert any("Guess first" in box.label for box in at.segmented_control)
            continue
        shown = at.session_state[key]
        assert value in map(written, shown if isinstance(shown, list) else [shown])


@pytest.mark.usefixtures("no_search_for_components")
def test_each_teaches_another_model_where_the_plan_has_each_teach_one():
    links = re.findall(r"[Ee]ach\s+teaches[^|]*?\((http[^)]*)\)|\((http[^)]*)\) \| Each teaches", TEXT)
    assert [one or other for one, other in links] == [f"{APP}/?seed={OWN_DRAWS}"] * 2
    seeds = set()
    for _ in range(3):  # all three alike once in a hundred million times
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        at.query_params["seed"] = OWN_DRAWS
        at.run()
        seeds.add(at.session_state["seed"])
    assert len(seeds) > 1


def written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_page_has_a_question():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert {heading.split(",")[0] for heading in re.findall(r"^### (.*)", TEXT, re.MULTILINE)} == pages
