"""The page about the identity without a browser: live numbers, sliders, links, the prediction."""

import pytest

from reinforce_viz.engine.presets import PRESETS
from tests.hostile import VALUES
from tests.ui.test_app import open_app


def shown(query=None):
    app = open_app("why_it_works", query)
    assert not app.exception, app.exception[0].message
    return app


def said(app):
    return " ".join(text.value for text in app.markdown)


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("estimator", ["none", "leave-one-out"])
def test_every_preset_with_a_few_baselines(preset, estimator):
    app = shown({"preset": preset, "estimator": estimator, "k": "1", "guess_why_it_works": "up for the best"})
    assert len(pictures(app)) == 2


def test_the_live_numbers_of_the_example():
    numbers = shown().table[0].value
    assert list(numbers.columns) == ["yes", "no", "maybe", "sum"]
    assert numbers.loc["∇π", "yes"] == "(0.21, −0.15, −0.06)"
    assert numbers.loc["R ∇π", "sum"] == numbers.loc["π R ∇log π", "sum"] == "**(0.93, −0.95, 0.02)**"
    assert numbers.loc["slope of J, measured", "sum"] == "**(0.93, −0.95, 0.02)**"


def test_the_numbers_are_those_of_the_current_experiment():
    # .5 · (1, −1) · (1 − 0) / 2 for two equally likely answers worth 1 and 0
    query = {"p_yes": "0.5", "p_no": "0.5", "p_maybe": "0", "r_yes": "1", "r_no": "0"}
    assert shown(query).table[0].value.loc["R ∇π", "sum"] == "**(0.25, −0.25, 0.00)**"


def test_a_link_restores_the_page():
    query = {"proof_b": "-7.5", "guess_why_it_works": "nowhere"}
    app = shown(query)
    assert app.slider(key="proof_b").value == -7.5
    assert "You said **nowhere**. They lead nowhere" in said(app)
    assert pictures(app) == pictures(shown(query))
    for key in query:
        assert pictures(app) != pictures(shown({other: value for other, value in query.items() if other != key}))


@pytest.mark.parametrize("value", ["-1000", "1e9", "nan", "", *VALUES])
def test_rubbish_in_the_link_falls_back(value):
    keys = ("proof_b", "guess_why_it_works")
    app = shown(dict.fromkeys(keys, value))
    assert -10 <= app.slider(key="proof_b").value <= 10
    assert "You said" not in said(app)


def test_the_pushes_of_b_are_said_to_add_up_to_zero_wherever_b_stands():
    app = shown()
    for b in (-10.0, 3.5, 10.0):
        app.slider(key="proof_b").set_value(b).run()
        assert "they add up to (0.00, 0.00, 0.00)" in said(app)


def test_formulas_fold_out_beside_their_words():
    app = shown()
    assert sum(expander.label.startswith("The same as a formula") for expander in app.expander) == 2
    assert len(app.latex) == 2


def test_the_batch_mean_is_named_as_what_the_proof_does_not_cover():
    assert "75% of the gradient" in said(shown())  # K = 4: (K − 1)/K
    assert any(link.proto.page.endswith("variance_vs_k") for link in shown().get("page_link"))
