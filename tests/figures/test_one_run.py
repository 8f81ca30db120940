"""A closer look at one run: its policy and its draws, and the step from which on it is decided."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT
from reinforce_viz.figures import trajectories as figures
from reinforce_viz.figures.style.theme import COLOURS
from reinforce_viz.lessons.trajectories import decided_from, first_runs

SLOW = replace(DEFAULT, k=4, steps=20, runs=6, learning_rate=0.01)


def drawn(experiment, place=1):
    run = first_runs(experiment, place + 1)[-1]
    figure = figures.one_run(experiment, run).to_dict()
    return run, {trace["name"]: trace for trace in figure["data"]}, figure["layout"]


@pytest.mark.parametrize("k", [1, 4])
def test_the_lines_are_the_policy_and_the_marks_the_draws(k):
    experiment = replace(SLOW, k=k)
    run, traces, _ = drawn(experiment)
    for answer, name in enumerate(experiment.answers):
        assert list(traces[name]["x"]) == list(range(21))
        np.testing.assert_allclose(traces[name]["y"], run.probs[:, answer], atol=6e-5)
        assert traces[name]["line"]["color"] == traces[f"{name} drawn"]["marker"]["color"] == COLOURS[answer]
        steps = [step for step in range(1, 21) if run.counts[step - 1, answer]]
        assert list(traces[f"{name} drawn"]["x"]) == steps
        shares = [run.counts[step - 1, answer] / k for step in steps]
        areas = np.square(traces[f"{name} drawn"]["marker"]["size"]) / 81
        np.testing.assert_allclose(areas, shares, atol=0.02)


def test_the_step_from_which_on_a_run_is_decided_is_marked():
    fast = replace(DEFAULT, k=1, steps=60, runs=6, learning_rate=0.5)
    run, _, layout = drawn(fast)
    first = decided_from(run.probs)
    assert first
    assert [shape["x0"] for shape in layout["shapes"]] == [first]
    assert f"over 95% from step {first} on" in {note["text"] for note in layout["annotations"]}
    assert not drawn(SLOW)[2].get("shapes")
