"""The sums of one update, done again from what the screen says."""

import math
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.driving import settle
from tests.browser.test_one_update import ARROWS

ANSWERS = ("yes", "no", "maybe")
ROUNDED = {"rel": 0.02, "abs": 0.006}  # of sums of numbers that are written with three digits


def read(text: str) -> float:
    return float(text.replace("−", "-").replace("%", "").replace(",", ""))


def working(page: Page, key: str) -> list[str]:
    """The formulas in a part of the page, as they are typeset."""
    return page.locator(f".st-key-{key} annotation").all_text_contents()


def columns(formula: str) -> list[list[str]]:
    """The columns of a typeset table, without the answers' names and the headings."""
    rows = re.search(r"\\hline (.*) \\end", formula)[1].split(r" \\ ")
    return [list(column) for column in zip(*(row.split(" & ")[1:] for row in rows), strict=True)]


def every_draw(page: Page) -> list[list[str]]:
    """The rows of the table of draws: answer, random number, reward, baseline, advantage, three pushes."""
    page.get_by_text("Every draw in numbers").click()
    page.locator("table tbody tr").first.wait_for()
    return [row.locator("td").all_inner_texts() for row in page.locator("table tbody tr").all()]


def softmax_step(probs: list[float], step: list[float]) -> list[float]:
    weights = [p * math.exp(x) for p, x in zip(probs, step, strict=True)]
    return [w / sum(weights) for w in weights]


def others(values: list[float]) -> list[float]:
    return [(sum(values) - value) / (len(values) - 1) for value in values]


# What an estimator subtracts from the rewards of a batch.
BASELINES: dict[str, Callable[[list[float]], list[float]]] = {
    "leave-one-out": others,
    "group-normalised": lambda batch: [sum(batch) / len(batch)] * len(batch),
}


@dataclass(frozen=True)
class Screen:
    """What the page says of an update of three answers and K draws, in numbers."""

    probs: list[float]
    step: list[float]  # on the logits
    after: list[float]
    exact: list[float]  # after the exact step
    rewards: list[float]  # of the answers
    rate: float
    names: list[str]  # [K], of the answers that were drawn
    luck: list[float]  # [K]
    reward: list[float]  # [K]
    baseline: list[float]  # [K]
    advantage: list[float]  # [K]
    pushes: list[list[float]]  # of each answer [K]


def screen(page: Page) -> Screen:
    """The numbers of the page at the stage of the step."""
    probs, step, after, exact = ([read(x) for x in column] for column in columns(working(page, "step_working")[1]))
    labels = page.locator(".st-key-step_bars .annotation-text").all_text_contents()
    rewards = [read(label.partition("r = ")[2]) for label in labels]
    rate = read(re.search(r"α = ([\d.]+)", page.locator(".st-key-step_working").inner_text())[1])
    names, *rest = zip(*every_draw(page), strict=True)
    luck, reward, baseline, advantage, *pushes = ([read(text) for text in column] for column in rest)
    return Screen(probs, step, after, exact, rewards, rate, list(names), luck, reward, baseline, advantage, pushes)


@pytest.mark.parametrize(("estimator", "run"), [("group-normalised", ""), ("leave-one-out", "none~4")])
def test_the_sums_on_the_screen_add_up(open_page, estimator, run):
    page = open_page(f"/one_update?stage=Update&k=6&seed=5&pick=2&lr=0.1&estimator={estimator}&run={run}")
    shown = screen(page)
    assert shown.rewards == [8, 3, 5]
    assert len(shown.names) == 6
    check_draws(shown)
    check_advantages(shown, estimator)
    check_pushes(shown)
    check_step(shown)
    check_sentence_and_bars(page, shown)
    page.keyboard.press("ArrowLeft")
    settle(page)
    check_second_draw(page, shown)


def check_draws(shown: Screen) -> None:
    """Each random number falls on the share of the probability that its answer has, and that earns its reward."""
    for name, number, reward in zip(shown.names, shown.luck, shown.reward, strict=True):
        at = ANSWERS.index(name)
        assert sum(shown.probs[:at]) - 0.002 <= number <= sum(shown.probs[: at + 1]) + 0.002
        assert reward == shown.rewards[at]


def check_advantages(shown: Screen, estimator: str) -> None:
    """Each is a reward minus the baseline, over the spread if the estimator divides by it."""
    batch = shown.reward
    subtracted = BASELINES[estimator](batch)
    assert shown.baseline == pytest.approx(subtracted, **ROUNDED)
    spread = statistics.stdev(batch) if estimator == "group-normalised" else 1.0
    assert shown.advantage == pytest.approx(
        [(r - b) / spread for r, b in zip(batch, subtracted, strict=True)], **ROUNDED
    )


def check_pushes(shown: Screen) -> None:
    """Each is an advantage times e − π."""
    for name, p, push in zip(ANSWERS, shown.probs, shown.pushes, strict=True):
        product = [A * ((drew == name) - p) for A, drew in zip(shown.advantage, shown.names, strict=True)]
        assert push == pytest.approx(product, **ROUNDED)


def check_step(shown: Screen) -> None:
    """The learning rate times the mean push is added to the logits; and the same with the exact gradient."""
    probs, rate = shown.probs, shown.rate
    assert shown.step == pytest.approx([rate * sum(push) / 6 for push in shown.pushes], rel=0.02, abs=0.001)
    assert shown.after == pytest.approx(softmax_step(probs, shown.step), rel=0.005, abs=0.001)
    j = sum(p * r for p, r in zip(probs, shown.rewards, strict=True))
    gradient = [p * (r - j) for p, r in zip(probs, shown.rewards, strict=True)]
    assert shown.exact == pytest.approx(softmax_step(probs, [rate * x for x in gradient]), rel=0.005, abs=0.001)


def check_sentence_and_bars(page: Page, shown: Screen) -> None:
    """The sentence below the step has J before it, after it and after the exact one; the bars have the policies."""
    policies = (shown.probs, shown.after, shown.exact)
    said = page.locator(".st-key-large_step_reading").inner_text()
    values = [read(x) for x in re.findall(r"(?:from|to) (\d+(?:\.\d+)?)", said)]
    expected = [sum(p * r for p, r in zip(policy, shown.rewards, strict=True)) for policy in policies]
    assert values[:3] == pytest.approx(expected, abs=0.02)
    on_bars = [read(x) / 100 for x in page.locator(".st-key-step_bars .bartext").all_text_contents()]
    assert on_bars == pytest.approx([p for policy in policies for p in policy], abs=0.006)


def check_second_draw(page: Page, shown: Screen) -> None:
    """At the stage before, the picked draw is worked out in full."""
    advantage_line, table, _ = working(page, "working")
    assert advantage_line.startswith("A = ")
    numbers = [read(x) for x in re.findall(r"-?\d+(?:\.\d+)?", advantage_line)]
    assert numbers[0] == shown.reward[1]
    assert numbers[-1] == pytest.approx(shown.advantage[1], **ROUNDED)
    gaps, score, product = columns(table)
    drawn_or_not = [int(name == shown.names[1]) for name in ANSWERS]
    assert gaps == [f"{n} - {p:.3g}" for n, p in zip(drawn_or_not, shown.probs, strict=True)]
    assert [read(x) for x in score] == pytest.approx([n - p for n, p in zip(drawn_or_not, shown.probs, strict=True)])
    assert [read(x) for x in product] == pytest.approx([push[1] for push in shown.pushes])


def test_the_mean_on_the_screen_is_that_of_the_draws_and_where_the_arrows_end(open_page):
    page = open_page("/one_update?stage=Gradient&k=8&seed=2&estimator=optimal")
    total, estimate, gradient = ([read(x) for x in column] for column in columns(working(page, "working")[2]))
    rows = every_draw(page)
    pushes = [[read(row[5 + a]) for row in rows] for a in range(3)]
    assert total == pytest.approx([sum(push) for push in pushes], abs=0.04)
    assert estimate == pytest.approx([x / 8 for x in total], abs=0.006)
    assert gradient == pytest.approx([0.93, -0.95, 0.02], abs=1e-9)
    arrows = page.evaluate(ARROWS)
    assert arrows["ĝ"][2:] == pytest.approx(place(estimate), abs=0.006)
    assert arrows["g"][2:] == pytest.approx(place(gradient), abs=0.006)
    at = [0.0, 0.0]
    for k in range(8):
        assert arrows[f"draw {k + 1}"][:2] == pytest.approx(at, abs=0.01)
        at = [x + y / 8 for x, y in zip(at, place([push[k] for push in pushes]), strict=True)]
        assert arrows[f"draw {k + 1}"][2:] == pytest.approx(at, abs=0.01)


def place(vector: list[float]) -> list[float]:
    """Where a vector over yes (on top), no (left) and maybe (right) ends in the picture."""
    yes, no, maybe = vector
    return [(maybe - no) * math.sqrt(3) / 2, yes - (no + maybe) / 2]
