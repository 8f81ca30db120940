"""Charts of a page that move in the browser: they play together when they arrive, or follow a control as it moves."""

from collections.abc import Mapping
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

SCRIPT = Path(__file__).with_name("components") / "linker.js"

_linker = st.components.v2.component("linker", js=SCRIPT.read_text(encoding="utf-8"))


def play_together(charts: Mapping[str, str]) -> None:
    """Run the players of some charts in step, under the first one's buttons; new charts start by themselves.

    Args:
        charts: by key, what each chart shows, as its figure says in `meta`.
    """
    shown = list(charts.values())
    _linker(key="players", data={"players": list(charts), "of": shown, "play": "; ".join(shown)}, height=0)


def follow(control: str, charts: Mapping[str, str]) -> None:
    """While a slider moves, show the frame of some charts that is named as its value.

    When the reader lets go, the page draws the charts anew, as it does without this.

    Args:
        control: the slider's key.
        charts: as for `play_together`.
    """
    data = {"players": list(charts), "of": list(charts.values()), "follows": control}
    _linker(key=f"follow_{control}", data=data, height=0)


def of(figure: go.Figure) -> str:
    """What a figure shows, as it says in its `meta`.

    Args:
        figure: one that moves.
    """
    said: str = figure.to_dict()["layout"]["meta"]["of"]
    return said
