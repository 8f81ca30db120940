"""The page about the identity without a browser: live numbers, sliders, links, the prediction."""

import pytest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui.navigation import place_of
from tests.ui.test_app import open_app


def shown(query=None):
    app = open_app("why_it_works", query)
    assert not app.exception, app.exception[0].message
    return app


def said(app):
    return " ".join(text.value for text in app.markdown)


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


@pytest.mark.parametrize(
    ("preset", "query"),
    [*((name, {}) for name in PRESETS), ("stuck on no", {"guess": "first"}), *(
        (name, {"guess_why_it_works": "near g"}) for name in ("stuck on no", "nearly done")
    )],
)  # fmt: skip
def test_every_preset(preset, query):
    assert len(pictures(shown({"preset": preset, **query}))) == (1 if "guess" in query else 2)


def test_before_the_guess_neither_pictures_nor_words_say_where_the_pushes_end():
    app = shown({"guess": "first"})
    (picture,) = pictures(app)
    everything = picture + said(app) + app.get("plotly_chart")[0].proto.alt
    assert "the wrong way" in everything
    for answer in ("frames", "0.93", "π r", "ends at", "end at", "times its probability"):
        assert answer.lower() not in everything.lower(), answer
    assert not any("formula" in folded.label for folded in app.expander)
    app.segmented_control(key="guess_why_it_works").select("at g").run()
    assert "You said **at g**. They end at g" in said(app)
    assert len(pictures(app)) == 2


def test_the_numbers_fold_out():
    app = shown()
    assert "**yes** | 1.68 | −1.20 | −0.48" not in said(app)
    app.session_state["identity_numbers"] = True
    app.run()
    assert "| **yes** | 1.68 | −1.20 | −0.48 |" in said(app)
    assert "| sum | 0.93 | −0.95 | 0.02 |" in said(app)
    assert "| slope of J, measured | 0.93 | −0.95 | 0.02 |" in said(app)


def test_the_numbers_are_those_of_the_current_experiment():
    # .5 · (1, −1) · (1 − 0) / 2 for two equally likely answers worth 1 and 0
    app = shown({"p_yes": "0.5", "p_no": "0.5", "p_maybe": "0", "r_yes": "1", "r_no": "0"})
    assert "The last one ends at (0.25, −0.25, 0.00)" in said(app)


def test_a_link_restores_the_page():
    query = {"proof_b": "-7.5", "guess_why_it_works": "near g"}
    app = shown(query)
    assert app.slider(key="proof_b").value == -7.5
    assert "You said **near g**. They end at g" in said(app)
    assert pictures(app) == pictures(shown(query))
    for key in query:
        assert pictures(app) != pictures(shown({other: value for other, value in query.items() if other != key}))


@pytest.mark.parametrize("value", ["-1000", "nan", "", "<script>"])  # the rest is for tests/ui/test_links.py
def test_rubbish_in_the_link_falls_back(value):
    keys = ("proof_b", "guess_why_it_works")
    app = shown(dict.fromkeys(keys, value))
    assert -10 <= app.slider(key="proof_b").value <= 10
    assert "You said" not in said(app)


def test_the_pushes_of_b_are_said_to_add_up_to_zero_wherever_b_stands():
    app = shown()
    for b in (-10.0, 3.5, 10.0):
        app.slider(key="proof_b").set_value(b).run()
        assert "add up to (0.00, 0.00, 0.00)" in said(app)


def test_formulas_fold_out():
    app = shown()
    assert not app.latex
    for key in ("identity_formula", "zero_bias_formula"):
        app.session_state[key] = True
    app.run()
    assert len(app.latex) == 2
    assert "You may hear" in said(app)


def test_a_link_leads_to_what_the_proof_does_not_cover():
    (link,) = (link.proto for link in shown().get("page_link") if "batch's own mean" in link.proto.label)
    assert link.page.endswith("baselines")
    assert link.query_string == "batch_mean=true"
    assert link.label.startswith(f"On page {place_of('baselines') + 1}: ")


def test_one_is_told_why_one_would_subtract_before_one_is_told_that_one_may():
    texts = [text.value for text in shown().markdown]
    motive = next(place for place, text in enumerate(texts) if "bad draws are pushed down" in text)
    assert motive < next(place for place, text in enumerate(texts) if "Why it closes" in text)


def test_at_most_250_words_before_anything_is_unfolded():
    app = shown({"guess_why_it_works": "at g"})
    assert len((said(app) + " ".join(label.label for label in app.expander)).split()) <= 250
