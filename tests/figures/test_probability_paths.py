"""Probabilities through time: bands, middle, one run and exact ascent, on axes that stay where they are."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import BATCH_SIZES, DEFAULT
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.figures.style.theme import COLOURS, MARKERS, NEUTRAL
from tests.engine.test_summary import plain_quantile
from tests.figures.test_figures import axis, names, runs, sent, trace

SHORT = replace(DEFAULT, steps=60, runs=31)


def paths(experiment=SHORT, **options):
    return figures.probability_paths(experiment, *runs(experiment), **options)


def test_the_traces_of_each_answer():
    parts = ["10–90% of runs", "one run", "median"]
    assert names(paths()) == [*(f"{answer}, {part}" for answer in USUAL for part in parts), "exact"]


@pytest.mark.parametrize(("a", "answer"), list(enumerate(USUAL)))
def test_lines_and_bands_are_the_quantiles_of_all_runs(a, answer):
    probs = simulate(SHORT).probs[:, :, a]
    fig = paths()
    median, band = trace(fig, f"{answer}, median"), trace(fig, f"{answer}, 10–90% of runs")
    steps = median["x"].astype(int).tolist()
    assert steps == list(range(61))
    np.testing.assert_allclose(median["y"], [plain_quantile(probs[t].tolist(), 0.5) for t in steps], rtol=0, atol=6e-7)
    # There along the upper edge and back along the lower one.
    there, back = np.split(band["y"], 2)
    np.testing.assert_array_equal(band["x"], steps + steps[::-1])
    np.testing.assert_allclose(there, [plain_quantile(probs[t].tolist(), 0.9) for t in steps], rtol=0, atol=6e-7)
    np.testing.assert_allclose(back[::-1], [plain_quantile(probs[t].tolist(), 0.1) for t in steps], rtol=0, atol=6e-7)
    assert band["fill"] == "toself"


def test_one_run_is_the_run_asked_for():
    probs = simulate(SHORT).probs
    # Thirty runs are kept, then the first one comes again.
    for shown, run in ((0, 0), (3, 3), (29, 29), (30, 0), (61, 1)):
        line = trace(paths(shown=shown), "no, one run")
        np.testing.assert_allclose(line["y"], probs[:, run, 1], rtol=0, atol=6e-7)


def exact_lines(fig):
    """The three lines of the one trace: x, y and what the pointer is told."""
    line = trace(fig, "exact")
    gaps = np.flatnonzero(np.isnan(line["y"]))
    assert len(gaps) == 3
    assert gaps[-1] == len(line["y"]) - 1 == len(line["x"]) - 1 == len(line["text"]) - 1
    for start, end in zip([0, *gaps[:-1] + 1], gaps, strict=True):
        yield line["x"][start:end], line["y"][start:end], line["text"][start:end]


def test_the_dashed_line_is_exact_ascent():
    # After 1 step π = (.33448139, .46192699, .20359162), after 10 (.68107982, .17365285, .14526733).
    fig = paths()
    _, exact = runs(SHORT)
    for a, ((x, y, said), (answer, start, one, ten)) in enumerate(
        zip(
            exact_lines(fig),
            [
                ("yes", 0.3, 0.33448139, 0.68107982),
                ("no", 0.5, 0.46192699, 0.17365285),
                ("maybe", 0.2, 0.20359162, 0.14526733),
            ],
            strict=True,
        )
    ):
        np.testing.assert_array_equal(x, np.arange(61))
        assert y[[0, 1, 10]] == pytest.approx([start, one, ten], abs=6e-7)
        np.testing.assert_allclose(y, exact[:, a], rtol=0, atol=6e-7)
        assert set(said) == {answer}
    line = trace(fig, "exact")
    assert (line["line"]["dash"], line["line"]["color"]) == ("dash", NEUTRAL)
    assert line["hovertemplate"].startswith("%{text}, exact: ")


def test_in_answers_drawn_exact_ascent_is_that_of_the_steps():
    by_answer = list(exact_lines(paths(answers=True)))
    for (x, y, _), (_, every, _) in zip(by_answer, exact_lines(paths()), strict=True):
        np.testing.assert_array_equal(x, SHORT.k * np.arange(1, 61))
        np.testing.assert_array_equal(y, every[1:])


def test_an_answer_keeps_its_colour_and_marker():
    fig = paths()
    for answer, colour, marker in zip(USUAL, COLOURS, MARKERS, strict=True):
        line = trace(fig, f"{answer}, median")
        # The marks lie on the median because they are its own; a few of them, on every point they would be slow.
        assert line["mode"] == "lines+markers"
        marks = line["marker"]
        assert (line["line"]["color"], marks["color"], marks["symbol"]) == (colour, colour, marker)
        assert marks["maxdisplayed"] in range(4, 10)
        assert marks["size"] > 2 * line["line"]["width"]
        assert trace(fig, f"{answer}, one run")["mode"] == "lines"
        assert trace(fig, f"{answer}, one run")["line"]["color"] == colour


def test_axes_in_steps():
    fig = paths()
    assert (axis(fig, "x")["title"]["text"], axis(fig, "x")["range"]) == ("step", [0, 60])
    assert axis(fig, "y")["title"]["text"] == "probability π"
    low, high = axis(fig, "y")["range"]
    assert low < 0 < 1 < high


def test_in_answers_drawn_every_k_has_the_same_axis():
    drawn = {}
    for k in (1, 16, 256):
        fig = paths(replace(SHORT, k=k), answers=True)
        drawn[k] = axis(fig, "x")
        x = trace(fig, "yes, median")["x"]
        np.testing.assert_array_equal(x, k * np.arange(1, 61))  # no place for 0 on a logarithmic axis
        assert 0 <= np.log10(x[0]) <= np.log10(x[-1]) <= drawn[k]["range"][1] + 1e-6
    assert drawn[1] == drawn[16] == drawn[256]
    assert (drawn[1]["type"], drawn[1]["title"]["text"]) == ("log", "answers drawn (steps × K)")
    assert drawn[1]["range"] == [0, pytest.approx(np.log10(60 * BATCH_SIZES[-1]))]


def test_in_answers_drawn_the_values_are_those_of_the_steps():
    by_step, by_answer = trace(paths(), "yes, median"), trace(paths(answers=True), "yes, median")
    np.testing.assert_array_equal(by_answer["y"], by_step["y"][1:])


def test_two_estimators_have_the_same_scales():
    one, other = paths(), paths(replace(SHORT, estimator="optimal"))
    for letter in "xy":
        assert axis(one, letter) == axis(other, letter)


@pytest.mark.parametrize("answers", [False, True])
def test_lines_are_named_at_their_ends_and_names_do_not_touch(answers):
    fig = paths(answers=answers)
    notes = {note["text"]: note for note in sent(fig)["layout"]["annotations"]}
    ends = [trace(fig, f"{answer}, median")["y"][-1] for answer in USUAL]
    heights = [notes[f"<b>{answer}</b>"]["y"] for answer in USUAL]
    assert np.argsort(heights).tolist() == np.argsort(ends).tolist()
    assert np.diff(sorted(heights)).min() >= 0.07 - 1e-9
    assert max(heights) <= 1
    for answer, colour in zip(USUAL, COLOURS, strict=True):
        note = notes[f"<b>{answer}</b>"]
        assert note["x"] == pytest.approx(np.log10(60 * SHORT.k) if answers else 60)
        assert note["font"]["color"] == colour
