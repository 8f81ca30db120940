"""Every page as it opens: its picture near the top and above the dock, nothing wider than the screen, all legible."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import settle, turn

SIZES = ((1440, 900), (1366, 768), (1024, 768), (820, 1180), (390, 844), (844, 390))
# Pixels from the top at which a picture has to have begun; where there is little width, more stands above it.
LATEST, NARROW, LATEST_WHERE_NARROW = 230, 1000, 330

# Top and bottom of the first picture, where the dock begins, how wide the widest part of the page is, how far the page
# is scrolled, and the lower edge of the first question.
MEASURE = """() => {
  const shown = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility() && e.offsetHeight);
  const main = document.querySelector('[data-testid=stMain]');
  const pictures = shown('[data-testid=stMain] :is([data-testid=stPlotlyChart], .st-key-policy_triangle)');
  const box = pictures[0]?.getBoundingClientRect() ?? {top: 0, bottom: 0};
  const dock = shown('[data-testid=stBottom] .st-key-dock, [data-testid=stBottom] .st-key-presenter_keys')[0];
  const above = dock ? document.querySelector('[data-testid=stBottom]').getBoundingClientRect().top : innerHeight;
  const widest = Math.max(...[main, document.documentElement].map(e => e.scrollWidth));
  const asked = document.querySelector('[class*=st-key-prediction_]')?.getBoundingClientRect().bottom ?? 0;
  return [pictures.length, box.top, box.bottom, Math.min(above, innerHeight), widest, main.scrollTop, asked];
}"""
# A picture has the width of its place again.
FITS = """() => [...document.querySelectorAll('[data-testid=stMain] .js-plotly-plot')].filter(e => e.checkVisibility())
  .every(plot => Math.abs(plot.querySelector('.main-svg').getBoundingClientRect().width - plot.clientWidth) < 2)"""

# The lowest contrast of any text in the page or its charts against the page's background, and that text.
FAINTEST = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = light(channels(getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor));
  let faintest = [99, ''];
  const words = '.js-plotly-plot text, [data-testid="stMain"] p, [data-testid="stMain"] h1';
  for (const e of document.querySelectorAll(words)) {
    if (!e.textContent.trim() || !e.checkVisibility() || e.closest('.bars, button')) continue;
    if (/^[×\\u200b]$/.test(e.textContent)) continue;  // a cross stands on a mark, not on the page
    const style = getComputedStyle(e);
    const front = light(channels(e instanceof SVGElement ? style.fill : style.color));
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast < faintest[0]) faintest = [contrast, e.textContent];
  }
  return faintest;
}"""


@dataclass(frozen=True)
class Layout:
    """In pixels, before anything is scrolled."""

    pictures: int
    top: float
    bottom: float
    dock: float  # its upper edge, or the screen's lower one where no dock is on it
    widest: float
    scrolled: float
    asked: float  # the lower edge of the question

    @property
    def in_sight(self) -> float:
        """The share of the first picture that is on the screen above the dock."""
        return (min(self.bottom, self.dock) - self.top) / (self.bottom - self.top)


def measure(page: Page, width: int, height: int) -> Layout:
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    page.wait_for_function(FITS)
    return Layout(*page.evaluate(MEASURE))


def faint(page: Page) -> list[str]:
    """The faintest words of a page, if they are too faint."""
    contrast, text = page.evaluate(FAINTEST)
    return [f"{text!r} has a contrast of {contrast:.1f}"] if contrast < 3 else []


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_is_drawn_on_the_first_screen_of_every_size_and_can_be_read_in_both_themes(open_page, entry):
    name = entry.name
    page = open_page("/" if name == "start" else f"/{name}")
    expect(page.locator("h1")).to_have_text(entry.question)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()
    wrong = faint(page)
    for width, height in SIZES:
        found = measure(page, width, height)
        assert found.scrolled == 0
        assert bool(found.pictures) == (name != "check"), found
        wrong += [f"{fault} at {width} × {height}: {found}" for fault in faults(name, width, height, found)]
    page.set_viewport_size({"width": 390, "height": 844})  # where pictures have a layout of their own
    turn(page, "dark")
    wrong += faint(page)
    assert not wrong, "\n".join(wrong)


def faults(name: str, width: int, height: int, found: Layout) -> list[str]:
    """What is wrong with the first screen of a page at a size."""
    picture, tall = bool(found.pictures), height > 500
    told = {
        "something is wider than the screen": found.widest > width,
        "the picture begins too far down": height > width / 2
        and found.top > (LATEST_WHERE_NARROW if width < NARROW else LATEST),
        "too little of the picture is in sight": picture and found.in_sight < (1 if tall else 0.5),
        # On the first page one draws before one is asked.
        "the question is not whole on the first screen": picture
        and name != "start"
        and tall
        and found.asked > found.dock,
    }
    return [fault for fault, there in told.items() if there]
