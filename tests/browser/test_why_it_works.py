"""The page about the identity as a student uses it: move b, unfold, come back by the link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import settle
from tests.browser.test_app import drawn, press


def reading(page: Page, chart: str) -> str:
    return page.locator(f".st-key-{chart}_reading").inner_text()


def painted(page: Page, chart: str) -> str:
    """Everything that stands in the picture as words or arrows: they are no traces."""
    page.locator(f".st-key-{chart}").scroll_into_view_if_needed()
    settle(page)
    layout = f"document.querySelector('.st-key-{chart} .js-plotly-plot').layout"
    return page.evaluate(f"JSON.stringify({layout}.annotations)")


def test_a_student_predicts_and_moves_b_through_zero(open_page):
    page = open_page("/why_it_works")
    page.locator(".st-key-prediction_why_it_works").get_by_text("up for the likeliest", exact=True).click()
    settle(page)
    expect(page.get_by_text(re.compile("You said up for the likeliest. They lead nowhere"))).to_be_visible()
    assert "your guess" in drawn(page, "zero_bias")
    before = painted(page, "zero_bias")
    press(page, "Home", control="proof_b")
    assert "proof_b=-10" in page.url
    assert reading(page, "zero_bias").startswith("With b = −10")
    assert "they add up to (0.00, 0.00, 0.00)" in reading(page, "zero_bias")
    assert painted(page, "zero_bias") != before


def test_reload_copy_and_back_keep_the_page(open_page):
    page = open_page("/why_it_works?preset=close+rivals")
    press(page, "ArrowLeft", control="proof_b")
    kept = [painted(page, key) for key in ("identity_arrows", "zero_bias")]
    page.reload()
    settle(page)
    assert [painted(page, key) for key in ("identity_arrows", "zero_bias")] == kept
    copy = open_page(page.url)
    assert [painted(copy, key) for key in ("identity_arrows", "zero_bias")] == kept
    page.get_by_role("link", name="See what the batch's own mean does").click()
    settle(page)
    page.go_back()
    settle(page)
    assert [painted(page, key) for key in ("identity_arrows", "zero_bias")] == kept


def test_rewards_move_the_identity_and_leave_the_baseline_alone(open_page):
    page = open_page("/why_it_works")
    loop, chain = painted(page, "zero_bias"), painted(page, "identity_arrows")
    page.get_by_text("Rewards", exact=True).click()
    press(page, "Home", control="r_yes")
    assert painted(page, "identity_arrows") != chain
    assert painted(page, "zero_bias") == loop


def test_formulas_unfold_beside_their_words(open_page):
    page = open_page("/why_it_works")
    folded = page.get_by_text(re.compile("The same as a formula"))
    expect(folded).to_have_count(2)
    for place in range(2):
        formula = page.get_by_test_id("stMain").get_by_test_id("stExpander").nth(place).locator(".katex-display").first
        expect(formula).not_to_be_visible()
        folded.nth(place).click()
        expect(formula).to_be_visible()


@pytest.mark.parametrize("query", ["proof_b=1e999&guess_why_it_works=x"])
def test_a_mangled_link_opens_as_at_first(open_page, query):
    page = open_page(f"/why_it_works?{query}")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert reading(page, "zero_bias").startswith("With b = 5")


def test_a_phone_shows_tables_and_pictures_without_scrolling_sideways(open_page):
    page = open_page("/why_it_works?preset=nearly+done&guess_why_it_works=nowhere", width=390, height=844)
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=\"stMain\"], html')].map(e => e.scrollWidth)")
    assert max(wide) <= 390
