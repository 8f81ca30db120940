"""The page about the clip: its scenes, its guess and what it says, as it is drawn."""

import pytest

from reinforce_viz.lessons.clipping import SCENES
from tests.ui.test_app import open_app


def said(app):
    return " ".join(one.value for one in app.markdown)


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_drawn(scene):
    app = open_app("clipping", {"scene": scene})
    assert not app.exception
    assert "The batch: " in said(app)
    assert "You may hear: **the clip keeps the new policy within 20%.** Here **" in said(app)


def test_the_guess_is_answered_by_the_scene():
    app = open_app("clipping", {"guess_clipping": "at most 20%", "scene": "learning rate 2"})
    assert "You said **at most 20%**. **yes** gets to 2.76 after 1 epoch, 176% above where it began." in said(app)


def test_the_sidebar_moves_it_and_its_own_rate_does_not():
    assert "the ratios are **yes** 1.45, **no** 0.637" in said(open_app("clipping", {"lr": "0.5"}))
    own = said(open_app("clipping", {"scene": "learning rate 2"}))
    assert "the ratios are **yes** 2.22, **no** 0.12" in own
    assert said(open_app("clipping", {"scene": "learning rate 2", "r_yes": "9"})) != own


@pytest.mark.parametrize("policy", [{"p_yes": "1", "p_no": "0", "p_maybe": "0"}, {"r_yes": "3", "r_maybe": "3"}])
def test_where_nothing_moves_the_page_says_why(policy):
    app = open_app("clipping", policy)
    assert not app.exception
    assert "Nothing moves: " in said(app)
