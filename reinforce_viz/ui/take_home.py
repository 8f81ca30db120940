"""What does the reader take home?  Each picture of a page as numbers, as a drawing, still moving, and as a program."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from reinforce_viz import home
from reinforce_viz.names import plain, written
from reinforce_viz.ui import cached

Pictures = dict[str, "Picture | None"]
Maker = Callable[["Picture", str], bytes | str]
SAVE = """
<div><button value="svg">SVG</button><button value="png">PNG</button></div><p role="status"></p>
"""
# As Streamlit's own buttons look, in either theme.
LOOKS = """
div { display: flex; gap: 1rem }
button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: var(--st-background-color); cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); padding: 0.25rem 0.75rem;
  min-height: 2.5rem }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color) }
p { margin: 0; font-size: 0.875rem }
p:not(:empty) { margin-top: 0.5rem }
"""


_save_picture = st.components.v2.component(
    "save_picture", html=SAVE, css=LOOKS, js=Path(__file__).with_name("save_picture.js").read_text(encoding="utf-8")
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
    settings = home.caption(shown[key].numbers, question)
    st.caption(written([settings])[0])
    with st.container(horizontal=True, gap="small", key="files"):
        words = [plain(shown[key].reading), settings]
        _save_picture(key=f"save_{key}", data={"key": key, "words": words}, width="content")
        for label, (ending, kind, make) in FILES.items():
            # Made when it is asked for, from what the page shows then.
            file = partial(_made, make, _pictures(), key, question)
            st.download_button(label, file, f"{key}.{ending}", kind, key=f"as_{ending}", on_click="ignore")
    st.code(home.script(shown[key].numbers, question), "python", height=260)


def _made(make: Maker, pictures: Pictures, key: str, question: str) -> bytes | str:
    picture = pictures[key]
    assert picture is not None  # it was noted while the reader was choosing
    return make(picture, question)


def _csv(picture: Picture, _question: str) -> bytes:
    return home.csv(cached.table(picture.numbers))


def _html(picture: Picture, question: str) -> str:
    settings = home.caption(picture.numbers, question)
    return home.moving_picture(picture.figure, question, picture.reading, settings)


def _script(picture: Picture, question: str) -> str:
    return home.script(picture.numbers, question)


FILES: dict[str, tuple[str, str, Maker]] = {
    "Interactive HTML": ("html", "text/html", _html),
    "Numbers as CSV": ("csv", "text/csv", _csv),
    "Python": ("py", "text/x-python", _script),
}


def _called(key: str) -> str:
    """A picture's name on the screen."""
    return key.replace("_", " ").capitalize()


def _pictures() -> Pictures:
    pictures: Pictures = st.session_state.setdefault("pictures", {})
    return pictures
