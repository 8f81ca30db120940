"""What is often said, and what is true of this experiment?  Each claim is held against exact numbers.

Every function takes an experiment and returns two or three sentences in Markdown.
"""

from dataclasses import replace

from reinforce_viz.engine.estimators import baseline
from reinforce_viz.engine.exact import Moments, after_one_step, exact_ascent, moments, outcomes
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import expected_reward
from reinforce_viz.text.format import compared, number, percent


def best_baseline(experiment: Experiment) -> str:
    """Is the expected reward the baseline of least variance?  Greensmith, Bartlett and Baxter 2004."""
    names = ("expected reward", "mean reward", "optimal")
    expected, plain, best = (_moments(experiment, name).total_variance for name in names)
    j, mean, b_star = (baseline(name, experiment.probs, experiment.rewards) for name in names)
    said = "**Often said:** the expected reward is the baseline of least variance. "
    if expected - best <= 1e-9 * expected:
        return said + (
            f"**Here** it is: b* = J = {number(j)}, because here how far an answer pushes has nothing to do with its "
            "reward."
        )
    return said + (
        f"**Here** J = {number(j)} leaves a variance of {number(expected)}, the plain mean of the rewards, "
        f"{number(mean)}, leaves {number(plain)}, and b* = {number(b_star)} leaves {number(best)}. b* weighs a reward "
        "by how far its answer pushes, not only by how often it is drawn."
    )


def always_helps(experiment: Experiment) -> str:
    """Does a baseline always reduce the variance?"""
    none, expected = (_moments(experiment, name).total_variance for name in ("none", "expected reward"))
    b_star = baseline("optimal", experiment.probs, experiment.rewards)
    low, high = sorted((0.0, 2 * b_star))
    said = "**Often said:** a baseline always reduces the variance. "
    if compared(_moments(experiment, "optimal").total_variance, none) != "less than":
        return said + f"**Here** none does: without one the variance, {number(none)}, is already the least possible."
    return said + (
        f"**Here** one does between {number(low, 4)} and {number(high, 4)} (0 and 2b*) and harms outside. The expected "
        f"reward leaves {number(expected)}, {compared(expected, none)} no baseline at all ({number(none)})."
    )


def batch_mean_bias(experiment: Experiment) -> str:
    """Does subtracting the batch's own mean leave the expectation alone?  Kool, van Hoof and Welling 2019."""
    said = "**Often said:** any baseline leaves the expected step unchanged, the batch's own mean included. "
    if experiment.k < 2:
        return said + "**Here**, with K = 1, each answer is compared with itself: every step is zero."
    own, others = (_moments(experiment, name) for name in ("batch mean", "leave-one-out"))
    shrunk = 1 - 1 / experiment.k
    return said + (
        f"**Here** each answer is partly compared with itself, so the expected step is {percent(shrunk)} of the "
        f"gradient, (K − 1)/K. It acts as a smaller learning rate: the mean squared error, {number(own.mse)}, is "
        f"{compared(own.mse, others.mse)} that of leave-one-out ({number(others.mse)}), which has no bias."
    )


def least_variance_is_safest(experiment: Experiment) -> str:
    """Does the baseline of least variance point downhill least often?"""
    best, expected = (_moments(experiment, name) for name in ("optimal", "expected reward"))
    verdict = "though" if best.downhill > expected.downhill else "and"
    return (
        "**Often said:** less variance makes every step safer. "
        f"**Here** the baseline of least variance points downhill in {percent(best.downhill)} of updates and the "
        f"expected reward in {percent(expected.downhill)}, {verdict} their variances are "
        f"{number(best.total_variance)} and {number(expected.total_variance)}."
    )


def pushes_everything_up(experiment: Experiment) -> str:
    """Does a positive reward push every answer up?"""
    start = "not all rewards are positive, and without a baseline an answer is pushed up only if its own reward is"
    if min(experiment.rewards) > 0:
        start = "all rewards are positive, so without a baseline each drawn answer is pushed up"
    elif max(experiment.rewards) < 0:
        start = "all rewards are negative, so without a baseline each drawn answer is pushed down"
    return (
        "**Often said:** with positive rewards every answer is pushed up. "
        f"**Here** {start}; but a push up for one answer is a push down for the others, and the average of all pushes "
        "is the gradient g, whatever constant is subtracted. The baseline moves the bubbles, never their mean."
    )


def noise_costs_reward(experiment: Experiment) -> str:
    """Does noise lower the reward expected after one step?"""
    now = expected_reward(experiment.probs, experiment.rewards)
    exact = exact_ascent(experiment.probs, experiment.rewards, experiment.learning_rate, 1)[1]
    after = {name: _after_one_step(experiment, name) for name in ("none", "expected reward")}
    (none, none_falls), (_, expected_falls) = after.values()
    ideal = expected_reward(exact, experiment.rewards)
    # The gains, not the two J: late in training they differ only in digits that no one reads.
    gain, ideal_gain = none - now, ideal - now
    how = compared(gain, ideal_gain, 4)
    why = "" if how == "the same as" else ": J is curved, so noise changes the average step"
    return (
        "**Often said:** noise costs reward. "
        f"**Here** one step without a baseline changes J, now {number(now)}, by {number(gain, 4)} on average, "
        f"{how} a step with the exact gradient ({number(ideal_gain, 4)}){why}. "
        f"Safety is another matter: J falls in {percent(none_falls)} of the steps without a baseline, and in "
        f"{percent(expected_falls)} of those that subtract the expected reward."
    )


def _moments(experiment: Experiment, name: str) -> Moments:
    return moments(name, experiment.probs, experiment.rewards, experiment.k, experiment.b)


def _after_one_step(experiment: Experiment, name: str) -> tuple[float, float]:
    named = replace(experiment, estimator=name)
    batches = outcomes(name, named.probs, named.rewards, named.k, named.b)
    return after_one_step(batches, named.probs, named.rewards, named.learning_rate)
