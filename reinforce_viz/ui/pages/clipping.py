"""The formula of the page about the clip."""

import streamlit as st

from reinforce_viz.ui.chart import unfolded_formulas


def clip_formula() -> None:
    """PPO's surrogate and its source, folded away."""
    folded = unfolded_formulas()
    if folded is None:
        return
    with folded:
        st.markdown("Each epoch is one step up the gradient of")
        st.latex(
            r"L(\theta) = \frac{1}{K} \sum_{k=1}^{K} \min\bigl(\rho_k A_k, \;"
            r"\mathrm{clip}(\rho_k, 1 - \varepsilon, 1 + \varepsilon)\, A_k\bigr), \qquad"
            r"\rho_k = \frac{\pi_\theta(y_k)}{\pi_{\text{old}}(y_k)}, \qquad \varepsilon = 0.2"
        )
        st.markdown(
            "The advantages stay as they were when the batch was drawn. In the first epoch ρ = 1, so that is a step of "
            "REINFORCE. Schulman, Wolski, Dhariwal, Radford and Klimov 2017, *Proximal policy optimization algorithms*."
        )
