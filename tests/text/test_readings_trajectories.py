"""The sentences of many updates: one best answer, several, none that can be drawn, and runs that cannot move."""

from dataclasses import replace

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS, PRESETS, exact_ascent
from reinforce_viz.engine.simulate import simulate
from reinforce_viz.engine.summary import DOTS
from reinforce_viz.text.readings import trajectories as readings
from tests.figures.test_figures import NO_NUMBER, runs
from tests.of_experiment import runs_along, summarise

SHORT = replace(DEFAULT, steps=60, runs=40)
TIED = replace(SHORT, rewards=(8.0, 8.0, 3.0))
IMPOSSIBLE = replace(SHORT, probs=(0.0, 0.6, 0.4))
STUCK = replace(SHORT, estimator="batch mean", k=1)
ENDS = {"yes": (0.98, 0.01, 0.01), "no": (0.01, 0.98, 0.01), "maybe": (0.01, 0.01, 0.98), "undecided": (0.5, 0.3, 0.2)}


def ended(experiment=DEFAULT, **counts):
    """The summary of so many runs that end on each answer."""
    ends = np.array([ENDS[answer] for answer, count in counts.items() for _ in range(count)])
    probs = np.broadcast_to(ends, (2, *ends.shape))
    return summarise(replace(experiment, runs=len(ends)), runs_along(probs))


def quantile(values, share):
    """On a straight line between the two nearest of the ordered values."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def test_the_paths_of_the_best_answer():
    summary, exact = runs(SHORT)
    probs = simulate(SHORT).probs[-1, :, 0].tolist()
    low, middle, high = (f"{100 * quantile(probs, share):.0f}%" for share in (0.1, 0.5, 0.9))
    assert readings.probability_paths(SHORT, summary, exact) == (
        f"After 60 steps, with K = 4 and no baseline, the median of the runs gives **yes** a probability of {middle}; "
        f"eight runs in ten lie between {low} and {high}. The exact gradient brings it to {100 * exact[-1, 0]:.0f}%."
    )
    long = replace(DEFAULT, rewards=(1.0, 2.0, 9.0), steps=1000, runs=5)
    assert "After 1,000 steps, " in readings.probability_paths(long, *runs(long))
    assert "gives **maybe** a probability" in readings.probability_paths(long, *runs(long))


def test_where_answers_are_equally_good_no_median_speaks_for_them():
    summary, exact = runs(TIED)
    said = readings.probability_paths(TIED, summary, exact)
    assert said.startswith("**yes** and **no** are equally good, and a run may end on either. After 60 steps, ")
    assert f"J is {summary.final_reward:.3g} on average, where 8 is the most" in said
    equal = replace(SHORT, rewards=(3.0, 3.0, 3.0))
    assert readings.probability_paths(equal, *runs(equal)).startswith("All answers are equally good. ")


def test_a_best_answer_of_probability_0_can_never_be_learned():
    summary, exact = runs(IMPOSSIBLE)
    never = "**yes**, the best, has probability 0, so it can never be drawn or learned."
    for said in (
        readings.probability_paths(IMPOSSIBLE, summary, exact),
        readings.simplex_paths(IMPOSSIBLE, summary),
        readings.fates([IMPOSSIBLE], [summary]),
        readings.best_answer_truth(IMPOSSIBLE, summary),
    ):
        assert never in said
    half = replace(TIED, probs=(0.0, 0.6, 0.4))
    assert "equally good, but only **no** can ever be drawn." in readings.fates([half], [runs(half)[0]])


@pytest.mark.parametrize(
    ("e", "why"),
    [
        (STUCK, "with K = 1 each answer is compared only with itself. Choose a larger K or another baseline"),
        (replace(STUCK, estimator="group-normalised"), "with K = 1 each answer is compared only with itself."),
        (replace(SHORT, probs=(0.0, 1.0, 0.0)), "the model answers nothing but **no**"),
        (
            replace(SHORT, rewards=(3.0, 3.0, 3.0), estimator="expected reward"),
            "every answer earns the same, which is just what is subtracted",
        ),
    ],
)
def test_runs_that_cannot_move_say_why(e, why):
    summary, exact = runs(e)
    assert readings.probability_paths(e, summary, exact).startswith(f"No run moves: {why}")
    assert f"stay at the cross, where they start: {why}" in readings.simplex_paths(e, summary)
    assert "no run moves" in readings.fates([e], [summary])
    assert readings.best_answer_truth(e, summary).startswith(f"No run moves: {why}")


def test_the_triangle():
    summary, _ = runs(SHORT)
    arrived = (simulate(SHORT).probs[-1, :, 0] > 0.95).mean()
    assert readings.simplex_paths(SHORT, summary) == (
        "All 40 runs start at the cross. 60 steps later, with no baseline, "
        f"{100 * arrived:.0f}% of them are in the corner of **yes** (more than 95%)."
    )
    both = (simulate(TIED).probs[-1, :, :2] > 0.95).sum() / 40
    assert f"{100 * both:.0f}% of them are in the corners of **yes** or **no**" in readings.simplex_paths(
        TIED, runs(TIED)[0]
    )
    many = replace(SHORT, runs=DOTS + 1, steps=5)
    said = readings.simplex_paths(many, runs(many)[0])
    assert said.startswith("All 201 runs start at the cross. ")
    assert said.endswith(" The dots are 200 of them.")


def test_fates():
    one, other = ended(yes=7, no=1, maybe=4, undecided=8), ended(yes=20)
    assert readings.fates([DEFAULT, replace(DEFAULT, estimator="optimal")], [one, other]) == (
        "Share of runs that give one answer more than 95%: with no baseline, 35% end on the best answer and 25% on a "
        "worse one; 40% have not decided yet; with the optimal baseline, 100% end on the best answer and 0% on a worse "
        "one."
    )
    tied = replace(DEFAULT, rewards=(5.0, 1.0, 5.0))
    summary = ended(tied, yes=7, no=1, maybe=4, undecided=8)
    assert "55% end on one of the best answers and 5.0% on a worse one; 40% have not decided yet." in readings.fates(
        [tied], [summary]
    )


def test_the_truth_about_a_guess():
    one = ended(yes=7, no=1, maybe=4, undecided=8)
    assert readings.best_answer_truth(DEFAULT, one) == "Of these runs, 35% do."
    tied = replace(DEFAULT, rewards=(5.0, 1.0, 5.0))
    summary = ended(tied, yes=7, no=1, maybe=4, undecided=8)
    assert readings.best_answer_truth(tied, summary) == (
        "**yes** and **maybe** are equally good, and a run may end on either. Of these runs, 55% end on one of them."
    )


def test_final_figures():
    # J is .98·8 + .01·3 + .01·5 = 7.92 and .5·8 + .3·3 + .2·5 = 5.9: mean 6.91, standard error half of 2.02.
    cells = dict(zip(readings.FINAL_FIGURES, readings.final_figures(ended(yes=1, undecided=1)), strict=True))
    assert cells == {
        "mean final J": "6.91",
        "its standard error": "1",
        "share of runs that end on a best answer": "50%",
    }
    assert readings.final_figures(ended(no=1)) == ["3.07", "undefined", "0%"]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_sentence_reads_well(preset, name):
    e = replace(PRESETS[preset], estimator=name, steps=20, runs=10)
    summary = summarise(e, simulate(e))
    exact = exact_ascent(e.probs, e.rewards, e.learning_rate, e.steps)
    for said in (
        readings.probability_paths(e, summary, exact),
        readings.simplex_paths(e, summary),
        readings.fates([e, e], [summary, summary]),
        readings.best_answer_truth(e, summary),
    ):
        assert said.endswith(".")
        assert not NO_NUMBER.search(said), said


def test_why_the_others_end_elsewhere():
    some = ended(yes=2, no=1, undecided=1)
    assert readings.why_the_others(DEFAULT, some) == (
        "25% end on a worse one: every reward is positive, so each draw pushes its own answer up, good or bad, and "
        "what has become more likely is drawn more often."
    )
    for other in (replace(DEFAULT, estimator="optimal"), replace(DEFAULT, rewards=(8.0, -3.0, 5.0))):
        assert "1 draw in 20 is of another answer" in readings.why_the_others(other, ended(other, yes=2, no=2))
    certain = replace(DEFAULT, rewards=(8.0, 3.0, -5.0), probs=(0.4, 0.6, 0.0))
    assert "every reward is positive" not in readings.why_the_others(certain, ended(certain, yes=1, no=1))
    assert readings.why_the_others(DEFAULT, ended(yes=1, undecided=3)) == (
        "In the others no answer has more than 95% yet."
    )
    assert readings.why_the_others(DEFAULT, ended(yes=4)) == ""
    assert readings.why_the_others(STUCK, ended(STUCK, undecided=4)) == ""
    assert readings.why_the_others(IMPOSSIBLE, ended(IMPOSSIBLE, undecided=4)) == ""


def test_a_baseline_that_does_worse_is_said_to_where_it_is_no_chance():
    stuck = replace(PRESETS["stuck on no"], estimator="none", k=1, runs=200)
    beside = replace(stuck, estimator="expected reward")
    more, fewer = summarise(stuck, simulate(stuck)), ended(beside, yes=3, no=197)
    worse = "So this baseline does worse here"
    assert worse in readings.where_they_end([stuck, beside], [more, fewer])
    assert worse not in readings.where_they_end([stuck, beside], [more, more])
    assert worse not in readings.where_they_end([stuck, beside], [fewer, more])
    assert worse not in readings.where_they_end([beside, stuck], [more, fewer])
    # The picture counts who prefers yes, and the sentence who gives it more than 95%.
    assert abs(more.frame_preferred[-1, 0] - more.best) > 0.005
    assert "The numbers at the corners also count runs" in readings.where_they_end([stuck], [more])
    assert "at the corners" not in readings.where_they_end([DEFAULT], [ended(yes=3, no=1)])


def test_fewer_so_far_is_not_worse_while_enough_runs_are_undecided():
    slow = replace(DEFAULT, estimator="none", learning_rate=0.02, runs=200)
    several = [slow, replace(slow, estimator="expected reward")]
    # 14% and 2.5% have arrived; all the others may.
    said = readings.where_they_end(several, [summarise(e, simulate(e)) for e in several])
    assert "does worse" not in said
    assert " are. That is fewer so far, but 98% of its runs have not decided yet." in said
    # 40 of 100 against 10: 60 that have not decided could make up for it, 5 could not.
    several = [replace(e, runs=100) for e in several]
    more = ended(slow, yes=40, undecided=60)
    for undecided, words in ((60, "That is fewer so far, but 60% of its"), (5, "So this baseline does worse here")):
        fewer = ended(slow, yes=10, undecided=undecided, no=90 - undecided)
        assert words in readings.where_they_end(several, [more, fewer])


def test_the_question_names_the_runs_that_it_is_about():
    assert readings.question(SHORT) == "With no baseline, how many of the runs end on the best answer?"
    assert readings.question(replace(SHORT, estimator="expected reward")) == (
        "With the expected reward as baseline, how many of the runs end on the best answer?"
    )
    tied = replace(SHORT, rewards=(8.0, 8.0, 3.0))
    assert readings.question(tied) == "With no baseline, how many of the runs end on one of the best answers?"


def test_what_is_beside_it_is_said_in_a_word():
    other = replace(SHORT, estimator="expected reward")
    summaries = [ended(SHORT, yes=3, no=1), ended(other, yes=4)]
    alone, both = readings.where_they_end([SHORT], summaries[:1]), readings.where_they_end([SHORT, other], summaries)
    assert "75% of them are in the corner of **yes**" in alone
    assert both == f"{alone} With the expected reward as baseline, 100% are."
    still = readings.where_they_end([STUCK, STUCK], [ended(STUCK, undecided=4)] * 2)
    assert "Beside it" not in still
