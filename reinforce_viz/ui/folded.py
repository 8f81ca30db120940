"""Parts of a page that the reader folds open."""

from types import TracebackType
from typing import Protocol, Self

import streamlit as st


class Folded(Protocol):
    """What `st.expander` gives back when it runs the script as it opens; Streamlit has no public name for it."""

    @property
    def open(self) -> bool | None:
        """Whether it is open."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> bool | None: ...


def section(question: str, key: str) -> Folded:
    """A part that is not computed until it is opened; an open one is part of the link.

    Args:
        question: that it answers.
        key: of its control.
    """
    return st.expander(f"**{question}**", key=key, bind="query-params")
