"""The columns of numbers in the text of a CSV file, or one sentence about why there are none."""

import csv
import io
from collections.abc import Iterable

from reinforce_viz.text.pasted import NUMBER

LARGEST = 400_000  # bytes of a file: the app takes messages of 1 MB, in which each sign may take two
SEPARATORS = ",;\t"
NO_TEXT = "This is not a text file. Save the table as CSV and choose that."


def read_columns(text: str) -> dict[str, str]:
    """The columns that hold a number in every row, by their headings, as `read_rewards` reads them.

    Args:
        text: of a file: rows of cells with commas, semicolons or tabs between them, with or without headings.

    Returns:
        By heading, the column's numbers with commas between them; at least one column.

    Raises:
        ValueError: with a sentence on what is wrong.
    """
    if "\0" in text or "\ufffd" in text:
        raise ValueError(NO_TEXT)
    rows = _rows(text.removeprefix("\ufeff"))
    if not rows:
        raise ValueError("This file is empty.")
    headings = [] if any(map(_is_number, rows[0])) else rows.pop(0)
    if not rows:
        raise ValueError("This file has a heading and nothing below it.")
    found: dict[str, str] = {}
    for place in range(max(map(len, rows))):
        cells = [row[place] if place < len(row) else "" for row in rows]
        if all(map(_is_number, cells)):
            name = headings[place] if place < len(headings) and headings[place] else f"column {place + 1}"
            found[name if name not in found else f"{name}, column {place + 1}"] = ", ".join(cells)
    if not found:
        raise ValueError("No column of this file has a number in every row.")
    return found


def likeliest(headings: Iterable[str]) -> str:
    """Which of some columns has the rewards: the first that is called so, or else the last.

    Args:
        headings: at least one.
    """
    names = list(headings)
    return next((name for name in names if any(word in name.casefold() for word in ("reward", "score"))), names[-1])


def _rows(text: str) -> list[list[str]]:
    """The rows that are not blank, by the separator that the first of them has most of."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    separator = max(SEPARATORS, key=lines[0].count)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error:
        raise ValueError(NO_TEXT) from None
    cells = [[cell.strip() for cell in row] for row in rows]
    # Beside semicolons or tabs, a comma is a decimal point.
    return [[_with_point(cell) for cell in row] for row in cells] if separator != "," else cells


def _with_point(cell: str) -> str:
    point = cell.replace(",", ".")
    return point if cell.count(",") == 1 and _is_number(point) else cell


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell.replace("−", "-")) is not None
