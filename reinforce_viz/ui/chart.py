"""Pictures on a page, each with its sentence, which is also its alternative text; tables, notes and formulas.

In columns it takes eighths of the page: of other shares the browser tells Plotly a rounded width and Streamlit another,
and Plotly draws it once for each.  (Three clouds side by side take thirds, and that time.)
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.export.tables import Numbers
from reinforce_viz.figures.style.canvas import themed
from reinforce_viz.figures.style.larger import enlarged
from reinforce_viz.text.answer_names import plain
from reinforce_viz.ui import look, presenter, take_home
from reinforce_viz.ui.announce import announce

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

BAR = r"\|"  # one that is text, in a table


def chart(
    figure: go.Figure,
    key: str,
    reading: str,
    numbers: Numbers,
    question: Callable[[], object] | None = None,
    pick: Callable[[int], None] | None = None,
    *,
    silent: bool = False,
    beside: "DeltaGenerator | None" = None,
) -> None:
    """Draw a figure and, below it, the sentence that reads it, which is also what a screen reader says.

    Args:
        figure: the picture.
        key: its name, which stays.
        reading: the sentence.
        numbers: what makes the table behind the picture, for the reader to take home.
        question: asks the page's question, right below the picture.
        pick: is told which point of its trace the reader has clicked.
        silent: the sentence is for screen readers alone, where several pictures have one below them all.
        beside: where question and sentence stand instead, next to a picture that is not wide.
    """
    take_home.note(key, figure, reading, numbers)
    if presenter.on():
        figure = enlarged(figure, presenter.LARGER, presenter.room())
    # Not in Streamlit's own theme, which makes the browser draw everything twice.
    st.plotly_chart(
        themed(figure, look.theme()),
        key=key,
        alt=plain(reading),
        theme=None,
        config={"displayModeBar": False},
        on_select=partial(_picked, key, pick) if pick else "ignore",
        selection_mode="points",
    )
    with beside or nullcontext():
        if question:
            question()
            announce(reading)
        if not silent:
            st.container(key=f"{key}_reading").markdown(reading)


def _picked(key: str, pick: Callable[[int], None]) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        pick(points[0]["point_index"])


def table(columns: dict[str, list[str]], rows: list[str], corner: str = "number") -> None:
    """A small table of numbers in words, one column for each thing compared; the corner names what the rows are.

    Args:
        columns: cells by heading.
        rows: what each row is called.
        corner: what the rows are.
    """
    # As text: Streamlit's own tables are files for the browser to take apart, which takes as long as a chart.
    lines = [[corner, *columns], ["---"] * (1 + len(columns)), *zip(rows, *columns.values(), strict=True)]
    st.markdown("\n".join(f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |" for line in lines))


def wide_table(columns: dict[str, list[str]], rows: list[str]) -> None:
    """A table that is wider than a phone, where it scrolls.

    Args:
        columns: cells by heading.
        rows: what each row is called.
    """
    st.table(pd.DataFrame(columns, index=rows))


def notes(*sentences: str) -> None:
    """What is often said, held against this experiment: the first sentence, and the others folded away.

    A presenter says it.

    Args:
        sentences: in Markdown; an empty one is not shown.
    """
    said = [sentence for sentence in sentences if sentence]
    if presenter.on() or not said:
        return
    with st.container(border=True):
        st.markdown(said[0])
    if said[1:]:
        st.expander("You may also hear").markdown("\n\n".join(said[1:]))


def folded_formulas(write: Callable[[], None]) -> None:
    """Formulas and sources, folded away; a presenter has no time for them.

    Args:
        write: writes them on the page.
    """
    if presenter.on():
        return
    # Sent only when unfolded: typeset again at every move of a control, they would hold the pictures up.
    folded = st.expander("Formulas and sources", icon=":material/function:", key="formulas", on_change="rerun")
    if folded.open:
        with folded:
            write()


def formulas(names: list[str]) -> None:
    """The formulas and sources of some estimators, folded away.

    Args:
        names: of entries in ESTIMATORS.
    """
    folded_formulas(partial(_write_formulas, names))


def _write_formulas(names: list[str]) -> None:
    st.markdown("An update moves the logits by the learning rate times the estimate")
    st.latex(r"\hat g = \frac{1}{K} \sum_{k=1}^{K} A_k \, \nabla_\theta \log \pi_\theta(y_k)")
    st.markdown("where each baseline gives a drawn answer another advantage $A$:")
    for name in names:
        entry = ESTIMATORS[name]
        st.markdown(f"**{name}**: {entry.summary} ({entry.source}). ${entry.formula}$")
