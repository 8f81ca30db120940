"""One update as a student takes it apart: by keyboard, by click and by link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import ask_first, go_to, settle
from tests.browser.test_app import press

STAGES = ("Sample", "Reward", "Gradient", "Update")
CHARTS = {"Sample": "batch", "Reward": "scores", "Gradient": "arrows", "Update": "large_step"}

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
    for stage, draw in zip(STAGES[:3], (4, 6, 2), strict=True):
        expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
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


def test_the_guess_leaves_the_arrow_keys_to_the_walk(open_page):
    page = open_page("/one_update?seed=3")
    ask_first(page)
    page.locator(".st-key-prediction_one_update").get_by_text("it stays", exact=True).click()
    settle(page)
    expect(page.get_by_text(re.compile("You said it stays. J "))).to_be_visible()
    page.locator("h1").click()  # the choice just made would keep the arrow keys to itself
    page.keyboard.press("ArrowRight")
    settle(page)
    assert "stage=Reward" in page.url


def test_the_run_is_scrubbed_by_the_keyboard_and_outlasts_a_reload(open_page):
    page = open_page("/one_update?seed=3&run=none~3&stage=Update")
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


def test_the_buttons_walk_and_nothing_is_wider_than_a_phone(open_page):
    page = open_page("/one_update?k=16&run=none~3&estimator=leave-one-out", width=390)
    for place, stage in enumerate(STAGES):
        if place:
            page.locator(".st-key-next").get_by_role("button").first.click()
            settle(page)
        expect(page.locator(f".st-key-{CHARTS[stage]} .main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        formulas = page.locator(".st-key-working .katex-display, .st-key-step_working .katex-display")
        for formula in formulas.all():
            assert formula.evaluate("e => e.scrollWidth - e.clientWidth") <= 3  # 2 wherever there is room
    page.locator(".st-key-back").get_by_role("button").first.click()
    settle(page)
    expect(page.locator(f".st-key-{CHARTS['Gradient']} .main-svg").first).to_be_visible()
