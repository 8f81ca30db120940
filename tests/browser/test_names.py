"""The answers under other names: typed, carried by the link, and shown as they are."""

import re
from itertools import combinations
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from reinforce_viz.engine.experiment import USUAL
from tests.browser.driving import ask_first, set_up, settle

NAMES = ("O'Neill 2", "наверное", "C minus-3")
UNFOLD = """
() => document.querySelectorAll('[data-testid="stExpander"] summary').forEach(
  e => /Rewards|Starting|Names|Every/.test(e.innerText) && e.click())
"""


def address(path: str, names: tuple[str, ...]) -> str:
    query = urlencode({f"name_{own}": name for own, name in zip(USUAL, names, strict=True)})
    return f"{path}{'&' if '?' in path else '?'}{query}"


def words(page: Page, part: str) -> str:
    return page.locator(part).first.evaluate("e => e.textContent")


def assert_shown(page: Page, chart: str, sentence: str) -> None:
    """Every name stands as it is in the picture and the labels, and the last drawn one in the sentence."""
    for own, name in zip(USUAL, NAMES, strict=True):
        assert name in words(page, f".st-key-{chart}")
        assert f"Reward of {name}" in words(page, f".st-key-r_{own}")
    assert NAMES[1] in words(page, f".st-key-{sentence}")


def test_a_name_is_shown_as_it_is(open_page):
    page = open_page(address("/?drawn=9", NAMES))
    page.evaluate(UNFOLD)
    settle(page)
    assert_shown(page, "average_push", "average_push_reading")
    ask_first(page)
    assert NAMES[2] in words(page, ".st-key-prediction_start")


def test_a_name_is_shown_as_it_is_in_a_batch_and_its_formulas(open_page):
    page = open_page(address("/one_update?stage=Gradient", NAMES))
    page.evaluate(UNFOLD)
    settle(page)
    assert_shown(page, "arrows", "working")
    # KaTeX sets an apostrophe as a curly one and a space as a non-breaking one.
    formulas = [re.sub(r"\s", "", text).replace("’", "'") for text in page.locator(".katex-html").all_text_contents()]
    assert sum(all(name.replace(" ", "") in text for name in NAMES) for text in formulas) == 2
    expect(page.locator(".katex-error")).to_have_count(0)


def test_a_name_from_right_to_left_turns_no_number_around(open_page):
    page = open_page(address("/?drawn=9", ("שלום", "לא", "אולי")))
    assert "שלום" in words(page, ".st-key-average_push")
    # Isolated from what is around it, in the sentence below the picture.
    assert re.search("\u2068(שלום|לא|אולי)\u2069", words(page, ".st-key-average_push_reading"))


def test_a_typed_name_is_in_every_picture_in_the_link_and_on_the_next_page(open_page):
    page = open_page("/trajectories?k=8")
    set_up(page)
    page.get_by_text("Names of the answers").click()
    box = page.get_by_label("Name for yes")
    box.press_sequentially("Pizza-Käse and more")
    box.press("Enter")
    settle(page)
    assert "name_yes=Pizza-K%C3%A4se" in page.url
    assert "Pizza-Käse" in words(page, ".st-key-simplex_paths")
    assert "Pizza-Käse" in words(page, ".st-key-simplex_paths_reading")
    page.reload()
    settle(page)
    assert "Pizza-Käse" in words(page, ".st-key-probability_paths")
    page.get_by_role("link", name="Which token deserves the credit?").click()
    settle(page)
    assert "Pizza-Käse" in words(page, ".st-key-token_row")
    assert "k=8" in page.url
    assert "name_yes=" in page.url
    set_up(page)
    page.get_by_role("button", name="Defaults").click()
    settle(page)
    assert "name_yes" not in page.url
    expect(page.locator(".st-key-token_row")).not_to_contain_text("Pizza")


@pytest.mark.parametrize(("path", "chart"), [("/trajectories", "simplex_paths"), ("/", "policy_triangle")])
def test_long_names_fit_on_a_phone(open_page, path, chart):
    page = open_page(address(path, ("Restaurant A", "Restaurant B", "Restaurant C")), width=390)
    page.locator(f".st-key-{chart}").scroll_into_view_if_needed()
    settle(page)
    boxes = [label.bounding_box() for label in page.locator(f".st-key-{chart} text", has_text="Restaurant").all()]
    assert len(boxes) == 3
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    for one, other in combinations(sorted(boxes, key=lambda box: box["x"]), 2):
        assert one["x"] + one["width"] <= other["x"] or abs(one["y"] - other["y"]) > one["height"]
