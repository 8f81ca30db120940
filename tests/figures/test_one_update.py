"""The pictures of one update: what they draw equals the numbers of the update."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, Experiment
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import one_update as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, NEUTRAL, UP
from reinforce_viz.lessons.one_update import MadeWith
from tests.figures.test_figures import names, trace
from tests.of_experiment import updates

CORNER = {"yes": (0.0, 1.0), "no": (-(3**0.5) / 2, -0.5), "maybe": (3**0.5 / 2, -0.5)}
RUN = [MadeWith("none")] * 6


def one(**change):
    (update,) = updates(replace(DEFAULT, **change))
    return update


def every_case():
    """Every preset with every estimator, those of odd number at their smallest K."""
    for preset in PRESETS.values():
        fields = {field: getattr(preset, field) for field in Experiment.__dataclass_fields__}
        for place, (name, entry) in enumerate(ESTIMATORS.items()):
            yield replace(Experiment(**fields), estimator=name, k=entry.smallest_k if place % 2 else 16)


def plane(vector):
    """Where a vector over yes, no, maybe ends in the picture."""
    return [sum(x * CORNER[name][axis] for x, name in zip(vector, USUAL, strict=True)) for axis in (0, 1)]


def points(fig, name):
    """The points of a trace.  [N, 2]."""
    drawn = trace(fig, name)
    return np.stack([drawn["x"], drawn["y"]], axis=1)


def shape(fig, name):
    return [shape for shape in fig.layout.shapes if shape.name == name]


def arrows(fig):
    return {a.name: a for a in fig.layout.annotations if a.name}


def texts(fig):
    return [a.text for a in fig.layout.annotations if a.text]


def test_each_draw_lies_at_its_luck_in_the_band_of_its_answer():
    update = one(k=6, seed=1)
    fig = figures.drawn_answers(update, pick=4)
    marks = trace(fig, "draws")
    assert marks["x"].tolist() == [1, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(marks["y"], update.luck)
    assert marks["marker"]["color"] == [COLOURS[a] for a in update.draws]
    assert marks["marker"]["symbol"] == [MARKERS[a] for a in update.draws]
    bands = [(band.y0, band.y1) for band in fig.layout.shapes if band.fillcolor]
    np.testing.assert_allclose(bands, [(0, 0.3), (0.3, 0.8), (0.8, 1)])
    for luck, answer in zip(update.luck, update.draws, strict=True):
        assert bands[answer][0] <= luck < bands[answer][1]
    (picked,) = shape(fig, "picked")
    assert picked.x0 < 4 < picked.x1
    assert [tick.split("<br>")[1] for tick in fig.layout.xaxis.ticktext] == [USUAL[a] for a in update.draws]
    assert texts(fig)[:3] == ["<b>yes</b> 30%", "<b>no</b> 50%", "<b>maybe</b> 20%"]


@pytest.mark.parametrize("name", ESTIMATORS)
def test_a_bar_leads_from_the_baseline_to_the_reward_in_the_colour_of_its_way(name):
    e = replace(DEFAULT, estimator=name, k=4)
    (update,) = updates(e)
    fig = figures.scored_answers(e, update, pick=1)
    bars, baselines, marks = (trace(fig, part) for part in ("advantage", "baseline", "draws"))
    np.testing.assert_allclose(bars["base"], update.baseline)
    np.testing.assert_allclose(np.add(bars["base"], bars["y"]), update.reward)
    np.testing.assert_allclose(marks["y"], update.reward)
    np.testing.assert_allclose(baselines["y"].reshape(-1, 3)[:, 0], update.baseline)
    labels = [a for a in fig.layout.annotations if a.text.startswith("<b>")]
    for label, advantage in zip(labels, update.advantage, strict=True):
        shown = float(label.text[3:-4].replace("−", "-"))
        assert shown == pytest.approx(advantage, rel=0.005)
        sign, colour = ("+", UP) if advantage > 0 else ("−", DOWN) if advantage < 0 else ("0", NEUTRAL)
        assert (label.text[3], label.font.color) == (sign, colour)
    beside = fig.layout.annotations[-1].text
    same = float(np.ptp(update.baseline)) < 1e-9
    assert beside == (f"b = {update.baseline[0]:.3g}" if same else "b")
    low, high = fig.layout.yaxis.range
    assert low < min(0, *update.reward, *update.baseline)
    assert high > max(0, *update.reward, *update.baseline)


def test_an_answer_that_earns_its_baseline_is_neither_up_nor_down():
    e = replace(DEFAULT, estimator="constant", b=3.0)
    fig = figures.scored_answers(e, updates(e)[0], pick=1)
    assert [label.font.color for label in fig.layout.annotations[:4]] == [NEUTRAL] * 3 + [UP]


@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_arrows_are_laid_tip_to_tail_and_end_at_their_mean(name):
    update = one(estimator=name, k=6, seed=1)
    drawn = arrows(figures.push_arrows(update, pick=2))
    at = [0.0, 0.0]
    for k, push in enumerate(update.push, 1):
        arrow = drawn[f"draw {k}"]
        np.testing.assert_allclose([arrow.ax, arrow.ay], at, atol=1e-12)
        at = np.add(at, np.divide(plane(push), 6))
        np.testing.assert_allclose([arrow.x, arrow.y], at, atol=1e-12)
        assert arrow.arrowcolor == (UP if update.advantage[k - 1] > 0 else DOWN)
    for symbol, vector in (("ĝ", update.estimate), ("g", update.gradient)):
        arrow = drawn[symbol]
        np.testing.assert_allclose([arrow.ax, arrow.ay, arrow.x, arrow.y], [0, 0, *plane(vector)], atol=1e-12)
    np.testing.assert_allclose([drawn["ĝ"].x, drawn["ĝ"].y], at, atol=1e-12)


def test_a_baseline_turns_the_arrows_of_the_same_draws_around():
    plain = arrows(figures.push_arrows(one(), pick=1))
    turned = arrows(figures.push_arrows(one(estimator="expected reward"), pick=1))
    for k, factor in ((1, -1.9 / 3), (2, -1.9 / 3), (3, -1.9 / 3), (4, 0.1 / 5)):
        before, after = plain[f"draw {k}"], turned[f"draw {k}"]
        np.testing.assert_allclose(after.x - after.ax, factor * (before.x - before.ax), atol=1e-12)
        np.testing.assert_allclose(after.y - after.ay, factor * (before.y - before.ay), atol=1e-12)
        assert (before.arrowcolor, after.arrowcolor) == (UP, DOWN if factor < 0 else UP)


def test_the_picked_arrow_is_shaded_and_no_other():
    fig = figures.push_arrows(one(), pick=3)
    (halo,) = shape(fig, "picked")
    arrow = arrows(fig)["draw 3"]
    assert (halo.x0, halo.y0, halo.x1, halo.y1) == (arrow.ax, arrow.ay, arrow.x, arrow.y)


def test_every_arrow_lies_within_the_picture():
    for e in every_case():
        (update,) = updates(e)
        fig = figures.push_arrows(update, pick=1)
        (left, right), (bottom, top) = fig.layout.xaxis.range, fig.layout.yaxis.range
        for arrow in arrows(fig).values():
            assert left <= min(arrow.x, arrow.ax) <= max(arrow.x, arrow.ax) <= right
            assert bottom <= min(arrow.y, arrow.ay) <= max(arrow.y, arrow.ay) <= top


def test_the_shaded_half_is_where_a_step_goes_downhill():
    update = one()
    shade = points(figures.push_arrows(update, pick=1), "downhill")
    along = shade @ plane(update.gradient)
    assert (along < 1e-3).all()  # no corner lies uphill, two lie on the edge
    assert (abs(along) < 1e-3).sum() == 2


def test_a_push_of_zero_has_no_arrow():
    drawn = arrows(figures.push_arrows(one(estimator="constant", b=3.0), pick=1))
    assert set(drawn) == {"draw 4", "ĝ", "g"}


def test_the_bars_are_the_policy_now_after_and_after_the_exact_step():
    update = one()
    fig = figures.policy_step(DEFAULT, update, None)
    for bars, probs in zip(fig.data, (update.before, update.after, update.exact), strict=True):
        np.testing.assert_allclose(bars.y, probs)
    assert list(fig.data[1].text) == ["27%", "52%", "21%"]
    assert not shape(fig, "guess")


@pytest.mark.parametrize(("guess", "height"), [(0.02, 0.52), (-0.1, 0.4), (0.9, 1.0), (-0.9, 0.0)])
def test_the_guess_is_drawn_across_the_worst_answers_bar(guess, height):
    fig = figures.policy_step(DEFAULT, one(), guess)
    (line,) = shape(fig, "guess")
    after_no = fig.data[1].x[1]
    assert line.x0 < after_no < line.x1
    np.testing.assert_allclose([line.y0, line.y1], height, atol=1e-12)
    assert line.line.color == CURRENT
    assert any(text == f"your guess {height:.0%}" for text in texts(fig))


def test_the_path_goes_through_the_policies_of_the_run():
    run = updates(DEFAULT, RUN)
    fig = figures.run_path(DEFAULT, run, run[3], 3, show_step=False)
    for name, shown in (("run so far", run), ("up to here", run[:4]), ("start", run[:1]), ("here", [run[3]])):
        np.testing.assert_allclose(points(fig, name), [plane(update.before) for update in shown], atol=1e-6)
    assert "after" not in names(fig)


def test_the_path_shows_where_this_step_and_the_exact_one_lead():
    run = updates(DEFAULT, RUN)
    now = updates(replace(DEFAULT, estimator="optimal"), RUN[:2])[-1]
    fig = figures.run_path(DEFAULT, run, now, 2, show_step=True)
    for name, probs in (("after", now.after), ("exact", now.exact)):
        np.testing.assert_allclose(points(fig, name), [plane(probs)], atol=1e-6)
        np.testing.assert_allclose(points(fig, f"{name} step"), [plane(now.before), plane(probs)], atol=1e-6)


def test_every_picture_of_every_case_is_small_and_keeps_its_size():
    for e in list(every_case())[::3]:
        run = updates(e, RUN)
        update = run[0]
        for fig in (
            figures.drawn_answers(update, 1),
            figures.scored_answers(e, update, 1),
            figures.push_arrows(update, 1),
            figures.policy_step(e, update, 0.02),
            figures.run_path(e, run, update, 0, show_step=True),
        ):
            assert fig.layout.height == 400
            assert len(fig.to_json()) < 40_000
