"""The first page without a browser: drawing by hand, what unlocks, links, the prediction, the way on."""

import pytest

from reinforce_viz.engine.experiment import DEFAULT, USUAL
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.start import MOST, by_hand
from reinforce_viz.ui.navigation import PAGES
from tests.hostile import VALUES
from tests.shown import tables
from tests.ui.test_app import open_app


def shown(query=None):
    app = open_app("start", query)
    assert not app.exception, app.exception[0].message
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].message
    return app


def said(app):
    return " ".join(text.value for text in app.markdown)


def pictures(app):
    return [chart.proto.spec for chart in app.get("plotly_chart")]


def locked(app):
    return [app.button(key=f"draw_{more}").disabled for more in (10, 1000)]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("estimator", ["none", "leave-one-out"])
def test_every_preset_with_a_few_baselines(preset, estimator):
    app = shown({"preset": preset, "estimator": estimator, "drawn": "1005"})
    assert len(pictures(app)) == 2
    assert len(tables(app)) == 1


def test_at_first_there_is_the_model_j_and_one_thing_to_do():
    app = shown()
    (metric,) = app.metric
    assert (metric.label, metric.value, metric.delta) == ("Expected reward J", "4.9", "")
    assert not app.button(key="draw_1").disabled
    assert locked(app) == [True, True]
    assert "The model says **no** most often (50%). The best answer is **yes** (reward 8)." in said(app)


def test_a_draw_shows_the_answer_its_reward_its_push_and_what_that_does():
    app = press(shown(), "Draw one answer")
    drawn = by_hand(DEFAULT, 1)
    name, reward = USUAL[drawn.answer[0]], DEFAULT.rewards[drawn.answer[0]]
    assert f"You drew **{name}**, reward {reward:g}" in said(app)
    table = tables(app)[0]
    assert list(table.index) == list(USUAL)
    arrows = ["▲" if push > 0 else "▼" for push in drawn.push[0]]
    assert [cell[0] for cell in table["push on the logit"]] == arrows
    assert all(cell.endswith("points") for cell in table["change of the probability"])
    assert app.metric[0].delta.endswith("if this step were taken")


def test_ten_and_a_thousand_unlock_after_five_single_draws():
    app = shown()
    for n in range(1, 6):
        assert locked(app) == [True, True]
        press(app, "Draw one answer")
        assert app.number_input(key="drawn").value == n
    assert locked(app) == [False, False]
    press(app, "×10")
    press(app, "×1000")
    assert app.number_input(key="drawn").value == 1015
    assert "1,015 drawn" in said(app)
    assert "the true gradient is g = (0.93, −0.95, 0.02)" in said(app)


def test_drawing_ends_where_enough_is_drawn():
    app = shown({"drawn": str(MOST - 3)})
    press(app, "×10")
    assert app.number_input(key="drawn").value == MOST
    assert app.button(key="draw_1").disabled
    assert locked(app) == [True, True]


def test_a_link_restores_the_draws_and_the_prediction():
    query = {"drawn": "40", "guess_start": "no", "seed": "3", "estimator": "expected reward"}
    app = shown(query)
    assert app.number_input(key="drawn").value == 40
    assert "You said **no**. It raises **yes** most: the true gradient there is +0.93." in said(app)
    assert pictures(app) == pictures(shown(query))
    assert pictures(app) != pictures(shown(query | {"drawn": "41"}))
    assert pictures(app) != pictures(shown(query | {"seed": "4"}))


@pytest.mark.parametrize("value", ["-1", str(MOST + 1), "nan", "1e9", "many", "", *VALUES])
def test_rubbish_in_the_link_falls_back(value):
    app = shown({"drawn": value, "guess_start": value})
    assert 0 <= app.number_input(key="drawn").value <= MOST
    assert "You said" not in said(app)


def test_the_truth_waits_until_five_are_drawn():
    assert "You said **yes**. Draw five answers" in said(shown({"guess_start": "yes", "drawn": "4"}))
    assert "It raises **yes** most" in said(shown({"guess_start": "yes", "drawn": "5"}))
    assert "You said" not in said(shown({"guess_start": "skip", "drawn": "5"}))


@pytest.mark.parametrize("label", ["Replay", "New seed", "Defaults"])
def test_replay_new_seed_and_defaults_put_the_draws_back(label):
    app = press(shown({"drawn": "25"}), label)
    assert app.number_input(key="drawn").value == 0


def test_another_baseline_keeps_the_answers_and_changes_the_pushes():
    plain, centred = (shown({"drawn": "12", "estimator": name}) for name in ("none", "expected reward"))
    drew = next(text.value for text in plain.markdown if text.value.startswith("You drew"))
    assert drew in said(centred)
    assert not tables(plain)[0].equals(tables(centred)[0])


def test_a_baseline_that_needs_a_batch_is_explained():
    (note,) = shown({"estimator": "group-normalised"}).info
    assert "on this page nothing is subtracted" in note.value
    assert not shown({"estimator": "optimal"}).info


def test_every_other_page_is_one_click_away_with_its_question():
    app = shown()
    links = {link.proto.label for link in app.get("page_link")}
    assert {f"**{page.question}**" for page in PAGES[1:]} <= links
    promises = [caption.value for caption in app.caption]
    assert {page.promise for page in PAGES[1:]} <= set(promises)
