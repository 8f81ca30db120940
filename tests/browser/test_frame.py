"""The frame around every page, in a real browser: the sidebar opens and makes way, and the theme follows the system."""

from playwright.sync_api import expect

from tests.browser.driving import set_up, settle

PRESET = ".st-key-preset"


def test_set_up_opens_the_sidebar_and_again_once_it_was_folded(open_page):
    page = open_page("/gradient_scatter")
    expect(page.locator(PRESET)).not_to_be_in_viewport()
    for _ in range(2):
        set_up(page)
        expect(page.locator(PRESET)).to_be_in_viewport()
        page.get_by_test_id("stSidebar").hover()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        expect(page.locator(PRESET)).not_to_be_in_viewport()


def test_on_a_phone_the_sidebar_makes_way_for_the_page_that_was_chosen_in_it(open_page):
    page = open_page("/gradient_scatter", width=390, height=844)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Baselines").click()
    settle(page)
    expect(page.locator("h1")).to_have_text("What should we subtract?")
    expect(page.locator(PRESET)).not_to_be_in_viewport()


# The smallest of the letters that a class reads, of a page's pictures and of the words around them.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => e.checkVisibility() && !e.closest('.st-key-head, style, [data-testid=stIconMaterial], .katex-mathml'))
  .filter(e => [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


def test_on_a_projector_a_class_reads_large_letters_and_pictures_grow_with_the_screen(open_page):
    page = open_page("/variance_vs_k?present=true&guess=first", width=1920, height=1080)
    picture = page.locator(".st-key-variance_vs_k .main-svg").first
    high = picture.bounding_box()["height"]
    assert page.evaluate(SMALLEST) >= 24
    expect(page.locator(".st-key-guess_variance_vs_k")).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-variance_vs_k_reading")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_function(
        "high => document.querySelector('.st-key-variance_vs_k .main-svg')?.getBoundingClientRect().height < high",
        arg=high - 100,
    )
    settle(page)
    assert page.evaluate(SMALLEST) >= 24
    page.locator(".st-key-guess_variance_vs_k button").last.click()  # skip
    settle(page)
    expect(page.locator(".st-key-guess_variance_vs_k")).to_be_hidden()
