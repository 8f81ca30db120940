"""Which choice is marked as right, at random settings, against plain arithmetic and against the sentence beside it."""

import numpy as np
import pytest

from reinforce_viz.engine.exact import moments
from reinforce_viz.lessons.clipping import reuse
from reinforce_viz.lessons.kl import penalty
from reinforce_viz.lessons.why_it_works import identity
from reinforce_viz.text import right_choices
from reinforce_viz.text.readings import clipping, kl, one_update_step, why_it_works
from reinforce_viz.ui.guesses import ALL, ALL_ALIKE, GUESSES
from tests.of_experiment import mean_steps, updates
from tests.sweep.settings import settings
from tests.sweep.test_groups import angle, gradient, is_flat, mean_step

CLOSE = 1e-9


def test_the_answer_that_the_gradient_raises_most():
    for e in settings():
        g = gradient(e)
        most = {name for name, slope in zip(e.answers, g, strict=True) if slope >= g.max() - 1e-12}
        assert set(right_choices.raised(e, ALL_ALIKE)) == ({ALL_ALIKE} if is_flat(e) else most), e


def test_what_a_step_does_to_j_is_what_its_sentence_says():
    for e in settings():
        update = updates(e)[-1]
        (right,) = right_choices.step(e, update, GUESSES["one_update"])
        assert one_update_step.step_truth(e, update).startswith(right.replace("it ", "J ")), e


def test_the_share_that_is_nearest_to_how_often_a_step_is_downhill():
    choices = GUESSES["gradient_scatter"]
    for e in settings():
        share = moments(e.estimator, e.probs, e.rewards, e.k, e.b).downhill
        off = {choice: abs(said - share) for choice, said in choices.items()}
        least = min(off.values())
        assert set(right_choices.nearest(choices, share)) == {c for c, each in off.items() if each <= least + 1e-12}
        if is_flat(e):
            assert right_choices.nearest(choices, share) == ("never",)


def test_no_other_choice_of_baseline_has_less_variance():
    for e in settings():
        p = np.array(e.probs)
        choices = {"none": 0.0, "mean": float(p @ e.rewards), "best": max(e.rewards), "b*": 0.0}
        weight = p * (1 - 2 * p + p @ p)
        if weight.sum():
            choices["b*"] = float(weight @ e.rewards / weight.sum())
        right = right_choices.least_noise(e, choices)
        assert "b*" in right
        # The variance of one push grows with (b − b*)².
        assert {c for c, b in choices.items() if abs(b - choices["b*"]) < CLOSE} <= set(right)
        if weight.sum() > CLOSE:
            assert all(abs(choices[c] - choices["b*"]) < CLOSE for c in right), e
        else:
            assert set(right) == set(choices)


def test_where_the_pushes_lead():
    for e in settings():
        terms = identity(e.probs, e.rewards)
        right = right_choices.sum_of_pushes(terms, GUESSES["why_it_works"])
        assert right == (("back at the start", "at g") if is_flat(e) else ("at g",)), e
        assert ("at g" if not is_flat(e) else "zero") in why_it_works.where_they_end(terms)


@pytest.mark.parametrize("scene", ["lucky", "unlucky"])
def test_the_range_of_the_ratio_that_gets_furthest(scene):
    ends = {"at most 20%": (0, 0.2), "20 to 40%": (0.2, 0.4), "40 to 100%": (0.4, 1), "more than 100%": (1, np.inf)}
    for e in settings(60):
        shown = reuse(e.probs, e.rewards, e.learning_rate, scene)
        far = float(np.abs(shown.clipped.ratio - 1).max())
        (right,) = right_choices.how_far(shown, GUESSES["clipping"])
        low, high = ends[right]
        assert low - 1e-12 <= far <= high + 1e-12, (e, clipping.furthest(e, shown))


def test_which_estimate_leads_to_the_ring_is_what_its_sentence_says():
    for e in settings(60):
        found = penalty(e.probs, e.rewards, 0.5)
        right = right_choices.at_the_ring(found, ALL)
        begin = {(ALL,): "Here all of them do", ("k2",): "Only k2 does", ("k1", "k2"): "k2 does, and here k1 too"}
        assert kl.verdict(e, found).startswith(begin[right]), e


def test_which_way_a_group_points():
    for e in settings(90):
        exact = next(each for each in mean_steps(e) if each.k == 8)
        right = right_choices.direction(exact, GUESSES["groups"])
        if is_flat(e):
            assert right == ()
            continue
        degrees = angle(mean_step(e, 8), gradient(e))
        expected = [
            (-1, 1e-5, "along g"),
            (1e-5, 25, "a few degrees off"),
            (25, 90, "about 45° off"),
            (90, 181, "downhill"),
        ]
        assert right[0] in [choice for low, high, choice in expected if low - 1e-4 <= degrees <= high + 1e-4], e


@pytest.mark.parametrize(
    ("truth", "right"),
    [(86.3, ("64",)), (91, ("128",)), (1.0, ("8",)), (1e9, ("256",)), (float("nan"), ()), (float("inf"), ())],
)
def test_a_batch_size_is_near_in_ratio(truth, right):
    assert right_choices.nearest_in_ratio(GUESSES["variance_vs_k"], truth) == right


def test_two_choices_that_are_as_near_are_both_right():
    assert right_choices.nearest({"a": 0.0, "b": 0.25, "c": 0.5}, 0.375) == ("b", "c")
