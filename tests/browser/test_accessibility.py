"""What a screen reader or a weak eye stumbles over, as far as axe can tell: nothing on any page, in either theme."""

import tomllib
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reinforce_viz.ui.guesses import GUESSES
from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import ROOT, settle, turn
from tests.browser.test_app import press

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
PRIMARY_IN_THE_DARK = THEME["dark"]["primaryColor"]
# As a browser names the colour behind a page.
GROUND = {
    scheme: "rgb{}".format(tuple(bytes.fromhex(THEME[scheme]["backgroundColor"][1:]))) for scheme in ("light", "dark")
}

# The rules that colours have a say in: the others find the same in either theme.
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize(
    ("name", "opened", "turned"),
    [
        # What pages share is seen in either order.
        (page.name, *(("light", "dark") if place % 2 else ("dark", "light")))
        for place, page in enumerate(PAGES)
    ],
)
def test_axe_finds_nothing_that_is_our_own_before_the_guess_or_after_it(open_page, name, opened, turned):
    page = open_page(f"/{'' if name == 'start' else name}?guess=first", dark=opened == "dark")
    assert ground(page) == GROUND[opened]
    assert not found_by_axe(page)
    if name in GUESSES:
        choice = next(iter(GUESSES[name])).format(yes="yes")
        page.locator(f".st-key-prediction_{name}").get_by_text(choice, exact=True).click()
        page.mouse.move(0, 0)  # the words below it are of another colour
        settle(page)
        expect(page.locator(f".st-key-prediction_{name}")).to_contain_text("You said")
        assert not found_by_axe(page)
    turn(page, turned)
    assert ground(page) == GROUND[turned]
    assert not found_by_axe(page, COLOURS)
    # An icon within a label is read aloud by its name.
    assert not page.locator('[aria-label*=":material/"]').count()


def ground(page: Page) -> str:
    return page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")


def test_a_screen_reader_is_told_what_the_picture_shows_once_it_has_changed(open_page):
    page = open_page("/variance_vs_k?k=8")
    said = page.locator(".st-key-announced [role=status]")
    expect(said).to_have_text("")
    press(page, "ArrowRight", control="k")
    expect(said).to_contain_text("At K = 12")


def found_by_axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds by these rules or all, as rule, part and reason, without what is Streamlit's own."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
        if not is_streamlits_own(violation["id"], node) and not is_inactive(page, violation["id"], node)
    ]


def is_inactive(page: Page, rule: str, node: dict[str, Any]) -> bool:
    """Whether the words are the label of a control that cannot be moved here: WCAG 1.4.3 asks no contrast of those."""
    if rule != "color-contrast":
        return False
    (part,) = node["target"]
    control = "[data-testid=stSidebar] [data-testid=stElementContainer]:has(:disabled, [aria-disabled=true])"
    return bool(page.locator(part).evaluate("(part, control) => part.closest(control) !== null", control))


def is_streamlits_own(rule: str, node: dict[str, Any]) -> bool:
    """Whether Streamlit draws it so and leaves us no say."""
    if rule == "empty-table-header":
        return node["target"] == [".blank"]  # the corner of st.table
    if rule == "color-contrast":  # white on a primary button and on a chosen option, in the dark
        colours = node["any"][0]["data"]
        return (colours["fgColor"], colours["bgColor"]) == ("#ffffff", PRIMARY_IN_THE_DARK)
    return False
