"""A link is understood however it is written, and what it cannot mean is said in a sentence: for every control."""

import pytest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui import links
from reinforce_viz.ui.controls import CONTROLS, OF_PAGES, SHARED, VIEW
from reinforce_viz.ui.links import tidy
from reinforce_viz.ui.navigation import PAGES
from tests.ui.test_app import experiment, open_app

# A text that each kind of control does not have.
WRONG = {"choice": "nonsense", "choices": "nonsense", "number": "1e9", "flag": "perhaps", "text": "nonsense~"}
# Values beside the ones that a control has.
BESIDE = {
    "k": ["5", "0", "257", "-4", "4.5", "nan", "inf", "1e999", "four"],
    "lr": ["0.3", "0", "-1", "10", "nan"],
    "seed": ["3.7", "-1", "10000", "1e999", "nan", "<b>"],
    "r_yes": ["100", "-10.1", "nan", "-inf"],
    "p_no": ["-0.1", "1.1", "nan"],
    "b": ["11", "x"],
    "estimator": ["RLOO", "leave one out", "<script>"],
    "preset": ["foo", "restaurants"],
    "steps": ["300", "0"],
    "runs": ["30"],
    "n": ["107", "420", "-20", "3.5"],
    "pick": ["0", "5", "1.5"],
    "step": ["1", "-1"],
    "draw": ["10000", "-1", "1.5"],
    "draws": ["0.5", "10000"],
    "drawn": ["20001", "2.5"],
    "length": ["0", "17"],
    "d": ["0", "9"],
    "proof_b": ["10.5"],
    "response_length": ["0", "201", "2.5"],
    "vocabulary": ["3"],
    "run": ["none", "none~0.5"],
    "present": ["yes"],
    "show": ["xyz"],
}
# Any text may stand in these: the page says what it cannot use of it.
FREE = ["group", *(key for key in CONTROLS if key.startswith("name_"))]
WITH_A_WRONG_TEXT = [(key, text) for key, texts in BESIDE.items() for text in texts]
WITH_A_WRONG_TEXT += [(key, WRONG[control.kind]) for key, control in CONTROLS.items() if key not in FREE]


@pytest.mark.parametrize(("key", "text"), WITH_A_WRONG_TEXT)
def test_what_a_control_cannot_be_is_said_in_one_sentence_and_taken_out_of_the_link(key, text):
    link, refused = tidy({"k": ["4"], key: [text], "other": ["x"]})
    assert key not in link
    assert link["other"] == ["x"]
    (refusal,) = refused.values()
    assert refusal.sentence.count(". ") == 0
    assert refusal.sentence.endswith(".")
    assert CONTROLS[key].label.format(yes="yes", no="no", maybe="maybe") in refusal.sentence
    assert f"`{text}`" in refusal.sentence
    assert tidy(link) == (link, {})


def ways(value: str | float) -> list[str]:
    """Several ways in which somebody writes a value."""
    if isinstance(value, str):
        return [value, value.upper(), f"  {value} ", value.replace(" ", "  ")]
    shortest = f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.9g}"
    return [f"{value:.9g}", f"{value:.4f}", f"{value:.9e}", f" {value:.9g}", shortest if value % 1 else f"{value:.0f}."]


@pytest.mark.parametrize("key", [key for key, control in CONTROLS.items() if control.options])
def test_a_choice_is_understood_however_it_is_written(key):
    control = CONTROLS[key]
    for option in control.choices({"yes": "yes", "no": "no", "maybe": "maybe"}):
        for way in ways(option):
            link, refused = tidy({key: [way]})
            assert (link, refused) == ({key: [str(option)]}, {})


@pytest.mark.parametrize(
    "key", [key for key, control in CONTROLS.items() if control.kind == "number" and not control.limit]
)
def test_a_number_in_the_range_is_understood_however_it_is_written(key):
    control = CONTROLS[key]
    for value in (control.low, control.high, control.low + control.step):
        for way in ways(float(value)):
            link, refused = tidy({key: [way]})
            assert not refused
            assert float(link[key][0]) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("text", ["True", "TRUE", " true"])
def test_so_is_a_switch(text):
    assert tidy({"present": [text]}) == ({"present": ["true"]}, {})


def test_of_a_key_that_stands_twice_the_last_value_counts():
    assert tidy({"k": ["8", "16"], "lr": ["0.5", "nonsense"]})[0] == {"k": ["16"]}
    # As for Streamlit, where the link needs no tidying.
    assert experiment(open_app("trajectories", {"k": ["8", "16"]})).k == 16


def test_a_link_in_other_words_is_understood_and_written_anew():
    given = {"k": "8.0", "lr": ".2", "estimator": "Leave-One-Out", "steps": "50", "runs": "50.0"}
    app = open_app("trajectories", given)
    assert (experiment(app).k, experiment(app).learning_rate, experiment(app).estimator) == (8, 0.2, "leave-one-out")
    written = {"k": "8", "lr": "0.2", "estimator": "leave-one-out", "steps": "50", "runs": "50"}
    assert {key: app.query_params[key] for key in given} == written
    assert not app.warning


def test_of_several_choices_the_good_ones_stay():
    link, refused = tidy({"beside": ["Optimal", "RLOO", "none"], "show": ["k", "foo"]})
    assert link == {"beside": ["optimal", "none"], "show": ["K"]}
    assert "`RLOO`" in refused["beside"].sentence
    assert refused["beside"].shown == ["optimal", "none"]
    assert refused["show"].shown == ["K"]


def test_the_value_shown_in_its_place_is_the_presets():
    for name, preset in PRESETS.items():
        _, refused = tidy({"preset": [name.upper()], "lr": ["0.3"], "r_no": ["100"]})
        assert refused["lr"].shown == preset.learning_rate
        assert refused["r_no"].shown == preset.rewards[1]


def test_a_number_is_measured_against_what_the_rest_of_the_link_says():
    assert not tidy({"k": ["8"], "pick": ["8"]})[1]
    assert tidy({"k": ["8"], "pick": ["9"]})[1]["pick"].shown == 1
    assert not tidy({"k": ["64"], "pick": ["16"]})[1]
    assert not tidy({"run": ["none~3"], "step": ["3"]})[1]
    assert tidy({"run": ["none~3"], "step": ["4"]})[1]


def test_a_guess_may_be_one_of_the_answers_by_its_own_name():
    assert tidy({"name_yes": ["Oui"], "guess_start": ["OUI"]})[0]["guess_start"] == ["Oui"]
    assert tidy({"name_yes": ["Oui"], "guess_start": ["yes"]})[1]["guess_start"].shown is None


@pytest.mark.parametrize(
    "text", ["`**_$x$_**`", "x" * 10_000, "a\nb\u202ec", "[x](http://example.org)", "<script>alert(1)</script>"]
)
def test_a_refused_text_stands_in_its_sentence_as_code_and_not_too_long(text):
    (refusal,) = tidy({"k": [text]})[1].values()
    _, code, rest = refusal.sentence.split("`")
    assert len(code) <= 25
    assert code.isprintable()
    assert "but it has no such value" in rest


# Streamlit itself takes out of the link what is a default, so these are not.
WRITTEN_BY_THE_APP = {
    "preset": "close rivals", "estimator": "optimal plus b", "b": "-2.5", "k": "16", "lr": "0.5", "seed": "7.0",
    "r_yes": "-4", "p_maybe": "0.004", "name_no": "nein", "run": "none~3_constant~4.5~2", "step": "2", "draw": "3",
    "drawn": "17.0", "draws": "2.0", "axis": "answers drawn", "n": "40", "batch_mean": "true", "d": "0.5",
    "guess_trajectories": "3 in 4", "quantity": "signal to noise", "present": "true", "proof_b": "-0.5",
}  # fmt: skip


def test_a_link_that_the_app_has_written_stays_as_it_is():
    given = {key: [text] for key, text in WRITTEN_BY_THE_APP.items()} | {"beside": ["none", "optimal"], "curves": [""]}
    assert tidy(given) == (given, {})


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_says_what_its_link_cannot_mean_shows_something_else_and_a_reload_of_its_link_has_nothing_to_say(page):
    wrong = {control.key: WRONG[control.kind] for control in (*SHARED, *VIEW) if control.key not in FREE}
    own = {row.key: WRONG[row.kind] for row in OF_PAGES if page in row.pages and row.key not in FREE}
    elsewhere = {"steps": "300"} if page != "trajectories" else {"task": "x"}
    app = open_app(page, {**wrong, **own, **elsewhere, "name_yes": "oui"})
    assert not app.exception
    said = [warning.value for warning in app.warning if warning.value.startswith("The link sets")]
    assert len(said) == len({**wrong, **own})
    assert dict(app.query_params) == {"name_yes": "oui"} | ({"seed": "0.0"} if "seed" in app.query_params else {})
    again = open_app(page, {key: str(value) for key, value in dict(app.query_params).items()})
    assert not [warning for warning in again.warning if warning.value.startswith("The link sets")]
    assert [chart.proto.alt for chart in again.get("plotly_chart")] == [
        chart.proto.alt for chart in app.get("plotly_chart")
    ]


def test_the_sentence_goes_when_its_control_is_moved():
    app = open_app("variance_vs_k", {"k": "5", "lr": "0.3"})
    assert len(app.warning) == 2
    app.select_slider(key="k").set_value(32).run()
    assert ["Learning rate" in warning.value for warning in app.warning] == [True]


def test_a_seed_with_a_fraction_is_one_value_everywhere():
    app = open_app("start", {"seed": "3.7", "drawn": "5"})
    assert app.number_input(key="seed").value == 0
    assert "seed" not in app.query_params
    fresh = open_app("start", {"drawn": "5"})
    assert [c.proto.spec for c in app.get("plotly_chart")] == [c.proto.spec for c in fresh.get("plotly_chart")]


def test_a_link_may_give_everybody_draws_of_their_own(monkeypatch):
    seeds = iter([7, 4321])
    monkeypatch.setattr(links, "randbelow", lambda n: next(seeds) if n == 10_000 else 0)
    first, second = (open_app("trajectories", {"seed": " Own ", "k": "8"}) for _ in range(2))
    for app, seed in ((first, 7), (second, 4321)):
        assert (experiment(app).seed, experiment(app).k) == (seed, 8)
        assert app.query_params["seed"] == str(seed)  # so that it stays when the page is loaded anew
        assert [remark.value for remark in app.warning] == [f"Your draws are your own: they have seed {seed}."]
    first.number_input(key="seed").set_value(3.0).run()
    assert not first.warning


@pytest.mark.parametrize(("own", "then"), [(7, 8), (3, 3), (None, None)])
def test_a_model_that_begins_again_has_a_seed_that_is_as_much_the_reader_s_own_as_before(monkeypatch, own, then):
    session = {"seed": 7.0} | ({} if own is None else {links.OWN_SEED: own})
    monkeypatch.setattr(links.st, "session_state", session)
    links.change_seed(8)
    assert session["seed"] == 8
    assert session.get(links.OWN_SEED) == then
    assert links.has_own_seed() is (own == 7)
