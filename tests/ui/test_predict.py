"""A page's question: put before its picture shows the answer, and answered where it is too late to ask."""

import pytest

from reinforce_viz.ui.guesses import GUESSES, REGARDLESS
from tests.ui.test_app import open_app

QUESTION = "How often is a step downhill with no baseline and K ="
FIRST = {"guess": "first"}


def said(app):
    return " ".join(text.value for text in app.main.markdown)


def asked(app, page):
    """Whether a page asks its question, with choices."""
    return any(control.key == f"guess_{page}" for control in app.segmented_control)


def guess(app, choice, page="gradient_scatter"):
    return app.segmented_control(key=f"guess_{page}").set_value(choice).run()


def may_guess(app):
    return any(button.key == "ask_button" for button in app.button)


@pytest.mark.parametrize("page", GUESSES)
def test_a_page_that_shows_its_answer_does_not_ask_for_a_guess(page):
    opened = open_app(page, {"k": "4"})
    assert not opened.exception
    assert not asked(opened, page)
    assert asked(opened.button(key="ask_button").click().run(), page)


@pytest.mark.parametrize("page", GUESSES)
def test_after_a_guess_other_settings_are_explored_and_nothing_is_asked_twice(page):
    app = open_app(page, FIRST)
    choice = next(one for one in app.segmented_control(key=f"guess_{page}").options)
    guess(app, choice, page)
    assert f"You said **{choice}**" in said(app)
    app.session_state["r_yes"] = -3.0
    app.run()
    assert not app.exception
    assert "You said" not in said(app)
    assert not asked(app, page)
    assert f"guess_{page}" not in dict(app.query_params)


@pytest.mark.parametrize("page", GUESSES)
def test_a_guess_that_came_with_the_link_is_dropped_at_other_settings(page):
    choice = open_app(page, FIRST).segmented_control(key=f"guess_{page}").options[0]
    app = open_app(page, FIRST | {f"guess_{page}": choice})
    assert f"You said **{choice}**" in said(app)
    app.session_state["r_yes"] = -3.0
    app.query_params[f"guess_{page}"] = choice  # the browser removes it only after the page has been drawn
    app.run()
    assert not app.exception
    assert "You said" not in said(app)
    assert not asked(app, page)


@pytest.mark.parametrize("page", REGARDLESS)
def test_a_guess_stays_when_what_moves_cannot_change_its_answer(page):
    app = open_app(page, FIRST)
    choice = app.segmented_control(key=f"guess_{page}").options[0]
    guess(app, choice, page)
    (verdict,) = [text.value for text in app.main.markdown if f"You said **{choice}**" in text.value]
    moved = {"lr": 0.02, "seed": 7.0, "estimator": "expected reward", "b": -2.0, "k": 16}
    for name in REGARDLESS[page]:
        key = "lr" if name == "learning_rate" else name
        app.session_state[key] = moved[key]
        app.run()
        assert app.session_state[key] == moved[key]
        assert verdict in [text.value for text in app.main.markdown], key


def test_what_is_answered_is_true_of_the_settings_and_another_guess_hides_it_first():
    app = guess(open_app("gradient_scatter", FIRST), "1 in 5")
    app.button(key="scene_1").click().run()  # sixteen draws
    assert f"**{QUESTION} 16?** With no baseline and K = 16 it is 7.3%" in said(app)
    app.button(key="ask_button").click().run()
    assert "7.3%" not in said(app)
    guess(app, "1 in 10")
    assert "You said **1 in 10**. With no baseline and K = 16 it is 7.3%" in said(app)


def test_who_goes_back_to_the_settings_of_a_guess_is_not_told_it_again():
    app = guess(open_app("gradient_scatter", FIRST), "1 in 5")
    for scene in ("scene_1", "scene_0"):
        app.button(key=scene).click().run()
    assert f"**{QUESTION} 1?** With no baseline and K = 1 it is 50%" in said(app)


def test_a_skipped_question_stays_and_may_be_guessed_still():
    app = guess(open_app("gradient_scatter", FIRST), "skip")
    assert asked(app, "gradient_scatter")
    app.button(key="scene_1").click().run()
    assert app.segmented_control(key="guess_gradient_scatter").value == "skip"


def test_who_wants_to_guess_nothing_is_not_asked():
    app = guess(open_app("gradient_scatter", FIRST), "skip")
    app.button(key="never_ask_button").click().run()
    app.switch_page("pages/trajectories.py").run()
    assert not asked(app, "trajectories")
    assert not may_guess(app)


@pytest.mark.parametrize(("shown", "offers"), [(["K"], False), (["K", "prediction"], True)])
def test_a_link_with_few_controls_offers_a_guess_only_if_it_names_it(shown, offers):
    app = open_app("gradient_scatter", {"show": shown})
    assert may_guess(app) == offers
    assert asked(open_app("gradient_scatter", FIRST | {"show": shown}), "gradient_scatter") == offers
