"""The plane of estimates: bubbles, spread, means and the downhill half, against loops over every ordered batch."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, outcomes, sample_gradients
from reinforce_viz.figures import gradient_scatter as figures
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.plane import Frame, add_arrow
from reinforce_viz.figures.style.theme import COLOURS, DOWN, NEUTRAL, UP
from tests.engine.test_estimators import EXAMPLE, every_estimator, naive_batches
from tests.figures.test_figures import axis, cloud, names, plane, sent, spec, trace

MOVING = ("possible estimates", "sampled estimates", "one standard deviation", "E ĝ", "share downhill")
GRADIENT = np.array([0.93, -0.95, 0.02])


def points(part):
    return np.stack([part["x"], part["y"]], axis=1)


def test_layers_in_drawing_order():
    assert names(cloud(DEFAULT)) == ["downhill", "g", *MOVING]


def grouped(name, k):
    """Each possible estimate with the probability of all batches that give it: [(point, probability, slope)]."""
    _, probability, estimate = naive_batches(name, *EXAMPLE, k, DEFAULT.b)
    groups = {}
    for row, p in zip(estimate, probability, strict=True):
        key = tuple(np.round(row, 9) + 0.0)
        groups[key] = groups.get(key, 0.0) + p
    return [(plane(key), p, np.sign(np.round(np.dot(key, GRADIENT), 9))) for key, p in groups.items()]


@every_estimator
def test_a_bubble_for_each_estimate_with_an_area_in_proportion_and_the_colour_of_its_side(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    bubbles = trace(cloud(replace(DEFAULT, estimator=name, k=k)), "possible estimates")
    every = grouped(name, k)
    assert len(bubbles["x"]) == len(every)
    for point, probability, side in every:
        at = int(np.argmin(np.linalg.norm(points(bubbles) - point, axis=1)))
        np.testing.assert_allclose(points(bubbles)[at], point, atol=1e-6)
        for part in (bubbles["marker"], bubbles["marker"]["line"]):
            assert part["color"][at] == side
        # 64 pixels across stand for a half, and the area is in proportion.
        assert bubbles["marker"]["size"][at] == pytest.approx(max(64 * np.sqrt(probability / 0.5), 3), rel=1e-5)


def test_uphill_level_and_downhill_each_have_their_colour():
    marker = trace(cloud(DEFAULT), "possible estimates")["marker"]
    for part in (marker, marker["line"]):
        assert (part["cmin"], part["cmax"]) == (-1, 1)
        assert part["colorscale"] == [[0, DOWN], [0.5, NEUTRAL], [1, UP]]


def test_areas_of_bubbles_are_in_proportion_but_for_those_that_could_not_be_seen():
    size = trace(cloud(replace(DEFAULT, k=8)), "possible estimates")["marker"]["size"]
    probability = np.sort(outcomes("none", *EXAMPLE, 8).probability)[::-1]  # of which no two give the same estimate
    assert len(size) == 45
    wanted = np.maximum(64 * np.sqrt(probability / 0.5), 3)
    assert (wanted == 3).any()
    assert (wanted > 20).any()
    np.testing.assert_allclose(size, wanted, rtol=1e-5)


@every_estimator
def test_the_pointer_finds_every_estimate(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    bubbles = trace(cloud(replace(DEFAULT, estimator=name, k=k)), "possible estimates")
    every = grouped(name, k)
    assert len(bubbles["x"]) == len(bubbles["hovertext"]) == len(every)
    for point, probability, _ in every:
        at = int(np.argmin(np.linalg.norm(points(bubbles) - point, axis=1)))
        np.testing.assert_allclose(points(bubbles)[at], point, atol=1e-6)
        assert float(bubbles["hovertext"][at].split(": ")[-1].rstrip("%")) == pytest.approx(100 * probability, abs=0.51)


def test_a_bubble_says_which_batch_it_is():
    text = trace(cloud(replace(DEFAULT, k=2)), "possible estimates")["hovertext"]
    assert text[:2] == ["1 yes, 1 no: 30%", "2 no: 25%"]  # 2·.3·.5 and .5²


def test_a_bubble_that_several_batches_share_says_so():
    # Two equal answers give zero, whichever they are: .09 + .25 + .04.
    text = trace(cloud(replace(DEFAULT, estimator="batch mean", k=2)), "possible estimates")["hovertext"]
    assert text[0] == "2 no, or another with this estimate: 38%"
    assert text[1:] == ["1 yes, 1 no: 30%", "1 no, 1 maybe: 20%", "1 yes, 1 maybe: 12%"]


def test_of_single_draws_each_bubble_has_the_name_of_its_answer():
    single = trace(cloud(replace(DEFAULT, k=1)), "possible estimates")
    assert single["text"] == ["<b>no</b>", "<b>yes</b>", "<b>maybe</b>"]
    assert single["textfont"]["color"] == [COLOURS[1], COLOURS[0], COLOURS[2]]
    # With K = 1 the batch mean leaves no push: all answers share one bubble, which has no name.
    for change in ({"k": 2}, {"k": 1, "estimator": "batch mean"}):
        assert not any(trace(cloud(replace(DEFAULT, **change)), "possible estimates")["text"])


def test_batches_that_cannot_come_have_no_bubble():
    impossible = replace(DEFAULT, probs=(0.4, 0.6, 0.0), k=2)
    assert trace(cloud(impossible), "possible estimates")["hovertext"] == [
        "1 yes, 1 no: 48%",
        "2 no: 36%",
        "2 yes: 16%",
    ]


def test_a_list_that_is_cut_shows_the_likeliest():
    # K = 4: the likeliest batches are 1 yes 2 no 1 maybe (.18), 1 yes 3 no (.15), 2 yes 2 no (.135).
    fig = cloud(DEFAULT, most=3)
    assert len(trace(fig, "possible estimates")["x"]) == 3
    assert len(trace(fig, "possible estimates")["marker"]["size"]) == 3


def test_samples_lie_where_they_were_drawn_but_for_a_small_shake():
    estimates = sample_gradients("none", *EXAMPLE, 4, 100, np.random.default_rng(DEFAULT.seed))
    fig = cloud(DEFAULT)
    drawn, half = points(trace(fig, "sampled estimates")), axis(fig, "y")["range"][1]
    shake = np.linalg.norm(drawn - plane(estimates), axis=1)
    assert len(drawn) == 100
    assert shake.max() < 0.1 * half
    # In all directions, and equal estimates apart.
    assert np.median(shake) > 0.005 * half
    assert np.abs((drawn - plane(estimates)).mean(axis=0)).max() < 0.01 * half
    assert len(np.unique(drawn, axis=0)) == 100 > len(np.unique(estimates, axis=0))


@every_estimator
def test_the_ellipse_is_one_standard_deviation_of_all_batches(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    _, probability, estimate = naive_batches(name, *EXAMPLE, k, DEFAULT.b)
    flat = plane(estimate)
    mean = probability @ flat
    (xx, xy), (_, yy) = covariance = (probability[:, None] * (flat - mean)).T @ (flat - mean)
    ring = points(trace(cloud(replace(DEFAULT, estimator=name, k=k)), "one standard deviation"))
    np.testing.assert_allclose(ring[0], ring[-1], atol=1e-6)
    away = ring[:-1] - mean
    # On the ellipse (x − m)ᵀ C⁻¹ (x − m) = 1; its axes are the roots of the characteristic equation of C.
    np.testing.assert_allclose(np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away), 1, rtol=1e-4)
    middle, apart = (xx + yy) / 2, np.sqrt((xx - yy) ** 2 / 4 + xy**2)
    lengths = np.linalg.norm(away, axis=1)
    assert lengths.max() == pytest.approx(np.sqrt(middle + apart), rel=2e-3)
    assert lengths.min() == pytest.approx(np.sqrt(middle - apart), rel=2e-3)
    x, y = away.T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert area == pytest.approx(np.pi * np.sqrt(xx * yy - xy**2), rel=3e-3)  # sixty corners, not a smooth line


def test_without_spread_the_ellipse_is_a_point():
    ring = points(trace(cloud(replace(DEFAULT, estimator="batch mean", k=1)), "one standard deviation"))
    np.testing.assert_allclose(ring, 0, atol=1e-12)


def inside(polygon, point):
    """Whether a convex polygon holds the point: it lies on the same side of every edge."""
    ahead = np.roll(polygon, -1, axis=0) - polygon
    to_point = point - polygon
    turns = ahead[:, 0] * to_point[:, 1] - ahead[:, 1] * to_point[:, 0]
    return bool((turns > 0).all() or (turns < 0).all())


@pytest.mark.parametrize("preset", ["yes, no, maybe", "stuck on no", "nearly done", "all rewards negative"])
def test_the_shaded_half_holds_the_steps_downhill_and_no_others(preset):
    e = PRESETS[preset]
    fig = cloud(replace(e, estimator="none", k=4))
    polygon, half = points(trace(fig, "downhill")), axis(fig, "y")["range"][1]
    j = np.dot(e.probs, e.rewards)
    uphill = np.array(e.probs) * (np.array(e.rewards) - j)
    checked = 0
    for x in np.linspace(*axis(fig, "x")["range"], 15):
        for y in np.linspace(-half, half, 15):
            # The step at this point of the picture, three components that sum to zero.
            step = np.linalg.solve(np.vstack([plane(np.eye(3)).T, np.ones(3)]), [x, y, 0])
            if abs(step @ uphill) > 1e-6 * np.linalg.norm(step) * np.linalg.norm(uphill):
                assert inside(polygon, (x, y)) == (step @ uphill < 0)
                checked += 1
    assert checked > 200


def test_equal_rewards_shade_nothing():
    polygon = points(trace(cloud(replace(DEFAULT, rewards=(3.0, 3.0, 3.0))), "downhill"))
    assert not polygon.any()


def arrow(fig, name):
    """Where an arrow starts and ends, by its outline."""
    outline = points(trace(fig, name))
    return (outline[0] + outline[6]) / 2, outline[3]


@every_estimator
def test_an_arrow_ends_at_the_gradient(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    start, tip = arrow(cloud(replace(DEFAULT, estimator=name, k=k)), "g")
    np.testing.assert_allclose(start, 0, atol=1e-12)
    np.testing.assert_allclose(tip, plane(GRADIENT), atol=1e-6)


def test_the_batch_mean_points_a_half_as_far_at_k_2():
    _, tip = arrow(cloud(replace(DEFAULT, estimator="batch mean", k=2)), "E ĝ")
    np.testing.assert_allclose(tip, plane(GRADIENT / 2), atol=1e-6)


def test_without_a_gradient_there_is_no_arrow():
    for without in ({"rewards": (3.0, 3.0, 3.0), "estimator": "expected reward"}, {"rewards": (0.0, 0.0, 0.0)}):
        fig = cloud(replace(DEFAULT, **without))
        assert not points(trace(fig, "g")).any()
        assert not any(note["text"] == "<b>g</b>" for note in sent(fig)["layout"]["annotations"])


def arrows(fig):
    """Arrows by name: where they start, where they end, how thick they are in pixels, their colour."""
    return {
        note["name"]: ((note["ax"], note["ay"]), (note["x"], note["y"]), note["arrowwidth"], note["arrowcolor"])
        for note in sent(fig)["layout"]["annotations"]
        if note["showarrow"]
    }


def test_a_short_arrow_is_thinner_so_that_it_is_not_all_head():
    widths = []
    for tip in (0.5, 0.1, 0.05, 0.001):
        drawing = Drawing(300)
        add_arrow(drawing, np.array([tip, 0.0]), NEUTRAL, 6, Frame(0, 0, 1), "g")
        widths.append(arrows(drawing.figure())["g"][2])
    # The frame is 380 pixels wide and 2 long: arrows of 95, 19, 9.5 and .19 pixels, a quarter of them for the shaft.
    assert widths == pytest.approx([6, 4.75, 2.375, 0.1])


def test_one_view_gives_two_estimators_the_same_scale_and_has_room_for_all_it_is_made_for():
    # Estimates far up, and far to the right.
    view = figures.room_for([np.array([[6.0, -3.0, -3.0]]), np.array([[0.0, -4.0, 4.0], [0.0, 0.0, 0.0]])])
    drawn = [figures.before_the_guess(GRADIENT, name, view) for name in ("none", "batch mean")]
    for letter in "xy":
        assert axis(drawn[0], letter) == axis(drawn[1], letter)
    (left, right), (bottom, top) = axis(drawn[0], "x")["range"], axis(drawn[0], "y")["range"]
    assert left < 0 < plane([0, -4, 4])[0] < right
    assert bottom < 0 < plane([6, -3, -3])[1] < top
    assert (right - left) / (top - bottom) == pytest.approx(1.25)
    assert axis(drawn[0], "y")["scaleanchor"] == "x"


def test_the_picture_is_no_larger_than_what_it_shows_needs():
    # Without a baseline and at K = 1 there are three estimates, at most 7.07 long; none lies far below zero.
    fig = cloud(replace(DEFAULT, k=1))
    (bottom, top), drawn = axis(fig, "y")["range"], points(trace(fig, "possible estimates"))
    assert 0.7 < np.ptp(drawn[:, 1]) / (top - bottom) < 0.9


def test_what_is_in_sight_is_what_the_narrowest_picture_shows():
    view = Frame(1.0, 2.0, 2.0)
    inside = {(0.0, 0.0): True, (3.4, 3.9): True, (3.6, 0.0): False, (0.0, 4.1): False, (-1.4, 0.1): True}
    backwards = np.linalg.inv(np.vstack([plane(np.eye(3)).T, np.ones(3)]))
    estimates = np.array([backwards @ [*point, 0] for point in inside])
    few = outcomes("none", *EXAMPLE, 2, 0.0)
    some = replace(few, gradient=estimates)
    assert figures.in_sight(some, view).tolist() == list(inside.values())


def test_a_picture_of_nothing_has_room_all_the_same():
    assert axis(figures.before_the_guess(np.zeros(3), "none", figures.room_for([])), "y")["range"] == [-1, 1]


def test_answers_are_named_inside_the_picture():
    fig = cloud(DEFAULT)
    (left, right), (bottom, top) = axis(fig, "x")["range"], axis(fig, "y")["range"]
    named = {note["text"]: note for note in sent(fig)["layout"]["annotations"]}
    for answer, towards in zip(("yes", "no", "maybe"), plane(np.eye(3)), strict=True):
        note = named[f"<b>{answer}</b>"]
        assert left < note["x"] < right
        assert bottom < note["y"] < top
        assert np.array([note["x"], note["y"]]) / np.hypot(note["x"], note["y"]) == pytest.approx(towards)


def test_a_guess_is_set_beside_the_truth():
    assert "downhill 22%" in spec(cloud(DEFAULT))
    assert "your guess" not in spec(cloud(DEFAULT))
    assert "your guess: 40%" in spec(cloud(DEFAULT, guess=0.4))
