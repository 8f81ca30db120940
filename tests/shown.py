"""What stands on a page, as AppTest sees it."""

import pandas as pd
from streamlit.testing.v1 import AppTest

BAR = "\0"  # a bar that is text


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of a page, in order; the first column is the index."""
    return [_table(text.value) for text in app.markdown if text.value.startswith("| ")]


def _table(text: str) -> pd.DataFrame:
    lines = text.replace(r"\|", BAR).splitlines()
    head, _, *rows = ([cell.strip().replace(BAR, "|") for cell in line.strip("|").split("|")] for line in lines)
    assert {len(row) for row in rows} == {len(head)}
    return pd.DataFrame([row[1:] for row in rows], index=[row[0] for row in rows], columns=head[1:])
