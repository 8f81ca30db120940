"""The plane of estimates: bubbles, spread, means and the downhill half, against loops over every ordered batch."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, figures, moments, outcomes, sample_gradients
from reinforce_viz.engine.exact import likeliest
from reinforce_viz.figures.style.theme import CURRENT, DOWN, NEUTRAL, UP, translucent
from tests.engine.test_estimators import EXAMPLE, every_estimator, naive_batches
from tests.figures.test_figures import axis, cloud, names, plane, sent, spec, trace
from tests.figures.test_paths import arrow_of, boxes

GRADIENT = np.array([0.93, -0.95, 0.02])
NO_SAMPLES = np.zeros((0, 3))


def points(part):
    return np.stack([part["x"], part["y"]], axis=1)


def shapes(fig, name):
    return [shape for shape in sent(fig)["layout"]["shapes"] if shape.get("name") == name]


def pixel(fig):
    """How long a pixel is where the frame is 380 pixels wide."""
    left, right = axis(fig, "x")["range"]
    return (right - left) / 380


def test_layers_in_drawing_order():
    fig = cloud(DEFAULT)
    assert names(fig) == ["downhill", "possible estimates", "one standard deviation"]
    layers = [(shape.get("layer"), shape["name"]) for shape in sent(fig)["layout"]["shapes"] if "name" in shape]
    assert layers == [
        ("between", "possible estimates"),  # uphill
        ("between", "possible estimates"),  # downhill
        ("between", "sampled estimates"),
        (None, "g"),  # over everything
        (None, "E ĝ"),
    ]
    assert not shapes(cloud(DEFAULT, n=0), "sampled estimates")
    # Where bubbles or samples overlap there is no hole.
    overlapping = [*shapes(fig, "possible estimates"), *shapes(fig, "sampled estimates")]
    assert {shape["fillrule"] for shape in overlapping} == {"nonzero"}


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
    fig = cloud(replace(DEFAULT, estimator=name, k=k))
    every = grouped(name, k)
    expected = {colour: [] for colour in (UP, DOWN, NEUTRAL)}
    for point, probability, side in every:
        expected[{1: UP, -1: DOWN, 0: NEUTRAL}[int(side)]].append((point, probability))
    drawn = {shape["line"]["color"]: shape for shape in shapes(fig, "possible estimates")}
    assert len(drawn) == len(shapes(fig, "possible estimates"))
    assert set(drawn) == {colour for colour, those in expected.items() if those}
    for colour, shape in drawn.items():
        assert shape["fillcolor"] == translucent(colour, 0.55)
        middles, across = boxes(shape["path"])
        assert len(middles) == len(expected[colour])
        for point, probability in expected[colour]:
            at = int(np.argmin(np.linalg.norm(middles - point, axis=1)))
            assert middles[at] == pytest.approx(point, abs=0.05 * pixel(fig))
            # 64 pixels across stand for a half, and the area is in proportion.
            size = across[at] / pixel(fig)
            assert size == pytest.approx(64 * np.sqrt(probability / 0.5), abs=0.1)


def test_areas_of_bubbles_are_in_proportion_but_for_those_that_could_not_be_seen():
    fig = cloud(replace(DEFAULT, k=8))
    batches = outcomes("none", *EXAMPLE, 8)  # of which no two give the same estimate
    middles, across = (
        np.concatenate(parts)
        for parts in zip(*(boxes(shape["path"]) for shape in shapes(fig, "possible estimates")), strict=True)
    )
    assert len(middles) == len(batches.probability) == 45
    at = [int(np.argmin(np.linalg.norm(plane(batches.gradient) - middle, axis=1))) for middle in middles]
    assert sorted(at) == list(range(45))
    wanted = np.maximum(64 * np.sqrt(batches.probability[at] / 0.5), 3)
    assert (wanted == 3).any()
    assert (wanted > 20).any()
    np.testing.assert_allclose(across / pixel(fig), np.stack([wanted, wanted], axis=1), atol=0.1)


@every_estimator
def test_the_pointer_finds_every_estimate(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    hidden = trace(cloud(replace(DEFAULT, estimator=name, k=k)), "possible estimates")
    assert hidden["mode"] == "none"
    every = grouped(name, k)
    assert len(hidden["x"]) == len(hidden["text"]) == len(every)
    for point, probability, _ in every:
        at = int(np.argmin(np.linalg.norm(points(hidden) - point, axis=1)))
        np.testing.assert_allclose(points(hidden)[at], point, atol=1e-6)
        assert float(hidden["text"][at].split(": ")[-1].rstrip("%")) == pytest.approx(100 * probability, abs=0.51)


def test_the_pointer_finds_a_bubble_at_its_edge():
    assert sent(cloud(DEFAULT))["layout"]["hoverdistance"] == 32  # as far as the edge of a bubble for a half


def test_a_bubble_says_which_batch_it_is():
    text = trace(cloud(replace(DEFAULT, k=2)), "possible estimates")["text"]
    assert text[:2] == ["1 yes, 1 no: 30%", "2 no: 25%"]  # 2·.3·.5 and .5²


def test_a_bubble_that_several_batches_share_says_so():
    # Two equal answers give zero, whichever they are: .09 + .25 + .04.
    text = trace(cloud(replace(DEFAULT, estimator="batch mean", k=2)), "possible estimates")["text"]
    assert text[0] == "2 no, or another with this estimate: 38%"
    assert text[1:] == ["1 yes, 1 no: 30%", "1 no, 1 maybe: 20%", "1 yes, 1 maybe: 12%"]


def test_batches_that_cannot_come_have_no_bubble():
    impossible = replace(DEFAULT, probs=(0.4, 0.6, 0.0), k=2)
    assert trace(cloud(impossible), "possible estimates")["text"] == ["1 yes, 1 no: 48%", "2 no: 36%", "2 yes: 16%"]


def test_a_list_that_is_cut_says_how_much_is_shown():
    # K = 4: the likeliest batches are 1 yes 2 no 1 maybe (.18), 1 yes 3 no (.15), 2 yes 2 no (.135).
    exact = moments("none", *EXAMPLE, 4)
    batches = outcomes("none", *EXAMPLE, 4)
    cut = figures.gradient_cloud_reading(exact, likeliest(batches, 3))
    assert "the likeliest estimates (46% of all mass)" in cut  # .465, rounded to even
    assert "every possible estimate" in figures.gradient_cloud_reading(exact, likeliest(batches, 120))
    fig = cloud(DEFAULT, most=3)
    assert len(trace(fig, "possible estimates")["x"]) == 3
    assert sum(len(boxes(shape["path"])[0]) for shape in shapes(fig, "possible estimates")) == 3


def test_samples_lie_where_they_were_drawn_but_for_a_small_shake():
    estimates = sample_gradients("none", *EXAMPLE, 4, 100, np.random.default_rng(3))
    exact, batches = moments("none", *EXAMPLE, 4), outcomes("none", *EXAMPLE, 4)
    view = figures.frame([batches.gradient])
    fig = figures.gradient_cloud(batches, exact, estimates, view)
    (rain,) = shapes(fig, "sampled estimates")
    drawn, across = boxes(rain["path"])
    np.testing.assert_allclose(across, 2.7 * pixel(fig), atol=0.05 * pixel(fig))
    shake = np.linalg.norm(drawn - plane(estimates), axis=1)
    assert len(drawn) == 100
    assert shake.max() < 0.1 * view.half
    # Shaken farther than rounded, in all directions, and equal estimates apart.
    assert np.median(shake) > 0.01 * view.half
    assert np.abs((drawn - plane(estimates)).mean(axis=0)).max() < 0.01 * view.half
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
    exact, batches = moments("none", e.probs, e.rewards, 4), outcomes("none", e.probs, e.rewards, 4)
    view = figures.frame([batches.gradient])
    polygon = points(trace(figures.gradient_cloud(batches, exact, NO_SAMPLES, view), "downhill"))
    j = np.dot(e.probs, e.rewards)
    uphill = np.array(e.probs) * (np.array(e.rewards) - j)
    checked = 0
    for x in np.linspace(view.x - view.half, view.x + view.half, 15):
        for y in np.linspace(view.y - view.half, view.y + view.half, 15):
            # The step at this point of the picture, three components that sum to zero.
            step = np.linalg.solve(np.vstack([plane(np.eye(3)).T, np.ones(3)]), [x, y, 0])
            if abs(step @ uphill) > 1e-6 * np.linalg.norm(step) * np.linalg.norm(uphill):
                assert inside(polygon, (x, y)) == (step @ uphill < 0)
                checked += 1
    assert checked > 200


def test_equal_rewards_shade_nothing():
    polygon = points(trace(cloud(replace(DEFAULT, rewards=(3.0, 3.0, 3.0))), "downhill"))
    assert not polygon.any()


def arrows(fig):
    """Arrows by name: where they start, where they end, how thick they are in pixels, their colour."""
    drawn = {}
    for name in ("g", "E ĝ"):
        (shape,) = shapes(fig, name)
        tail, tip, thick, _ = arrow_of(shape["path"])
        drawn[name] = (tail, tip, thick / pixel(fig), shape["fillcolor"])
    return drawn


@every_estimator
def test_arrows_end_at_the_gradient_and_at_the_mean_of_all_estimates(name):
    k = max(2, ESTIMATORS[name].smallest_k)
    _, probability, estimate = naive_batches(name, *EXAMPLE, k, DEFAULT.b)
    drawn = arrows(cloud(replace(DEFAULT, estimator=name, k=k)))
    for (start, tip, thick, colour), (end, width, expected) in zip(
        drawn.values(), [(GRADIENT, 6, NEUTRAL), (probability @ estimate, 2.5, CURRENT)], strict=True
    ):
        assert start == pytest.approx((0, 0), abs=1e-5)
        assert tip == pytest.approx(tuple(plane(end)), rel=2e-6, abs=1e-12)
        assert thick == pytest.approx(width, rel=1e-3)
        assert colour == expected


def test_the_batch_mean_points_a_half_as_far_at_k_2():
    drawn = arrows(cloud(replace(DEFAULT, estimator="batch mean", k=2)))
    assert drawn["E ĝ"][1] == pytest.approx(tuple(plane(GRADIENT / 2)), rel=2e-6)


def test_without_a_gradient_the_arrows_are_nothing():
    for fig in (
        cloud(replace(DEFAULT, rewards=(3.0, 3.0, 3.0), estimator="expected reward")),
        cloud(replace(DEFAULT, rewards=(0.0, 0.0, 0.0))),
    ):
        for name in ("g", "E ĝ"):
            (shape,) = shapes(fig, name)
            tail, tip, thick, broad = arrow_of(shape["path"])
            assert np.abs([*tail, *tip, thick, broad]).max() < 1e-9
            assert shape["line"]["width"] == 0


@pytest.mark.parametrize(("k", "kilobytes"), [(4, 15), (8, 20), (64, 32)])
def test_a_cloud_is_drawn_with_few_nodes_and_sent_in_few_bytes(k, kilobytes):
    fig = cloud(replace(DEFAULT, k=k))
    assert len(shapes(fig, "possible estimates")) <= 3
    assert not any("markers" in part["mode"] for part in sent(fig)["data"])
    assert not any(note["showarrow"] for note in sent(fig)["layout"]["annotations"])
    assert len(spec(fig)) < 1000 * kilobytes


def test_one_frame_gives_two_estimators_the_same_scale():
    e = DEFAULT
    listed = {name: outcomes(name, *EXAMPLE, 4) for name in ("none", "batch mean")}
    view = figures.frame([batches.gradient for batches in listed.values()])
    drawn = [
        figures.gradient_cloud(batches, moments(name, *EXAMPLE, e.k), NO_SAMPLES, view)
        for name, batches in listed.items()
    ]
    assert axis(drawn[0], "x") == axis(drawn[1], "x")
    assert axis(drawn[0], "y") == axis(drawn[1], "y")
    assert axis(drawn[0], "x")["range"] == pytest.approx([view.x - view.half, view.x + view.half])
    assert axis(drawn[0], "y")["scaleanchor"] == "x"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_frame_is_a_square_that_holds_zero_and_every_estimate(preset):
    e = PRESETS[preset]
    gradient = outcomes("none", e.probs, e.rewards, 4).gradient
    view = figures.frame([gradient, gradient[:1]])
    low, high = view.corners
    assert high - low == pytest.approx([2 * view.half] * 2)
    for point in [np.zeros(2), *plane(gradient)]:
        assert (low < point).all()
        assert (point < high).all()


def test_a_frame_around_nothing_is_one_all_the_same():
    assert figures.frame([np.zeros((3, 3))]).half == 1


def test_answers_are_named_inside_the_picture():
    fig = cloud(DEFAULT)
    (left, right), (bottom, top) = axis(fig, "x")["range"], axis(fig, "y")["range"]
    named = {note["text"]: note for note in sent(fig)["layout"]["annotations"]}
    for answer, towards in zip(("yes", "no", "maybe"), plane(np.eye(3)), strict=True):
        note = named[f"<b>{answer}</b>"]
        assert left < note["x"] < right
        assert bottom < note["y"] < top
        assert np.array([note["x"], note["y"]]) / np.hypot(note["x"], note["y"]) == pytest.approx(towards)


# P(downhill) without a baseline is .2225 at K = 4 and .1914 at K = 8; Σπ^K = .0722 at K = 4 gives no step at all.
@pytest.mark.parametrize(
    ("name", "k", "said"),
    [
        ("none", 8, "With K = 8 and no baseline, 19% of updates point downhill."),
        ("none", 4, "With K = 4 and no baseline, 22% of updates point downhill."),
        ("optimal", 1, "With K = 1 and the optimal baseline, 20% of updates point downhill."),
        ("batch mean", 4, "0% of updates point downhill; 7.2% do not move at all."),
        ("leave-one-out", 2, "0% of updates point downhill; 38% do not move at all."),
    ],
)
def test_reading_on_the_example(name, k, said):
    exact, batches = moments(name, *EXAMPLE, k), outcomes(name, *EXAMPLE, k)
    assert said in figures.gradient_cloud_reading(exact, batches)


def test_exact_figures_of_the_batch_mean():
    # At K = 4: |E ĝ| = ¾√1.7678, bias ¼√1.7678, .383531, .494019, 2.592716, 0 and .0722.
    cells = dict(zip(figures.EXACT_FIGURES, figures.exact_figures(moments("batch mean", *EXAMPLE, 4)), strict=True))
    assert cells == {
        "length of the average, |E ĝ|": "0.997",
        "length of the bias, |E ĝ − g|": "0.332",
        "total variance": "0.384",
        "mean squared error": "0.494",
        "signal to noise": "2.59",
        "P(downhill)": "0%",
        "P(zero step)": "7.2%",
    }


def test_figures_without_noise_are_in_words():
    cells = figures.exact_figures(moments("batch mean", *EXAMPLE, 1))
    assert cells == ["0", "1.33", "0", "1.77", "undefined", "0%", "100%"]


def test_a_guess_is_set_beside_the_truth():
    exact, batches = moments("none", *EXAMPLE, 4), outcomes("none", *EXAMPLE, 4)
    view = figures.frame([batches.gradient])
    assert "downhill 22%" in spec(figures.gradient_cloud(batches, exact, NO_SAMPLES, view))
    assert "your guess 40%" in spec(figures.gradient_cloud(batches, exact, NO_SAMPLES, view, 0.4))
