"""The page about groups as a practitioner uses it: the slider, a pasted group, a refused one, a link, a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.driving import settle

WORDS = """() => [...document.querySelectorAll('.st-key-group_steps .scatterlayer text')]
  .map(text => text.textContent).filter(text => text.startsWith('GRPO'))"""


def paste(page: Page, text: str) -> None:
    page.locator(".st-key-group textarea").fill(text)
    page.locator(".st-key-group textarea").press("Control+Enter")
    settle(page)


def test_the_slider_makes_the_group_larger_without_a_rerun(open_page):
    page = open_page("/groups?preset=a+rare+disaster")
    assert page.evaluate(WORDS) == ["GRPO, K = 8: 99° from g, downhill"]
    before = page.evaluate("window.__socket.bytesReceived")
    rail = page.locator(".st-key-group_steps .slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + rail["width"] - 2, rail["y"] + rail["height"] / 2)
    settle(page)
    assert page.evaluate(WORDS) == ["GRPO, K = 64: 47.4° from g"]
    assert page.evaluate("window.__socket.bytesReceived") == before


def test_a_pasted_group_is_read_refused_and_part_of_the_link(open_page):
    page = open_page("/groups")
    paste(page, "0.1\n0.2\n0.3\n50")
    expect(page.get_by_text("4 rewards from 0.1 to 50")).to_be_visible()
    expect(page.get_by_text("Answer 4 with 50 swallows the rest")).to_be_visible()
    paste(page, "0.1, 0.2, lots")
    expect(page.get_by_text("“lots” is not a number.")).to_be_visible()
    expect(page.locator(".st-key-group textarea")).to_have_value("0.1, 0.2, lots")
    paste(page, "3 4 5")
    expect(page.get_by_text("3 rewards from 3 to 5")).to_be_visible()
    expect(page.get_by_text(re.compile("is not a number"))).to_have_count(0)
    expect(page).to_have_url(re.compile("group=3(%20|\\+)4(%20|\\+)5"))


def test_a_file_is_read_in_the_browser_and_its_column_is_part_of_the_link(open_page):
    page = open_page("/groups")
    lines = b"prompt;step;reward\nwhy;1;0,25\nhow;2;3\n"
    page.locator("input[type=file]").set_input_files({"name": "run.csv", "mimeType": "text/csv", "buffer": lines})
    expect(page.get_by_text("2 rewards from 0.25 to 3")).to_be_visible()
    expect(page.locator(".st-key-group textarea")).to_have_value("0.25, 3")
    expect(page).to_have_url(re.compile("group=0.25%2C\\+?3|group=0.25%2C%203"))
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n\0\0"}
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.get_by_text("This is not a text file.")).to_be_visible()
    expect(page.locator(".st-key-group textarea")).to_have_value("0.25, 3")


def test_nothing_is_wider_than_a_phone(open_page):
    page = open_page("/groups?near_goal=true&hard_prompts=true&long_answers=true", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
