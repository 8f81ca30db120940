"""Columns of numbers in the text of a file, and the one sentence for a file that has none."""

import pytest

from reinforce_viz.text.csv_columns import likeliest, read_columns
from reinforce_viz.text.pasted import read_rewards


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("reward\n1\n0\n", {"reward": [1, 0]}),
        ("1\n0\n0.5", {"column 1": [1, 0, 0.5]}),
        ("step,prompt,reward\n1,why,0.5\n2,how,−1\n", {"step": [1, 2], "reward": [0.5, -1]}),
        ('prompt;reward\n"a; b";0,5\nc;1\n', {"reward": [0.5, 1]}),
        ("prompt\treward\nwhy, oh why\t2e3\nso\t-.5\n", {"reward": [2000, -0.5]}),
        ('text,reward\n"two, words",3\n"a ""quoted"" one",4\r\n\r\n', {"reward": [3, 4]}),
        ("\ufeffreward\r\n7\r\n", {"reward": [7]}),
        ("score,score\n1,2\n3,4", {"score": [1, 3], "score, column 2": [2, 4]}),
        ("a,,b\n1,2,3", {"a": [1], "column 2": [2], "b": [3]}),
        ("a,b\n1,2\n3", {"a": [1, 3]}),
        ("reward,note\n1,\n2,", {"reward": [1, 2]}),
    ],
)
def test_the_columns_that_hold_a_number_in_every_row(text, columns):
    assert {name: read_rewards(column) for name, column in read_columns(text).items()} == columns


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", "This file is empty."),
        (" \n\n", "This file is empty."),
        ("reward\n", "This file has a heading and nothing below it."),
        ("reward\n1\nnan\n", "No column of this file has a number in every row."),
        ("a,b\nx,1\ny,\n", "No column of this file has a number in every row."),
        ("reward\n1_000\n", "No column of this file has a number in every row."),
        ("reward\n١\n", "No column of this file has a number in every row."),
        ("PK\x03\x04\0\0", "This is not a text file. Save the table as CSV and choose that."),
        ("a\n\ufffd\n1", "This is not a text file. Save the table as CSV and choose that."),
        ("a\n" + "1" * 200_000, "This is not a text file. Save the table as CSV and choose that."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text, refused):
    with pytest.raises(ValueError, match=r"\w") as error:
        read_columns(text)
    assert str(error.value) == refused


def test_more_rewards_than_a_group_has_are_refused_where_they_are_read():
    (column,) = read_columns("reward\n" + "1\n" * 300).values()
    with pytest.raises(ValueError, match="There are 300 rewards, too many for one group"):
        read_rewards(column)


@pytest.mark.parametrize(
    ("headings", "chosen"),
    [
        (["step", "Reward", "len"], "Reward"),
        (["step", "score_1", "reward"], "score_1"),
        (["a", "b"], "b"),
        (["x"], "x"),
    ],
)
def test_which_column_is_shown_first(headings, chosen):
    assert likeliest(headings) == chosen
