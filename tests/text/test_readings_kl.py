"""The sentences of the page about KL: on the example, and where nothing leaves the reference."""

from dataclasses import replace

from reinforce_viz import DEFAULT
from reinforce_viz.lessons.kl import penalty
from reinforce_viz.text.claims import kl as claims
from reinforce_viz.text.readings import kl as readings


def of(e, beta):
    return penalty(e.probs, e.rewards, beta)


def test_where_each_loss_ends():
    said = readings.ends(DEFAULT, of(DEFAULT, 1.0), 1.0)
    assert "largest at β = 1: **yes** 95.7%, **no** 1.1% and **maybe** 3.2%, J = 7.85." in said
    assert (
        "k1 ends at **yes**, as if there were no penalty. k3 ends at **yes** 84.7%, **no** 9.3% and **maybe** 6.0%."
        in said
    )
    # At k1 the model says yes alone, so KL there is −log 0.3; at k2 J − β KL is the log of the average of exp r.
    assert "J − β KL ends at 6.8 with k1, 6.84 with k2 and 6.7 with k3." in readings.verdict(DEFAULT, of(DEFAULT, 1.0))


def test_before_the_guess_only_the_goal_is_told():
    said = readings.before_the_guess(DEFAULT, of(DEFAULT, 1.0), 1.0)
    begins = (
        "KL says how far the model has moved away from its reference: 0 at the cross, 1.01 at the ring. The ring is "
    )
    assert said.startswith(f"{begins}where J − β KL is largest")
    assert not any(kind in said for kind in ("k1", "k2", "k3"))


def test_one_draw():
    said = readings.one_draw(of(DEFAULT, 1.0))
    assert "KL is 1.01. As numbers k1 and k3 are right on average; k2 is 0.778, less than KL." in said
    assert "k1 is below zero in 4.3% of the draws" in said
    assert readings.number_table(of(DEFAULT, 1.0)) == {
        "k1": ["1.01", "0.533", "4.3%"],
        "k2": ["0.778", "0.504", "0%"],
        "k3": ["1.01", "18.2", "0%"],
    }


def test_which_estimate_is_the_calmer_one_depends_on_the_distance():
    assert "18.2, more than k1 (0.533), 34.2 times as much" in claims.less_variance(of(DEFAULT, 1.0))
    assert "0.322, less than k1 (0.732): near the reference" in claims.less_variance(of(DEFAULT, 2.0))


def test_where_nothing_leaves_the_reference():
    same = replace(DEFAULT, rewards=(5, 5, 5))
    assert "0 at the cross, and the ring is there. The ring" in readings.before_the_guess(same, of(same, 1.0), 1.0)
    assert readings.verdict(same, of(same, 1.0)).startswith("Here all of them do: every answer earns the same")
    assert "KL is 0, and so is each estimate" in readings.one_draw(of(same, 1.0))
    assert "**Here** neither has any" in claims.less_variance(of(same, 1.0))
    assert "k2" not in readings.ends(same, of(same, 1.0), 1.0)
