"""The page about the clip: its scenes, its guess and what it says, as it is drawn."""

import pytest

from reinforce_viz.lessons.clipping import SCENES
from tests.shown import at_hand
from tests.ui.test_app import open_app


def said(app):
    return " ".join(one.value for one in app.markdown)


def everything(app):
    """All that a page says and draws."""
    texts = [each.value for each in (*app.markdown, *app.caption, *app.info)]
    return " ".join([*texts, *(chart.proto.spec + chart.proto.alt for chart in app.get("plotly_chart"))])


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_drawn(scene):
    app = open_app("clipping", {"scene": scene})
    assert not app.exception
    assert "The batch: " in said(app)
    assert "**You may hear:** the clip keeps the new policy within 20%. **Here** **" in said(app)


def test_the_guess_is_answered_by_the_scene():
    app = open_app("clipping", {"guess_clipping": "at most 20%", "scene": "learning rate 2"})
    assert "You said **at most 20%**. **yes** reaches 2.76 after 1 epoch, 176% above where it began." in said(app)


def test_the_sidebar_moves_it_and_its_own_rate_does_not():
    assert "the ratios are **yes** 1.45, **no** 0.637" in said(open_app("clipping", {"lr": "0.5"}))
    own = said(open_app("clipping", {"scene": "learning rate 2"}))
    assert "the ratios are **yes** 2.22, **no** 0.12" in own
    assert said(open_app("clipping", {"scene": "learning rate 2", "r_yes": "9"})) != own


def test_the_learning_rate_is_there_for_the_scenes_that_use_it():
    app = open_app("clipping", {"scene": "learning rate 2", "lr": "0.5"})
    assert "lr" not in at_hand(app)
    app.segmented_control(key="scene").set_value("lucky").run()
    assert "lr" in at_hand(app)
    assert "the ratios are **yes** 1.45, **no** 0.637" in said(app)
    app.segmented_control(key="scene").set_value("learning rate 2").run()
    assert "lr" not in at_hand(app)
    assert "lr" in at_hand(open_app("clipping", {"scene": "nonsense"}))


@pytest.mark.parametrize("policy", [{"p_yes": "1", "p_no": "0", "p_maybe": "0"}, {"r_yes": "3", "r_maybe": "3"}])
def test_where_nothing_moves_the_page_says_why(policy):
    app = open_app("clipping", policy)
    assert not app.exception
    assert "Nothing moves: " in said(app)


@pytest.mark.parametrize("scene", SCENES)
def test_before_the_guess_nothing_on_the_page_tells_how_far_a_ratio_gets(scene):
    app = open_app("clipping", {"guess": "first", "scene": scene})
    assert len(app.get("plotly_chart")) == 1
    held = everything(app)
    for answer in ("reaches", "stopped", "a wall", "path with", "After 64", "frames", "5.35", "1.28", "2.76", "7.15"):
        assert answer not in held, answer
    app.segmented_control(key="guess_clipping").set_value("20 to 40%").run()
    assert "You said **20 to 40%**" in said(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_guess_is_dropped_with_the_scene_that_it_was_about():
    app = open_app("clipping", {"guess": "first"})
    app.segmented_control(key="guess_clipping").set_value("at most 20%").run()
    assert "You said" in said(app)
    app.segmented_control(key="scene").set_value("learning rate 2").run()
    assert "You said" not in said(app)
    assert "reaches 2.76" in said(app)  # whoever has guessed once may explore


def test_few_words_before_anything_is_unfolded():
    app = open_app("clipping")
    folded = {id(one) for part in app.expander for one in part.markdown}
    shown = [one.value for one in (*app.main.markdown, *app.main.caption) if id(one) not in folded]
    assert len(" ".join(shown).split()) <= 250
