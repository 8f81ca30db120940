"""The arguments of the page in words, with formula and sources folded away behind them."""

import streamlit as st


def identity_argument(check: str) -> None:
    """The two moves of the identity, and how it was checked.  Williams 1992."""
    st.markdown(
        "**The sum.** How fast J rises along the logits is the sum of R ∇π: each answer's reward times how its "
        "probability moves. But ∇π are not probabilities: some are negative, so you cannot draw from them."
    )
    st.markdown(
        "**The trick.** Multiply and divide by π. The weight is then π, and what is left, ∇π / π, is ∇log π. A sum "
        "weighted by π is an average over draws: draw, push by R ∇log π, and you are right on average."
    )
    st.markdown(f"**The check.** {check}")
    with st.expander("The same as a formula", icon=":material/function:"):
        st.latex(
            r"""\begin{aligned}
            \nabla J &= \textstyle\sum_a R_a \, \nabla\pi(a)
            && \text{weights } \nabla\pi \text{ cannot be drawn from} \\
            &= \textstyle\sum_a \pi(a) \, R_a \, \tfrac{\nabla\pi(a)}{\pi(a)}
            && \text{times and divided by } \pi(a) \\
            &= \textstyle\sum_a \pi(a) \, R_a \, \nabla\log\pi(a)
            && \text{because } (\log f)' = f'/f \\
            &= \mathbb{E}\,[R \, \nabla\log\pi]
            && \text{an average over draws}
            \end{aligned}"""
        )
        st.markdown(
            "For softmax ∇log π(a) is e − π, where e is 1 at a, and ∇π(a) is π(a) times that. Source: Williams 1992."
        )


def zero_bias_argument() -> None:
    """Why the pushes of a baseline cancel, and what that asks of it.  Williams 1992."""
    st.markdown(
        "**Why it closes.** Subtracting b adds −b ∇π to the sum for each answer. But probabilities sum to 1 wherever "
        "the logits go: what one answer gains, the others lose. So the three ∇π add up to zero, and b times them too, "
        "for any b and any policy."
    )
    st.markdown(
        "**What it asks.** All three arrows must use the same b, so b may not depend on the answer drawn. The mean of "
        "the batch does: the drawn answer is part of it."
    )
    with st.expander("The same as a formula", icon=":material/function:"):
        st.latex(
            r"""\mathbb{E}\,[b \, \nabla\log\pi] = \textstyle\sum_a \pi(a) \, b \, \nabla\log\pi(a)
            = b \sum_a \nabla\pi(a) = b \, \nabla \sum_a \pi(a) = b \, \nabla 1 = 0"""
        )
        st.markdown(
            "The second step takes b out of the sum: it must be the same number whichever answer is drawn. "
            "Source: Williams 1992."
        )
