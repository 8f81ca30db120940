"""The page about groups without a browser: every preset and size, links, the prediction, a pasted group."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.groups import SIZES
from tests.ui.test_app import open_app
from tests.ui.test_page_clipping import everything

OPEN = {"near_goal": "true", "hard_prompts": "true", "long_answers": "true"}


def shown(query=None):
    app = open_app("groups", query)
    assert not app.exception, app.exception[0].message
    return app


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


def said(app):
    return [text.value for text in app.markdown]


def refused(app):
    return [warning.value for warning in app.warning]


def blind(app):
    return [info.value for info in app.info]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_with_everything_unfolded(preset):
    app = shown({"preset": preset, "guess_groups": "downhill", **OPEN})
    assert len(pictures(app)) == 6
    assert any("You said **downhill**." in text for text in said(app))
    assert not any("undefined" in text or "infinite" in text for text in said(app))


@pytest.mark.parametrize("size", [str(size) for size in SIZES])
def test_every_size_of_group(size):
    app = shown({"group_size": size, **OPEN})
    assert len(pictures(app)) == 6
    assert any(f"groups of {size} are useless" in text for text in said(app))


def test_folded_sections_are_not_computed():
    assert len(pictures(shown())) == 3


def test_the_disaster_says_downhill():
    app = shown({"preset": "a rare disaster"})
    assert any("With 2, 3, 4, 8 or 16 answers it points **downhill**" in text for text in said(app))


def test_a_model_that_cannot_change_is_told_why():
    for query in ({"p_no": "0", "p_maybe": "0"}, {"r_yes": "5", "r_no": "5", "r_maybe": "5"}):
        app = shown({**query, **OPEN, "guess_groups": "along g"})
        assert any("There is no direction to compare" in text for text in said(app))


def test_a_pasted_group_and_its_warning():
    app = shown()
    assert any("8 rewards from 0 to 1, on average 0.25." in text for text in said(app))
    assert any("Two values only, 0 and 1" in text for text in blind(app))
    app.text_area(key="group").set_value("reward\n0.1\n0.2\n0.3\n50").run()
    assert not app.exception
    assert any("4 rewards from 0.1 to 50" in text for text in said(app))
    assert any("One outlier" in text for text in blind(app))


def test_what_cannot_be_read_is_named_and_nothing_is_lost():
    app = shown()
    before = pictures(app)
    app.text_area(key="group").set_value("1, 0, two").run()
    assert not app.exception
    assert any("“two” is not a number." in text for text in refused(app))
    assert app.text_area(key="group").value == "1, 0, two"
    app.text_area(key="group").set_value("1, 0, 0, 1, 0, 0, 0, 0").run()
    assert pictures(app)[-1] in before


def test_a_link_restores_the_group_and_rubbish_in_it_is_named():
    app = shown({"group": "3 4 5"})
    assert any("3 rewards from 3 to 5" in text for text in said(app))
    for rubbish in ("nan", "<b>", "9" * 500, "١٢", "1;2", "0 " * 300, "x" * 9000):
        assert any("between" in text for text in refused(shown({"group": rubbish}))), rubbish


def test_before_the_guess_nothing_on_the_page_tells_where_the_step_points():
    for preset in ("yes, no, maybe", "a rare disaster"):
        app = shown({"guess": "first", "preset": preset})
        held = everything(app)
        for answer in ("°", "points", "**downhill**", "average step", "uphill", "sliders"):
            assert answer not in held.replace("does its average step point", ""), answer
        app.segmented_control(key="guess_groups").set_value("a few degrees off").run()
        truth = "2.02° from g" if preset == "yes, no, maybe" else "downhill, 99° from g"
        assert any(f"You said **a few degrees off**. With groups of 8 it points {truth}" in one for one in said(app))
        assert "your guess" in pictures(app)[0]


def test_a_file_gives_its_last_column_of_numbers_and_another_one_on_request():
    app = AppTest.from_function(own_group_alone)
    app.session_state["chosen"] = "step,prompt,reward\n1,why,0.5\n2,how,4\n"
    app.run()
    assert app.session_state["group"] == "0.5, 4"
    assert app.selectbox(key="group_column").options == ["step", "reward"]
    app.selectbox(key="group_column").set_value("step").run()
    assert app.session_state["group"] == "1, 2"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("prompt\nwhy\n", "No column of this file has a number in every row."),
        ("", "This file is empty."),
        (None, "This file could not be read."),
        ("1\n" * 600_000, "This file is larger than 0.4 MB, too large for the rewards of one group."),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_text_and_says_why(chosen, said):
    app = AppTest.from_function(own_group_alone)
    app.session_state["chosen"] = chosen
    app.run()
    assert [warning.value for warning in app.warning] == [said]
    assert app.text_area(key="group").value == "1, 0, 0, 1, 0, 0, 0, 0"
    assert not app.run().warning  # said once


def own_group_alone():
    """The reader's own group after a file was chosen, as the browser would tell it."""
    from unittest.mock import patch

    import streamlit as st

    from reinforce_viz.ui.pages import groups

    def of(key, largest):
        told = {"size": len(st.session_state["chosen"] or ""), "text": st.session_state["chosen"]}
        with patch.object(st, "session_state", {key: {"file": told}}):
            return text_of(key, largest)

    def chosen_once(*arguments):
        if not st.session_state.get("was_told"):
            st.session_state["was_told"] = True
            arguments[-1]()

    text_of = groups.text_of
    with patch.object(groups, "text_of", of), patch.object(groups, "read_file", chosen_once):
        groups.own_group()


def test_few_words_before_anything_is_unfolded():
    app = shown()
    folded = {id(one) for part in app.expander for one in part.markdown}
    words = [
        one.value
        for one in (*app.main.markdown, *app.main.caption, *app.main.header, *app.main.info)
        if id(one) not in folded
    ]
    assert len(" ".join(words).split()) <= 250


def test_the_slider_starts_at_groups_of_eight():
    layout = json.loads(pictures(shown())[0])["layout"]
    assert layout["sliders"][0]["active"] == SIZES.index(8)


def test_an_example_says_its_rewards_before_the_guess_too():
    said = "The rewards are now **yes** 10, **no** 9.8 and **maybe** −10."
    for query in ({}, {"guess": "first"}):
        app = shown({"preset": "a rare disaster", "r_no": "9.8", **query})
        assert said in [text.value for text in app.main.caption]
    assert not any("The rewards are now" in text.value for text in shown().caption)
