"""What a control is: a widget whose key is its name in the link, what it can be, and how a link's text is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

from reinforce_viz.text.format import number as in_words

Kind = Literal["choice", "choices", "number", "text", "flag"]
Option = str | int | float
Pages = str | tuple[str, ...]  # the name of one, or several
MOST_SHOWN = 24  # characters of a refused text
MOST_LISTED = 300  # characters of a list of choices


@dataclass(frozen=True, kw_only=True)
class Control:
    """One control of the app.

    Attributes:
        key: of its widget, and its name in the link.
        label: on the screen; {yes}, {no} and {maybe} stand for the names of the answers.
        kind: one choice, several choices, a number, a text, or on and off.
        options: the choices, as they are written in the link; they may hold the same names.
        low, high, step: the range of a number, and the distance between two values.
        limit: the largest number, where it depends on other controls.
        default: its value where neither the link nor a preset says otherwise; None if nothing is chosen.
        pages: those on which it changes something.
        called: its name in a link that shows only some controls, "" if it has none.
        redraws: what has to be drawn again when it moves: the live parts of the page, or all of it.
        renamed: what an option was called in older links, and what it is called now.
        reads: how its text is checked where none of this does; raises ValueError.
        empty: what the screen shows without any value, in words.
    """

    key: str
    label: str
    kind: Kind
    options: Sequence[Option] = ()
    low: float = 0
    high: float = 0
    step: float = 1
    limit: Callable[[Mapping[str, Any]], int] | None = None
    default: Any = None
    pages: tuple[str, ...]
    called: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    redraws: Literal["live", "page"] = "live"
    reads: Callable[[str], Any] | None = None
    empty: str = "nothing is chosen"

    @property
    def whole(self) -> bool:
        """Whether a number has no fraction."""
        return float(self.step).is_integer()

    @property
    def bounds(self) -> tuple[float, float]:
        """The range, as whole numbers to Streamlit if its steps are: all that it is given must be of one type."""
        as_steps = type(self.step)
        return as_steps(self.low), as_steps(self.high)

    def choices(self, names: Mapping[str, str]) -> list[Option]:
        """The options, with the names of the answers in them.

        Args:
            names: of the answers, by "yes", "no" and "maybe".
        """
        return [option.format(**names) if isinstance(option, str) else option for option in self.options]

    def accepts(self, value: object) -> bool:
        """Whether the control can have this value: one that a forged message sends, it may not have.

        Args:
            value: anything that a browser may send.
        """
        if self.kind == "flag":
            return isinstance(value, bool)
        if self.kind == "text":
            return isinstance(value, str)
        if self.kind == "choices":
            return isinstance(value, list) and all(one in self.options for one in value)
        if self.kind == "choice":
            return value in self.options if isinstance(value, str | int | float) else False
        return isinstance(value, int | float) and self._in_range(value, self.high)

    def read(self, text: str, values: Mapping[str, Any], names: Mapping[str, str]) -> Any:
        """The value that a link's text names, however it is written.

        Args:
            text: of the link.
            values: of the controls that have been read before, by key; a limit may depend on them.
            names: of the answers, by "yes", "no" and "maybe".

        Raises:
            ValueError: if the control cannot have it.
        """
        if self.reads:
            return self.reads(text)
        if self.kind == "text":
            return text
        if self.kind == "flag":
            if _folded(text) not in ("true", "false"):
                raise ValueError(text)
            return _folded(text) == "true"
        if self.options:
            return self._option(text, names)
        value = float(text)
        if not self._in_range(value, self.limit(values) if self.limit else self.high):
            raise ValueError(text)
        return int(value) if isinstance(self.step, int) else value

    def written(self, value: Any) -> str:
        """A value of the control, or one of several, as it is written in the link.

        Args:
            value: that the control can have.
        """
        if isinstance(value, bool):
            return str(value).lower()
        return f"{value:g}" if isinstance(value, float) and not self.options else str(value)

    def offered(self, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
        """What there is, in words.

        Args:
            values: of the controls, by key; a limit may depend on them.
            names: of the answers, by "yes", "no" and "maybe".
        """
        if self.kind == "flag":
            return "“true” or “false”"
        if self.options:
            choices = [f"“{one}”" if isinstance(one, str) else self.written(one) for one in self.choices(names)]
            listed = ", ".join(choices)
            return f"any of {listed if len(listed) <= MOST_LISTED else f'its {len(choices)} choices'}"
        if self.kind == "text":
            return "what the app itself has written"
        high = self.limit(values) if self.limit else self.high
        kind = "a whole number" if self.whole else "a number"
        steps = f" in steps of {in_words(self.step)}" if self.whole and self.step > 1 else ""
        return f"{kind} from {in_words(self.low, 5)} to {in_words(high, 5)}{steps}"

    def _option(self, text: str, names: Mapping[str, str]) -> Option:
        text = self.renamed.get(_folded(text), text)
        for option, choice in zip(self.options, self.choices(names), strict=True):
            if _folded(str(choice)) == _folded(text) or (not isinstance(option, str) and _number(text) == option):
                return choice
        raise ValueError(text)

    def _in_range(self, value: float, high: float) -> bool:
        if not isfinite(value) or not self.low <= value <= high:
            return False
        return not self.whole or (value - self.low) % self.step == 0


def choice(key: str, label: str, pages: Pages, options: Iterable[Option], **rest: Any) -> Control:
    """A control with one choice of several.  Arguments as in `Control`."""
    return Control(key=key, label=label, kind="choice", pages=_each(pages), options=tuple(options), **rest)


def several(key: str, label: str, pages: Pages, options: Iterable[Option], **rest: Any) -> Control:
    """A control with any number of choices.  Arguments as in `Control`."""
    return Control(key=key, label=label, kind="choices", pages=_each(pages), options=tuple(options), **rest)


def number(key: str, label: str, pages: Pages, low: float, high: float, step: float = 1, **rest: Any) -> Control:
    """A control for a number in a range.  Arguments as in `Control`."""
    return Control(key=key, label=label, kind="number", pages=_each(pages), low=low, high=high, step=step, **rest)


def text(key: str, label: str, pages: Pages, *, default: str = "", **rest: Any) -> Control:
    """A control for a text.  Arguments as in `Control`."""
    return Control(key=key, label=label, kind="text", pages=_each(pages), default=default, **rest)


def flag(key: str, label: str, pages: Pages, **rest: Any) -> Control:
    """A control that is on or off, at first off.  Arguments as in `Control`."""
    return Control(key=key, label=label, kind="flag", pages=_each(pages), default=False, **rest)


def quoted(text: str) -> str:
    """A link's text as it can be put into a sentence of Markdown: as code, and not longer than a line.

    Args:
        text: anything that a link may hold.
    """
    visible = "".join(c for c in text if c.isprintable() and c != "`")
    return f"`{visible if len(visible) <= MOST_SHOWN else visible[:MOST_SHOWN] + '…'}`"


def _each(pages: Pages) -> tuple[str, ...]:
    return (pages,) if isinstance(pages, str) else pages


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
