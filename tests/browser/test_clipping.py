"""The page about the clip in a browser: epochs are scrubbed there, and no word leaves its picture on a phone."""

import re

from playwright.sync_api import Page, expect

from reinforce_viz import DEFAULT
from reinforce_viz.lessons.clipping import EPOCHS
from tests.browser.driving import settle
from tests.browser.test_app import OUTSIDE
from tests.of_experiment import reuse


def test_the_epochs_are_scrubbed_without_the_server(open_page):
    page = open_page("/clipping")
    page.locator(".st-key-one_batch").scroll_into_view_if_needed()
    settle(page)
    received = page.evaluate("window.__socket.bytesReceived")
    rail = page.locator(".st-key-one_batch .slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + rail["width"] - 2, rail["y"] + rail["height"] / 2)
    ratios = page.locator(".st-key-one_batch .xy2 .textpoint text, .st-key-one_batch .x2y2 .textpoint text")
    expect(ratios).to_have_text(["1.25", "0.769", "1.21", "3.2", "0.0342", "0.121", *"×××"])
    assert page.evaluate("window.__socket.bytesReceived") == received


def unfold(page: Page) -> None:
    page.get_by_text("Fresh answers or old ones?", exact=True).click()
    expect(page.get_by_text(re.compile("You can pay for eight answers"))).to_be_visible()


def test_what_plays_is_at_its_end_once_the_reader_unfolds_something(open_page):
    page = open_page("/clipping", height=2000, motion=True)
    epoch = page.locator(".st-key-one_batch .slider-label", has_text="epoch")
    expect(epoch).to_have_text(re.compile("^epoch [2-9]$"))
    unfold(page)
    expect(epoch).to_have_text("epoch 64")


def test_an_epoch_that_the_reader_has_chosen_stays(open_page):
    page = open_page("/clipping", height=2000)
    epoch = page.locator(".st-key-one_batch .slider-label", has_text="epoch")
    expect(epoch).to_have_text("epoch 64")
    rail = page.locator(".st-key-one_batch .slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + 4, rail["y"] + rail["height"] / 2)
    expect(epoch).to_have_text("epoch 0")
    unfold(page)
    settle(page)
    expect(epoch).to_have_text("epoch 0")


def test_no_word_leaves_the_pictures_on_a_phone(open_page):
    page = open_page("/clipping?name_yes=affirmative&scene=no+baseline", width=390, height=844)
    page.locator(".updatemenu-button").first.wait_for()
    stopped = reuse(DEFAULT, "no baseline").stopped[EPOCHS]
    expect(page.locator(".st-key-one_batch .textpoint text", has_text="×")).to_have_count(int(stopped.sum()))
    assert page.evaluate(OUTSIDE) == []
