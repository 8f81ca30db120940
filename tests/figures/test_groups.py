"""The pictures of the page about groups draw what the lesson says, at every preset and size of group."""

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS, Experiment
from reinforce_viz.export.tables import groups as tables
from reinforce_viz.figures import groups as figures
from reinforce_viz.lessons import groups as lesson
from reinforce_viz.lessons.own_group import advantages
from tests.figures.test_figures import names, plane, sent, spec, trace
from tests.of_experiment import brake, mean_steps, useless_groups

CERTAIN = Experiment(probs=(1.0, 0.0, 0.0))
SHOWN = [*PRESETS.values(), CERTAIN, Experiment(rewards=(5.0, 5.0, 5.0))]


def steps_of(figure):
    """What the slider shows at each group size: its words, and the end of the arrow."""
    (slider,) = sent(figure)["layout"]["sliders"]
    for step in slider["steps"]:
        [[frame], _] = step["args"]
        arrow, words = frame["data"]
        yield step["label"], words["text"][0], np.array([arrow["x"][1], arrow["y"][1]])


@pytest.mark.parametrize("experiment", SHOWN)
def test_every_stop_of_the_slider_is_the_average_step_of_its_size(experiment):
    steps = mean_steps(experiment)
    figure = figures.group_steps(steps, 8, experiment.answers)
    tips = list(steps_of(figure))
    assert [label for label, _, _ in tips] == [str(k) for k in lesson.SIZES]
    for exact, (label, words, tip) in zip(steps, tips, strict=True):
        np.testing.assert_allclose(tip, plane(exact.mean), atol=1e-12)
        assert words.startswith(f"<b>GRPO, K = {label}: ")
    first = trace(figure, "average step")
    np.testing.assert_allclose([first["x"][1], first["y"][1]], tips[lesson.SIZES.index(8)][2])
    assert sent(figure)["layout"]["sliders"][0]["active"] == lesson.SIZES.index(8)


@pytest.mark.parametrize("experiment", SHOWN)
def test_before_the_guess_only_the_gradient_is_in_the_figure(experiment):
    steps = mean_steps(experiment)
    figure = sent(figures.group_steps(steps, 8, experiment.answers, hidden=True))
    assert [part["name"] for part in figure["data"]] == ["downhill", "g"]
    assert "sliders" not in figure["layout"]
    assert not any("GRPO" in text["text"] for text in figure["layout"]["annotations"])
    table = tables.group_steps(experiment, hidden=True)
    assert list(table.columns) == [f"gradient on {name}" for name in experiment.answers]


@pytest.mark.parametrize("degrees", [0.0, 5.0, 45.0, 135.0])
def test_the_guess_is_a_ray_at_its_angle_on_either_side_of_g(degrees):
    steps = mean_steps(DEFAULT)
    layout = sent(figures.group_steps(steps, 8, DEFAULT.answers, degrees))["layout"]
    g = plane(steps[0].mean - steps[0].bias)
    rays = [np.array([s["x1"], s["y1"]]) for s in layout["shapes"] if s.get("name") == "your guess"]
    assert len(rays) == 2
    for ray in rays:
        cosine = ray @ g / np.linalg.norm(ray) / np.linalg.norm(g)
        assert np.degrees(np.arccos(np.clip(cosine, -1, 1))) == pytest.approx(degrees, abs=1e-4)
        assert np.abs(ray).max() < layout["xaxis"]["range"][1]


def test_the_disaster_turns_downhill_in_words_and_in_the_plane():
    steps = mean_steps(PRESETS["a rare disaster"])
    uphill = plane(steps[0].mean - steps[0].bias)
    found = {
        label: (words, float(tip @ uphill)) for label, words, tip in steps_of(figures.group_steps(steps, 2, "abc"))
    }
    assert found["8"][0] == "<b>GRPO, K = 8: 99° from g, downhill</b>"
    assert [label for label, (_, along) in found.items() if along < 0] == ["2", "3", "4", "8", "16"]


def test_g_is_as_long_as_the_longest_step_and_inside_the_picture():
    steps = mean_steps(DEFAULT)
    layout = sent(figures.group_steps(steps, 8, DEFAULT.answers))["layout"]
    arrow = trace(figures.group_steps(steps, 8, DEFAULT.answers), "g")
    longest = max(np.linalg.norm(plane(exact.mean)) for exact in steps)
    assert np.hypot(arrow["x"][1], arrow["y"][1]) == pytest.approx(longest)
    (left, right), (bottom, top) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    assert left < -longest < longest < right
    assert bottom < -longest < longest < top


@pytest.mark.parametrize("experiment", SHOWN)
def test_the_share_of_useless_groups(experiment):
    groups = useless_groups(experiment)
    figure = figures.useless_groups(groups, 8)
    assert names(figure) == ["now", "after 10 steps", "after 50 steps", "after 100 steps"]
    for name, share in zip(names(figure), groups.share, strict=True):
        np.testing.assert_allclose(trace(figure, name)["y"], share)


@pytest.mark.parametrize("experiment", SHOWN)
@pytest.mark.parametrize("size", [2, 64])
def test_the_lengths_along_the_way(experiment, size):
    along = brake(experiment, size)
    figure = figures.brake(along)
    for name, values in (
        ("GRPO", along.grpo),
        ("g", along.gradient),
        ("g / σ", along.over_sigma),
        ("GRPO, no useless groups", along.useful),
    ):
        np.testing.assert_allclose(trace(figure, name)["y"], np.where(values > 0, values, np.nan))
    np.testing.assert_array_equal(trace(figure, "g")["x"], along.steps + 1)


def test_the_weight_of_prompts_and_the_length_of_wrong_answers():
    factors, lengths = lesson.difficulty(), lesson.wrong_lengths(8)
    for k, of in factors.items():
        np.testing.assert_allclose(trace(figures.difficulty(factors, 8), f"K = {k}")["y"], of)
    for kind, of in lengths.items():
        np.testing.assert_allclose(trace(figures.wrong_lengths(lengths), kind)["y"], of)


@pytest.mark.parametrize("group", [[3.0], [2.0, 2.0], [1.0, 0.0, 0.0], [1e6, -1e6], [0.5, 0.25] * 128])
def test_a_bar_for_every_answer_of_the_group(group):
    by_scheme = advantages(np.array(group))
    figure = figures.own_group(np.array(group), by_scheme)
    rows = dict(zip(names(figure), [group, *by_scheme.values()], strict=True))
    assert list(rows) == ["reward", "leave-one-out (RLOO)", "batch mean (Dr. GRPO)", "group-normalised (GRPO)"]
    for place, (name, values) in enumerate(rows.items()):
        bars = trace(figure, name)
        np.testing.assert_allclose(np.array(bars["y"], dtype=float), values)
        low, high = sent(figure)["layout"][f"yaxis{place + 1 if place else ''}"]["range"]
        assert low < min(0, *np.nan_to_num(values))
        assert max(0, *np.nan_to_num(values)) < high


def test_a_large_group_is_little_to_send():
    group = np.random.default_rng(0).normal(size=256)
    assert len(spec(figures.own_group(group, advantages(group)))) < 60_000
    assert len(spec(figures.group_steps(mean_steps(DEFAULT), 8, DEFAULT.answers))) < 20_000
