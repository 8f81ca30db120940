"""The page about tokens without a browser: every preset and credit, links, the guess, draw again."""

import json
from functools import cache
from itertools import cycle

import pytest

from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui.pages import tokens as parts
from tests.shown import tables
from tests.ui.test_app import open_app

CHARTS = ("token_row", "token_variance", "token_sums", "token_positions", "learned_critic", "sequence_counts")
UNFOLDED = dict.fromkeys(("growth", "positions", "learned", "how_many"), "true")


def shown(query=None):
    app = open_app("tokens", query)
    assert not app.exception, app.exception[0].message
    return app


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


@cache
def first_pictures():
    """What the page shows before anything is touched."""
    return pictures(shown(UNFOLDED))


def said(app):
    return [text.value for text in app.markdown]


def button(app, label):
    return next(button for button in app.button if button.label == label)


@pytest.mark.parametrize(("preset", "task", "credit"), [*zip(PRESETS, cycle(TASKS), cycle(CREDITS), strict=False)])
def test_every_preset_each_with_another_task_and_credit(preset, task, credit):
    app = shown({"preset": preset, "length": "16", "task": task, "credit": credit, **UNFOLDED})
    assert len(pictures(app)) == len(CHARTS)


@pytest.mark.parametrize("length", ["1", "2", "16"])
def test_shortest_and_longest_response(length):
    app = shown({"length": length, "guess_tokens": "1", **UNFOLDED})
    assert any(f"T = {length}" in text for text in said(app))
    assert len(pictures(app)) == len(CHARTS)


def test_a_link_restores_page_response_and_guess():
    query = {"task": "last", "length": "5", "credit": "critic", "draws": "12", "guess_tokens": "2"}
    app = shown(query)
    assert app.segmented_control(key="task").value == "last"
    assert app.select_slider(key="length").value == 5
    assert app.selectbox(key="credit").value == "critic"
    assert app.number_input(key="draws").value == 12
    assert any("You said **2**. Only the last token was marked" in s for s in said(app))
    assert pictures(app) == pictures(shown(query))
    assert pictures(app)[0] != pictures(shown(query | {"draws": "13"}))[0]


def test_it_opens_on_a_response_of_which_the_first_token_counts():
    app = shown()
    assert app.segmented_control(key="task").value == "first"
    assert any("Only the first token was marked: **no** earns 3. The others made no difference" in s for s in said(app))


def test_an_old_guess_is_refused_in_one_sentence():
    (warning,) = shown({"guess_tokens": "8 times"}).warning
    assert "`8 times`" in warning.value
    assert warning.value.count(".") == 1


def answered(app):
    """What would give the answer away, in all that is sent."""
    sent = " ".join([*said(app), *pictures(app), *(chart.proto.alt for chart in app.get("plotly_chart"))])
    return [word for word in ("was marked", "pushed", "pushes", "Nothing else") if word in sent]


def test_the_answer_is_nowhere_until_the_reader_has_guessed():
    app = shown({"guess": "first"})
    assert not answered(app)
    assert len(pictures(app)) == 1
    assert any(
        "Its mark is 3, where 4.9 is usual. A different first token could have changed it; no other token could. You "
        "can guess with a click in the picture, too." in text
        for text in said(app)
    )
    # The control that says who decides is there for the link, and hidden.
    assert ".st-key-response_controls { display: none }" in " ".join(part.proto.body for part in app.get("html"))
    app.segmented_control(key="guess_tokens").set_value("7").run()
    assert any("You said **7**. Only the first token was marked: **no** earns 3." in text for text in said(app))
    assert "7: you" in pictures(app)[0]
    assert len(answered(app)) >= 3


@pytest.mark.parametrize("move", ["task", "length", "draws"])
def test_a_guess_is_dropped_when_the_response_is_another(move):
    app = shown({"guess": "first"})
    app.segmented_control(key="guess_tokens").set_value("7").run()
    app.run()
    if move == "task":
        app.segmented_control(key="task").set_value("last").run()
    elif move == "length":
        app.select_slider(key="length").set_value(9).run()
    else:
        button(app, "Draw again").click().run()
    assert not any("You said" in text for text in said(app))
    # The answer is told once, and nobody is asked to click what is already answered.
    assert sum("token was marked" in text for text in said(app)) == 1
    assert not any("click in the picture" in text for text in said(app))
    assert ": you" not in pictures(app)[0]
    assert answered(app)  # whoever has guessed once may explore


def test_a_guess_beyond_the_response_is_none():
    app = shown({"length": "4", "guess_tokens": "12"})
    assert not any("You said" in text for text in said(app))
    assert [str(n) for n in app.segmented_control(key="guess_tokens").options] == ["1", "2", "3", "4", "skip"]


def test_a_click_guesses_a_token_and_then_chooses_the_credit_of_a_row(monkeypatch):
    state = {}
    monkeypatch.setattr(parts.st, "session_state", state)
    monkeypatch.setattr(parts, "redraw_page", lambda: None)
    parts.pick(6, length=8, hidden=True)
    parts.pick(3 * 8 + 6, length=8, hidden=True)
    assert state == {"guess_tokens": "7"}
    parts.pick(5 * 8 + 2, length=8, hidden=False)
    assert state == {"guess_tokens": "7", "credit": "critic"}
    parts.pick(2, length=8, hidden=False)
    assert state["guess_tokens"] == "3"


def test_a_skipped_prediction_is_neither_drawn_nor_told():
    app = shown({"guess_tokens": "skip", **UNFOLDED})
    assert pictures(app) == first_pictures()
    assert not any("You said" in text for text in said(app))


@pytest.mark.parametrize("value", ["nan", "17.5", "middle", "<script>"])  # the rest is for tests/ui/test_links.py
def test_rubbish_in_the_link_falls_back(value):
    app = shown(dict.fromkeys(["task", "length", "credit", "draws", "guess_tokens"], value) | UNFOLDED)
    assert app.segmented_control(key="task").value in ("first", None)  # None is what an empty task= leaves
    assert app.select_slider(key="length").value == 8
    assert app.selectbox(key="credit").value == "whole reward"
    assert 0 <= app.number_input(key="draws").value <= 9999
    assert pictures(app)[1:] == first_pictures()[1:]


def test_draw_again_shows_another_response_and_restart_brings_back_the_first():
    app = shown(UNFOLDED)
    first, sentence = pictures(app), said(app)[1]
    button(app, "Draw again").click().run()
    second = pictures(app)
    assert app.number_input(key="draws").value == 1
    assert second[0] != first[0]
    assert second[1:] == first[1:]  # the moments do not depend on the response
    button(app, "Restart").click().run()
    assert pictures(app) == first
    assert said(app)[1] == sentence


def test_draws_on_another_page_change_no_response():
    app = shown({"draws": "4"})
    before = pictures(app)
    app.switch_page("pages/gradient_scatter.py").run()
    button(app, "Draw again").click().run()
    app.switch_page("pages/tokens.py").run()
    assert not app.exception
    assert app.number_input(key="draws").value == 4
    assert pictures(app) == before


def test_after_the_last_draw_comes_the_first():
    app = shown({"draws": "9999"})
    button(app, "Draw again").click().run()
    assert not app.exception
    assert app.number_input(key="draws").value == 0


def test_a_new_seed_draws_another_response_and_other_samples():
    app = shown(UNFOLDED)
    first = pictures(app)
    button(app, "New seed").click().run()
    row, growth, *others = pictures(app)
    assert row != first[0]
    assert growth != first[1]
    assert others == first[2:]


def test_a_longer_response_goes_on_where_the_shorter_one_ended():
    def tokens(length):
        cells = json.loads(pictures(shown({"length": length, "draws": "3"}))[0])["data"][-1]
        return cells["text"][: int(length)]

    assert tokens("9") == tokens("16")[:9]


def test_what_the_page_leaves_aside_changes_nothing():
    assert pictures(shown({"k": "64", "lr": "2.0", "estimator": "optimal", **UNFOLDED})) == first_pictures()
    assert pictures(shown({"r_yes": "7", **UNFOLDED})) != first_pictures()


def test_vocabulary_and_length_change_the_number_of_responses_and_not_the_error():
    app = shown({"how_many": "true", "vocabulary": "100", "response_length": "30"})
    errors = tables(app)[0]
    assert any("a response of 30 tokens can be any of 10 to the power of 60" in text for text in said(app))
    app.select_slider(key="vocabulary").set_value(10)
    app.slider(key="response_length").set_value(7).run()
    assert any("a response of 7 tokens can be any of 10 to the power of 7" in text for text in said(app))
    assert tables(app)[0].equals(errors)


def test_the_learned_critic_is_that_of_its_controls():
    app = shown({"learned": "true", "critic": "ignorant", "trace": "0.9"})
    # Worked at T = 8: .9^7 = .478297 of the gradient is left, and the variance is 12.070482.
    assert any("12.1 with 52% lost at λ = 0.9" in text for text in said(app))
    app.segmented_control(key="critic").set_value("exact").run()
    assert any("The exact critic gives a variance of 1.17 at every λ" in text for text in said(app))


def test_a_page_unfolds_only_what_is_asked_for():
    assert len(pictures(shown())) == 1
    for key in UNFOLDED:
        assert len(pictures(shown({key: "true"}))) == (3 if key == "growth" else 2)


def test_let_every_token_earn_its_reward():
    app = shown({"growth": "true"})
    button(app, "Let every token earn its reward").click().run()
    assert app.segmented_control(key="task").value == "sum"
    assert any("there are T tokens: T³" in text for text in said(app))
