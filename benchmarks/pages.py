"""How long a page takes from a key press on a slider to the painted charts: python -m benchmarks.pages

Times on a shared machine are noise, so each is also given as a ratio to a bare page (benchmarks/bare.py) that takes
turns with it in the same browser.  Bytes are what the page's websocket receives for one press.
"""

import argparse
import json
import math
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.chromium import find
from tests.browser.driving import CHROMIUM_ARGS, ROOT, Server, new_page, settle

PROBE = Path(__file__).with_name("probe.js").read_text()
WARM_UP = 3


@dataclass(frozen=True)
class Target:
    """At most this: the median as a ratio to the bare page's, kB per press."""

    median: float
    kilobytes: float


TWO_PICTURES, THREE_PICTURES = Target(1.5, 100), Target(2.0, 200)
TARGETS = {
    "trajectories": THREE_PICTURES,
    "gradient_scatter": TWO_PICTURES,
    "variance_vs_k": TWO_PICTURES,
    "start": TWO_PICTURES,
    "one_update": TWO_PICTURES,
    "baselines": TWO_PICTURES,
    "tokens": TWO_PICTURES,
    "clipping": TWO_PICTURES,
    "kl": TWO_PICTURES,
}
K, LEARNING_RATE = "Batch size K", "Learning rate"
# Those that a reader sees on each page.
SLIDERS = {
    "trajectories": (K, LEARNING_RATE),
    "gradient_scatter": (K,),
    "variance_vs_k": (K,),
    "start": (LEARNING_RATE,),
    "one_update": (K, LEARNING_RATE),
    "baselines": (K,),
    "tokens": ("Tokens T",),
    "clipping": (LEARNING_RATE,),
    "kl": ("Price of straying β",),
}


@dataclass(frozen=True)
class Press:
    """What one key press cost; `first` and `all` ms until painted, None where no chart changed."""

    first: float | None
    all: float | None
    answered: float  # ms until the last message
    kilobytes: float


class Slider:
    """One slider of an opened page, moved to and fro by arrow keys."""

    def __init__(self, page: Page, label: str) -> None:
        self.page = page
        self.label = label
        self.handle: Locator = page.get_by_role("group", name=label, exact=True).get_by_role("slider")
        self.handle.wait_for(state="attached")
        self.key = "ArrowRight"

    def at_the_end(self) -> bool:
        limit = "max" if self.key == "ArrowRight" else "min"
        return bool(self.handle.evaluate("(slider, limit) => slider.value === slider[limit]", limit))

    def turn(self) -> None:
        self.key = "ArrowLeft" if self.key == "ArrowRight" else "ArrowRight"

    def press(self) -> Press:
        """Move one step and time it."""
        self.handle.focus()
        self.page.evaluate("window.__arm()")
        self.page.keyboard.press(self.key)
        self.page.wait_for_function("window.__press", timeout=30_000, polling=20)
        result = self.page.evaluate("window.__press")
        painted = result["painted"] or [None]
        kilobytes = result["bytes"] / 1000
        return Press(first=painted[0], all=painted[-1], answered=result["answered"], kilobytes=kilobytes)


@dataclass
class Series:
    """The presses of one slider on one page, and the other sliders of that page."""

    page: str
    slider: Slider
    others: Sequence[Slider] = ()
    presses: list[Press] = field(default_factory=list)
    failures: int = 0

    def run(self, count: int, *, keep: bool) -> None:
        for _ in range(count):
            try:
                press = self.step()
            except PlaywrightError as error:
                self.failures += 1
                print(f"{self.page}, {self.slider.label}: {str(error).splitlines()[0]}", file=sys.stderr)
                continue
            if keep:
                self.presses.append(press)

    def step(self) -> Press:
        # On the way back the app would only repeat what it has cached, so another slider moves a step first.
        if self.slider.at_the_end():
            self.slider.turn()
            for other in self.others:
                if other.at_the_end():
                    other.turn()
                other.press()
        return self.slider.press()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed (nearest rank)."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


@dataclass(frozen=True)
class Summary:
    """What is reported of a series; times in ms, to the last of the charts that change (`first`: to the first)."""

    page: str
    slider: str
    presses: int
    changed: int  # presses after which any chart was different
    first: float  # 0 where none was
    median: float
    p95: float
    median_ratio: float
    p95_ratio: float
    kilobytes: float
    failures: int

    @property
    def verdict(self) -> str:
        target = TARGETS.get(self.page)
        if target is None:
            return "the reference"
        limits = f"≤ {target.median}, ≤ {target.kilobytes:g} kB"
        small = self.kilobytes <= target.kilobytes
        if not self.changed:
            return f"{limits}: {'met' if small else 'MISSED'}; no chart changes, timed to the last message"
        fast = self.median_ratio <= target.median
        return f"{limits}: {'met' if small and fast else 'MISSED'}"


def timings(series: Series) -> list[float]:
    """Time to the last painted chart of each press that changed one; to the last message where none ever did."""
    painted = [press.all for press in series.presses if press.all is not None]
    return painted or [press.answered for press in series.presses]


def summarise(series: Series, bare: Series) -> Summary:
    times, reference = timings(series), timings(bare)
    firsts = [press.first for press in series.presses if press.first is not None]
    median, p95 = statistics.median(times), percentile(times, 0.95)
    return Summary(
        page=series.page,
        slider=series.slider.label,
        presses=len(series.presses),
        changed=len(firsts),
        first=statistics.median(firsts) if firsts else 0.0,
        median=median,
        p95=p95,
        median_ratio=median / statistics.median(reference),
        p95_ratio=p95 / percentile(reference, 0.95),
        kilobytes=statistics.median(press.kilobytes for press in series.presses),
        failures=series.failures,
    )


def open_page(browser: Browser, address: str) -> Page:
    page = new_page(browser)
    page.context.add_init_script(PROBE)
    page.goto(address)
    settle(page)
    return page


def open_all(browser: Browser, bare: str, app: str, pages: Sequence[str]) -> list[Series]:
    """Every slider of these pages, the bare page's first."""
    everything = [Series("bare", Slider(open_page(browser, bare), "Amplitude"))]
    for name in pages:
        page = open_page(browser, f"{app}/{'' if name == 'start' else name}")
        sliders = [Slider(page, label) for label in SLIDERS[name]]
        everything += [Series(name, slider, [s for s in sliders if s is not slider]) for slider in sliders]
    return everything


def measure(everything: Sequence[Series], presses: int, rounds: int) -> None:
    """Warm up, then take turns, so that a slow minute of the machine falls on all alike."""
    for round_ in range(rounds + 1):
        for series in everything:
            series.run(math.ceil(presses / rounds) if round_ else WARM_UP, keep=round_ > 0)
        print(f"round {round_} of {rounds}" if round_ else "warmed up", file=sys.stderr)


def print_table(summaries: Sequence[Summary]) -> None:
    print(
        f"{'page':17} {'slider':14} {'changed':>8} {'first':>6} {'median':>7} {'p95':>6}"
        f" {'×median':>8} {'×p95':>6} {'kB':>7}  target (×median, kB)"
    )
    for s in summaries:
        first = f"{s.first:.0f}" if s.changed else "–"
        print(
            f"{s.page:17} {s.slider:14} {f'{s.changed}/{s.presses}':>8} {first:>6} {s.median:7.0f} {s.p95:6.0f}"
            f" {s.median_ratio:8.2f} {s.p95_ratio:6.2f} {s.kilobytes:7.1f}  {s.verdict}"
        )
    print("Times in ms from the key press to the last changed chart on the screen (first: to the first one).")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=30, help="key presses per slider and page")
    parser.add_argument("--pages", nargs="+", choices=TARGETS, default=list(TARGETS), help="which pages")
    parser.add_argument("--rounds", type=int, default=3, help="turns over which the presses are spread")
    parser.add_argument("--json", type=Path, help="also write the summaries and every press to this file")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        bare = stack.enter_context(Server("bare.py", ROOT / "benchmarks"))
        app = stack.enter_context(Server("app.py"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
        stack.callback(browser.close)
        everything = open_all(browser, bare.url, app.url, arguments.pages)
        measure(everything, arguments.presses, arguments.rounds)
    summaries = [summarise(series, everything[0]) for series in everything]
    print_table(summaries)
    if arguments.json:
        rows = [
            asdict(summary) | {"raw": [asdict(press) for press in series.presses]}
            for summary, series in zip(summaries, everything, strict=True)
        ]
        arguments.json.write_text(json.dumps(rows, indent=1))
    return 1 if any(series.failures for series in everything) else 0


if __name__ == "__main__":
    sys.exit(main())
