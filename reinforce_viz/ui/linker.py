"""Charts of a page that move in the browser: they play by themselves, follow a control, or have b dragged on them."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from reinforce_viz.ui import presenter
from reinforce_viz.ui.browser_code import read
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.widgets import redraw_page

CURVE = "b_on_the_curve"
DIGITS = 4  # after the point, of a b that is dragged

_linker = st.components.v2.component("linker", js=read("linker.js", "curve.js"))


def play_together(charts: Mapping[str, str], play: str | None = None) -> None:
    """Run the players of some charts in step, under the first one's buttons; new charts start by themselves.

    Where a chart has no player, its figure says in `meta` which frames it `plays`, and at what `pace` in milliseconds.

    Args:
        charts: by key, what each chart shows, as its figure says in `meta`.
        play: another text whenever they are to start; what they show, if None.
    """
    shown = list(charts.values())
    _draw("players", {"players": list(charts), "of": shown, "play": play or "; ".join(shown)})


def arrange(chart: str, of: str) -> None:
    """Lay the panels of a chart out for a phone or for a wide screen, as its figure says in `meta`.

    The other functions here do so too.

    Args:
        chart: its key.
        of: what it shows.
    """
    _draw("panels", {"players": [chart], "of": [of]})


def follow(control: str, charts: Mapping[str, str]) -> None:
    """While a slider moves, show the frame of some charts that is named as its value.

    What the reader points at in one of the charts is marked in the others too.

    When the reader lets go, the page draws the charts again, as it does without this.

    Args:
        control: the slider's key.
        charts: as for `play_together`; each says in its `meta` which frame it is `at`.
    """
    _draw(f"follow_{control}", {"players": list(charts), "of": list(charts.values()), "follows": control})


def turn(chart: str, figure: go.Figure) -> None:
    """Let the reader drag b on the curve of a chart; the control for b follows once it is let go.

    Args:
        chart: its key.
        figure: says in its `meta` what it shows.
    """
    _draw(CURVE, {"players": [chart], "of": [of(figure)], "turns": True}, on_b_change=_let_go)


def _draw(key: str, data: Mapping[str, Any], **listeners: Any) -> None:
    # On a projector charts are drawn anew once the height of the screen is known, and the script has to hear of it.
    _linker(key=key, data={**data, "screen": presenter.screen()}, height=0, **listeners)


def _let_go() -> None:
    b = st.session_state.get(CURVE, {}).get("b")
    if isinstance(b, int | float) and CONTROLS["b"].accepts(b):
        st.session_state["b"] = round(float(b), DIGITS)
        redraw_page()


def of(figure: go.Figure) -> str:
    """What a figure shows, as it says in its `meta`.

    Args:
        figure: one that moves.
    """
    said: str = figure.to_dict()["layout"]["meta"]["of"]
    return said
