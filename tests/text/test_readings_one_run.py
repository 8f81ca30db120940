"""What is said of one run where the sweep does not come: a run that is quite sure, and a best answer that is gone."""

from dataclasses import replace

import numpy as np

from reinforce_viz import DEFAULT
from reinforce_viz.lessons.trajectories import OneRun
from reinforce_viz.text.readings.one_run import one_run

ONE_DRAW = replace(DEFAULT, k=1, learning_rate=0.5)


def ended(*last):
    """A run of two steps, which draw no and then yes."""
    return OneRun(np.array([(0.3, 0.5, 0.2), (0.2, 0.7, 0.1), last]), np.array([(0, 1, 0), (1, 0, 0)]), 0.0)


def test_a_run_that_is_quite_sure():
    assert one_run(ONE_DRAW, ended(0.0, 1.0, 0.0)) == (
        "This run drew **yes** once and **no** once. From step 2 on it gives **no**, not the best answer, more than "
        "95%. By now 0% of steps draw another answer."
    )


def test_where_the_best_answer_is_gone_nothing_is_said_of_its_return():
    assert one_run(ONE_DRAW, ended(0.0, 0.99, 0.01)).endswith("By now 1.0% of steps draw another answer.")


def test_the_way_back_without_a_baseline_and_with_one():
    # A draw of yes moves its logit by .5 · 8 · .99 = 3.96 and the other by −3.96: .01 becomes .965.
    said = one_run(ONE_DRAW, ended(0.01, 0.99, 0.0))
    assert said.endswith(
        "One draw of **yes** would bring it from 1.0% to 97%; each step that draws only **no** makes it rarer again."
    )
    # With b = 3, what no earns, a draw of no pushes nothing; yes moves by .5 · 5 · .99 = 2.475 either way: .588.
    said = one_run(replace(ONE_DRAW, estimator="constant", b=3.0), replace(ended(0.01, 0.99, 0.0), b=3.0))
    assert said.endswith("from 1.0% to 59%, and a step that draws only **no** changes nothing.")


def test_a_best_answer_that_earns_nothing_is_left_where_it_is():
    # Without a baseline a reward of 0 pushes nothing.  A draw of no moves the logits by .5 · 3 · .01 = .015 apart.
    said = one_run(replace(ONE_DRAW, rewards=(0.0, -3.0, -2.0)), ended(0.01, 0.99, 0.0))
    assert said.endswith(
        "One draw of **yes** would leave it at 1.0%; each step that draws only **no** makes it likelier."
    )


def test_where_even_the_best_reward_is_negative_a_draw_makes_it_rarer():
    # A draw of yes moves its logit by −.5 · .99 = −.495 and the other by .495: .01 becomes .0037.  A draw of no moves
    # them by .015 and −.015, the other way.
    said = one_run(replace(ONE_DRAW, rewards=(-1.0, -3.0, -2.0)), ended(0.01, 0.99, 0.0))
    assert said.endswith("from 1.0% to 0.4%; each step that draws only **no** makes it likelier again.")
