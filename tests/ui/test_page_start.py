"""The first page without a browser: the model that is taught, the guess and what it hides, many draws, links."""

import json
import re
from dataclasses import replace
from itertools import cycle

import pytest

from reinforce_viz.engine.experiment import DEFAULT
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.start import MOST, uniforms
from reinforce_viz.lessons.teaching import LESSONS
from reinforce_viz.text.readings.policy_triangle import before_the_first, last_draw
from reinforce_viz.text.readings.start import QUESTION, raised_most_truth
from tests.of_experiment import ghosts, teach
from tests.ui.test_app import open_app

# g = (.93, −.95, .02) and what is said of it.
TRUTH = re.compile(r"0\.93|−0\.95|true gradient|raises .* most|g = |downhill")


def shown(query=None):
    app = open_app("start", query)
    assert not app.exception, app.exception[0].message
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].message
    return app


def triangle(app):
    """What the triangle is given."""
    (component,) = (part for part in app.get("bidi_component") if part.proto.component_name == "policy_triangle")
    return json.loads(component.proto.json)


def said(app):
    """All texts of the page but for the glossary, which is folded."""
    return " ".join(text.value for text in app.markdown if not text.value.startswith("- **θ**"))


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


@pytest.mark.parametrize(
    ("preset", "estimator"), [*zip(PRESETS, cycle(["none", "leave-one-out", "running mean"]), strict=False)]
)
def test_every_preset_with_a_few_baselines(preset, estimator):
    app = shown({"preset": preset, "estimator": estimator, "drawn": "1005", "taught": "30"})
    assert len(pictures(app)) == 2
    assert triangle(app)["draws"] == 30


def test_the_triangle_is_given_the_model_and_the_same_luck_as_everything_else():
    data = triangle(shown({"seed": "3", "lr": "0.5"}))
    assert data["start"] == pytest.approx(DEFAULT.probs)
    assert data["rewards"] == list(DEFAULT.rewards)
    assert data["uniforms"] == uniforms(3, LESSONS).tolist()
    assert (data["draws"], data["learningRate"], data["seed"]) == (0, 0.5, 3)


def test_before_the_first_draw_two_others_are_shown_and_told_of():
    data = triangle(shown())
    assert [ghost["answer"] for ghost in data["ghosts"]] == [0, 2]
    assert data["said"] == before_the_first(DEFAULT, ghosts(DEFAULT))


def test_a_link_says_how_often_has_been_drawn_for_the_model():
    experiment = replace(DEFAULT, seed=4, learning_rate=0.5)
    data = triangle(shown({"taught": "6", "seed": "4", "lr": "0.5"}))
    assert (data["draws"], data["ghosts"]) == (6, [])
    assert data["said"] == last_draw(experiment, teach(experiment, 6))


@pytest.mark.parametrize("value", ["-1", str(LESSONS + 1), "nan", "<script>"])  # the rest: tests/ui/test_links.py
def test_rubbish_in_the_link_falls_back(value):
    app = shown({"drawn": value, "guess_start": value, "taught": value})
    assert 0 <= triangle(app)["draws"] <= LESSONS
    assert "You said" not in said(app)


def everything(app):
    """All that the page says, in pictures and for screen readers, too."""
    texts = [json.loads(picture)["layout"]["annotations"] for picture in pictures(app)]
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    data = triangle(app)
    return " ".join([said(app), *alts, str(texts), data["said"], data["tally"], *(c.value for c in app.caption)])


@pytest.mark.parametrize("link", [{}, {"taught": "3"}, {"estimator": "expected reward"}, {"preset": "close rivals"}])
def test_before_a_guess_the_answer_is_nowhere_on_the_page(link):
    app = shown(link | {"guess": "first"})
    assert QUESTION in app.get("button_group")[0].label
    assert not TRUTH.search(everything(app))
    assert not triangle(app)["average"]
    assert not any("more" in button.label for button in app.button)


def test_the_same_words_are_found_once_there_is_a_guess():
    assert TRUTH.search(everything(shown({"guess_start": "skip", "drawn": "1"})))


@pytest.mark.parametrize("guess", ["yes", "no", "maybe", "all alike"])
def test_a_guess_is_answered_beside_the_question_and_in_both_pictures(guess):
    app = shown({"guess_start": guess})
    assert f"You said **{guess}**. The average raises **yes** most, by +0.93: its probability times" in said(app)
    assert triangle(app)["average"]
    assert "your guess" in pictures(app)[1]


def test_skip_shows_the_pictures_without_a_verdict():
    app = shown({"guess_start": "skip"})
    assert triangle(app)["average"]
    assert len(pictures(app)) == 2
    assert "You said" not in said(app)


def test_a_link_from_before_there_was_a_guess_shows_its_draws():
    app = shown({"drawn": "40", "seed": "3", "estimator": "expected reward"})
    assert app.number_input(key="drawn").value == 40
    assert len(pictures(app)) == 2
    assert pictures(app) == pictures(shown({"drawn": "40", "seed": "3", "estimator": "expected reward"}))
    assert pictures(app) != pictures(shown({"drawn": "41", "seed": "3", "estimator": "expected reward"}))


def test_one_ten_and_a_thousand_more():
    app = shown({"guess_start": "skip"})
    for label, total in (("Draw 1 more", 1), ("Draw 10 more", 11), ("Draw 1,000 more", 1011)):
        press(app, label)
        assert app.number_input(key="drawn").value == total
    assert "1,011 drawn" in said(app)
    assert "the true gradient, dashed, is g = (0.93, −0.95, 0.02)" in said(app)


def test_drawing_ends_where_enough_is_drawn():
    app = press(shown({"drawn": str(MOST - 3)}), "Draw 10 more")
    assert app.number_input(key="drawn").value == MOST
    assert all(app.button(key=f"draw_{more}").disabled for more in (1, 10, 1000))


@pytest.mark.parametrize("label", ["Restart", "New seed", "Defaults"])
def test_restart_new_seed_and_defaults_put_all_draws_back(label):
    app = press(shown({"drawn": "25", "taught": "7", "guess_start": "skip"}), label)
    assert app.number_input(key="drawn").value == 0
    assert triangle(app)["draws"] == 0


def test_a_baseline_that_means_something_else_here_is_explained():
    (note,) = shown({"estimator": "group-normalised"}).info
    assert "nothing is subtracted" in note.value
    (note,) = shown({"estimator": "running mean", "b": "2"}).info
    assert "starts at b = 2 and follows the rewards that your model earns" in note.value
    assert not shown({"estimator": "optimal"}).info


def test_what_the_words_stand_for_in_a_chat_model_is_said():
    text = said(shown())
    for word in ("ChatGPT", "REINFORCE", "Williams 1992", "policy gradient", "cross-entropy"):
        assert word in text


def test_at_most_250_words_before_anything_is_unfolded():
    for query in ({}, {"taught": "1"}, {"guess_start": "no"}):
        app = shown(query)
        data = triangle(app)
        heads = [word.value for word in [*app.title, *app.header]]
        labels = [control.label for control in app.segmented_control]
        text = " ".join([*heads, said(app), data["said"], data["tally"], *labels])
        fixed = 20  # buttons and what stands at the corners
        assert len(text.split()) + fixed <= 250


def test_the_lead_has_at_most_25_words():
    lead = shown().main.markdown[0].value
    assert lead.startswith("The model tries an answer")
    assert len(lead.split()) <= 25


def test_what_is_said_of_a_guess_goes_along_with_the_rewards():
    app = shown({"guess_start": "yes"})
    assert f"You said **yes**. {raised_most_truth(DEFAULT)}" in said(app)
    app.slider(key="r_maybe").set_value(9.7).run()
    assert raised_most_truth(DEFAULT) not in said(app)
    assert f"**{QUESTION}** {raised_most_truth(replace(DEFAULT, rewards=(8, 3, 9.7)))}" in said(app)


def test_what_is_said_of_a_running_mean_goes_along_with_its_start():
    app = shown({"estimator": "running mean", "b": "2"})
    app.slider(key="b").set_value(4.0).run()
    (note,) = app.info
    assert "starts at b = 4 " in note.value
