"""The page about the identity as a student uses it: move b, unfold, come back by the link."""

import re

from playwright.sync_api import Page, expect

from tests.browser.driving import settle
from tests.browser.test_app import press


def reading(page: Page, chart: str) -> str:
    return page.locator(f".st-key-{chart}_reading").inner_text()


def painted(page: Page, chart: str) -> list[str]:
    """The outlines of the arrows that stand in the picture."""
    settle(page)  # a chart that is drawn anew cannot be scrolled to
    page.locator(f".st-key-{chart}").scroll_into_view_if_needed()
    page.wait_for_timeout(400)  # the picture below the slider follows it a frame later
    return page.evaluate(
        f"[...document.querySelectorAll('.st-key-{chart} path.js-fill')].map(p => p.getAttribute('d'))"
    )


def last_moment(page: Page) -> None:
    """Wait until the arrows have arrived at g."""
    expect(page.locator(".st-key-identity_arrows").get_by_text(re.compile("they end at"))).to_be_visible()
    page.wait_for_timeout(1000)


def test_a_student_predicts_and_sees_the_three_pushes_arrive(open_page):
    page = open_page("/why_it_works?guess=first")
    box = page.locator(".st-key-prediction_why_it_works")
    picture = page.locator(".st-key-identity_arrows")
    expect(picture.get_by_text("g", exact=True)).to_be_visible()
    assert page.locator(".st-key-zero_bias").count() == 0
    box.get_by_text("near g", exact=True).click()
    last_moment(page)
    expect(box.get_by_text(re.compile("You said near g. They end at g"))).to_be_visible()
    expect(picture.get_by_text("your guess", exact=True)).to_be_visible()
    expect(picture.get_by_text("0.5 × no", exact=True)).to_be_visible()


def test_with_reduced_motion_the_end_is_there_at_once(open_page):
    page = open_page("/why_it_works?guess=first")
    page.emulate_media(reduced_motion="reduce")
    page.locator(".st-key-prediction_why_it_works").get_by_text("skip", exact=True).click()
    settle(page)
    expect(page.locator(".st-key-identity_arrows").get_by_text(re.compile("they end at"))).to_be_visible()


def test_the_arrows_have_arrived_once_the_reader_unfolds_something(open_page):
    page = open_page("/why_it_works", height=2000, motion=True)
    picture = page.locator(".st-key-identity_arrows")
    moment = "() => document.querySelector('.st-key-identity_arrows .js-plotly-plot')?.layout?.sliders?.[0].active"
    page.wait_for_function(f"{moment} > 0")
    page.get_by_test_id("stMain").locator("[data-testid=stExpander] summary").first.click()
    expect(picture.get_by_text(re.compile("they end at"))).to_be_visible()


def test_the_triangle_follows_b_while_it_is_dragged(open_page):
    page = open_page("/why_it_works")
    before = painted(page, "zero_bias")
    handle = page.locator(".st-key-proof_b [data-testid=stSliderThumbValue]").locator("xpath=..")
    handle.scroll_into_view_if_needed()
    thumb = handle.bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 300, y, steps=5)
    page.wait_for_function(
        f"() => document.querySelector('.st-key-zero_bias path.js-fill').getAttribute('d') !== {before[0]!r}"
    )
    assert "proof_b" not in page.url  # the page itself has not been asked yet
    there = painted(page, "zero_bias")
    page.mouse.up()
    page.wait_for_url(re.compile("proof_b="))
    assert painted(page, "zero_bias") == there


def test_reload_and_back_keep_the_page(open_page):
    page = open_page("/why_it_works?preset=close+rivals")
    press(page, "ArrowLeft", control="proof_b")
    kept = painted(page, "zero_bias")
    page.reload()
    settle(page)
    assert painted(page, "zero_bias") == kept
    page.get_by_role("link", name="When b is the batch's own mean").click()
    settle(page)
    page.go_back()
    settle(page)
    assert painted(page, "zero_bias") == kept


def test_formulas_and_numbers_are_uncut_at_every_width(open_page):
    page = open_page("/why_it_works?name_maybe=abcdefghijkl")
    for folded in page.get_by_test_id("stMain").get_by_test_id("stExpander").all():
        folded.locator("summary").click()
        settle(page)
    expect(page.locator(".katex-display")).to_have_count(2)
    for width in (390, 820):
        page.set_viewport_size({"width": width, "height": 1000})
        settle(page)
        for part in [*page.locator(".katex-display .katex-html").all(), page.locator("table")]:
            assert part.evaluate("part => part.getBoundingClientRect().right") <= width


def test_a_phone_shows_tables_and_pictures_without_scrolling_sideways(open_page):
    page = open_page("/why_it_works?preset=nearly+done&guess_why_it_works=at+g", width=390, height=844)
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=\"stMain\"], html')].map(e => e.scrollWidth)")
    assert max(wide) <= 390
