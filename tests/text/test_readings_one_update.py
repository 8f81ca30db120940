"""The sentences and workings of one update: they say what its numbers are, whatever is tied or zero."""

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from reinforce_viz import DEFAULT, ESTIMATORS
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.lessons.one_update import MadeWith, pushed_up_yet_less_likely
from reinforce_viz.text import one_update_latex as paper
from reinforce_viz.text.readings import one_update as readings
from reinforce_viz.text.readings import one_update_step as of_step
from tests.of_experiment import updates

RUN = [MadeWith("none")] * 6


def one(**change):
    (update,) = updates(replace(DEFAULT, **change))
    return update


@pytest.mark.parametrize("name", ESTIMATORS)
def test_beside_the_ring_a_baseline_that_needs_a_batch_is_said_to_be_left_out(name):
    for hidden in (True, False):
        said = of_step.next_draw(name, hidden=hidden)
        assert ("the model before the step" in said) == hidden
        assert ("nothing is subtracted" in said) == ESTIMATORS[name].uses_batch


def test_the_reading_of_the_draws_counts_them():
    assert readings.drawn_answers(one()).endswith(
        "Of 4 draws **yes** got 0, **no** got 3 and **maybe** got 1. On average they get 1.2, 2 and 0.8."
    )
    assert readings.drawn_answers(one(k=1)).endswith("The only draw fell on **no**, whose part is 50%.")


def test_a_reward_is_read_out_before_anything_is_subtracted_from_it():
    assert "It earned the reward r = 3." in readings.reward_in_words(one(), 1)
    assert "What is left is the *advantage* A" in readings.reward_in_words(one(), 1)
    normalised = one(estimator="group-normalised")
    assert "left, divided by the spread of the batch, is the *adv" in readings.reward_in_words(normalised, 1)
    assert "It earned the reward r = 5." in readings.reward_in_words(one(), 4)
    assert "It earned the reward r = −2." in readings.reward_in_words(one(rewards=(8.0, -2.0, 5.0)), 1)


def test_an_answer_that_earns_its_baseline_is_pushed_neither_up_nor_down():
    e = replace(DEFAULT, estimator="constant", b=3.0)
    (update,) = updates(e)
    assert readings.rewarded_answers(e, update) == (
        "With a constant baseline, 1 of 4 draws is pushed up and 0 down, "
        "and 3 are not pushed: they earned exactly the baseline."
    )


def test_the_reading_of_the_rewards_counts_who_is_pushed_where():
    assert readings.rewarded_answers(DEFAULT, one(k=1)).startswith("With no baseline, the only draw is pushed up. Even")
    negative = replace(DEFAULT, rewards=(-2.0, -7.0, -5.0))
    assert readings.rewarded_answers(negative, updates(negative)[0]) == (
        "With no baseline, 0 of 4 draws are pushed up and 4 down. Even the best answer is pushed down whenever it is "
        "drawn. Subtract a number between the rewards, and it is pushed up."
    )
    with_baseline = replace(DEFAULT, estimator="expected reward")
    assert readings.rewarded_answers(DEFAULT, one()) == (
        "With no baseline, 4 of 4 draws are pushed up and 0 down. Even the worst answer is pushed up whenever it is "
        "drawn. Subtract a number between the rewards, and it is pushed down."
    )
    assert "1 of 4 draws is pushed up and 3 down" in (
        readings.rewarded_answers(with_baseline, one(estimator="expected reward"))
    )


def test_the_reading_of_the_arrows_says_how_far_off_they_point():
    # ĝ·g = (−1.05, .5, .55)·(.93, −.95, .02) = −1.4405; the lengths are 1.2865 and 1.3296.
    degrees = np.degrees(np.arccos(-1.4405 / (1.6575**0.5 * 1.7678**0.5)))
    assert f"{degrees:.0f}° apart: the step points downhill" in readings.push_arrows(one())
    assert "the step points uphill" in readings.push_arrows(one(estimator="expected reward"))
    assert "the step goes nowhere" in readings.push_arrows(one(estimator="batch mean", k=1))
    assert "all of ĝ is noise" in readings.push_arrows(one(rewards=(5.0, 5.0, 5.0)))
    even = {"probs": (1 / 3,) * 3, "rewards": (6.0, 7.0, 8.0), "k": 1}
    second = next(update for update in (one(**even, seed=seed) for seed in range(50)) if update.draws[0] == 1)
    assert "90° apart: the step points neither uphill nor downhill" in readings.push_arrows(second)


def test_the_truth_is_what_the_update_does_to_j_and_why():
    assert of_step.step_truth(DEFAULT, one()) == (
        "J falls, from 4.9 to 4.761: the batch's step points downhill. The exact one never does. It is the luck of the "
        "draw: 3 of 4 were **no**; on average you would expect 2."
    )
    with_baseline = replace(DEFAULT, estimator="expected reward")
    # ĝ = (.42, −.725, .305): .3 e^.042, .5 e^−.0725, .2 e^.0305 = .3128683, .4650328, .2061940 sum to .9840951,
    # so J = (8·.3128683 + 3·.4650328 + 5·.2061940) / .9840951 = 5.0087.
    assert of_step.step_truth(with_baseline, one(estimator="expected reward")) == (
        "J rises, from 4.9 to 5.009: the batch's step points uphill, as the exact one does."
    )
    still = replace(DEFAULT, estimator="batch mean", k=1)
    assert of_step.step_truth(still, one(estimator="batch mean", k=1)) == (
        "J stays at 4.9: ĝ = 0, so there is no step."
    )
    alike = replace(DEFAULT, rewards=(5.0, 5.0, 5.0))
    assert of_step.step_truth(alike, one(rewards=(5.0, 5.0, 5.0))) == (
        "J stays at 5: all answers that can be drawn earn the same."
    )


def test_the_reading_of_the_step_gives_j_before_after_and_exact():
    # J = .2682089·8 + .5219604·3 + .2098307·5 = 4.760706; the exact step's is worked out in test_exact.py.
    assert of_step.large_step(DEFAULT, one()) == (
        "J goes from 4.9 to 4.761; the exact step, along g, would bring it to 5.08."
    )


def test_before_the_guess_no_reading_holds_what_the_step_does():
    for e in (DEFAULT, replace(DEFAULT, estimator="expected reward", seed=3, learning_rate=1.0)):
        (update,) = updates(e)
        other = replace(update, after=update.exact, exact=update.after, gradient=-update.gradient)
        for reading in (readings.push_arrows, partial(of_step.large_step, e)):
            assert reading(update, hidden=True) == reading(other, hidden=True)
        assert of_step.before_the_step(e, update) == of_step.before_the_step(e, other)
        assert paper.mean_working(update, hidden=True) == paper.mean_working(other, hidden=True)


def test_an_answer_that_its_own_draws_push_up_can_become_less_likely():
    # One no among three yes: no is pushed up by 3 and down by 3·8·.5.
    update = next(u for u in (one(seed=s) for s in range(200)) if sorted(u.draws.tolist()) == [0, 0, 0, 1])
    assert pushed_up_yet_less_likely(update) == [1]
    reading = of_step.large_step(DEFAULT, update)
    assert "Although its own draws pushed it up, **no** is less likely now" in reading
    assert not pushed_up_yet_less_likely(one())


def test_the_reading_of_the_path_says_how_far_the_run_has_come():
    run = updates(DEFAULT, RUN)
    j = sum(p * r for p, r in zip(run[3].before, DEFAULT.rewards, strict=True))
    said = of_step.run_path(DEFAULT, run, 3)
    assert said.startswith(f"After 3 updates of 6, J is {j:.3g} (at the start, the cross, it was 4.9)")
    assert "After 1 update of 6" in of_step.run_path(DEFAULT, run, 1)


def test_the_working_of_a_draw_is_written_out():
    update = one(estimator="expected reward")
    assert paper.draw_in_words(update, 4) == "Draw 4: **maybe**, to which the model gives 20%."
    assert paper.answers_in_numbers(update) == {
        "probability": ["30%", "50%", "20%"], "drawn, of 4": ["0", "3", "1"], "on average": ["1.2", "2", "0.8"],
    }  # fmt: skip
    assert paper.advantage_working(update, 1) == "A = r - b = 3 - 4.9 = -1.9"
    rows = cells(paper.push_working(update, 1))
    assert rows == [["0 - 0.3", "-0.3", "0.57"], ["1 - 0.5", "0.5", "-0.95"], ["0 - 0.2", "-0.2", "0.38"]]
    assert paper.push_in_words(update, 1).endswith(
        "A = −1.9: a push down on the logit of **no**, and up on **yes** and **maybe**."
    )
    assert paper.push_in_words(update, 4).endswith(
        "A = 0.1: a push up on the logit of **maybe**, and down on **yes** and **no**."
    )
    assert paper.push_in_words(one(k=1, estimator="batch mean"), 1).endswith("A = 0: no push at all.")
    assert cells(paper.mean_working(update))[0] == ["1.68", "0.42", "0.93"]
    assert cells(paper.step_working(one()))[1] == ["0.5", "0.05", "0.522", "0.462"]


def test_a_negative_baseline_stands_in_brackets_and_a_normalised_reward_over_its_spread():
    assert paper.advantage_working(one(estimator="constant", b=-2.0), 1) == "A = r - b = 3 - (-2) = 5"
    # Rewards 3, 3, 3, 5: mean 3.5, spread 1.
    normalised = paper.advantage_working(one(estimator="group-normalised"), 4)
    assert normalised == r"A = \frac{r - \bar r}{s + \varepsilon} = \frac{5 - 3.5}{1 + 0.0001} = 1.5"


def test_small_numbers_are_written_out():
    update = one(probs=(0.00001, 0.99998, 0.00001), k=1)
    assert cells(paper.push_working(update, 1))[0][0] == "0 - 0.00001"


@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_table_holds_every_draw(name):
    update = one(estimator=name, k=16)
    table = paper.draws_in_numbers(update)
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


def cells(tex):
    """The cells of an array, row by row, without the names of rows and columns."""
    rows = re.search(r"\\hline (.*) \\end", tex)[1].split(r" \\ ")
    return [row.split(" & ")[1:] for row in rows]


def test_a_group_has_a_mean_and_no_baseline():
    # Rewards 3, 5 and 7: a drawn maybe is the mean of a batch with as many yes as no.
    e = replace(DEFAULT, rewards=(3.0, 7.0, 5.0), estimator="group-normalised", k=3)
    update = next(u for u in (updates(replace(e, seed=s))[0] for s in range(99)) if len(set(u.draws.tolist())) == 3)
    said = readings.rewarded_answers(e, update)
    assert "1 of 3 draws is pushed up and 1 down, and 1 is not pushed: it earned exactly the batch's mean." in said
    assert said.endswith("Each gap is divided by the spread of the batch.")


def test_no_angle_is_read_off_a_gradient_that_is_a_rounding():
    e = replace(DEFAULT, probs=(1.0 - 2e-14, 1e-14, 1e-14), rewards=(1.0, 1.0, 0.0))
    (update,) = updates(replace(e, k=1, learning_rate=1.0))
    assert "°" not in readings.push_arrows(update)


def test_a_step_can_be_too_long_or_so_long_that_it_comes_out_higher():
    # From (.3, .5, .2) with rewards 8, 4.5, 0 (J = 4.65): one yes and three no push by (1.55, 2.75, −4.3) / 4, uphill,
    # and a long step ends on no.  With rewards 8, 4.7, 5 a maybe pushes downhill, and a long step ends on maybe.
    said = set()
    for seed in range(60):
        for k, rewards in ((4, (8.0, 4.5, 0.0)), (2, (8.0, 4.7, 5.0)), (2, (8.0, 3.0, 5.0))):
            e = replace(DEFAULT, k=k, seed=seed, rewards=rewards, learning_rate=50.0)
            (update,) = updates(e)
            weights = np.array(e.probs) * np.exp(50.0 * update.push.mean(axis=0))
            now, then = np.array(e.probs) @ rewards, weights / weights.sum() @ rewards
            uphill = update.push.mean(axis=0) @ (np.array(e.probs) * (np.array(rewards) - now))
            reading = of_step.step_truth(e, update)
            assert ("the step is too long" in reading) == (uphill > 1e-9 and then < now - 1e-9), (e, reading)
            assert ("so long that" in reading) == (uphill < -1e-9 and then > now + 1e-9), (e, reading)
            said |= {word for word in ("too long", "so long that") if word in reading}
    assert said == {"too long", "so long that"}
