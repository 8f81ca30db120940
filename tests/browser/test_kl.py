"""The page about KL in a browser: the guess, the price of straying, and a phone."""

from playwright.sync_api import expect

from tests.browser.driving import settle
from tests.browser.test_app import OUTSIDE


def test_the_guess_uncovers_where_each_loss_ends_and_the_price_moves_it(open_page):
    page = open_page("/kl?guess=first")
    marks = page.locator(".st-key-kl_ends .textpoint text")
    assert not {"k1", "k2", "k3"} & {text.strip() for text in marks.all_text_contents()}
    page.get_by_role("radio", name="k3", exact=True).click()
    settle(page)
    expect(page.get_by_text("Only k2 does.")).to_be_visible()
    assert {"k1", "k2", "k3, your guess"} <= {text.strip() for text in marks.all_text_contents()}
    expect(page.locator(".st-key-kl_ends_reading")).to_contain_text("at β = 2:")
    page.get_by_role("slider", name="Price of straying β").press("ArrowRight")
    expect(page.locator(".st-key-kl_ends_reading")).to_contain_text("at β = 5:")


def test_no_word_leaves_the_pictures_on_a_phone(open_page):
    page = open_page("/kl?name_yes=affirmative&name_maybe=possibly&beta=0.5", width=390, height=844)
    page.locator(".st-key-kl_one_draw .main-svg").first.wait_for()
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
