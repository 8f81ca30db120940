"""The page about tokens without a browser: every preset and credit, links, the prediction, draw again."""

import json
from functools import cache

import pytest

from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.presets import PRESETS
from tests.hostile import VALUES
from tests.shown import tables
from tests.ui.test_app import open_app

CHARTS = ("token_row", "token_variance", "token_positions")


def shown(query=None):
    app = open_app("tokens", query)
    assert not app.exception, app.exception[0].message
    return app


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


@cache
def first_pictures():
    """What the page shows before anything is touched."""
    return pictures(shown())


def said(app):
    return [text.value for text in app.markdown]


def button(app, label):
    return next(button for button in app.button if button.label == label)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_task_and_credit_of_every_preset(preset):
    app = shown({"preset": preset, "length": "16"})
    for task in TASKS:
        app.segmented_control(key="task").set_value(task)
        for credit in CREDITS:
            app.selectbox(key="credit").set_value(credit).run()
            assert not app.exception
            assert len(pictures(app)) == len(CHARTS)
            app.run()  # after a move AppTest keeps no more than what has been run


@pytest.mark.parametrize("length", ["1", "2", "16"])
def test_shortest_and_longest_response(length):
    app = shown({"length": length, "guess_tokens": "8 times"})
    assert any(f"T = {length}" in text for text in said(app))


def test_a_link_restores_page_response_and_prediction():
    query = {"task": "first", "length": "5", "credit": "critic", "draws": "12", "guess_tokens": "2 times"}
    app = shown(query)
    assert app.segmented_control(key="task").value == "first"
    assert app.select_slider(key="length").value == 5
    assert app.selectbox(key="credit").value == "critic"
    assert app.number_input(key="draws").value == 12
    assert any("You said **2 times**. Under the critic the variance stays as it is" in s for s in said(app))
    assert pictures(app) == pictures(shown(query))
    assert pictures(app)[0] != pictures(shown(query | {"draws": "13"}))[0]


def test_the_truth_is_that_of_the_current_experiment():
    # Rewards around 0 on a uniform policy, T_J = 2/9, V(1 − Σπ²) = 4/9: (8·2 + 56·4)/(4·2 + 12·4) = 30/7.
    app = shown({"preset": "restaurants -1/0/1", "guess_tokens": "4 times"})
    assert any("Under the whole reward the variance of 8 tokens is 4.29 times that of 4" in s for s in said(app))
    # The example: the closed form gives 1052.4968 at T = 4; 8·19.8182 + 56·(33.5358 + (4.69 + 7·24.01)·.62)
    # is 8034.8 at T = 8.
    assert any("is 7.63 times that of 4" in s for s in said(shown({"guess_tokens": "4 times"})))


def test_a_skipped_prediction_is_neither_drawn_nor_told():
    app = shown({"guess_tokens": "skip"})
    assert pictures(app) == first_pictures()
    assert not any("You said" in text for text in said(app))


@pytest.mark.parametrize(
    "value", [value for value in [*VALUES, "17.5", "10000", "middle"] if value not in ("8", "none", "١٢")]
)
def test_rubbish_in_the_link_falls_back(value):
    app = shown(dict.fromkeys(["task", "length", "credit", "draws", "guess_tokens"], value))
    assert app.segmented_control(key="task").value in ("sum", None)  # None is what an empty task= leaves
    assert app.select_slider(key="length").value == 8
    assert app.selectbox(key="credit").value == "whole reward"
    assert 0 <= app.number_input(key="draws").value <= 9999
    assert pictures(app)[1:] == first_pictures()[1:]


def test_draw_again_shows_another_response_and_restart_brings_back_the_first():
    app = shown()
    first, sentence = pictures(app), said(app)[1]
    button(app, "Draw again").click().run()
    second = pictures(app)
    assert app.number_input(key="draws").value == 1
    assert second[0] != first[0]
    assert second[1:] == first[1:]  # the moments do not depend on the response
    button(app, "Restart").click().run()
    assert pictures(app) == first
    assert said(app)[1] == sentence


def test_after_the_last_draw_comes_the_first():
    app = shown({"draws": "9999"})
    button(app, "Draw again").click().run()
    assert not app.exception
    assert app.number_input(key="draws").value == 0


def test_a_new_seed_draws_another_response_and_other_samples():
    app = shown()
    first = pictures(app)
    button(app, "New seed").click().run()
    row, growth, positions = pictures(app)
    assert row != first[0]
    assert growth != first[1]
    assert positions == first[2]


def test_a_longer_response_goes_on_where_the_shorter_one_ended():
    def tokens(length):
        part = json.loads(pictures(shown({"length": length, "draws": "3"}))[0])["data"][0]
        return [text.split(" by ")[0] for text in part["text"][0]]

    assert tokens("9") == tokens("16")[:9]


def test_what_the_page_leaves_aside_changes_nothing():
    assert pictures(shown({"k": "64", "lr": "2.0", "estimator": "optimal"})) == first_pictures()
    assert pictures(shown({"r_yes": "7"})) != first_pictures()


def test_vocabulary_and_length_change_the_number_of_responses_and_not_the_error():
    app = shown({"how_many": "true", "vocabulary": "100", "response_length": "30"})
    errors = tables(app)[0]
    assert any("a response of 30 tokens can be any of 10 to the power of 60" in text for text in said(app))
    app.select_slider(key="vocabulary").set_value(10)
    app.slider(key="response_length").set_value(7).run()
    assert any("a response of 7 tokens can be any of 10 to the power of 7" in text for text in said(app))
    assert tables(app)[0].equals(errors)
