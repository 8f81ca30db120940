"""One update as a student takes it apart: by keyboard and by link, and by doing its sums again from the screen."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import ask_first, go_to, settle, turn
from tests.browser.test_app import press

ANSWERS = ("yes", "no", "maybe")
STAGES = ("Sample", "Reward", "Gradient", "Update")
CHARTS = {"Sample": "batch", "Reward": "scores", "Gradient": "arrows", "Update": "large_step"}
ROUNDED = {"rel": 0.02, "abs": 0.006}  # of sums of numbers that are written with three digits

# Tail and tip of each arrow, by name, as Plotly has drawn it.
ARROWS = """() => Object.fromEntries(document.querySelector('.st-key-arrows .js-plotly-plot').data
  .filter(t => t.name && t.x.length === 2).map(t => [t.name, [t.x[0], t.y[0], t.x[1], t.y[1]]]))"""

# Notes wherever the mean of the pushes ends, from the first picture on.
WATCH = """window.__places = new Set();
(function watch() {
  const mean = document.querySelector('.st-key-arrows .js-plotly-plot')?.data?.find(trace => trace.name === 'ĝ');
  if (mean) window.__places.add(mean.y[1]);
  requestAnimationFrame(watch);
})();"""

# Where the draw of this number, from 0, can be clicked.
CLICKED = """([key, draw]) => {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`), box = chart.getBoundingClientRect();
  const {xaxis, yaxis} = chart._fullLayout, {x, y} = chart._fullData.find(trace => trace.name === 'draws');
  return [box.x + xaxis._offset + xaxis.l2p(x[draw]), box.y + yaxis._offset + yaxis.l2p(y[draw])];
}"""

# Where the marks of a chart stand, trace by trace.
MARKS = """key => document.querySelector(`.st-key-${key} .js-plotly-plot`)._fullData
  .map(trace => [trace.name, Array.from(trace.x), Array.from(trace.y)])"""


def drawn(page: Page, chart: str) -> list[list[object]]:
    return page.evaluate(MARKS, chart)


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


@pytest.mark.parametrize(("estimator", "run"), [("group-normalised", ""), ("leave-one-out", "none~4")])
def test_the_sums_on_the_screen_add_up(open_page, estimator, run):
    page = open_page(f"/one_update?stage=Update&k=6&seed=5&pick=2&lr=0.1&estimator={estimator}&run={run}")

    # What the screen gives: the policy, each reward, the learning rate, and each draw's random number.
    probs, step, after, exact = ([read(x) for x in column] for column in columns(working(page, "step_working")[1]))
    labels = page.locator(".st-key-step_bars .annotation-text").all_text_contents()
    rewards = [read(label.partition("r = ")[2]) for label in labels]
    rate = read(re.search(r"α = ([\d.]+)", page.locator(".st-key-step_working").inner_text())[1])
    rows = every_draw(page)
    names = [row[0] for row in rows]
    luck, reward, baseline, advantage, *pushes = ([read(row[at]) for row in rows] for at in range(1, 8))
    assert rewards == [8, 3, 5]
    assert len(rows) == 6

    # 1 Sample: the answer on whose share of the probability the random number falls.
    for name, number in zip(names, luck, strict=True):
        at = ANSWERS.index(name)
        assert sum(probs[:at]) - 0.002 <= number <= sum(probs[: at + 1]) + 0.002

    # 2 Reward: its reward, minus the baseline.
    assert reward == [rewards[ANSWERS.index(name)] for name in names]
    subtracted = BASELINES[estimator](reward)
    assert baseline == pytest.approx(subtracted, **ROUNDED)
    mean = sum(reward) / 6
    spread = math.sqrt(sum((r - mean) ** 2 for r in reward) / 5) if estimator == "group-normalised" else 1.0
    assert advantage == pytest.approx([(r - b) / spread for r, b in zip(reward, subtracted, strict=True)], **ROUNDED)

    # 3 Gradient: the advantage times e − π, and the mean of that over the draws.
    for a, name in enumerate(ANSWERS):
        product = [A * ((drew == name) - probs[a]) for A, drew in zip(advantage, names, strict=True)]
        assert pushes[a] == pytest.approx(product, **ROUNDED)
    estimate = [sum(push) / 6 for push in pushes]

    # 4 Update: the learning rate times that mean, added to the logits; and the same with the exact gradient.
    assert step == pytest.approx([rate * x for x in estimate], rel=0.02, abs=0.001)
    assert after == pytest.approx(softmax_step(probs, step), rel=0.005, abs=0.001)
    j = sum(p * r for p, r in zip(probs, rewards, strict=True))
    gradient = [p * (r - j) for p, r in zip(probs, rewards, strict=True)]
    assert exact == pytest.approx(softmax_step(probs, [rate * x for x in gradient]), rel=0.005, abs=0.001)

    # The sentence below the step, and the numbers on top of the bars.
    said = page.locator(".st-key-large_step_reading").inner_text()
    values = [read(x) for x in re.findall(r"(?:from|to|it to) (\d+(?:\.\d+)?)", said)]
    expected = [sum(p * r for p, r in zip(policy, rewards, strict=True)) for policy in (probs, after, exact)]
    assert values[:3] == pytest.approx(expected, abs=0.02)
    on_bars = [read(x) / 100 for x in page.locator(".st-key-step_bars .bartext").all_text_contents()]
    assert on_bars == pytest.approx(probs + after + exact, abs=0.006)

    # The picked draw, worked out in full.
    page.keyboard.press("ArrowLeft")
    settle(page)
    advantage_line, table, _ = working(page, "working")
    assert advantage_line.startswith("A = ")
    numbers = [read(x) for x in re.findall(r"-?\d+(?:\.\d+)?", advantage_line)]
    assert numbers[0] == reward[1]
    assert numbers[-1] == pytest.approx(advantage[1], **ROUNDED)
    gaps, score, product = columns(table)
    assert gaps == [f"{int(name == names[1])} - {p:.3g}" for name, p in zip(ANSWERS, probs, strict=True)]
    assert [read(x) for x in score] == pytest.approx([(n == names[1]) - p for n, p in zip(ANSWERS, probs, strict=True)])
    assert [read(x) for x in product] == pytest.approx([push[1] for push in pushes])


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


def test_the_arrow_keys_walk_forward_and_back_and_on_to_the_next_update(open_page):
    page = open_page("/one_update")
    label = page.locator(".st-key-stage label").first
    for stage in STAGES:
        expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
        if stage != "Sample":
            assert f"stage={stage}" in page.url
        page.keyboard.press("ArrowRight")
        settle(page)
    expect(label).to_have_text("Update 2")
    assert "run=none~1" in page.url
    for stage in reversed(STAGES):
        page.keyboard.press("ArrowLeft")
        settle(page)
        expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
        expect(label).to_have_text("Update 1")


def test_another_baseline_flips_the_arrows_of_the_same_draws(open_page):
    page = open_page("/one_update?stage=Gradient")
    before = page.evaluate(ARROWS)
    page.locator(".st-key-estimator").get_by_role("combobox").click()
    page.get_by_role("option", name="expected reward").click()
    settle(page)
    after = page.evaluate(ARROWS)
    for k in (1, 2, 3):  # no, worth 3 against a baseline of 4.9
        (x, y), (now_x, now_y) = ((a[2] - a[0], a[3] - a[1]) for a in (before[f"draw {k}"], after[f"draw {k}"]))
        assert [now_x, now_y] == pytest.approx([-1.9 / 3 * x, -1.9 / 3 * y])
    assert after["g"] == pytest.approx(before["g"])
    page.locator(".st-key-back").get_by_role("button").first.click()
    settle(page)
    expect(page.locator(".st-key-scores_reading")).to_contain_text("1 of 4 draws is pushed up and 3 down")


def test_a_draw_is_picked_by_keyboard(open_page):
    page = open_page("/one_update?stage=Gradient&k=8")
    page.locator(".st-key-pick").get_by_role("radio", name="1", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settle(page)
    assert "pick=4" in page.url
    assert "stage=Gradient" in page.url  # the arrows moved among the draws, not through the stages
    expect(page.locator(".st-key-working")).to_contain_text("Draw 4: ")


def test_a_click_on_a_draw_shows_its_sums_at_each_stage_with_draws(open_page):
    page = open_page("/one_update?k=8")
    for stage in STAGES[:3]:
        expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
        for draw in (4, 6):
            page.mouse.click(*page.evaluate(CLICKED, [CHARTS[stage], draw]))
            settle(page)
            assert f"pick={draw + 1}" in page.url
            expect(page.locator(".st-key-working")).to_contain_text(f"Draw {draw + 1}: ")
        page.locator(".st-key-next").get_by_role("button").first.click()
        settle(page)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_as_their_stage_opens_the_arrows_are_laid_and_in_the_end_all_lie_there(chromium, server, motion):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion=motion)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{server}/one_update?stage=Gradient")
    page.locator(".st-key-arrows .main-svg").first.wait_for()
    if motion == "no-preference":
        page.wait_for_function("window.__places.size > 1")
    page.wait_for_function(f"({ARROWS})()['ĝ'][3] !== 0")
    assert (page.evaluate("window.__places.size") > 1) == (motion == "no-preference")
    arrows = page.evaluate(ARROWS)
    assert arrows["draw 4"][2:] == pytest.approx(arrows["ĝ"][2:], abs=1e-5)
    context.close()


def test_a_student_predicts_walks_on_scrubs_and_shares(open_page):
    page = open_page("/one_update?seed=3")
    ask_first(page)
    page.locator(".st-key-prediction_one_update").get_by_text("it stays", exact=True).click()
    settle(page)
    expect(page.get_by_text(re.compile("You said it stays. J "))).to_be_visible()
    page.locator("h1").click()  # the choice just made would keep the arrow keys to itself
    for _ in range(3 * 4 + 3):  # three whole updates, and to the end of the fourth
        page.keyboard.press("ArrowRight")
        settle(page)
    expect(page.locator(".st-key-stage label").first).to_have_text("Update 4")
    end = drawn(page, "large_step")
    press(page, "ArrowLeft", control="step")
    press(page, "ArrowLeft", control="step")
    expect(page.locator(".st-key-stage label").first).to_have_text("Update 2")
    assert "step=1" in page.url
    assert drawn(page, "large_step") != end
    here = drawn(page, "large_step"), drawn(page, "path")
    page.reload()
    settle(page)
    assert (drawn(page, "large_step"), drawn(page, "path")) == here
    friend = open_page(page.url)
    assert (drawn(friend, "large_step"), drawn(friend, "path")) == here


def test_the_browsers_back_button_undoes_a_step_of_the_walk(open_page):
    page = open_page("/one_update?stage=Update")
    before = drawn(page, "large_step")
    page.locator(".st-key-continue").get_by_role("button").first.click()
    settle(page)
    expect(page.locator(".st-key-stage label").first).to_have_text("Update 2")
    for _ in range(3):  # Streamlit writes each part of the link singly
        if "run=" in page.url:
            page.go_back()
            settle(page)
    expect(page.locator(".st-key-stage label").first).to_have_text("Update 1")
    assert drawn(page, "large_step") == before


def test_the_walk_outlasts_a_visit_to_another_page_by_the_menu_and_by_the_browser(open_page):
    page = open_page("/one_update?run=none~3_optimal~2&stage=Reward")
    for back in (lambda: go_to(page, "One update"), page.go_back):
        go_to(page, "The cloud")
        settle(page)
        back()
        settle(page)
        expect(page.locator(".st-key-stage label").first).to_have_text("Update 6")
        expect(page.locator(".st-key-scores .main-svg").first).to_be_visible()
        assert "run=none~3_optimal~2" in page.url


def test_the_buttons_walk_forth_and_back_and_nothing_is_wider_than_a_phone_in_either_theme(open_page):
    page = open_page("/one_update?k=16&run=none~3&estimator=leave-one-out", width=390)
    for way, walk in (("next", STAGES), ("back", reversed(STAGES))):
        for place, stage in enumerate(walk):
            if place:
                page.locator(f".st-key-{way}").get_by_role("button").first.click()
                settle(page)
            expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            formulas = page.locator(".st-key-working .katex-display, .st-key-step_working .katex-display")
            for formula in formulas.all():
                assert formula.evaluate("e => e.scrollWidth - e.clientWidth") <= 3  # 2 wherever there is room
        if way == "next":
            turn(page, "dark")
