"""The first page as a student uses it: predict, draw five by hand, then many, and come back to them by the link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import settle
from tests.browser.test_app import press


def draw(page: Page, name: str = "Draw one answer", times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).press("Enter")
        settle(page)


def reading(page: Page, chart: str = "average_push") -> str:
    return page.locator(f".st-key-{chart} + *").inner_text()


def test_a_student_predicts_draws_five_and_then_a_thousand(open_page):
    page = open_page("/")
    ten, thousand = (page.get_by_role("button", name=f"×{more}", exact=True) for more in (10, 1000))
    expect(ten).to_be_disabled()
    page.locator(".st-key-prediction_start").get_by_text("no", exact=True).click()
    settle(page)
    expect(page.get_by_text("Draw five answers")).to_be_visible()
    draw(page)
    expect(page.get_by_text(re.compile(r"You drew (yes|no|maybe), reward [835]:"))).to_be_visible()
    assert "One step of this push would take" in reading(page, "policy_bars")
    expect(page.get_by_role("columnheader", name="change of the probability")).to_be_visible()
    draw(page, times=4)
    assert reading(page).startswith("5 drawn")
    expect(ten).to_be_enabled()
    expect(page.get_by_text("You said no. It raises yes most: the true gradient there is +0.93.")).to_be_visible()
    page.locator(".st-key-average_push").scroll_into_view_if_needed()
    settle(page)
    expect(page.locator(".st-key-average_push text", has_text="your guess")).to_have_count(1)
    expect(page.locator(".st-key-average_push text", has_text="raised most")).to_have_count(1)
    draw(page, "×10")
    thousand.press("Enter")
    settle(page)
    assert reading(page).startswith("1,015 drawn")
    assert "drawn=1015" in page.url


def shown(page: Page) -> list[str]:
    """The pushes and averages in the picture, and what the page says."""
    page.locator(".st-key-average_push").scroll_into_view_if_needed()
    settle(page)
    chart = "document.querySelector('.st-key-average_push .js-plotly-plot')"
    plotted = page.evaluate(f"JSON.stringify({chart}._fullData.map(trace => [trace.name, Array.from(trace.y)]))")
    return [plotted, reading(page), reading(page, "policy_bars")]


def test_reload_and_a_copied_link_keep_the_draws(open_page):
    page = open_page("/?seed=3")
    draw(page, times=3)
    first = shown(page)
    assert "average on yes" in first[0]
    page.reload()
    settle(page)
    assert shown(page) == first
    assert shown(open_page(page.url)) == first
    draw(page)
    assert shown(page)[0] != first[0]


def test_the_way_back_from_another_page_leads_to_the_same_draws_and_prediction(open_page):
    page = open_page("/?seed=3")
    page.locator(".st-key-prediction_start").get_by_text("maybe", exact=True).click()
    settle(page)
    draw(page, times=6)
    first = shown(page)
    page.get_by_role("link", name="What does one update do?").first.click()
    settle(page)
    page.go_back()
    settle(page)
    assert shown(page) == first
    expect(page.get_by_text("You said maybe. It raises yes most")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="The cloud").click()
    settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Start").click()
    settle(page)
    assert shown(page) == first


def test_replay_draws_the_same_answers_again_and_a_new_seed_others(open_page):
    page = open_page("/")
    first = []
    for _ in range(4):
        draw(page)
        first.append(reading(page, "policy_bars"))
    page.get_by_role("button", name="Replay").click()
    settle(page)
    assert "drawn" not in page.url
    again = []
    for _ in range(4):
        draw(page)
        again.append(reading(page, "policy_bars"))
    assert again == first
    page.get_by_role("button", name="New seed").click()
    settle(page)
    assert "The model says no most often" in reading(page, "policy_bars")
    draw(page, times=4)
    assert reading(page).startswith("4 drawn")


def test_replay_on_another_page_puts_the_draws_back_here(open_page):
    page = open_page("/?drawn=7")
    page.get_by_test_id("stTopNavLink").filter(has_text="The cloud").click()
    settle(page)
    page.get_by_role("button", name="Replay").click()
    settle(page)
    page.go_back()
    settle(page)
    assert "nobody does, so draw an answer" in reading(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="The cloud").click()
    settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Start").click()
    settle(page)
    assert "nobody does, so draw an answer" in reading(page)


def test_the_axes_of_the_average_stay_while_it_settles(open_page):
    page = open_page("/?drawn=5")
    ticks = "[...document.querySelectorAll('.st-key-average_push .ytick text')].map(e => e.textContent)"
    before = page.evaluate(ticks)
    draw(page, "×1000")
    assert page.evaluate(ticks) == before


def test_the_learning_rate_changes_what_a_step_does_and_not_its_push(open_page):
    page = open_page("/?drawn=1")
    cells = page.get_by_role("table").get_by_role("cell")
    pushes = [cells.nth(place).inner_text() for place in (1, 4, 7)]
    changes = [cells.nth(place).inner_text() for place in (2, 5, 8)]
    press(page, "ArrowRight", control="lr")
    assert [cells.nth(place).inner_text() for place in (1, 4, 7)] == pushes
    assert [cells.nth(place).inner_text() for place in (2, 5, 8)] != changes


@pytest.mark.parametrize("value", ["-3", "1e999", "nan", "x"])
def test_a_mangled_number_of_draws_starts_at_none(open_page, value):
    page = open_page(f"/?drawn={value}&guess_start={value}")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "nobody does, so draw an answer" in reading(page)
    assert "drawn" not in page.url


def test_a_phone_shows_the_draw_without_scrolling_sideways(open_page):
    page = open_page("/?drawn=1015&guess_start=yes", width=390, height=844)
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=\"stMain\"], html')].map(e => e.scrollWidth)")
    assert max(wide) <= 390


@pytest.mark.parametrize("dark", [False, True])
def test_the_words_on_the_button_stand_out_from_it(open_page, dark):
    page = open_page("/", dark=dark)
    button = page.get_by_role("button", name="Draw one answer", exact=True)
    contrast = button.evaluate(
        """button => {
          const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const style = getComputedStyle(button);
          const [low, high] = [light(style.color), light(style.backgroundColor)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        }"""
    )
    assert contrast >= 4.5
