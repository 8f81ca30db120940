"""The pictures of a long response: what they plot is what the engine says, and their words name it."""

import re
from functools import cache

import numpy as np
import pytest

from reinforce_viz import PRESETS
from reinforce_viz.engine.credits import CREDITS, TASKS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.token_critic import critic_moments
from reinforce_viz.engine.token_length import LENGTHS, SAMPLED_LENGTHS, every_credit, length_curves
from reinforce_viz.figures import tokens as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, UP, translucent
from reinforce_viz.figures.tokens.token_row import SHORT
from reinforce_viz.lessons.learned_critic import QUALITIES, critic_curves
from reinforce_viz.lessons.tokens import draw_pushes
from tests.figures.test_figures import axis, names, sent, spec, trace

PROBS, REWARDS = (0.3, 0.5, 0.2), (8.0, 3.0, 5.0)


def drawn(length=8, task="sum", draw=0, probs=PROBS, rewards=REWARDS):
    return draw_pushes(probs, rewards, length, task, 0, draw)


@cache
def curves(task="sum", probs=PROBS, rewards=REWARDS):
    return length_curves(probs, rewards, task, 0)


@cache
def longest(probs=PROBS, rewards=REWARDS):
    return [exact for by_credit in every_credit(probs, rewards, 16).values() for exact in by_credit.values()]


def at(length=8, task="sum", probs=PROBS, rewards=REWARDS):
    return every_credit(probs, rewards, length)[task]


def variance(task="sum", credit="whole reward", length=8, rewards=REWARDS):
    return figures.token_variance(curves(task, rewards=rewards), credit, length, longest(rewards=rewards))


def positions(length=8, task="sum", credit="whole reward"):
    return figures.token_positions(at(length, task), credit, longest())


def written(fig):
    """The words in the cells, row by row from the top, each row from left to right."""
    cells = {}
    for part in sent(fig)["data"]:
        if part["type"] == "bar":
            for x, base, text in zip(part["x"], part["base"], part["text"], strict=True):
                cells.setdefault(round(base, 6), {})[x] = re.sub("<[^>]*>", "", text).strip("\u2007\u2005")
    return [[row[x] for x in sorted(row)] for _, row in sorted(cells.items())]


def annotations(fig):
    return [note["text"] for note in sent(fig)["layout"]["annotations"]]


# The row of tokens.


def value(word):
    return float(word.replace("−", "-"))


def test_the_row_writes_every_token_what_it_is_worth_and_its_push_under_each_credit():
    pushes = drawn(task="first")
    tokens, worth, *rows = written(figures.token_row(pushes, "critic"))
    assert [USUAL.index(word) for word in tokens] == pushes.tokens.tolist()
    assert [float(worth[0]), *worth[1:]] == [REWARDS[pushes.tokens[0]], *["·"] * 7]
    for row, values in zip(rows, pushes.by_credit.values(), strict=True):
        # Two digits.
        np.testing.assert_allclose([value(word) for word in row], values, rtol=0.05)
    assert len(rows) == len(CREDITS)


def test_a_push_shows_its_sign_and_no_push_is_a_bare_zero():
    rows = dict(zip(CREDITS, written(figures.token_row(drawn(4, "first"), "critic"))[2:], strict=True))
    assert all(word[0] in "+−" for word in rows["whole reward"])
    assert rows["critic"][1:] == ["0", "0", "0"]


@pytest.mark.parametrize("task", TASKS)
def test_colour_goes_with_the_push_on_one_scale_for_all_credits(task):
    pushes = drawn(task=task)
    cells = trace(figures.token_row(pushes, "critic"), "push")
    values = np.array(list(pushes.by_credit.values()))
    np.testing.assert_allclose(np.sign(cells["z"]) * np.square(cells["z"]), values, atol=0.002)
    assert cells["zmax"] == -cells["zmin"] == pytest.approx(np.sqrt(np.abs(values).max()))
    low, high = cells["colorscale"][0], cells["colorscale"][-1]
    assert (low[1], high[1]) == (translucent(DOWN, 0.75), translucent(UP, 0.75))


def test_every_cell_answers_the_pointer_and_a_click_with_its_token_and_credit():
    cells = trace(figures.token_row(drawn(), "critic"), "cells")
    assert len(cells["text"]) == 8 * 7
    for point, (x, y, text) in enumerate(zip(cells["x"], cells["y"], cells["text"], strict=True)):
        token, credit = figures.clicked(point, 8)
        assert token == x
        assert text.startswith(f"token {token}: ")
        assert (credit is None) == (y < 2)
        if credit:
            assert list(CREDITS).index(credit) == y - 2
            assert f"<br>{credit} pushes it by " in text
    assert cells["text"][16] == "token 1: no<br>whole reward pushes it by 43"


def test_a_click_fades_nothing():
    for part in sent(figures.token_row(drawn(), "critic"))["data"]:
        if part["type"] != "heatmap":
            shown = 1 if part.get("name") in USUAL else 0
            assert part["selected"] == part["unselected"] == {"marker": {"opacity": shown}}


def test_tokens_have_the_colour_and_marker_of_their_answer():
    pushes = drawn(16)
    for a, name in enumerate(USUAL):
        marks = trace(figures.token_row(pushes, "critic"), name)
        assert marks["marker"]["color"] == COLOURS[a]
        assert marks["marker"]["symbol"] == MARKERS[a]
        assert marks["x"].tolist() == (np.flatnonzero(pushes.tokens == a) + 1).tolist()


@pytest.mark.parametrize("credit", CREDITS)
def test_the_chosen_credit_is_framed_and_named_in_colour(credit):
    fig = figures.token_row(drawn(), credit)
    (frame,) = sent(fig)["layout"]["shapes"]
    (label,) = [note for note in sent(fig)["layout"]["annotations"] if CURRENT in note["text"]]
    # A row of cells is half of one below its label.
    assert frame["y0"] < label["y"] + 0.5 < frame["y1"]
    assert f"<b>{credit}</b>" in label["text"]


def test_above_the_tokens_stands_what_they_earned_together_and_what_is_usual():
    # No, yes, yes, yes, maybe, maybe, no, no: 3 + 3·8 + 2·5 + 2·3 = 43, and 8·4.9 = 39.2.
    assert (
        annotations(figures.token_row(drawn(), "critic"))[0] == "<b>one mark for all 8 tokens: 43</b> (39.2 is usual)"
    )
    first = annotations(figures.token_row(drawn(1, "first"), "critic"))[0]
    assert first == "<b>the mark of the only token: 3</b> (4.9 is usual)"


def test_the_veil_hides_who_earned_what_and_leaves_the_response():
    fig = figures.token_row(drawn(task="first"), "critic", hidden=True)
    tokens, *rows = written(fig)
    assert tokens == ["no", "yes", "yes", "yes", "maybe", "maybe", "no", "no"]
    assert rows == [["?"] * 8] * 6
    assert "push" not in names(fig)
    assert "shapes" not in sent(fig)["layout"]
    # Nothing that differs between the credits or the tasks is sent at all.
    assert spec(fig) == spec(figures.token_row(drawn(task="first"), "whole reward", hidden=True))
    other = figures.token_row(drawn(task="last"), "critic", hidden=True)
    assert spec(other) == spec(fig)  # the last token is no, as the first is
    # Twin: without the veil they differ.
    assert spec(figures.token_row(drawn(task="last"), "critic")) != spec(
        figures.token_row(drawn(task="first"), "critic")
    )


def test_the_guess_is_marked_at_its_token():
    labels = axis(figures.token_row(drawn(), "critic", guess=7), "x")["ticktext"]
    assert [place for place, label in enumerate(labels, 1) if CURRENT in label] == [7]
    assert "7: you" in labels[6]


def test_a_small_push_beside_large_ones_is_not_written_as_none():
    # "nearly done" draws 16 times yes, each .042 better than J = 7.958.
    words = written(figures.token_row(drawn(16, probs=(0.99, 0.006, 0.004)), "critic"))
    assert words[2] == ["+128"] * 16
    assert words[6] == ["+0.042"] * 16


def test_every_credit_has_a_short_form():
    assert list(SHORT) == list(CREDITS)


# The squares.


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("length", [1, 3, 8])
def test_a_cell_is_filled_where_a_reward_pushes_a_token(task, length):
    rewarded = {"sum": range(length), "first": [0], "last": [length - 1]}[task]
    since = {"critic", *(["reward-to-go"] if task == "sum" else [])}  # from its own token on

    def counts(credit, t, u):
        return u in rewarded and (u == t if credit == "advantage" else u >= t or credit not in since)

    z = trace(figures.token_sums(curves(task), "critic", length, task), "rewards that count")["z"]
    rows = [[cell for cell in row if cell is not None] for row in z]
    for place, credit in enumerate(CREDITS):
        full = {"whole reward": 2, "reward-to-go": 2, "expected reward": 1, "critic": 1 + 2, "advantage": 1}[credit]
        for t, row in enumerate(rows):
            square = row[place * length : (place + 1) * length]
            assert square == [full * counts(credit, t, u) for u in range(length)]


def test_below_each_square_stands_how_the_variance_grows():
    words = annotations(figures.token_sums(curves("sum"), "critic", 8, "sum"))
    assert words[1::2] == ["<b>T³</b>", "<b>T²</b>", "<b>T³<br>a third</b>", "<b>T²<br>half</b>", "<b>T</b>"]


# A critic that has to be learned.


@pytest.mark.parametrize("critic", QUALITIES)
def test_the_curves_of_a_learned_critic_are_the_engines(critic):
    found = critic_curves(PROBS, REWARDS, 8)
    fig = figures.learned_critic(found, critic, 0.9)
    for name, kappa in QUALITIES.items():
        noise, lost = trace(fig, f"{name}, variance"), trace(fig, f"{name}, % lost")
        for x, v, off in zip(noise["x"], noise["y"], lost["y"], strict=True):
            exact = critic_moments(PROBS, REWARDS, 8, kappa, float(x))
            assert v == pytest.approx(exact.total_variance)
            assert off == pytest.approx(100 * (1 - exact.factor))
        assert (noise["line"]["color"] == CURRENT) == (name == critic)
    assert {shape["x0"] for shape in sent(fig)["layout"]["shapes"]} == {0.9}
    assert sorted(annotations(fig)) == sorted(QUALITIES)


# Variance against length.


@pytest.mark.parametrize("task", TASKS)
def test_the_lines_are_exact_and_the_points_sampled(task):
    fig = variance(task)
    for name, curve in curves(task).items():
        line, points = trace(fig, name), trace(fig, f"{name}, sampled")
        assert line["x"].tolist() == list(LENGTHS)
        np.testing.assert_allclose(line["y"], curve.exact, rtol=1e-6)
        assert points["x"].tolist() == list(SAMPLED_LENGTHS)
        np.testing.assert_allclose(points["y"], curve.sampled, rtol=1e-6)
        np.testing.assert_allclose(points["y"] + points["error_y"]["array"], curve.high, rtol=1e-6)
        assert (points["error_y"]["arrayminus"] < points["y"]).all()
    assert axis(fig, "x")["type"] == axis(fig, "y")["type"] == "log"


def growth_labels(task, rewards=REWARDS):
    """What stands at the end of each line, below the credit's name."""
    fig = variance(task, rewards=rewards)
    return dict(text.replace("<b>", "").replace("</b>", "").split("<br>") for text in annotations(fig))


def test_the_growth_at_the_end_of_the_lines_is_that_of_the_task():
    assert growth_labels("sum") == {
        "whole reward": "T³",
        "expected reward": "T²",
        "reward-to-go": "T³, a third",
        "critic": "T², half",
        "advantage": "T",
    }
    # 2.9078 beside 17.794 is 16%.
    assert growth_labels("first") == {
        "whole reward": "T",
        "expected reward": "T, 16%",
        "reward-to-go": "= whole reward",
        "critic": "constant",
        "advantage": "= critic",
    }
    assert growth_labels("last") == {
        "whole reward": "T",
        "expected reward": "T, 16%",
        "reward-to-go": "= whole reward",
        "critic": "= expected reward",
        "advantage": "constant",
    }


def test_the_growth_is_that_of_the_rewards_too():
    # With J = 0 there is no mean to pile up.
    labels = growth_labels("sum", (3.1, -1.9, 0.1))
    assert labels["whole reward"] == "T²"
    assert labels["reward-to-go"] == "T², half"


def test_the_axes_stay_as_they_are_whatever_is_chosen():
    ranges = {
        (tuple(axis(fig, "x")["range"]), tuple(np.round(axis(fig, "y")["range"], 6)))
        for task in TASKS
        for credit in CREDITS
        for fig in (variance(task, credit, 1), variance(task, credit, 16))
    }
    assert len(ranges) == 1


def test_the_chosen_credit_is_the_one_in_colour_and_the_length_is_marked():
    fig = variance(credit="critic", length=6)
    coloured = [part["name"] for part in sent(fig)["data"] if part.get("line", {}).get("color") == CURRENT]
    assert coloured == ["critic"]
    assert [(shape["x0"], shape["x1"]) for shape in sent(fig)["layout"]["shapes"]] == [(6, 6)]


# Variance by position.


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("length", [1, 2, 8, 16])
def test_every_position_has_its_exact_variance(task, length):
    fig = positions(length, task)
    for name, exact in at(length, task).items():
        line = trace(fig, name)
        assert line["x"].tolist() == list(range(1, length + 1))
        np.testing.assert_allclose(line["customdata"], exact.per_position, rtol=1e-6)
        drawn_at = exact.per_position > 0
        np.testing.assert_allclose(line["y"][drawn_at], exact.per_position[drawn_at], rtol=1e-6)


def test_positions_without_variance_stand_on_a_floor_labelled_zero():
    fig = positions(8, "first", "critic")
    y = axis(fig, "y")
    (zero,) = (value for value, text in zip(y["tickvals"], y["ticktext"], strict=True) if text == "0")
    np.testing.assert_allclose(trace(fig, "critic")["y"][1:], zero, rtol=1e-6)
    assert y["range"][0] < np.log10(zero) < np.log10(1.1688)
    assert "0" not in axis(positions(8, "sum"), "y")["ticktext"]


def test_the_scale_of_the_positions_stays_as_it_is():
    ranges = {tuple(axis(positions(length, task), "y")["range"]) for task in TASKS for length in (1, 8, 16)}
    assert len(ranges) == 1


# All three.


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("task", TASKS)
def test_every_preset_is_drawn_small(preset, task):
    chosen = {"probs": PRESETS[preset].probs, "rewards": PRESETS[preset].rewards}
    pushes, lines, moments = drawn(16, task, **chosen), curves(task, **chosen), at(16, task, **chosen)
    drawings = [
        figures.token_row(pushes, "critic"),
        figures.token_variance(lines, "critic", 16, longest(**chosen)),
        figures.token_positions(moments, "critic", longest(**chosen)),
    ]
    assert sum(len(spec(fig)) for fig in drawings) < 60_000
    for fig in drawings:
        assert 300 <= sent(fig)["layout"]["height"] <= 600
        assert sent(fig)["layout"]["showlegend"] is False


@pytest.mark.parametrize(("probs", "rewards"), [(PROBS, (3, 3, 3)), (PROBS, (0, 0, 0)), ((1, 0, 0), REWARDS)])
@pytest.mark.parametrize("task", TASKS)
def test_without_any_noise_the_pictures_stay(probs, rewards, task):
    chosen = {"probs": probs, "rewards": rewards}
    fig = figures.token_variance(curves(task, **chosen), "critic", 8, longest(**chosen))
    assert np.isnan(trace(fig, "critic")["y"]).all()
    assert np.isfinite(axis(fig, "y")["range"]).all()
    assert np.isfinite(
        axis(figures.token_positions(at(8, task, **chosen), "critic", longest(**chosen)), "y")["range"]
    ).all()
    assert written(figures.token_row(drawn(8, task, **chosen), "critic"))[5] == ["0"] * 8
