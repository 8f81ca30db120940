"""Charts of a page that act as one in the browser: their players run in step and start when they arrive."""

from collections.abc import Mapping
from pathlib import Path

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
