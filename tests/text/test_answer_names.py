"""Names are plain text, whatever they contain, and never more than a label has room for."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz import DEFAULT, Experiment
from reinforce_viz.text.answer_names import (
    LONGEST,
    TAKEN,
    USUAL,
    check_names,
    chosen,
    columns,
    in_tex,
    plain,
    tidy,
    usual,
    written,
)

ROOT = Path(__file__).parents[2]
EVIL = ["<b>x</b>", "*a*", "$x$", "[l](http:x)", ":red[x]", ":smile:", "%{x}", "<a href=x>", "&amp;", "\"'`", "👍🏽 ok"]


def test_three_answers_have_words_and_more_have_numbers():
    assert usual(3) == USUAL
    assert usual(2) == ("answer 1", "answer 2")
    assert DEFAULT.answers == DEFAULT.written == USUAL
    assert Experiment(probs=(0.5, 0.5), rewards=(1, 2)).answers == ("answer 1", "answer 2")


def test_the_usual_names_make_no_other_experiment():
    assert Experiment(names=USUAL) == DEFAULT
    assert Experiment(names=["да", "нет", "?"]).names == ("да", "нет", "?")
    assert Experiment(names=("a", "b", "c")) != DEFAULT


@pytest.mark.parametrize(
    "names",
    [
        ("a", "b"),
        ("a", "b", "c", "d"),
        ("a", "a", "b"),
        ("a", "b", "b", "c"),
        ("a", "", "b"),
        ("a", " b", "c"),
        ("a", "b\n", "c"),
        ("a", "b", "x" * (LONGEST + 1)),
        ("a", "b", "\u202ec"),
        ("a", "b", 3),
        ("a", "b", []),
        "abc",
        None,
    ],
)
def test_other_names_are_refused_in_one_sentence(names):
    with pytest.raises(ValueError, match="names must be 3 different texts of 1 to 12 letters") as error:
        Experiment(names=names)
    assert repr(names) in str(error.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  a \t\n b  ", "a b"),
        ("a\x00\x1b[1mb", "a[1mb"),
        ("\u202eabc\u2066", "abc"),
        ("\u200b\u200d \ufeff", ""),
        ("Restaurant A, the best", "Restaurant A"),
        ("e\u0301te\u0301", "été"),
        ("日本語日本語日本語", "日本語日本語"),  # each as wide as two
        ("a" + "\u0334" * 9 + "b", "a\u0334\u0334b"),
        ("\ud800x", "x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_text_is_tidied_to_what_shows_and_fits(text, name):
    assert tidy(text) == name


@given(st.text(max_size=60))
def test_a_tidy_name_stays_as_it_is_fits_and_can_be_sent(text):
    name = tidy(text)
    assert tidy(name) == name
    assert columns(name) <= LONGEST
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name.encode().decode())


@given(st.lists(st.sampled_from([*EVIL, *USUAL, *TAKEN, "", " ", "a", "\x00", "x" * 40]), min_size=3, max_size=3))
def test_whatever_is_chosen_makes_an_experiment_and_every_change_is_said(texts):
    names, remarks = chosen(texts)
    assert Experiment(names=names).answers == names
    kept = [name == (text or own) for name, text, own in zip(names, texts, USUAL, strict=True)]
    assert bool(remarks) == (not all(kept))


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["", "", ""], USUAL),
        (["ja", "", ""], ("ja", "no", "maybe")),
        (["no", "yes", ""], ("no", "yes", "maybe")),
        (["no", "", ""], USUAL),
        (["a", "a", "b"], ("yes", "no", "b")),
        (["maybe", "a", "a"], USUAL),  # the third falls back to maybe, which the first then cannot have
        (["skip", " \x00", "c"], ("yes", "no", "c")),
    ],
)
def test_equal_empty_and_taken_names_fall_back(texts, names):
    assert chosen(texts)[0] == names


@given(st.text(max_size=40).map(tidy))
def test_written_names_hold_no_mark_that_anything_reads_as_its_own(name):
    (text,) = written([name])
    bare = re.sub("\u2060&#[0-9]+;", "", text)
    assert not set(bare) & set("#$%&*+-.:<=>@[\\]^_`{|}~")
    assert plain(text).strip("\u2068\u2069") == name


def test_everyday_marks_stay_as_they_are():
    # What a screen reader is told of a slider is its label unread.
    assert written(["don't know", "(none)", "A/B?"]) == ("don't know", "(none)", "A/B?")


def test_names_from_right_to_left_do_not_turn_their_surroundings():
    assert written(["שלום"]) == ("\u2068שלום\u2069",)
    assert written(["да"]) == ("да",)


def test_a_name_in_a_formula_is_letters_and_codes():
    assert in_tex(r"\x{y}$^ z") == r"\char92{}x\char123{}y\char125{}\char36{}\char94{} z"
    assert in_tex("q\u0334") == "q"


def literals(script: Path) -> Iterator[str]:
    """The texts in a script, but for its docstrings."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def test_nothing_but_the_names_and_the_presets_titles_says_yes_or_maybe():
    scripts = [script for folder in ("reinforce_viz", "pages") for script in (ROOT / folder).rglob("*.py")]
    assert len(scripts) > 60
    found = {(s.stem, text) for s in scripts for text in literals(s) if re.search(r"(?i)(?<!{)\b(yes|maybe)\b", text)}
    assert found == {("answer_names", "yes"), ("answer_names", "maybe"), ("presets", "yes, no, maybe")}


def test_names_are_checked_for_any_number_of_answers():
    assert check_names(("a", "b"), 2) == ("a", "b")
    assert check_names((), 5) == ()
