"""What is often said of the estimates of KL, held against this experiment."""

from reinforce_viz.lessons.kl import Penalty
from reinforce_viz.text.format import comparison, number


def less_variance(penalty: Penalty) -> str:
    """Whether k3 has less variance than k1.

    Args:
        penalty: the estimates of KL, at the policy that a penalty leads to.
    """
    claim = "**You may hear:** k3 has less variance than k1. "
    k1, k3 = penalty.estimates["k1"].variance, penalty.estimates["k3"].variance
    if k1 == k3 == 0:
        return f"{claim}**Here** neither has any, as the model has not left its reference."
    one, word, other = comparison(k3, k1)
    said = f"{claim}**Here** one draw of k3 has a variance of {one}, {word} k1 ({other})"
    if k3 <= k1:
        return f"{said}: near the reference it is the calmer one. Choose a smaller β and see."
    return (
        f"{said}, {number(k3 / k1)} times as much. An answer that the model has almost given up makes k3 huge "
        "in the rare draw that finds it."
    )
