"""The page of the cloud without a browser: where it opens, what it hides before the guess, what it compares."""

import json

import pytest

from reinforce_viz.engine.presets import PRESETS
from tests.ui.test_app import open_app


def shown(query=None):
    app = open_app("gradient_scatter", query)
    assert not app.exception, app.exception[0].message
    return app


def said(app):
    return " ".join(text.value for text in [*app.markdown, *app.caption])


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


def bubbles(picture):
    (found,) = (part for part in json.loads(picture)["data"] if part.get("name") == "possible estimates")
    return found


def test_it_opens_at_one_draw_with_three_bubbles_and_a_link_opens_as_it_says():
    app = shown()
    assert app.session_state["k"] == 1
    assert bubbles(pictures(app)[0])["hovertext"] == ["1 no: 50%", "1 yes: 30%", "1 maybe: 20%"]
    assert len(bubbles(pictures(shown({"k": "4"}))[0])["hovertext"]) == 15


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("k", ["1", "256"])
def test_before_the_guess_nothing_holds_the_answer(preset, k):
    app = shown({"guess": "first", "preset": preset, "k": k})
    (chart,) = app.get("plotly_chart")
    drawn = json.loads(chart.proto.spec)
    assert [part["name"] for part in drawn["data"]][:2] == ["downhill", "g"]
    assert "possible estimates" not in chart.proto.spec
    assert "frames" not in drawn
    assert "%" not in chart.proto.spec + chart.proto.alt
    texts = [text.value for text in app.markdown if "probability" not in text.value]  # which is in the table
    assert "%" not in " ".join(texts)
    assert not app.caption or "sampled" not in said(app)


def test_a_guess_shows_the_clouds_and_its_verdict():
    app = shown({"guess": "first"})
    app.segmented_control(key="guess_gradient_scatter").select("1 in 5").run()
    assert len(pictures(app)) == 2
    assert "your guess: 20%" in pictures(app)[0]
    assert "your guess" not in pictures(app)[1]
    assert "You said **1 in 5**. With no baseline and K = 1 it is 50%." in said(app)


def test_the_question_names_its_settings():
    app = shown({"guess": "first", "k": "8", "estimator": "leave-one-out"})
    label = app.segmented_control(key="guess_gradient_scatter").label
    assert "How often is a step downhill with the leave-one-out baseline and K = 8?" in label


def test_the_figures_fold_out():
    app = shown()
    assert "signal to noise" not in said(app)
    app.session_state["cloud_figures"] = True
    app.run()
    assert "| signal to noise |" in said(app)


def test_drawing_again_changes_the_samples_alone():
    app = shown()
    before = json.loads(pictures(app)[0])["data"]
    next(button for button in app.button if button.label == "Draw again").click().run()
    after = json.loads(pictures(app)[0])["data"]
    changed = [a["name"] for a, b in zip(after, before, strict=True) if a != b]
    assert changed == ["sampled estimates", "share downhill"]


def test_at_most_250_words_before_anything_is_unfolded():
    for query in ({}, {"guess_gradient_scatter": "never"}, {"preset": "nearly done", "k": "1"}):
        app = shown(query)
        question = " ".join(asked.label for asked in app.segmented_control)
        inside = {text.value for expander in app.expander for text in expander.markdown}
        visible = [text.value for text in [*app.main.markdown, *app.main.caption] if text.value not in inside]
        assert len(" ".join([*visible, question]).split()) <= 250
