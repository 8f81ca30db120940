"""Who is named for what, and what a formula's words and letters say."""

import numpy as np
import pytest

from reinforce_viz.engine.advantages import group_normalised
from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.text.glossary import GLOSSARY


@pytest.mark.parametrize(
    ("entry", "named", "not_named"),
    [
        (ESTIMATORS["optimal"], "Greensmith, Bartlett and Baxter 2004", "Weaver"),
        (ESTIMATORS["batch mean"], "Liu et al. 2025", ""),
        (ESTIMATORS["running mean"], "Sutton 1984", ""),
        (ESTIMATORS["group-normalised"], "TRL", ""),
        (CREDITS["expected reward"], "Weaver and Tao 2001", "Greensmith"),
    ],
)
def test_a_source_is_of_what_it_says(entry, named, not_named):
    assert named in entry.source
    assert not not_named or not_named not in entry.source


def test_the_formula_of_group_normalised_divides_by_k_minus_one_as_the_rule_does():
    assert r"\tfrac{1}{K-1}" in ESTIMATORS["group-normalised"].formula
    # Two draws of 8 and 3: with K − 1 the spread is 5/√2, with K it would be 5/2.
    advantage = group_normalised(np.array([1.0, 1.0]), np.array([8.0, 3.0]), np.array([0.5, 0.5]), 0.0)
    assert advantage[0] == pytest.approx(2.5 / (5 / np.sqrt(2) + 1e-4))


def test_t_counts_tokens_and_nothing_else():
    assert "tokens" in GLOSSARY["T"]
    assert not any("steps" in meaning for symbol, meaning in GLOSSARY.items() if symbol == "T")
    assert not any(r"\sum_{t" in entry.formula for entry in ESTIMATORS.values())
