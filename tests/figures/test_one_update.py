"""The pictures and workings of one update: what they draw and say equals the numbers of the update."""

import re
from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, Experiment, figures
from reinforce_viz.figures.one_update.policy_step import pushed_up_yet_less_likely
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, NEUTRAL, UP
from reinforce_viz.lessons.one_update import STREAM, MadeWith, updates
from reinforce_viz.text.answer_names import USUAL
from tests.figures.test_figures import names, trace

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


def test_the_reading_of_the_draws_counts_them():
    assert "0 yes (on average 1.2), 3 no (on average 2), 1 maybe (on average 0.8)" in (
        figures.drawn_answers_reading(one())
    )


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


def test_an_answer_that_earns_its_baseline_is_pushed_neither_up_nor_down():
    e = replace(DEFAULT, estimator="constant", b=3.0)
    (update,) = updates(e)
    fig = figures.scored_answers(e, update, pick=1)
    assert [label.font.color for label in fig.layout.annotations[:4]] == [NEUTRAL] * 3 + [UP]
    assert figures.scored_answers_reading(e, update) == (
        "With a constant baseline, 1 of 4 draws is pushed up and 0 down, "
        "and 3 earned exactly the baseline and are not pushed."
    )


def test_the_reading_of_the_scores_counts_who_is_pushed_where():
    with_baseline = replace(DEFAULT, estimator="expected reward")
    assert figures.scored_answers_reading(DEFAULT, one()) == "With no baseline, 4 of 4 draws are pushed up and 0 down."
    assert "1 of 4 draws is pushed up and 3 down" in (
        figures.scored_answers_reading(with_baseline, one(estimator="expected reward"))
    )


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


def test_the_reading_of_the_arrows_says_how_far_off_they_point():
    # ĝ·g = (−1.05, .5, .55)·(.93, −.95, .02) = −1.4405; the lengths are 1.2865 and 1.3296.
    degrees = np.degrees(np.arccos(-1.4405 / (1.6575**0.5 * 1.7678**0.5)))
    assert f"{degrees:.0f}° apart: the step points downhill" in figures.push_arrows_reading(one())
    assert "the step points uphill" in figures.push_arrows_reading(one(estimator="expected reward"))
    assert "the step goes nowhere" in figures.push_arrows_reading(one(estimator="batch mean", k=1))
    assert "all of ĝ is noise" in figures.push_arrows_reading(one(rewards=(5.0, 5.0, 5.0)))
    even = {"probs": (1 / 3,) * 3, "rewards": (6.0, 7.0, 8.0), "k": 1}
    second = next(update for update in (one(**even, seed=seed) for seed in range(50)) if update.draws[0] == 1)
    assert "90° apart: the step points neither uphill nor downhill" in figures.push_arrows_reading(second)


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


def test_the_truth_is_what_the_update_does_to_the_worst_answer():
    assert figures.policy_step_truth(DEFAULT, one()) == (
        "The probability of no rises by 2.2 points, from 50% to 52%; the exact step would bring it to 46%."
    )
    down = replace(DEFAULT, estimator="expected reward")
    # ĝ = (.42, −.725, .305): .3 e^.042, .5 e^−.0725, .2 e^.0305 = .3128683, .4650328, .2061940 sum to .9840951.
    assert "no falls by 2.75 points, from 50% to 47%" in (
        figures.policy_step_truth(down, one(estimator="expected reward"))
    )
    still = replace(DEFAULT, estimator="batch mean", k=1)
    assert "no stays, 50%" in figures.policy_step_truth(still, one(estimator="batch mean", k=1))


def test_the_reading_of_the_step_gives_j_before_after_and_exact():
    # J = .2682089·8 + .5219604·3 + .2098307·5 = 4.760706; the exact step's is worked out in test_exact.py.
    assert "J goes from 4.9 to 4.761; the exact step would bring it to 5.08." in (
        figures.policy_step_reading(DEFAULT, one())
    )


def test_an_answer_that_its_own_draws_push_up_can_become_less_likely():
    # One no among three yes: no is pushed up by 3 and down by 3·8·.5.
    update = next(u for u in (one(seed=s) for s in range(200)) if sorted(u.draws.tolist()) == [0, 0, 0, 1])
    assert pushed_up_yet_less_likely(update) == [1]
    reading = figures.policy_step_reading(DEFAULT, update)
    assert "Although its own draws pushed it up, the answer no is less likely now" in reading
    assert not pushed_up_yet_less_likely(one())


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


def test_the_reading_of_the_path_says_how_far_the_run_has_come():
    run = updates(DEFAULT, RUN)
    j = sum(p * r for p, r in zip(run[3].before, DEFAULT.rewards, strict=True))
    said = figures.run_path_reading(DEFAULT, run, 3)
    assert said.startswith(f"After 3 updates of 6, J is {j:.3g} (at the start, the cross, 4.9)")
    assert "After 1 update of 6" in figures.run_path_reading(DEFAULT, run, 1)


def test_the_working_of_a_draw_is_written_out():
    update = one(estimator="expected reward")
    luck = np.random.default_rng([0, 0, STREAM]).random(4)[3]
    assert figures.draw_in_words(update, 4) == (
        f"Draw 4 is **maybe**: its random number {luck:.3f} lies between 0.8 and 1, the share of maybe."
    )
    assert figures.advantage_working(update, 1) == "A = r - b = 3 - 4.9 = -1.9"
    rows = cells(figures.push_working(update, 1))
    assert rows == [["0 - 0.3", "-0.3", "0.57"], ["1 - 0.5", "0.5", "-0.95"], ["0 - 0.2", "-0.2", "0.38"]]
    assert figures.push_in_words(update, 1).endswith("A = −1.9: a push down on the logit of no and up on the others.")
    assert figures.push_in_words(update, 4).endswith("A = 0.1: a push up on the logit of maybe and down on the others.")
    assert figures.push_in_words(one(k=1, estimator="batch mean"), 1).endswith("A = 0: no push at all.")
    assert cells(figures.mean_working(update))[0] == ["1.68", "0.42", "0.93"]
    assert cells(figures.step_working(one()))[1] == ["0.5", "0.05", "0.522", "0.462"]


def test_a_negative_baseline_stands_in_brackets_and_a_normalised_reward_over_its_spread():
    assert figures.advantage_working(one(estimator="constant", b=-2.0), 1) == "A = r - b = 3 - (-2) = 5"
    # Rewards 3, 3, 3, 5: mean 3.5, spread 1.
    normalised = figures.advantage_working(one(estimator="group-normalised"), 4)
    assert normalised == r"A = \frac{r - b}{\text{std}} = \frac{5 - 3.5}{1} = 1.5"


def test_small_numbers_are_written_as_powers_of_ten():
    update = one(probs=(0.00001, 0.99998, 0.00001), k=1)
    assert cells(figures.push_working(update, 1))[0][0] == r"0 - 1.00 \cdot 10^{-5}"


@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_table_holds_every_draw(name):
    update = one(estimator=name, k=16)
    table = figures.draws_in_numbers(update)
    assert table["answer"] == [USUAL[a] for a in update.draws]
    columns = {
        "random number": update.luck,
        "reward r": update.reward,
        "baseline b": update.baseline,
        "advantage A": update.advantage,
        **{f"push on {answer}": update.push[:, a] for a, answer in enumerate(USUAL)},
    }
    assert set(table) == {"answer", *columns}
    for head, values in columns.items():
        np.testing.assert_allclose([float(x.replace("−", "-")) for x in table[head]], values, rtol=0.006, atol=1e-9)


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
        for reading in (
            figures.drawn_answers_reading(update),
            figures.scored_answers_reading(e, update),
            figures.push_arrows_reading(update),
            figures.policy_step_reading(e, update),
            figures.policy_step_truth(e, update),
            figures.run_path_reading(e, run, 6),
        ):
            assert "undefined" not in reading
            assert "nan" not in reading


def cells(tex):
    """The cells of an array, row by row, without the names of rows and columns."""
    rows = re.search(r"\\hline (.*) \\end", tex)[1].split(r" \\ ")
    return [row.split(" & ")[1:] for row in rows]
