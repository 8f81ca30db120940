"""The formulas of the page about KL."""

import streamlit as st


def kl_formulas() -> None:
    """The three estimates, their slopes as losses, where each ends, and sources."""
    st.markdown("With $u = \\mathrm{ref}(y) / \\pi(y)$ for an answer y that π has drawn,")
    st.latex(r"k_1 = -\log u, \qquad k_2 = \tfrac{1}{2} (\log u)^2, \qquad k_3 = u - 1 - \log u.")
    st.markdown("Their averages are $\\mathrm{KL}(\\pi \\,\\|\\, \\mathrm{ref})$ for k1 and k3. Their slopes are")
    st.latex(
        r"\mathbb{E} \nabla k_1 = 0, \qquad \mathbb{E} \nabla k_2 = \nabla \mathrm{KL}(\pi \,\|\, \mathrm{ref}),"
        r"\qquad \mathbb{E} \nabla k_3 = \pi - \mathrm{ref} = \nabla \mathrm{KL}(\mathrm{ref} \,\|\, \pi)."
    )
    st.markdown("So J minus β times the loss ends at")
    st.latex(
        r"k_2: \; \pi \propto \mathrm{ref} \cdot e^{r / \beta}, \qquad "
        r"k_3: \; \pi = \frac{\beta \, \mathrm{ref}}{\beta + J - r}."
    )
    st.markdown(
        "Taken off each draw's reward in place of a loss, β k1 leads to the same place as k2. Schulman 2020, "
        "*Approximating KL divergence*; Shao et al. 2024 (GRPO) have k3 in the loss."
    )
