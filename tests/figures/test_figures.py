"""What holds for all pictures: what a browser is sent, how much of it, and that equal inputs send the same.

The pictures themselves are tested one by one, in test_<figure>.py, with the helpers from here.
"""

import base64
import json
import re
from collections import deque
from dataclasses import replace
from functools import cache

import numpy as np
import plotly.io
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, exact_ascent, moments, outcomes, sample_gradients
from reinforce_viz.engine.batches import likeliest
from reinforce_viz.engine.experiment import BATCH_SIZES
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.figures import variance_vs_k as variance_vs_k_figures
from reinforce_viz.figures.gradient_scatter import at_every_size, gradient_cloud, room_for
from reinforce_viz.figures.start import average_push
from reinforce_viz.figures.trajectories import fates, probability_paths, simplex_paths
from reinforce_viz.lessons.gradient_scatter import in_view
from tests.of_experiment import by_hand, curve, summarise

DATA = ("x", "y", "size", "array", "arrayminus", "base", "customdata")
NO_NUMBER = re.compile(r"\b(nan|inf)\b", re.IGNORECASE)
FIRST = ("none", "expected reward", "batch mean", "leave-one-out")


def spec(fig):
    """The figure as Streamlit sends it."""
    return plotly.io.to_json(fig, validate=False)


READ = deque(maxlen=4)  # the last figures, each with what a browser reads


def sent(fig):
    """The figure as a browser reads it, arrays decoded; no test changes a figure, so each is written once."""
    for known, read in READ:
        if known is fig:
            return read
    READ.append((fig, json.loads(spec(fig), object_hook=_decoded)))
    return READ[-1][1]


def unpacked(part):
    """A part of a figure as a browser reads it, arrays decoded."""
    return json.loads(json.dumps(part), object_hook=_decoded)


def _decoded(part):
    """Packed arrays, and lists of numbers (null for a gap), as arrays."""
    if "bdata" not in part:
        return {key: _numbers(value) if key in DATA else value for key, value in part.items()}
    flat = np.frombuffer(base64.b64decode(part["bdata"]), dtype=np.dtype(part["dtype"]))
    return flat.reshape([int(size) for size in part["shape"].split(",")]) if "shape" in part else flat


def _numbers(value):
    if isinstance(value, list) and value and all(x is None or isinstance(x, int | float) for x in value):
        return np.array(value, dtype=float)
    return value


def trace(fig, name):
    """The one trace called `name`, as a browser reads it."""
    (found,) = (part for part in sent(fig)["data"] if part.get("name") == name)
    return found


def names(fig):
    return [part.get("name") for part in sent(fig)["data"]]


def axis(fig, letter):
    return sent(fig)["layout"][f"{letter}axis"]


def plane(vectors):
    """Policies or gradients in the picture, by trigonometry: yes at 90°, no at 210°, maybe at 330°."""
    angles = np.radians([90, 210, 330])
    return np.array(vectors) @ np.stack([np.cos(angles), np.sin(angles)], axis=1)


def cloud(experiment, most=120, n=100, guess=None):
    """The estimates of an experiment, drawn."""
    e = experiment
    sizes = [k for k in BATCH_SIZES if k >= ESTIMATORS[e.estimator].smallest_k]
    clouds, samples = {}, {}
    for k in sizes:
        exact = moments(e.estimator, e.probs, e.rewards, k, e.b)
        clouds[k] = exact, likeliest(outcomes(e.estimator, e.probs, e.rewards, k, e.b), most)
        samples[k] = sample_gradients(e.estimator, e.probs, e.rewards, k, n, np.random.default_rng(e.seed), e.b)
    view = room_for([in_view(e.estimator, e.probs, e.rewards, e.b).estimates])
    return gradient_cloud(clouds[e.k], samples[e.k], view, at_every_size(clouds, samples, view), guess)


@cache
def runs(experiment):
    """The runs of an experiment, summarised, and exact ascent."""
    e = experiment
    return summarise(e, simulate(e)), exact_ascent(e.probs, e.rewards, e.learning_rate, e.steps)


@cache
def by_k(quantity="total variance", baselines=FIRST, experiment=DEFAULT):
    """A quantity of some estimators against K, drawn."""
    curves = {name: curve(experiment, name, quantity) for name in baselines}
    return variance_vs_k_figures.variance_vs_k(curves, quantity, experiment.k, experiment.estimator)


PAGES = {
    "start": (100, lambda: [average_push(DEFAULT, by_hand(DEFAULT, 1000))]),
    "gradient_scatter": (300, lambda: [cloud(DEFAULT), cloud(replace(DEFAULT, estimator="expected reward"))]),
    "variance_vs_k": (100, lambda: [by_k(), by_k("P(downhill)")]),
    "trajectories": (
        200,
        lambda: [
            probability_paths(DEFAULT, *runs(DEFAULT)),
            simplex_paths(DEFAULT, *runs(DEFAULT)),
            fates([DEFAULT], [runs(DEFAULT)[0]]),
        ],
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_a_page_are_small(page):
    kilobytes, draw = PAGES[page]
    assert sum(len(spec(fig)) for fig in draw()) <= 1000 * kilobytes


@pytest.mark.parametrize("page", PAGES)
def test_equal_inputs_send_the_same_bytes(page):
    _, draw = PAGES[page]
    first = [spec(fig) for fig in draw()]
    by_k.cache_clear()
    runs.cache_clear()
    assert [spec(fig) for fig in draw()] == first


@pytest.mark.parametrize("page", PAGES)
def test_a_figure_has_a_fixed_height_no_template_and_no_legend(page):
    for fig in PAGES[page][1]():
        layout = sent(fig)["layout"]
        assert 300 <= layout["height"] <= 600
        assert "template" not in layout  # with one, the browser draws everything twice
        assert layout["showlegend"] is False


def test_the_largest_clouds_and_the_longest_runs_stay_small():
    assert len(spec(cloud(replace(DEFAULT, k=256), n=400))) <= 280_000
    longest = replace(DEFAULT, steps=1000, runs=1000)
    summary, exact = runs(longest)
    assert len(spec(simplex_paths(longest, summary, exact))) <= 120_000
    assert len(spec(probability_paths(longest, summary, exact))) <= 75_000
