"""Taking the pictures of a page home: as drawings, still moving, as numbers and as a program."""

import re
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st
from plotly.offline import get_plotlyjs

from reinforce_viz.export.caption import baseline_in_words, caption
from reinforce_viz.export.script import script
from reinforce_viz.export.tables import Numbers
from reinforce_viz.export.take_home import csv, moving_picture
from reinforce_viz.text.answer_names import plain
from reinforce_viz.ui.browser_code import read

Pictures = dict[str, "Picture | None"]
SAVE = """
<div><button value="svg">SVG</button><button value="png">PNG</button></div><p role="status"></p>
"""
# As Streamlit's own buttons look, in either theme.
LOOKS = """
div { display: flex; gap: 1rem }
button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: var(--st-background-color);
  cursor: pointer; border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.25rem 0.75rem; min-height: 2.5rem }
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color) }
p { margin: 0; font-size: 0.875rem }
p:not(:empty) { margin-top: 0.5rem }
"""


# Only the browser has the drawing, so it saves that itself.
_save_drawing = st.components.v2.component(
    "save_picture",
    html=SAVE,
    css=LOOKS,
    js=read("save_picture.js"),
)


@dataclass(frozen=True)
class Picture:
    """A picture on the page, and all that is needed to make files of it."""

    figure: go.Figure
    reading: str
    numbers: Numbers


def note(key: str, figure: go.Figure, reading: str, numbers: Numbers) -> None:
    """Remember that the page shows a picture and, once the reader has asked to take it home, what it is.

    Args:
        key: of the chart.
        figure: as the page shows it.
        reading: the sentence that reads it.
        numbers: what makes the table behind it.
    """
    # Only then: a hundred sessions would otherwise hold hundreds of pictures for nothing.
    _pictures()[key] = Picture(figure, reading, numbers) if st.session_state.get("asked") else None


def forget() -> None:
    """As a page begins: it has no pictures yet."""
    st.session_state["pictures"] = {}


def prepare() -> None:
    """Let the next run of the page remember its pictures."""
    st.session_state["asked"] = True


@st.dialog("Take it home", width="medium", on_dismiss="rerun")
def show(question: str) -> None:
    """Let the reader take the pictures of the page home, each with its settings and the page's question.

    Args:
        question: that the page answers.
    """
    st.session_state["asked"] = False
    shown = {key: picture for key, picture in _pictures().items() if picture is not None}
    if not shown:
        st.markdown("This page has no picture to take home.")
        return
    key = st.selectbox("Picture", list(shown), format_func=lambda key: _called(key, shown), key="taken")
    picture = shown[key]
    settings, program = caption(picture.numbers, question), script(picture.numbers, question)
    st.caption(settings)
    with st.container(horizontal=True, key="files"):
        _save_drawing(key="save", data={"key": key, "words": [plain(picture.reading), settings]}, width="content")
        page = moving_picture(picture.figure, question, picture.reading, settings, get_plotlyjs())
        _download("Interactive HTML", page, f"{key}.html", "text/html")
        _download("Numbers as CSV", csv(picture.numbers()), f"{key}.csv", "text/csv")
        _download("Python", program, f"{key}.py", "text/x-python")
    st.code(program, "python")


def _download(label: str, data: str | bytes, name: str, mime: str) -> None:
    """A button that saves a file and leaves the page as it is."""
    st.download_button(label, data, name, mime, on_click="ignore")


def _called(key: str, shown: dict[str, Picture]) -> str:
    """A picture's name on the screen; of several alike, with the baseline that each is of."""
    kind = _kind(key)
    words = kind.replace("_vs_", "_against_").replace("_", " ").capitalize().replace(" k", " K")
    alike = [other for other in shown if _kind(other) == kind]
    return words if len(alike) == 1 else f"{words}, baseline {baseline_in_words(shown[key].numbers.args[0])}"


def _kind(key: str) -> str:
    """The key of the first of several pictures that are alike: theirs end in a number."""
    return re.sub(r"_\d+$", "", key)


def _pictures() -> Pictures:
    pictures: Pictures = st.session_state.setdefault("pictures", {})
    return pictures
