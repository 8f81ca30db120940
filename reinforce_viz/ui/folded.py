"""The type of a part of a page that the reader folds open, for which Streamlit has no public name."""

from types import TracebackType
from typing import Protocol, Self


class Folded(Protocol):
    """What `st.expander` gives back when it is told to run the script as it opens."""

    @property
    def open(self) -> bool | None:
        """Whether it is open."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> bool | None: ...
