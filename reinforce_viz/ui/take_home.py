"""What does the reader take home?  Each picture of a page as numbers, as a drawing, still moving, and as a program."""

import gzip
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st
from plotly.offline import get_plotlyjs

from reinforce_viz.export import take_home as home
from reinforce_viz.text.answer_names import plain, written
from reinforce_viz.ui import cache as cached

COMPONENTS = Path(__file__).with_name("components")

Pictures = dict[str, "Picture | None"]
SAVE = """
<div><button value="svg">SVG</button><button value="png">PNG</button><button value="html">Interactive HTML</button
><button value="csv">Numbers as CSV</button><button value="py">Python</button></div><p role="status"></p>
"""
MADE_HERE = ("html", "csv", "py")
LIBRARY = "/* Plotly */"
# As Streamlit's own buttons look, in either theme.
LOOKS = """
div { display: flex; flex-wrap: wrap; gap: 0.75rem }
button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: var(--st-background-color);
  cursor: pointer; border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.25rem 0.75rem; min-height: 2.5rem }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color) }
p { margin: 0; font-size: 0.875rem }
p:not(:empty) { margin-top: 0.5rem }
"""


_save_picture = st.components.v2.component(
    "save_picture",
    html=SAVE,
    css=LOOKS,
    js=(COMPONENTS / "save_picture.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Picture:
    """A picture on the page, and all that is needed to make files of it."""

    figure: go.Figure
    reading: str
    numbers: home.Numbers


def note(key: str, figure: go.Figure, reading: str, numbers: home.Numbers) -> None:
    """Remember that the page shows a picture and, once the reader has asked to take it home, what it is."""
    # Only then: a hundred sessions would otherwise hold hundreds of pictures for nothing.
    _pictures()[key] = Picture(figure, reading, numbers) if st.session_state.get("asked") else None


def forget() -> None:
    """As a page begins: it has no pictures yet."""
    st.session_state["pictures"] = {}


def offer(question: str) -> None:
    """Let the reader take the pictures of the page home, each with its settings and the page's question."""
    asked = st.session_state.pop("asked", False)
    if _pictures():
        st.button("Take it home", icon=":material/download:", key="take_home", on_click=_ask)
        if asked:
            # A dialog: at the foot of a page there is no room for as much below a button.
            _choose(question)


def _ask() -> None:
    st.session_state["asked"] = True


@st.dialog("Take it home", width="medium", on_dismiss="rerun")
def _choose(question: str) -> None:
    shown = {key: picture for key, picture in _pictures().items() if picture is not None}
    if not shown:
        return
    key = st.selectbox("Picture", list(shown), format_func=_called, key="taken")
    picture, settings = shown[key], home.caption(shown[key].numbers, question)
    st.caption(written([settings])[0])
    # SVG and PNG are made in the browser.  The others are made here when they are asked for, and sent along: what
    # Streamlit's own download buttons make so late, it throws away after two reruns, and these may be anybody's.
    kind = st.session_state.pop("wanted", None)
    file = {"kind": kind, "count": _count(), **_file(kind, picture, question)} if kind else None
    data = {"key": key, "words": [plain(picture.reading), settings], "file": file}
    _save_picture(key="save", data=data, on_wanted_change=_want)
    st.code(home.script(picture.numbers, question), "python", height=260)


def _want() -> None:
    """Note which file the reader asks for: its kind, and the time, which makes each wish another."""
    kind = str(st.session_state["save"].get("wanted")).partition(" ")[0]
    if kind in MADE_HERE:
        st.session_state["wanted"] = kind


def _count() -> int:
    """How many files have been made: by this the browser knows a new one."""
    st.session_state["files"] = st.session_state.get("files", 0) + 1
    return int(st.session_state["files"])


def _file(kind: str, picture: Picture, question: str) -> dict[str, str]:
    """A file in parts: a text, or what stands before and after Plotly's library and the library itself, compressed."""
    if kind == "csv":
        return {"before": home.csv(cached.table(picture.numbers)).decode()}
    if kind == "py":
        return {"before": home.script(picture.numbers, question)}
    settings = home.caption(picture.numbers, question)
    page = home.moving_picture(picture.figure, question, picture.reading, settings, LIBRARY)
    before, _, after = page.partition(LIBRARY)
    return {"before": before, "library": _library(), "after": after}


@lru_cache
def _library() -> str:
    """Plotly's library, compressed, in base 64."""
    return b64encode(gzip.compress(get_plotlyjs().encode())).decode()


def _called(key: str) -> str:
    """A picture's name on the screen."""
    words = key.replace("_vs_", "_against_").replace("_", " ").capitalize()
    return words.replace(" k", " K")


def _pictures() -> Pictures:
    pictures: Pictures = st.session_state.setdefault("pictures", {})
    return pictures
