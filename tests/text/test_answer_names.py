"""Names are letters, digits, spaces, hyphens and apostrophes: nothing that anything reads as markup."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinforce_viz import DEFAULT, Experiment
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.text.answer_names import LONGEST, RULE, TAKEN, bold, chosen, columns, in_tex, is_name, plain

ROOT = Path(__file__).parents[2]
MARKUP = ["<b>x</b>", "*a*", "$x$", "[l](http:x)", ":red[x]", ":smile:", "%{x}", "<a href=x>", "&amp;", "`x", "a_b"]
MARKUP += ["C#", "1.", "a\\b", "A/B?", "(none)", "=1+1", "+1", "-1", "@a", "a -- b", "www.a.b", "x~y", "a|b", "x" * 13]


@pytest.mark.parametrize(
    "name",
    [
        *("ja", "Äpfel", "да", "日本語日本語", "O'Neill", "don’t know", "C minus", "10", "A-level", "Restaurant A"),
        *("ไม่ใช่", "हाँ जी", "नहीं", "لا", "שלום", "می\u200cخواهم", "ẹ́"),
    ],
)
def test_names_of_any_script_are_names(name):
    assert is_name(name)
    (first, *_), remarks = chosen([name, "", ""])
    assert first.strip("\u2068\u2069") == unicodedata.normalize("NFC", name)
    assert not remarks


@pytest.mark.parametrize(
    "text", [*MARKUP, "-a", "a-", "'a", "\u202eabc", "\u200b", "\u3164", "a" + "\u0334" * 3, "👍🏽 ok"]
)
def test_others_are_refused_in_one_sentence_that_names_the_control_and_the_rule(text):
    assert not is_name(text)
    names, (remark,) = chosen(["", text, ""])
    assert names == USUAL
    assert remark.startswith("Name for no cannot be “")
    assert remark.endswith(RULE)


def test_what_is_refused_is_shown_and_is_no_markup():
    (remark,) = chosen(["<b>C#</b>", "", ""])[1]
    assert "“&#60;b&#62;C&#35;&#60;&#47;b&#62;”" in remark


@pytest.mark.parametrize("name", ["g", "ĝ", "J", "b", "K", "π", "θ", "A", "R", "r", "T", "E", "Q", "V", "skip", "Sum"])
def test_symbols_and_words_of_the_pages_are_taken(name):
    names, (remark,) = chosen([name, "", ""])
    assert names == USUAL
    assert remark == f"Name for yes cannot be “{name}”. That means something else on these pages."


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["", "", ""], USUAL),
        (["ja", "", ""], ("ja", "no", "maybe")),
        (["  a \t\n c ", "", ""], ("a c", "no", "maybe")),
        (["e\u0301te\u0301", "", ""], ("été", "no", "maybe")),
        (["no", "yes", ""], ("no", "yes", "maybe")),
        (["no", "", ""], USUAL),
        (["a", "a", "c"], ("yes", "no", "c")),
        (["maybe", "a", "a"], USUAL),  # the third falls back to maybe, which the first then cannot have
        (["skip", "C#", "c"], ("yes", "no", "c")),
        (["", "", "שלום"], ("yes", "no", "\u2068שלום\u2069")),  # and so it does not turn what is beside it
    ],
)
def test_equal_empty_and_refused_names_fall_back(texts, names):
    assert chosen(texts)[0] == names


TEXTS = st.one_of(st.text(max_size=40), st.sampled_from([*MARKUP, *USUAL, *sorted(TAKEN), "", " ", "a", "x" * 40]))


@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_whatever_is_chosen_makes_an_experiment_and_every_change_is_said(texts):
    names, remarks = chosen(texts)
    assert Experiment(names=names).answers == names
    bare = [name.strip("\u2068\u2069") for name in names]
    tidied = [" ".join(unicodedata.normalize("NFC", text[:120]).split()) for text in texts]
    kept = [name == (text or own) for name, text, own in zip(bare, tidied, USUAL, strict=True)]
    assert bool(remarks) == (not all(kept))
    assert not set("".join(bare)) & set('#$%&*+.:<=>@[\\]^_`{|}~()"!/;?,')
    assert all(is_name(name) and columns(name) <= LONGEST for name in bare)


def test_a_bold_name_is_plain_where_nothing_reads_markup():
    assert bold(["no", "C minus"]) == ("**no**", "**C minus**")
    assert plain("Here **no** is worse than **C minus**.") == "Here no is worse than C minus."
    assert plain("Its *score* is an *average step*, and so is b*.") == "Its score is an average step, and so is b*."
    assert plain("From b* to b*.") == "From b* to b*."


def test_a_name_in_a_formula_has_no_accent_that_katex_refuses():
    assert in_tex("q\u0303") == "q"
    assert in_tex("été") == "été"
    assert in_tex("\u2068שלום\u2069") == "שלום"


def test_the_usual_names_make_no_other_experiment():
    assert DEFAULT.answers == USUAL
    assert Experiment(names=USUAL) == DEFAULT
    assert Experiment(names=("u", "v", "w")) != DEFAULT


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
    said = [(script.stem, text.replace("yes, no, maybe", "")) for script in scripts for text in literals(script)]
    found = {(name, text) for name, text in said if re.search(r"(?i)(?<!{)\b(yes|maybe)\b", text)}
    assert found == {("experiment", "yes"), ("experiment", "maybe")}
