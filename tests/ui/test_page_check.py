"""The page of questions without a browser: choices, reasons, the states that decide, old links, the ending."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.text.ending import KNOWN, LANGUAGE_MODELS
from reinforce_viz.text.quiz import QUESTIONS
from reinforce_viz.ui.controls import CONTROLS
from reinforce_viz.ui.navigation import PAGES
from tests.ui.test_app import open_app

# What on the linked page decides the question.
DECIDES = {
    "sample": ["Its reward stays 3: no slope. The probability of **yes** has one: 0.21."],
    "update": ["J goes from 4.9 to 3.896", "**no** goes from 50% to 76%"],
    "bias": ["With b = 10 the three pushes b ∇π add up to (0.00, 0.00, 0.00)."],
    "cloud": ["With K = 8 and no baseline, 19% of updates point downhill."],
    "best": ["J = 7.96 gives a variance of 0.0891", "b* = 3.83 gives 0.0047", "noisier than subtracting nothing"],
    "batch": ["At K = 16 the total variance is: no baseline 1.24"],
    "luck": ["with no baseline, 66% of them are in the corner of **yes**", "as baseline, 100% are"],
    "tokens": ["it is 172 where every token gets R − E[R], and 9.35 where each gets its own advantage"],
    "clip": ["the ratios are **yes** 2.22", "**yes** reaches 2.76 after 1 epoch"],
    "kl": [
        "The ring is where J − β KL is largest at β = 2: **yes** 77.8%",
        "k1 ends at **yes**",
        "k3 ends at **yes** 72.",
    ],
    "group": ["With 2, 3, 4, 8 or 16 answers it points **downhill**", "GRPO, K = 8: 99° from g"],
}
RIGHT = {f"q_{question.key}": question.right for question in QUESTIONS}


def check(query=None):
    app = open_app("check", query)
    assert not app.exception, app.exception[0].message
    return app


def said(app):
    return "\n".join(part.value for part in [*app.markdown, *app.caption, *app.info, *app.success, *app.warning])


def score(app):
    return next(part.proto.body for part in app.get("html") if "of 11" in part.proto.body)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_the_linked_state_decides_the_question(question):
    address = urlsplit(question.evidence.link)
    app = open_app(address.path, dict(parse_qsl(address.query, strict_parsing=bool(address.query))))
    assert not app.exception
    assert not [warning for warning in app.warning if "The link sets" in warning.value]
    for key, value in question.evidence.settings:
        assert str(app.session_state[key]) == value
    shown = said(app) + " ".join(chart.proto.spec for chart in app.get("plotly_chart"))
    for sentence in DECIDES[question.key]:
        assert sentence in shown
    for told in re.findall(r"\d+\.\d{2,}", question.evidence.look_for):
        assert told in shown


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_choice_gets_its_reason_and_the_link(question):
    app = check()
    for choice in question.choices:
        app.radio(key=f"q_{question.key}").set_value(choice).run()
        told = app.success if choice == question.right else app.warning
        assert [text.value for text in [*app.success, *app.warning]] == [text.value for text in told]
        assert told[0].value.endswith(question.reason(choice))
        assert [link.proto.url for link in app.get("link_button")] == [question.evidence.link]
        assert question.evidence.look_for in said(app)
        assert f"{int(choice == question.right)} of 11" in score(app)


def test_nothing_is_told_before_a_choice():
    app = check()
    assert not app.success
    assert not app.warning
    assert not any(question.why in said(app) for question in QUESTIONS)
    assert not any(sentence in said(app) for sentence in KNOWN)


def test_a_link_brings_the_choices_back_and_all_of_them_the_ending():
    app = check(RIGHT)
    assert "11 of 11" in score(app)
    assert [head.value for head in app.header] == [
        "What you know now",
        "What a language model adds",
        "Where to go from here",
    ]
    assert all(sentence in said(app) for sentence in [*KNOWN, *LANGUAGE_MODELS])
    one_left = {key: value for key, value in RIGHT.items() if key != "q_best"}
    assert not check(one_left).header


def test_wrong_choices_come_to_the_ending_too():
    app = check(RIGHT | {f"q_{question.key}": question.wrong[0].choice for question in QUESTIONS[:2]})
    assert "9 of 11" in score(app)
    assert len(app.header) == 3


def test_an_old_link_with_an_old_choice_gets_a_sentence():
    app = check({"q_batch": "A quarter of the variance, so half the typical error"})
    (remark,) = app.warning
    assert "The link sets **Question 6** to" in remark.value
    assert "it has no such value" in remark.value
    assert app.radio(key="q_batch").value is None
    assert "0 of 11" in score(app)


def test_the_lead_is_short():
    lead = next(text.value for text in check().markdown if text.value.startswith("Eleven questions"))
    assert len(lead.split()) <= 25


def one_page():
    import streamlit as st

    from reinforce_viz.ui.pages.check import questions

    questions(st.session_state["page"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_page_ends_with_its_own_question(question):
    app = AppTest.from_function(one_page)
    app.session_state["page"] = question.evidence.page
    assert not app.run().expander  # its picture has not been guessed yet
    app.session_state["never_ask"] = True
    app.run()
    (fold,) = app.expander
    assert fold.label == "Check yourself"
    assert question.text in fold.radio[0].label
    assert not fold.proto.expanded
    assert not fold.success
    app.radio(key=f"q_{question.key}").set_value(question.right).run()
    assert app.success[0].value.endswith(question.why)
    assert not app.get("link_button")


def test_the_last_page_has_no_door():
    app = AppTest.from_function(one_page)
    app.session_state["page"] = "check"
    assert not app.run().expander


def test_the_choices_that_a_page_asks_for_are_controls_of_it():
    for question in QUESTIONS:
        assert CONTROLS[f"q_{question.key}"].pages == ("check", question.evidence.page)


def test_a_link_is_called_as_the_page_that_it_opens():
    app = check(RIGHT)
    titles = {page.name: page.question for page in PAGES}
    called = [link.proto.label for link in app.get("link_button")]
    assert called == [f"See it: {titles[question.evidence.page]}" for question in QUESTIONS]
