"""Rewards as people paste them, and the one sentence for what is no reward."""

import pytest

from reinforce_viz.text.pasted import MOST, read_rewards


@pytest.mark.parametrize(
    ("text", "rewards"),
    [
        ("1, 0, 0, 1", [1, 0, 0, 1]),
        ("1 0\t0\r\n1\n", [1, 0, 0, 1]),
        ("[0.5, -2e3, +.25, 3.]", [0.5, -2000, 0.25, 3]),
        ("−1,−0.5", [-1, -0.5]),
        ("reward\n0.5\n1", [0.5, 1]),
        ('"score"\n2', [2]),
        (" 7 ", [7]),
        ("1,,2,", [1, 2]),
        ("-0", [0]),
        ("1e6 -1e6", [1e6, -1e6]),
        (" ".join(["0.25"] * MOST), [0.25] * MOST),
    ],
)
def test_what_can_be_read(text, rewards):
    read = read_rewards(text)
    assert read == rewards
    assert all(str(reward) != "-0.0" for reward in read)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", "There is no reward yet."),
        (" , \n", "There is no reward yet."),
        ("reward", "“reward” is not a number."),
        ("1, two", "“two” is not a number."),
        ("nan\n1\n2", "“nan” is not a number."),
        ("None\n1", "“None” is not a number."),
        ("1, inf", "“inf” is not a number."),
        ("1;2", "“1&#59;2” is not a number."),
        ("12_000", "“12&#95;000” is not a number."),
        ("١ ٢", "“١” is not a number."),
        ("0.5.1", "“0&#46;5&#46;1” is not a number."),
        ("**1**", "“&#42;&#42;1&#42;&#42;” is not a number."),
        ("<b>", "“&#60;b&#62;” is not a number."),
        ("1 2e6", "“2e6” is too large."),
        ("1e400", "“1e400” is too large."),
        ("a" * 4000, f"“{'a' * 24}…” is not a number."),
        ("0 " * 2001, "This is longer than 4,000 characters, too long for one group."),
        ("0 " * (MOST + 1), f"There are {MOST + 1} rewards, too many for one group."),
    ],
)
def test_what_cannot_be_read_is_named_and_what_can_be_is_said(text, refused):
    with pytest.raises(ValueError, match=r"\w") as error:
        read_rewards(text)
    said = str(error.value)
    assert said.startswith(refused)
    assert said.count(". ") == 1
    assert "between" in said
