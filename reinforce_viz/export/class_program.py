"""A program that replays the rounds of a class."""

from collections.abc import Sequence

from reinforce_viz.export.script import INSTALL
from reinforce_viz.lessons.classroom import Round, estimator_of

REPLAY = """
policy, last_mean = np.array(first_policy), 0.0
for estimator, drawn in rounds:
    counts = np.array(drawn, float)
    advantages = rv.ESTIMATORS[estimator].advantages(counts, np.array(rewards), policy, last_mean)
    push = (counts * advantages) @ rv.score(policy) / counts.sum()
    miss = np.linalg.norm(push - rv.exact_gradient(policy, rewards))
    ring = np.sqrt(rv.moments(estimator, policy, rewards, sum(drawn), last_mean).total_variance)
    print(f"{estimator}: {drawn} of {policy.round(4)} push by {push.round(4)}.")
    print(f"    That misses g by {miss:.4f}; the ring, how far one typically misses, is {ring:.4f}.")
    policy = policy * np.exp(learning_rate * push)
    policy /= policy.sum()
    last_mean = counts @ rewards / counts.sum()
print(f"The policy now: {policy.round(4)}, expected reward {policy @ rewards:.4f}")
up_to = (1000 * policy.cumsum()).round().astype(int)
print("To draw by hand, take a number from 1 to 1000:", ", ".join(f"up to {n} {name}" for n, name in zip(up_to, names)))
"""


def class_program(past: Sequence[Round], rewards: Sequence[float], names: Sequence[str], learning_rate: float) -> str:
    """A program that makes every step of a class again and prints it.

    Args:
        past: every round in order; one without draws is left out.
        rewards: of the answers, [A].
        names: of the answers, [A].
        learning_rate: of every step.
    """
    rounds = ""
    for before, one in zip([None, *past], past, strict=False):
        if one.drawn:
            rounds += f"    {(estimator_of(one, before, rewards)[0], one.counts)},\n"
    return (
        f"# The rounds of a class that drew {', '.join(names)}.\n{INSTALL}\n"
        "import numpy as np\nimport reinforce_viz as rv\n\n"
        f"names = {tuple(names)}\nfirst_policy = {past[0].probs}\nrewards = {tuple(rewards)}\n"
        f"learning_rate = {learning_rate}\n"
        "# The baseline of each round, and how often each answer was drawn, such as ('none', (31, 48, 21)).\n"
        "# A baseline is 'none', 'leave-one-out' or 'constant', which is the last round's mean.\n"
        f"rounds = [\n{rounds}]\n{REPLAY}"
    )
