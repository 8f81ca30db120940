"""The two arguments of the page, in words; formulas and numbers are folded away."""

import streamlit as st

from reinforce_viz.ui import presenter
from reinforce_viz.ui.folded import Folded


def trick() -> None:
    """Why the average of the pushes is the slope of J.  Williams 1992."""
    st.markdown(
        "**The trick.** J is the sum of π r, so its slope is the sum of r ∇π. You cannot draw from ∇π: it is not "
        "a probability."
    )
    st.markdown(
        "But r ∇π is π times r ∇log π: a push, weighted by its own probability. Drawing does that by itself. So draw, "
        "push by r ∇log π, and you are right on average."
    )


def motive() -> None:
    """Why one would want to subtract anything, which a presenter says."""
    if not presenter.on():
        st.markdown(
            "With positive rewards every draw pushes its own answer up, even the worst. Subtract a number "
            "between them, and bad draws are pushed down."
        )


def cancelling() -> None:
    """Why the pushes of a baseline cancel, and what that asks of it.  Williams 1992."""
    st.markdown(
        "**Why it closes.** Subtracting b takes b ∇π from each answer. Probabilities add up to 1: what one "
        "answer gains, the others lose. So the three ∇π add up to zero, also times b."
    )
    st.markdown(
        "**The condition.** All three arrows must use the same b. So b may depend on anything but the answer drawn."
    )


def trick_as_formula() -> None:
    """The same as a formula, in lines short enough for a phone."""
    folded = _unfolded("As a formula", "identity_formula")
    if folded is None:
        return
    with folded:
        st.latex(
            r"""\begin{aligned}
            \nabla J &= \textstyle\sum_a r_a \, \nabla\pi(a) \\
            &= \textstyle\sum_a \pi(a) \, r_a \, \tfrac{\nabla\pi(a)}{\pi(a)} \\
            &= \textstyle\sum_a \pi(a) \, r_a \, \nabla\log\pi(a) \\
            &= \mathbb{E}\,[r \, \nabla\log\pi]
            \end{aligned}"""
        )
        st.markdown(
            "First line: the slope of the sum. Second: times and divided by π. Third: (log f)′ = f′ / f. Last: a sum "
            "weighted by π is an average over draws."
        )
        st.markdown(
            "For softmax ∇log π(a) is e − π, where e is 1 at a, and ∇π(a) is π(a) times that. Source: Williams 1992."
        )


def cancelling_as_formula(note: str) -> None:
    """The same as a formula, in lines short enough for a phone, and what is often said.

    Args:
        note: what is often said, and what is true here.
    """
    folded = _unfolded("As a formula", "zero_bias_formula")
    if folded is None:
        return
    with folded:
        st.latex(
            r"""\begin{aligned}
            \mathbb{E}\,[b \, \nabla\log\pi] &= \textstyle\sum_a \pi(a) \, b \, \nabla\log\pi(a) \\
            &= b \textstyle\sum_a \nabla\pi(a) \\
            &= b \, \nabla \textstyle\sum_a \pi(a) \\
            &= b \, \nabla 1 = 0
            \end{aligned}"""
        )
        st.markdown(
            "The second line takes b out of the sum: it must be the same number whichever answer is drawn. "
            "Source: Williams 1992."
        )
        st.markdown(note)


def unfolded_numbers() -> Folded | None:
    """Where the numbers behind the picture go, if the reader has asked for them."""
    return _unfolded("The numbers, and a check", "identity_numbers", ":material/table:")


def _unfolded(label: str, key: str, icon: str = ":material/function:") -> Folded | None:
    folded = st.expander(label, icon=icon, key=key, on_change="rerun")
    return folded if folded.open else None
