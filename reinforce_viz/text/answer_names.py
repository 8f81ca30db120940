"""What the answers may be called, and what is said of a name that they cannot have.

A name is letters of any script, digits, spaces, hyphens and apostrophes.  Nothing reads these as markup, so a name is
written as it is in Markdown, in Plotly's texts and in a file.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.text.glossary import GLOSSARY

LONGEST = 12  # letters: so much fits at a corner of the triangle on a phone
RULE = (
    f"A name has up to {LONGEST} letters, digits, spaces, hyphens or apostrophes, and begins and ends with a letter "
    "or digit."
)
# Symbols, and words that stand beside the names in a row of choices or of headings.
TAKEN = {*GLOSSARY, "r", "Q", "V", "skip", "all alike", "sum", "undecided"}

# Join or part the letters of some scripts.
JOINERS = "\u200c\u200d"
# Letters to Unicode that show nothing.
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
MOST_MARKS = 2  # on a letter: more would stand on what is above it
EMPHASIS = re.compile(r"(?<!\w)\*(\w(?:[^*]*\w)?)\*")  # a word between two stars, and not the one of b*
# Around a name that is written from right to left, so that it does not turn the numbers beside it around.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"


def columns(name: str) -> int:
    """How wide a name is, in letters.

    Args:
        name: of an answer.
    """
    return sum(map(_columns, name))


def is_name(text: str) -> bool:
    """Whether an answer may have this name, as far as its characters go.

    Args:
        text: of any length.
    """
    return (
        bool(text)
        and all(map(_kind, text))
        and _kind(text[0]) in ("letter", "digit")
        and _kind(text[-1]) != "between"
        and "--" not in text  # which Markdown makes a dash of
        and columns(text) <= LONGEST
        and not _piled_up(text)
    )


def chosen(texts: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The names in three texts, the usual one for an empty text, and a sentence for each that cannot be.

    Args:
        texts: one for yes, no and maybe each, as they were typed.
    """
    names, remarks = [], []
    for text, own in zip(texts, USUAL, strict=True):
        # Nobody types more: a link may hold megabytes.
        name = " ".join(unicodedata.normalize("NFC", text[: 10 * LONGEST]).split())
        if name and (reason := _refused(name)):
            remarks.append(f"Name for {own} cannot be “{_shown(name)}”. {reason}")
            name = ""
        names.append(name or own)
    # The usual name that one falls back to may be another's new one.
    while len(set(names)) < len(names):
        shared = next(name for name in names if names.count(name) > 1)
        remarks.append(f"Two answers cannot both be called {shared}, so they keep their own names.")
        names = [own if name == shared else name for name, own in zip(names, USUAL, strict=True)]
    return tuple(map(_isolated, names)), remarks


def bold(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are written in a sentence of Markdown, where the answer no is not to be read as the word.

    Args:
        names: of the answers.
    """
    return tuple(f"**{name}**" for name in names)


def plain(text: str) -> str:
    """A sentence with `bold` names and *new terms* in it where nothing is read as markup: an alternative text, a file.

    Args:
        text: in Markdown, without other markup than that.
    """
    return EMPHASIS.sub(r"\1", text.replace("**", ""))


def in_tex(name: str) -> str:
    r"""A name as KaTeX writes it in \text{…}: it knows few accents that are not part of a letter, and no isolates.

    Args:
        name: of an answer.
    """
    return "".join(c for c in name if not "\u0300" <= c <= "\u036f" and c not in ISOLATE + END_OF_ISOLATE)


def _refused(name: str) -> str:
    """Why a name cannot be, in a sentence; an empty text if it can."""
    if not is_name(name):
        return RULE
    return "That means something else on these pages." if {name, name.casefold()} & TAKEN else ""


def _kind(character: str) -> str:
    """What a character is to a name; an empty text for one that no name has."""
    if character in " -'’":
        return "between"
    if character in JOINERS:
        return "mark"
    category = unicodedata.category(character)
    kinds = {"Nd": "digit", "Mn": "mark", "Mc": "mark", "Lu": "letter", "Ll": "letter", "Lt": "letter", "Lo": "letter"}
    return "" if character in BLANK_LETTERS else kinds.get(category, "")


def _piled_up(name: str) -> bool:
    """Whether more marks stand on a letter than MOST_MARKS."""
    return any(columns(name[i : i + MOST_MARKS + 1]) == 0 for i in range(len(name) - MOST_MARKS))


def _columns(character: str) -> int:
    """None for a mark on the letter before, two for an ideograph."""
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _isolated(name: str) -> str:
    from_right = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name)
    return f"{ISOLATE}{name}{END_OF_ISOLATE}" if from_right else name


def _shown(text: str) -> str:
    """The beginning of a refused text, with what Markdown could read as markup as codes."""
    visible = [c for c in text[: 2 * LONGEST] if unicodedata.category(c)[0] != "C"]
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in visible)
