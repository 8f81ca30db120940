"""The frame around every page, in a real browser: the sidebar opens when asked for and makes way on a phone."""

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
