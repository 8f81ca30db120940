"""The page about KL: its guess, what is shown before it, its control, and where nothing moves."""

import pytest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.kl import BETAS
from tests.ui.test_app import open_app
from tests.ui.test_page_clipping import everything, said


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset(preset):
    app = open_app("kl", {"preset": preset})
    assert not app.exception
    assert len(app.get("plotly_chart")) == 2
    assert "**You may hear:** k3 has less variance than k1. **Here**" in said(app)


def test_before_the_guess_nothing_on_the_page_tells_where_a_loss_ends():
    app = open_app("kl", {"guess": "first"})
    held = everything(app)
    for answer in ("ends there", "no penalty", "Only k2", "KL(ref", "85%", "7.35"):
        assert answer not in held, answer
    losses = app.get("plotly_chart")[0].proto
    assert not any(kind in losses.spec + losses.alt for kind in ("k1", "k2", "k3"))
    app.segmented_control(key="guess_kl").set_value("k1 and k3").run()
    assert "You said **k1 and k3**. Only k2 does." in said(app)
    assert "k3, your guess" in app.get("plotly_chart")[0].proto.spec


@pytest.mark.parametrize("beta", BETAS)
def test_the_price_changes_both_pictures_and_what_is_said(beta):
    app = open_app("kl", {"beta": f"{beta:g}"})
    assert f"at β = {beta:g}:" in said(app)
    other = open_app("kl", {"beta": "5"}) if beta != 5 else open_app("kl")
    for one, two in zip(app.get("plotly_chart"), other.get("plotly_chart"), strict=True):
        assert one.proto.spec != two.proto.spec


@pytest.mark.parametrize("policy", [{"p_yes": "1", "p_no": "0", "p_maybe": "0"}, {"r_yes": "3", "r_maybe": "3"}])
def test_where_nothing_leaves_the_reference(policy):
    app = open_app("kl", {"guess_kl": "k3", **policy})
    assert not app.exception
    assert "Here all of them do:" in said(app)
    assert "undefined" not in said(app)


def test_few_words_before_anything_is_unfolded():
    app = open_app("kl")
    assert len(" ".join(one.value for one in (*app.main.markdown, *app.main.caption)).split()) <= 250
