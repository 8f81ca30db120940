"""The pictures of the page about KL: marks where the lesson says, bubbles as likely as their draws, the veil."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, PRESETS
from reinforce_viz.export.tables import kl as tables
from reinforce_viz.figures import kl as figures
from reinforce_viz.lessons.kl import BETAS, penalty, way
from tests.figures.test_figures import plane, sent, trace

CERTAIN, TWO = replace(DEFAULT, probs=(1, 0, 0)), replace(DEFAULT, probs=(0.5, 0, 0.5), rewards=(10, 9, -10))
SHOWN = [*PRESETS.values(), CERTAIN, TWO]


def found(e, beta):
    return penalty(e.probs, e.rewards, beta)


@pytest.mark.parametrize("experiment", SHOWN)
@pytest.mark.parametrize("beta", [BETAS[0], BETAS[-1]])
def test_each_loss_has_a_mark_where_it_ends(experiment, beta):
    of = found(experiment, beta)
    fig = figures.ends(experiment, of, way(experiment.probs, experiment.rewards))
    for name, policy in {"largest J − β KL": of.best, **{k: e.end for k, e in of.estimates.items()}}.items():
        mark = trace(fig, name)
        np.testing.assert_allclose([mark["x"][0], mark["y"][0]], plane(policy), atol=1e-12)


def test_before_the_guess_no_loss_is_in_the_figure_or_its_table():
    fig = sent(figures.ends(DEFAULT, found(DEFAULT, 1.0), way(DEFAULT.probs, DEFAULT.rewards), hidden=True))
    assert not {"k1", "k2", "k3"} & {part.get("name") for part in fig["data"]}
    table = tables.ends(DEFAULT, 1.0, hidden=True)
    assert list(table.columns) == ["answer", "reference", "largest J - beta KL"]
    assert "loss k3" in tables.ends(DEFAULT, 1.0).columns


@pytest.mark.parametrize(
    ("guess", "marked"), [("k1 and k3", ["k1", "k3"]), ("k2", ["k2"]), ("all three", ["k1", "k2", "k3"]), ("", [])]
)
def test_the_guess_stands_at_its_marks(guess, marked):
    fig = figures.ends(DEFAULT, found(DEFAULT, 1.0), way(DEFAULT.probs, DEFAULT.rewards), guess)
    assert [kind for kind in ("k1", "k2", "k3") if "your guess" in trace(fig, kind)["text"][0]] == marked


@pytest.mark.parametrize("experiment", SHOWN)
@pytest.mark.parametrize("beta", BETAS)
def test_every_draw_that_can_be_has_a_bubble_in_the_picture(experiment, beta):
    of = found(experiment, beta)
    fig = figures.one_draw(experiment, of)
    low, high = sent(fig)["layout"]["xaxis"]["range"]
    can = of.best > 0
    for row, (kind, estimate) in enumerate(of.estimates.items()):
        bubbles = trace(fig, kind)
        at_edge = (estimate.draws[can] > high - 0.15 * (high - low)) & (estimate.draws[can] > high).any()
        places = np.array(bubbles["y"], dtype=float)
        assert (places[~at_edge] == row).all()
        # Two at the edge are apart, and so are their numbers; both are nearer to this row than to the next.
        assert abs(places - row).max() < 0.5
        assert (np.diff(np.sort(places[at_edge])) > 0.3).all()
        np.testing.assert_allclose(bubbles["x"], np.clip(estimate.draws[can], low, high))
        beyond = [bool(text) for text in bubbles["text"]]
        assert beyond == (estimate.draws[can] > high).tolist()
        sizes = np.array(bubbles["marker"]["size"])
        np.testing.assert_allclose(sizes, np.maximum(7, 44 * np.sqrt(of.best[can])))
        assert low < trace(fig, f"mean of {kind}")["x"][0] < high
    assert not (of.estimates["k1"].draws[can] > high).any()


def test_the_tables_behind_the_pictures():
    table = tables.one_draw(DEFAULT, 2.0).set_index(["estimate", "answer"])
    u = DEFAULT.probs[1] / table.loc[("k3", "no"), "probability"]
    assert table.loc[("k3", "no"), "value"] == pytest.approx(u - 1 - np.log(u))
    weighted = table["probability"] * table["value"]
    for kind, rows in table.groupby(level="estimate"):
        assert weighted[kind].sum() == pytest.approx(rows["mean"].iloc[0])
