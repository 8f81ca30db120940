"""Every rule of style finds what it is for: Streamlit may call a part of the page otherwise in any new version."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.driving import choose_in_menu, set_up, settle

UI = Path(__file__).parents[2] / "reinforce_viz" / "ui"
# The app's own rules, those for other screens and for paper too.
SELECTORS = """() => {
  const own = [...document.styleSheets].filter(sheet => sheet.ownerNode.textContent?.includes('.st-key-dock'));
  const rules = list => [...list].flatMap(rule => rule.cssRules?.length ? rules(rule.cssRules) : rule.selectorText);
  return own.flatMap(sheet => rules(sheet.cssRules));
}"""
FOUND = "selectors => selectors.filter(selector => document.querySelector(selector))"


def parts() -> set[str]:
    """Each part of Streamlit that a rule or a script names, by its test id or by its class."""
    text = "\n".join(path.read_text() for path in (UI / "look.py", *UI.glob("components/*"), *UI.glob("pages/*.py")))
    ids = re.findall(r"""data-testid=["']?(st\w+)|press\(["'](st\w+)""", text)
    return {f"[data-testid={one or other}]" for one, other in ids} | set(re.findall(r"\.st[A-Z]\w+", text))


def states(open_page) -> Iterator[Page]:
    """The app as readers, a presenter and a teacher see it, with all that a rule could be for."""
    page = open_page("/trajectories?preset=stuck+on+no&versus=expected+reward")
    yield page
    set_up(page)
    yield page
    yield open_page("/one_update?stage=Gradient&present=true")
    page = open_page("/classroom")
    yield page
    page.get_by_role("button", name="Open a class").click()
    settle(page)
    yield page
    page.goto(page.url.replace("classroom", "gradient_scatter") + "&guess=first")
    settle(page)
    yield page
    page.get_by_role("button", name="Show the guesses").click()
    choose_in_menu(page, "Presenter view")
    yield page


def test_every_part_and_every_rule_of_style_is_met_somewhere(open_page):
    wanted = parts()
    assert len(wanted) > 20
    met: set[str] = set()
    for page in states(open_page):
        wanted |= set(page.evaluate(SELECTORS))
        met |= set(page.evaluate(FOUND, sorted(wanted - met)))
    # But for what only the phones of a class show.
    assert not [selector for selector in wanted - met if "class_follows" not in selector]
