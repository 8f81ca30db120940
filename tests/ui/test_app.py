"""The app without a browser: every page, every preset, every link."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import BATCH_SIZES, USUAL, Experiment
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui.controls import CONTROLS, LARGEST_REWARD, LEARNING_RATES
from reinforce_viz.ui.controls import SHARED as SHARED_CONTROLS
from reinforce_viz.ui.navigation import CLASSROOM, PAGES
from reinforce_viz.ui.state import experiment_from, settings_of, settings_on
from tests import hostile
from tests.shown import tables

ROOT = Path(__file__).parents[2]


def open_app(page: str = "start", query: Mapping[str, str] | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    if page != "start":
        app.switch_page(f"pages/{page}.py")
    return app.run()


def experiment(app: AppTest) -> Experiment:
    """The experiment that the sidebar describes."""
    assert not app.exception, app.exception[0].message
    controls = {control.key: app.session_state[control.key] for control in SHARED_CONTROLS}
    return experiment_from(controls, PRESETS[controls["preset"]])[0]


def pictures(app: AppTest) -> list[str]:
    """What the charts and the triangle of the start page draw."""
    own = [part.proto.json for part in app.get("bidi_component") if part.proto.component_name == "policy_triangle"]
    return [*(chart.proto.spec for chart in app.get("plotly_chart")), *own]


def test_every_page_script_is_reachable_and_every_entry_has_a_script():
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == {page.name for page in (*PAGES, CLASSROOM)}


# The tests of these pages open every preset themselves, with all that the page can unfold.
WITH_PRESETS = ("start", "one_update", "why_it_works", "baselines", "tokens", "kl", "groups")


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.name not in WITH_PRESETS])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_page_draws_every_preset_each_with_another_baseline(page, preset):
    estimator = [*ESTIMATORS][[*PRESETS].index(preset)]
    app = open_app(page, {"preset": preset, "estimator": estimator})
    shown = experiment(app)
    expected, at_first = PRESETS[preset], settings_on(page, preset)
    assert shown.probs == pytest.approx(expected.probs, abs=1e-9)
    assert (shown.rewards, shown.learning_rate, shown.estimator) == (expected.rewards, at_first["lr"], estimator)
    assert shown.k == max(at_first["k"], ESTIMATORS[estimator].smallest_k)


@pytest.mark.parametrize("page", ["one_update", "gradient_scatter", "variance_vs_k", "trajectories"])
@pytest.mark.parametrize("estimator", ["leave-one-out", "group-normalised"])
def test_every_page_that_shows_the_estimator_draws_it_at_both_ends_of_k(page, estimator):
    for k in (1, 256):
        shown = experiment(open_app(page, {"estimator": estimator, "k": str(k)}))
        assert (shown.estimator, shown.k) == (estimator, max(k, ESTIMATORS[estimator].smallest_k))


@pytest.mark.parametrize(("page", "following"), [*pairwise(PAGES)], ids=lambda entry: entry.name)
def test_each_page_leads_to_the_next(page, following):
    (link,) = (
        link.proto for link in open_app(page.name).main.get("page_link") if link.proto.label.startswith("Next: ")
    )
    assert link.page == following.name
    assert following.question in link.label


def test_the_last_page_leads_no_further():
    assert not [link for link in open_app(PAGES[-1].name).get("page_link") if "Next: " in link.proto.label]


def test_leave_one_out_at_k_1_stays_chosen_and_says_what_to_change():
    app = open_app("gradient_scatter", {"estimator": "leave-one-out", "k": "1"})
    assert app.selectbox(key="estimator").value == "leave-one-out"
    assert app.select_slider(key="k").value == 1
    (remark,) = app.warning
    assert "K = 1" in remark.value
    assert "K = 2" in remark.value
    assert len(app.get("plotly_chart")) == 2


def test_a_link_sets_the_experiment():
    query = {"estimator": "constant", "b": "2.5", "k": "16", "lr": "0.5", "seed": "7", "r_no": "-4", "p_maybe": "0.8"}
    assert experiment(open_app(query=query)) == Experiment(
        probs=(0.3 / 1.6, 0.5 / 1.6, 0.8 / 1.6),
        rewards=(8, -4, 5),
        estimator="constant",
        b=2.5,
        k=16,
        learning_rate=0.5,
        seed=7,
    )


def test_values_beside_a_preset_win_even_where_they_equal_the_defaults():
    shown = experiment(open_app(query={"preset": "stuck on no", "r_yes": "8", "k": "4", "lr": "0.1"}))
    assert shown.rewards == (8.0, 0.8, 0.1)
    assert shown.learning_rate == 0.1
    assert shown.probs == pytest.approx((0.01, 0.98, 0.01))


def test_choosing_a_preset_fills_in_every_other_control():
    app = open_app(query={"k": "64", "r_yes": "-3", "estimator": "optimal"})
    app.selectbox(key="preset").select("nearly done").run()
    shown = experiment(app)
    assert shown == replace(Experiment(), probs=(0.99, 0.006, 0.004))
    assert app.select_slider(key="k").value == 4


def test_defaults_undo_everything():
    link = {"preset": "close rivals", "k": "64", "seed": "5", "estimator": "batch mean"}
    app = open_app("variance_vs_k", link)
    next(button for button in app.button if button.label == "Defaults").click().run()
    assert experiment(app) == Experiment()


def test_new_seed_changes_the_seed_and_nothing_else():
    app = open_app("variance_vs_k", {"k": "8"})
    next(button for button in app.button if button.label == "New seed").click().run()
    assert experiment(app) == Experiment(k=8, seed=1)


def test_draw_again_moves_the_samples_and_restart_brings_them_back():
    app = open_app("gradient_scatter")
    first = app.get("plotly_chart")[0].proto.spec
    next(button for button in app.button if button.label == "Draw again").click().run()
    second = app.get("plotly_chart")[0].proto.spec
    assert second != first
    assert app.query_params["draw"] == "1"
    assert open_app("gradient_scatter", {"draw": "1"}).get("plotly_chart")[0].proto.spec == second
    app.run()  # after a move AppTest keeps no more than what has been run
    next(button for button in app.button if button.label == "Restart").click().run()
    assert "draw" not in app.query_params
    assert app.get("plotly_chart")[0].proto.spec == first


def test_more_baselines_than_there_is_room_for_are_left_out_in_a_sentence():
    app = open_app("gradient_scatter")
    app.multiselect(key="beside").set_value(["constant", "optimal", "batch mean"]).run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 3
    assert any("Only 2 can be compared at once: constant and optimal" in caption.value for caption in app.caption)


@pytest.mark.parametrize("page", ["gradient_scatter", "variance_vs_k", "trajectories"])
def test_moving_k_changes_picture_and_sentence(page):
    app = open_app(page)
    chart, sentence = app.get("plotly_chart")[0].proto, [text.value for text in app.markdown]
    before = chart.spec
    app.select_slider(key="k").set_value(16).run()
    assert app.get("plotly_chart")[0].proto.spec != before
    assert any("K = 16" in text.value for text in app.markdown if text.value not in sentence)


def test_every_part_of_the_experiment_has_a_control_that_the_link_names():
    shared = open_app(query={"estimator": "constant"})
    kinds = (shared.selectbox, shared.select_slider, shared.slider, shared.number_input, shared.text_input)
    assert {widget.key for kind in kinds for widget in kind} >= {control.key for control in SHARED_CONTROLS}


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_lie_within_the_controls_and_come_back_from_them(preset):
    entry = PRESETS[preset]
    assert entry.k in BATCH_SIZES
    assert entry.learning_rate in LEARNING_RATES
    assert all(abs(reward) <= LARGEST_REWARD for reward in (*entry.rewards, entry.b))
    shown, remarks = experiment_from(settings_of(preset), entry)
    assert not remarks
    assert shown.probs == pytest.approx(entry.probs, abs=1e-12)
    assert (shown.rewards, shown.b, shown.seed) == (entry.rewards, entry.b, entry.seed)


def test_weights_that_are_all_zero_keep_the_presets_policy_and_say_so():
    app = open_app(query={f"p_{name}": "0" for name in USUAL})
    assert experiment(app).probs == (0.3, 0.5, 0.2)
    assert any("weight above 0" in remark.value for remark in app.warning)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308])
def test_controls_with_impossible_values_fall_back_in_a_sentence(value):
    preset = PRESETS["close rivals"]
    shown, remarks = experiment_from(settings_of("close rivals") | {"r_yes": value * 10}, preset)
    assert shown.rewards == preset.rewards
    assert len(remarks) == 1


@pytest.mark.parametrize(
    ("k", "shown"),
    [("4", "1,000"), ("8", "1,000"), ("12", "666"), ("256", "500")],  # 8,000,000 / (1,000 × K, but at most 16)
)
def test_no_more_runs_are_computed_than_others_can_wait_for(k, shown):
    app = open_app("trajectories", {"k": k})
    app.select_slider(key="steps").set_value(1000)
    app.select_slider(key="runs").set_value(1000).run()
    assert not app.exception
    assert any(f"All {shown} runs start" in text.value for text in app.markdown)
    assert [f"only {shown} are shown" in remark.value for remark in app.warning] == [True] * (shown != "1,000")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({f"r_{name}": "5" for name in USUAL}, "Leave-one-out has no variance at all here, so no K is enough"),
        ({"p_no": "0", "p_maybe": "0"}, "Neither has any variance here, so every K is enough"),
        ({"p_yes": "0", "p_no": "0.5", "p_maybe": "0.5", "r_no": "-5"}, "Without a baseline there is no variance here"),
    ],
)
def test_without_any_variance_a_prediction_is_told_so(link, said):
    app = open_app("variance_vs_k", {"guess_variance_vs_k": "16", "quantity": "total variance"} | link)
    texts = " ".join(text.value for text in app.markdown)
    assert said in texts
    assert "undefined" not in texts
    notes = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]["annotations"]
    assert not any("without</b>" in note["text"] for note in notes)  # no distance where there is no such K


def test_a_baseline_is_not_compared_with_itself():
    app = open_app("trajectories", {"versus": "optimal"})
    assert len(app.get("plotly_chart")) == 5
    assert len(open_app("trajectories", {"versus": "optimal", "estimator": "optimal"}).get("plotly_chart")) == 3


def test_random_and_hostile_links_raise_no_exception():
    rng = random.Random(0)
    for number in range(24):  # benchmarks/load.py sends thousands
        page = PAGES[number % len(PAGES)].name
        query = hostile.link(rng, CONTROLS)
        app = open_app(page, query)
        assert not app.exception, (page, query)


def test_a_bar_in_a_table_parts_no_cells():
    app = AppTest.from_function(a_table_with_bars).run()
    (table,) = tables(app)
    assert list(table.index) == ["|E ĝ|", "x"]
    assert table.to_dict("list") == {"a|b": ["1 | 2", "|"], "c": ["", "3"]}


def a_table_with_bars():
    from reinforce_viz.ui.chart import table

    table({"a|b": ["1 | 2", "|"], "c": ["", "3"]}, ["|E ĝ|", "x"])


def test_the_picture_that_decides_the_guess_about_the_batch_size_is_a_button_away():
    app = open_app("variance_vs_k", {"guess": "first"})
    app.selectbox(key="quantity").set_value("P(downhill)").run()
    assert not [button for button in app.button if button.key == "show_variance"]
    app.segmented_control(key="guess_variance_vs_k").set_value("32").run()
    assert app.session_state["quantity"] == "P(downhill)"
    app.button(key="show_variance").click().run()
    assert app.session_state["quantity"] == "total variance"
    assert not [button for button in app.button if button.key == "show_variance"]
    assert any("You said **32**" in text.value for text in app.markdown)


def test_the_batch_size_asks_about_the_quantity_that_it_shows():
    app = open_app("variance_vs_k", {"guess": "first"})
    assert app.session_state["quantity"] == "total variance"
    app.segmented_control(key="guess_variance_vs_k").set_value("64").run()
    assert app.session_state["quantity"] == "total variance"
    assert any("You said **64**" in text.value and "**64** is closest" in text.value for text in app.markdown)
    # A link that names a quantity keeps it, and one that opens without the question shows what it always did.
    assert open_app("variance_vs_k").selectbox(key="quantity").value == "P(downhill)"
    named = open_app("variance_vs_k", {"guess": "first", "quantity": "signal to noise"})
    assert named.selectbox(key="quantity").value == "signal to noise"


def test_what_to_look_for_in_a_preset_is_told_after_the_guess():
    hint = "the average step points downhill"
    link = {"preset": "a rare disaster"}
    asked = open_app("groups", link | {"guess": "first"})
    assert not any(hint in caption.value for caption in asked.caption)
    asked.segmented_control(key="guess_groups").set_value("along g").run()
    assert any(hint in caption.value for caption in asked.caption)
    assert any(hint in caption.value for caption in open_app("check", link).caption)


def test_a_presets_hint_follows_what_the_controls_have_made_of_it():
    app = open_app("gradient_scatter", {"preset": "all rewards negative"})
    hint = "without a baseline every drawn answer is pushed down, even **yes**."
    assert any(hint in caption.value for caption in app.caption)
    app.slider(key="r_yes").set_value(8.0).run()
    assert not any("pushed down" in caption.value for caption in app.caption)
    app.run()  # after a move AppTest keeps no more than what has been run
    app.slider(key="r_yes").set_value(-1.0).run()
    assert any(hint in caption.value for caption in app.caption)
