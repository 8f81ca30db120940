"""The cloud as a student uses it: guess, drag K, point at a batch."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import settle


def said(page: Page, chart: str) -> str:
    """What the picture says of how many updates point downhill."""
    return page.locator(f".st-key-{chart} .textpoint text").last.text_content() or ""


def test_the_clouds_follow_k_while_it_is_dragged(open_page):
    page = open_page("/gradient_scatter?k=4")
    handle = page.locator(".st-key-k [data-testid=stSliderThumbValue]").locator("xpath=..").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(0, y, steps=5)
    expect(page.locator(".st-key-gradient_cloud .textpoint").last).to_contain_text("50%")
    assert page.url.endswith("k=4")  # the page itself has not been asked yet
    assert page.locator(".st-key-gradient_cloud .points path.point").count() == 3 + 100 + 1  # one unseen
    dragged = said(page, "gradient_cloud"), said(page, "gradient_cloud_2")
    page.mouse.up()
    settle(page)
    assert "With K = 1 and no baseline, 50%" in page.locator(".st-key-gradient_cloud_reading").inner_text()
    assert (said(page, "gradient_cloud"), said(page, "gradient_cloud_2")) == dragged


def test_a_batch_that_is_pointed_at_is_marked_in_the_other_cloud(open_page):
    page = open_page("/gradient_scatter?k=1&n=0")
    bubble = page.locator(".st-key-gradient_cloud .points path.point").nth(2)  # the rarest is on top: 1 maybe
    bubble.hover(force=True)
    for chart in ("gradient_cloud", "gradient_cloud_2"):
        expect(page.locator(f".st-key-{chart} .hoverlayer")).to_contain_text("1 maybe: 20%")


def test_samples_fall_one_lot_after_the_other(open_page):
    page = open_page("/gradient_scatter?guess=first")
    page.emulate_media(reduced_motion="no-preference")
    page.locator(".st-key-prediction_gradient_scatter").get_by_text("skip", exact=True).click()
    picture = page.locator(".st-key-gradient_cloud").last
    expect(picture).to_contain_text(re.compile(r"of [1-9]0 sampled"))
    expect(picture).to_contain_text("of 100 sampled", timeout=30_000)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768)])
def test_on_a_projector_the_question_is_whole_beside_the_picture(open_page, width, height):
    page = open_page("/gradient_scatter?present=true&guess=first", width=width, height=height)
    question = page.locator(".st-key-prediction_gradient_scatter").bounding_box()
    dock = page.get_by_test_id("stBottom").bounding_box()
    assert question["y"] + question["height"] < dock["y"]
