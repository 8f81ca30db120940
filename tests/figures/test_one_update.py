"""The pictures of one update: what they draw equals the numbers of the update."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, Experiment
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.figures import one_update as figures
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, UP
from reinforce_viz.lessons.one_update import MadeWith
from reinforce_viz.text.readings.one_update import push_arrows
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


def names_an_arrow(drawn):
    return drawn.name in ("g", "ĝ") or bool(re.fullmatch(r"draw \d+", drawn.name or ""))


def arrows(fig):
    """Tail and tip [2, 2] of every arrow that has a length, by name."""
    named = [t for t in fig.data if names_an_arrow(t)]
    found = {t.name: np.stack([t.x, t.y], axis=1) for t in named}
    return {name: ends for name, ends in found.items() if (ends[0] != ends[1]).any()}


def texts(fig):
    return [a.text for a in fig.layout.annotations if a.text]


def test_each_draw_comes_to_rest_above_the_share_of_its_answer():
    for seed in range(20):
        for probs in ((0.3, 0.5, 0.2), (0.02, 0.97, 0.01), (0.0, 1.0, 0.0)):
            update = one(k=16, seed=seed, probs=probs)
            fig = figures.drawn_answers(update, pick=4)
            draws = trace(fig, "draws")
            shares = [(share.x0, share.x1) for share in fig.layout.shapes]
            np.testing.assert_allclose(shares, np.stack([update.edges[:-1], update.edges[1:]], axis=1))
            middles = np.mean(shares, axis=1)
            for x, answer in zip(draws["x"], update.draws, strict=True):
                low, high = shares[answer]
                assert low <= x <= high or x == middles[answer]
            assert len({*zip(draws["x"], draws["y"], strict=True)}) == 16  # none lies on another one
            assert fig.layout.yaxis.range[1] > max(draws["y"])


def test_the_picked_draw_is_ringed_and_the_shares_are_named():
    fig = figures.drawn_answers(one(k=6, seed=1), pick=4)
    np.testing.assert_allclose(points(fig, "picked")[0], points(fig, "draws")[3])
    assert texts(fig) == ["<b>yes</b><br>30%", "<b>no</b><br>50%", "<b>maybe</b><br>20%"]


def test_draws_fall_one_after_the_other_and_all_end_where_they_lie():
    fig = figures.drawn_answers(one(k=6, seed=1), pick=4)
    rest = points(fig, "draws")[:, 1]
    for fallen, frame in enumerate(fig.to_dict()["frames"]):
        moved = frame["data"][1]
        np.testing.assert_allclose(moved["y"][:fallen], rest[:fallen])
        assert all(y > max(rest) for y in moved["y"][fallen:])
        assert moved["marker"]["opacity"] == [1.0] * fallen + [0.0] * (6 - fallen)
    assert fallen == 6


@pytest.mark.parametrize("name", ESTIMATORS)
def test_a_bar_leads_from_the_baseline_to_the_reward_in_the_colour_of_its_way(name):
    e = replace(DEFAULT, estimator=name, k=4)
    (update,) = updates(e)
    fig = figures.rewarded_answers(e, update, pick=1)
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
    fig = figures.rewarded_answers(e, updates(e)[0], pick=1)
    assert [label.font.color for label in fig.layout.annotations[:4]] == [NEUTRAL] * 3 + [UP]


@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_arrows_are_laid_tip_to_tail_and_end_at_their_mean(name):
    update = one(estimator=name, k=6, seed=1)
    fig = figures.push_arrows(update, pick=2)
    drawn = arrows(fig)
    at = np.zeros(2)
    for k, push in enumerate(update.push, 1):
        tip = np.add(at, np.divide(plane(push), 6))
        arrow = next(t for t in fig.data if t.name == f"draw {k}")
        np.testing.assert_allclose(points(fig, f"draw {k}"), [at, tip], atol=1e-5)
        assert arrow.line.color == (UP if update.advantage[k - 1] > 0 else DOWN)
        at = tip
    for symbol, vector in (("ĝ", update.estimate), ("g", update.gradient)):
        np.testing.assert_allclose(drawn[symbol], [[0, 0], plane(vector)], atol=1e-5)
    np.testing.assert_allclose(drawn["ĝ"][1], at, atol=1e-5)


def test_the_arrows_come_one_after_the_other_and_their_mean_comes_last():
    update = one(k=4, estimator="expected reward")
    fig = figures.push_arrows(update, pick=2)
    *frames, last = fig.to_dict()["frames"]
    names = [fig.data[place].name or "" for place in last["traces"]]
    assert sorted(last["traces"]) == list(range(len(fig.data)))  # or they would not answer a click any more
    for laid, frame in enumerate(frames):
        for name, part in zip(names, frame["data"], strict=True):
            if "x" not in part:
                continue
            has_length = len({*zip(part["x"], part["y"], strict=True)}) > 1
            if name.startswith("draw "):
                assert has_length == (int(name[5:]) <= laid)
            elif name == "ĝ":
                assert not has_length
    for name, part in zip(names, last["data"], strict=True):
        if name == "numbers":
            assert list(part["text"]) == list(trace(fig, name)["text"])
        elif "x" in part:
            np.testing.assert_allclose(np.stack([part["x"], part["y"]], axis=1), points(fig, name))


@pytest.mark.parametrize("k", [1, 4, 16])
def test_in_each_picture_of_draws_the_point_that_answers_a_click_has_the_place_of_its_draw(k):
    update = one(k=k, seed=3)
    for fig in (figures.drawn_answers(update, 1), figures.push_arrows(update, 1)):
        (clicked,) = [t for t in fig.data if t.hovertemplate]  # no other answers
        assert list(clicked.hovertext) == [f"draw {draw}: {USUAL[a]}" for draw, a in enumerate(update.draws, 1)]
    tails, tips = (np.array([points(fig, f"draw {draw + 1}")[end] for draw in range(k)]) for end in (0, 1))
    np.testing.assert_allclose(points(fig, "draws"), (tails + tips) / 2, atol=1e-5)
    (clicked,) = [t for t in figures.rewarded_answers(DEFAULT, update, 1).data if t.hovertemplate]
    assert list(clicked.text) == [USUAL[a] for a in update.draws]


def test_before_the_guess_the_arrows_are_drawn_without_what_is_uphill():
    shown, hidden = (figures.push_arrows(one(), pick=1, hidden=each) for each in (False, True))
    assert {"g", "downhill"} <= {*names(shown)}
    assert not {"g", "downhill"} & {*names(hidden)}
    assert "<b>g</b>" not in texts(hidden)
    # The picture's frame does not tell either: g may be as long as it likes.
    longer = replace(one(), gradient=100 * one().gradient)
    assert figures.push_arrows(longer, pick=1, hidden=True).to_dict() == hidden.to_dict()


def test_a_baseline_turns_the_arrows_of_the_same_draws_around():
    plain = arrows(figures.push_arrows(one(), pick=1))
    turned = arrows(figures.push_arrows(one(estimator="expected reward"), pick=1))
    for k, factor in ((1, -1.9 / 3), (2, -1.9 / 3), (3, -1.9 / 3), (4, 0.1 / 5)):
        before, after = (np.diff(each[f"draw {k}"], axis=0) for each in (plain, turned))
        np.testing.assert_allclose(after, factor * before, atol=1e-5)


def test_the_picked_arrow_is_shaded_and_no_other():
    fig = figures.push_arrows(one(), pick=3)
    np.testing.assert_allclose(points(fig, "picked"), arrows(fig)["draw 3"])


def test_every_arrow_lies_within_the_picture():
    for e in every_case():
        (update,) = updates(e)
        fig = figures.push_arrows(update, pick=1)
        (left, right), (bottom, top) = fig.layout.xaxis.range, fig.layout.yaxis.range
        for ends in arrows(fig).values():
            assert left <= ends[:, 0].min() <= ends[:, 0].max() <= right
            assert bottom <= ends[:, 1].min() <= ends[:, 1].max() <= top


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
    fig = figures.policy_step(DEFAULT, update)
    for bars, probs in zip(fig.data, (update.before, update.after, update.exact), strict=True):
        np.testing.assert_allclose(bars.y, probs)
    assert list(fig.data[1].text) == ["27%", "52%", "21%"]
    (now,) = figures.policy_step(DEFAULT, update, hidden=True).data
    np.testing.assert_allclose(now.y, update.before)


def test_the_large_step_leads_from_the_policy_before_to_both_others():
    for e in every_case():
        (update,) = updates(e)
        fig = figures.large_step(e, update, None)
        ends = {"before": update.before, "after": update.after, "exact": update.exact}
        for name, probs in ends.items():
            np.testing.assert_allclose(points(fig, name), [plane(probs)], atol=1e-12)
        for name, end in (("step", "after"), ("exact step", "exact")):
            np.testing.assert_allclose(points(fig, name), [plane(update.before), plane(ends[end])], atol=1e-12)
        width, height = (np.ptp(axis.range) for axis in (fig.layout.xaxis, fig.layout.yaxis))
        assert width == pytest.approx(height)
        spread = np.ptp([plane(probs) for probs in ends.values()], axis=0).max()
        if spread:
            assert spread / width == pytest.approx(1 / 1.9)  # however small the step is


def test_the_shaded_half_of_the_large_step_is_where_j_is_lower():
    # J is linear: at a point of the plane, the policy there has it, also where it has negative entries.
    back = np.linalg.inv(np.array([[*CORNER[name], 1.0] for name in USUAL]).T)
    for e in every_case():
        (update,) = updates(e)
        fig = figures.large_step(e, update, None)
        if len(set(e.rewards)) == 1:
            assert "J falls" not in names(fig)
            continue
        at = [back @ [*point, 1.0] @ np.array(e.rewards) for point in points(fig, "J falls")]
        now = float(update.before @ np.array(e.rewards))
        assert max(at) <= now + 1e-6
        assert min(at) < now - 1e-6
        level = [back @ [*point, 1.0] @ np.array(e.rewards) for point in points(fig, "J as before")]
        np.testing.assert_allclose(level, now, atol=1e-6)


@pytest.mark.parametrize(("guess", "said"), [(1.0, "rises"), (-1.0, "falls"), (0.0, None), (None, None)])
def test_the_guess_stands_in_its_half_of_the_large_step(guess, said):
    marked = [text for text in texts(figures.large_step(DEFAULT, one(), guess)) if "you said" in text]
    assert marked == ([f"<b>you said: J {said}</b>"] if said else [])


def test_before_the_guess_the_large_step_is_the_same_whatever_the_step_does():
    update = one()
    other = replace(update, after=update.exact, exact=update.after, estimate=-update.estimate)
    hidden = figures.large_step(DEFAULT, update, None, hidden=True)
    assert hidden.to_dict() == figures.large_step(DEFAULT, other, None, hidden=True).to_dict()
    assert not {"after", "exact", "step", "exact step"} & {*names(hidden)}


def test_the_path_goes_through_the_policies_of_the_run():
    run = updates(DEFAULT, RUN)
    fig = figures.run_path(DEFAULT, run, 3)
    for name, shown in (("run so far", run), ("up to here", run[:4]), ("start", run[:1]), ("here", [run[3]])):
        np.testing.assert_allclose(points(fig, name), [plane(update.before) for update in shown], atol=1e-6)


def test_every_picture_of_every_case_is_small_and_keeps_its_size():
    for e in list(every_case())[::3]:
        run = updates(e, RUN)
        update = run[0]
        for fig in (
            figures.drawn_answers(update, 1),
            figures.rewarded_answers(e, update, 1),
            figures.push_arrows(update, 1),
            figures.policy_step(e, update),
            figures.large_step(e, update, 1.0),
            figures.run_path(e, run, 0),
        ):
            assert fig.layout.height == 340
            assert len(fig.to_json()) < 50_000


def parsed(svg):
    """The marks of a small picture, by kind: their attributes."""
    marks = [(mark.tag.rpartition("}")[2], mark.attrib) for mark in ElementTree.fromstring(svg)]
    return {kind: [attrib for tag, attrib in marks if tag == kind] for kind, _ in marks}


@pytest.mark.parametrize("hidden", [False, True])
def test_the_small_pictures_stay_within_their_frames_whatever_is_zero(hidden):
    cases = [*every_case(), replace(DEFAULT, rewards=(0.0, 0.0, 0.0)), replace(DEFAULT, probs=(0.0, 1.0, 0.0), k=1)]
    for e in cases:
        for svg in figures.stage_pictures(updates(e)[0], hidden=hidden):
            for kind, marks in parsed(svg).items():
                for mark in marks:
                    ends = [mark[name] for name in mark if name in ("x", "y", "cx", "cy", "width", "height")]
                    ends += re.split(r"[ ,]", mark.get("points", "0,0"))
                    assert all(-0.1 <= float(end) <= 64.1 for end in ends), (e, kind, mark)


def test_the_small_pictures_show_the_draws_their_advantages_and_where_they_lead():
    e = replace(DEFAULT, estimator="expected reward", k=16, seed=2)
    (update,) = updates(e)
    sample, reward, gradient, step = map(parsed, figures.stage_pictures(update, hidden=False))
    assert [dot["fill"] for dot in sample["circle"]] == [COLOURS[a] for a in update.draws]
    assert [bar["fill"] for bar in reward["rect"]] == [UP if a > 0 else DOWN for a in update.advantage]
    assert len(gradient["polyline"]) == 16 + 1
    *pushes, mean = [line["stroke"] for line in gradient["polyline"]]
    assert mean == CURRENT
    assert pushes == [UP if a > 0 else DOWN for a in update.advantage]
    assert {*pushes} == {UP, DOWN}
    # Each push and then their mean, all to one scale; downwards is positive.
    ends = np.array([re.split(r"[ ,]", line["points"]) for line in gradient["polyline"]], dtype=float).reshape(-1, 2, 2)
    arrows = np.array([plane(vector) for vector in [*update.push / 16, update.estimate]]) * [1, -1]
    scale = np.linalg.norm(ends[-1, 1] - ends[-1, 0]) / np.linalg.norm(arrows[-1])
    np.testing.assert_allclose(ends[:, 1] - ends[:, 0], scale * arrows, atol=0.15)
    np.testing.assert_allclose(ends[1:-1, 0], ends[:-2, 1])
    assert len(step["circle"]) == 3


def test_where_no_more_than_a_rounding_is_left_no_arrow_is_drawn_and_none_is_told_of():
    update = one(probs=(1 - 2e-14, 1e-14, 1e-14), k=2)
    assert 0 < np.abs(update.estimate).max() < 1e-12
    assert "ĝ = 0, and the step goes nowhere" in push_arrows(update)
    _, _, gradient, step = map(parsed, figures.stage_pictures(update, hidden=False))
    assert "polygon" not in gradient
    for line in (*gradient["polyline"], *step["polyline"]):
        assert len({*line["points"].split()}) == 1
    for hidden in (False, True):
        fig = figures.push_arrows(update, 1, hidden=hidden)
        assert fig.layout.xaxis.range == pytest.approx((-1, 1))
        assert {size for t in fig.data if names_an_arrow(t) for size in t.marker.size} == {0}
        assert not any("ĝ" in text for text in trace(fig, "ĝ")["text"])


def test_before_the_guess_the_small_picture_of_the_step_has_none():
    update = one()
    other = replace(update, after=update.exact, exact=update.after, gradient=-update.gradient)
    assert figures.stage_pictures(update, hidden=True) == figures.stage_pictures(other, hidden=True)
    assert figures.stage_pictures(update, hidden=False) != figures.stage_pictures(other, hidden=False)


def test_a_bar_that_is_all_but_gone_is_named_in_few_letters():
    # From no at 99.99% the others have 0.005% each.
    e = replace(DEFAULT, probs=(0.00005, 0.9999, 0.00005))
    (bars,) = figures.policy_step(e, updates(e)[0], hidden=True).data
    assert list(bars.text) == ["&lt;0.1%", "&gt;99.9%", "&lt;0.1%"]
