"""The page about tokens as a student uses it: by keyboard, from a link, on a phone, in the dark."""

import re

from playwright.sync_api import Page, expect

from tests.browser.driving import go_to, settle, turn
from tests.browser.test_app import press

# Everything that a chart draws, as one text, decoded.
DRAWN = """key => {
  const list = values => Array.from(values ?? []), traces = `.st-key-${key} .js-plotly-plot`;
  return JSON.stringify(document.querySelector(traces)._fullData.map(trace =>
    [trace.name, list(trace.x), list(trace.y), trace.text, list(trace.z).map(list)]));
}"""

# The words in the cells that are big enough to be seen, by the row of pushes that they stand in.
NUMBERS = """() => [...document.querySelectorAll('.st-key-token_row .barlayer .bartext')]
  .filter(e => e.getBoundingClientRect().width > 1 && getComputedStyle(e).display !== 'none'
    && !(e.getAttribute('transform') ?? '').includes('scale(0)'))
  .map(e => e.textContent.trim())"""

# The lowest contrast of a number against the cell that it is written in, given that cells are see-through.
FAINTEST_NUMBER = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const page = channels(getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor).slice(0, 3);
  const cells = document.querySelector('.st-key-token_row .js-plotly-plot').data[0].colorscale;
  const backs = [cells[0][1], cells.at(-1)[1]].map(channels)
    .map(([r, g, b, a]) => light([r, g, b].map((v, i) => a * v + (1 - a) * page[i])));
  const number = [...document.querySelectorAll('.st-key-token_row .bartext')].at(-1).querySelector('tspan');
  const front = light(channels(getComputedStyle(number).fill).slice(0, 3));
  return Math.min(...backs.map(back => (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)));
}"""


def drawn(page: Page, key: str) -> str:
    return page.evaluate(DRAWN, key)


def visit(page: Page, title: str) -> None:
    go_to(page, title)
    settle(page)


def reading(page: Page, chart: str) -> str:
    return page.locator(f".st-key-{chart}_reading").inner_text()


def click(page: Page, row: int, token: int) -> None:
    """Click in the middle of a cell; row 0 has the tokens, those from 2 the credits."""
    box = page.locator(".st-key-token_row .nsewdrag").bounding_box()
    page.mouse.click(box["x"] + box["width"] * (token - 0.5) / 8, box["y"] + box["height"] * (row + 0.5) / 7)
    settle(page)


def test_a_click_blames_a_token_and_then_chooses_a_credit(open_page):
    page = open_page("/tokens?guess=first")
    assert "marked" not in page.get_by_test_id("stMain").inner_text()
    expect(page.locator(".st-key-task")).not_to_be_visible()
    click(page, 0, 7)
    expect(page.get_by_text(re.compile("You said 7. Only the first token was marked: no earns 3"))).to_be_visible()
    expect(page.locator(".st-key-task")).to_be_visible()
    assert "guess_tokens=7" in page.url
    click(page, 5, 3)
    assert "credit=critic" in page.url
    assert "under the critic 1 token is pushed down" in reading(page, "token_row").lower()
    # What has not been clicked is not faded.
    faded = page.evaluate(
        "[...document.querySelectorAll('.st-key-token_row .scatterlayer .point')]"
        ".filter(e => { const o = getComputedStyle(e).opacity; return o > 0 && o < 1; }).length"
    )
    assert faded == 0


def test_leaving_and_coming_back_keeps_the_response(open_page):
    page = open_page("/tokens?draws=4&length=6&credit=critic")
    kept = drawn(page, "token_row")
    visit(page, "The cloud")
    visit(page, "Tokens")
    assert drawn(page, "token_row") == kept
    visit(page, "The cloud")
    page.go_back()
    settle(page)
    assert drawn(page, "token_row") == kept
    assert "length=6" in page.url


def test_sixteen_tokens_keep_their_numbers_on_a_wide_screen(open_page):
    words = open_page("/tokens?length=16&task=sum").evaluate(NUMBERS)
    assert len([word for word in words if word[0] in "+−"]) == 5 * 16
    assert len([word for word in words if word in ("yes", "no", "maybe")]) == 16


def test_sixteen_tokens_on_a_phone_are_colours_without_cramped_numbers(open_page):
    page = open_page("/tokens?length=16&task=sum", width=390, height=844)
    assert not [word for word in page.evaluate(NUMBERS) if word[0] in "+−ynm"]
    assert page.evaluate("document.querySelector('.st-key-token_row .heatmaplayer image') !== null")
    words = open_page("/tokens?task=sum", width=390, height=844).evaluate(NUMBERS)
    assert len([word for word in words if word[0] in "+−"]) == 5 * 8
    assert len([word for word in words if word[0] in "ynm"]) == 8


def test_numbers_are_readable_on_the_deepest_cells(open_page):
    page = open_page("/tokens")
    assert page.evaluate(FAINTEST_NUMBER) >= 4.5
    turn(page, "dark")
    assert page.evaluate(FAINTEST_NUMBER) >= 4.5


def test_an_interaction_is_small(open_page):
    page = open_page("/tokens?length=15")
    before = page.evaluate("window.__socket.bytesReceived")
    press(page, "ArrowRight", control="length")
    assert page.evaluate("window.__socket.bytesReceived") - before < 100_000
