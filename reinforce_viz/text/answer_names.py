"""What are the answers called, and how is a name written where text is read as markup?

A name is plain text, whatever it contains.  Markdown, Plotly and TeX each read some characters as their own: only what
`written` or `in_tex` has made of a name may be put into a sentence, a table, a label, a picture or a formula.
"""

import html
import string
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

USUAL = ("yes", "no", "maybe")
LONGEST = 12  # letters: so much fits at a corner of the triangle on a telephone
# Words that stand beside the names, in a row of choices or of headings.
TAKEN = ("skip", "all alike", "sum", "undecided")

# Read as nothing else wherever they stand, as long as the marks that open something are not.
HARMLESS = "!\"'(),/;?"
# Before any other mark of punctuation it keeps what stands around from being read as one: a link, an icon, an arrow.
JOINER = "\u2060"
MARKS = set(string.punctuation) - set(HARMLESS)
# Around a name that is written from right to left, so that it does not turn the numbers beside it around.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
# Parts of letters and pictures in some scripts, where all other invisible characters are dropped.
JOINING = "\u200c\u200d"
UNSEEN = ("Cc", "Cf", "Co", "Cs")  # Unicode's general categories of characters that do not show, or not alone


def usual(count: int) -> tuple[str, ...]:
    """What that many answers are called unless somebody names them."""
    return USUAL if count == len(USUAL) else tuple(f"answer {place}" for place in range(1, count + 1))


def tidy(text: str) -> str:
    """The name in a text: without control characters and outer spaces, and no wider than LONGEST letters."""
    # Nobody types more: a link may hold megabytes.
    visible = (c for c in _spaced(text[: 100 * LONGEST]) if c in JOINING or unicodedata.category(c) not in UNSEEN)
    name, wide, marks = "", 0, 0
    for c in _spaced(unicodedata.normalize("NFC", "".join(visible))):
        columns = _columns(c)
        wide += columns
        marks = 0 if columns else marks + 1
        if wide > LONGEST:
            break
        # More marks on one letter would stand on what is above it.
        name += c if marks <= 2 else ""
    return name.strip(" " + JOINING)


def columns(name: str) -> int:
    """How wide a name is, in letters."""
    return sum(map(_columns, name))


def check_names(names: Sequence[str], count: int) -> tuple[str, ...]:
    """The names of that many answers, none for the usual ones.  ValueError if bad."""
    given = tuple(names) if isinstance(names, list | tuple) else (names,)
    if given in ((), usual(count)):
        return ()
    good = all(isinstance(name, str) and name and tidy(name) == name for name in given)
    if not good or len(given) != count or len(set(given)) < count:
        raise ValueError(
            f"names must be {count} different texts of 1 to {LONGEST} letters, without control characters or outer "
            f"spaces, or () for the usual ones, not {names!r}."
        )
    return given


def written(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are put into Markdown and into Plotly's texts: both read them as the plain text that they are."""
    return tuple(map(_written, names))


def bold(names: Iterable[str]) -> tuple[str, ...]:
    """`written` names as they stand in a sentence of Markdown, where the answer no is not to be read as the word."""
    return tuple(f"**{name}**" for name in names)


def plain(text: str) -> str:
    """A text with `written` or `bold` names in it where nothing is read as markup: an alternative text, a file."""
    # No name has asterisks of its own left: `written` has made numbers of them.
    return html.unescape(text.replace("**", "")).replace(JOINER, "")


def in_tex(name: str) -> str:
    """A name as it is put into \\text{…} of a formula, as KaTeX reads it."""
    # KaTeX knows only some accents and refuses the others.
    known = (c for c in name if not "\u0300" <= c <= "\u036f")
    return "".join(rf"\char{ord(c)}{{}}" if c in string.punctuation else c for c in known)


def chosen(texts: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The nearest names to three texts, an empty one for the usual name; and a sentence for each that was changed."""
    names = [tidy(text) for text in texts]
    remarks = []
    for place, (text, own) in enumerate(zip(texts, USUAL, strict=True)):
        if columns(text.strip()[: 2 * LONGEST]) > LONGEST and names[place]:
            remarks.append(f"A name has room for {LONGEST} letters, so {_written(names[place])} is cut there.")
        elif text and not names[place]:
            remarks.append(f"A name needs a character that shows, so {own} keeps its own.")
        elif names[place] in TAKEN:
            remarks.append(f"{names[place].capitalize()} is a word of these pages, so {own} keeps its own name.")
            names[place] = ""
    names = [name or own for name, own in zip(names, USUAL, strict=True)]
    # The usual name that one falls back to may be another's new one.
    while len(set(names)) < len(names):
        shared = next(name for name in names if names.count(name) > 1)
        remarks.append(f"Two answers cannot both be called {_written(shared)}, so they keep their own names.")
        names = [own if name == shared else name for name, own in zip(names, USUAL, strict=True)]
    return tuple(names), remarks


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _columns(character: str) -> int:
    """None for a mark on the letter before, two for a picture or an ideograph."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@lru_cache(maxsize=1024)
def _written(name: str) -> str:
    marked = "".join(f"{JOINER}&#{ord(c)};" if c in MARKS else c for c in name)
    from_right = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in name)
    return f"{ISOLATE}{marked}{END_OF_ISOLATE}" if from_right else marked
