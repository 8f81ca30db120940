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
    assert "largest at β = 1: **yes** 96%, **no** 1.1% and **maybe** 3.2%, J = 7.85." in said
    assert "k1 ends at **yes**, as if there were no penalty. k3 ends at **yes** 85%, **no** 9.3%" in said
    assert "J ends at 7.35, less than at the ring (7.85)" in readings.verdict(DEFAULT, of(DEFAULT, 1.0))
    assert "J ends at 5.91, more than at the ring (5.9)" in readings.verdict(DEFAULT, of(DEFAULT, 5.0))


def test_before_the_guess_only_the_goal_is_told():
    said = readings.before_the_guess(DEFAULT, of(DEFAULT, 1.0), 1.0)
    assert said.startswith("The cross is the reference. The ring is where J − β KL is largest")
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
    assert readings.verdict(same, of(same, 1.0)).startswith("Here all of them do: every answer earns the same")
    assert "KL is 0, and so is each estimate" in readings.one_draw(of(same, 1.0))
    assert "**Here** neither has any" in claims.less_variance(of(same, 1.0))
    assert "k2" not in readings.ends(same, of(same, 1.0), 1.0)
