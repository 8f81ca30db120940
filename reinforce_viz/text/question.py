"""What a question is: its choices, a reason for each, and a state of the app that decides it."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Wrong:
    """A choice that is wrong, and why, in a sentence."""

    choice: str
    reason: str


@dataclass(frozen=True)
class Evidence:
    """A state of a page that decides a question, and what to look for there."""

    page: str
    look_for: str
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def link(self) -> str:
        """The address, relative to the other pages."""
        return f"{self.page}?{urlencode(self.settings)}" if self.settings else self.page


@dataclass(frozen=True)
class Question:
    """A question with choices, of which one is right, and the evidence."""

    key: str
    text: str
    right: str
    wrong: tuple[Wrong, ...]
    why: str
    evidence: Evidence
    right_place: int  # where the right choice stands among all

    @property
    def choices(self) -> list[str]:
        """Every choice, in the order shown."""
        choices = [wrong.choice for wrong in self.wrong]
        choices.insert(self.right_place, self.right)
        return choices

    def reason(self, choice: str) -> str:
        """Why a choice is right or wrong.

        Args:
            choice: one of `choices`.

        Raises:
            ValueError: if choice is none of them.
        """
        reasons = {self.right: self.why} | {wrong.choice: wrong.reason for wrong in self.wrong}
        if choice not in reasons:
            raise ValueError(f"choice must be one of {self.choices}, not {choice!r}")
        return reasons[choice]
