"""Where a page's picture stands on the first screen: near the top, whole above the dock, and nothing wider than it."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import settle

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


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_the_picture_is_on_the_first_screen_at_every_size(open_page, name):
    page = open_page("/" if name == "start" else f"/{name}")
    wrong = []
    for width, height in SIZES:
        found = measure(page, width, height)
        assert found.scrolled == 0
        here = f"{width} × {height}: {found}"
        if found.widest > width:
            wrong.append(f"something is wider than the screen at {here}")
        assert bool(found.pictures) == (name != "check"), here
        if not found.pictures:
            continue
        if height > width / 2 and found.top > (LATEST_WHERE_NARROW if width < NARROW else LATEST):
            wrong.append(f"the picture begins too far down at {here}")
        if found.in_sight < (0.5 if height < 500 else 1):
            wrong.append(f"only {found.in_sight:.0%} of the picture is in sight at {here}")
        # On the first page one draws before one is asked.
        if name != "start" and height > 500 and found.asked > found.dock:
            wrong.append(f"the question is not whole on the first screen at {here}")
    assert not wrong, "\n".join(wrong)
