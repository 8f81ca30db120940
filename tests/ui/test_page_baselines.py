"""The page about baselines without a browser: the one slider for b, the dial, the three sections, links."""

import json
import re

import pytest

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.lessons.nights import searches
from reinforce_viz.ui.guesses import GUESSES
from tests.shown import tables
from tests.ui.test_app import experiment, open_app

SECTIONS = {"restaurants": "nights", "batch_mean": "own_sample", "same_variance": "same_variance_fates"}
ALL_OPEN = dict.fromkeys(SECTIONS, "true")


def shown(query=None):
    app = open_app("baselines", query)
    assert not app.exception, app.exception[0].message
    return app


def charts(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def said(app):
    return [text.value for text in app.markdown]


def opening(app):
    """The b that the dial opens at, as its slider and its picture say."""
    figure = charts(app)[0]
    (slider,) = figure["layout"]["sliders"]
    (here,) = (part for part in figure["data"] if part.get("name") == "variance here")
    return slider["steps"][slider["active"]]["value"], here["x"][0]


def choices():
    return list(GUESSES["baselines"])


def cells(app, row):
    table = tables(app)[-1]
    return table.loc[row].tolist()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_section_of_every_preset(preset):
    app = shown({"preset": preset} | ALL_OPEN)
    assert len(charts(app)) == 4


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("k", ["1", "256"])
def test_b_has_one_slider_whatever_the_estimator(estimator, k):
    app = shown({"estimator": estimator, "k": k, "b": "2.5"} | ALL_OPEN)
    (slider,) = (slider for slider in app.slider if slider.key == "b")
    assert slider.value == 2.5
    assert opening(app) == ("2.5", 2.5)
    assert len(charts(app)) == 4


def test_at_first_there_is_the_dial_and_the_sections_are_folded():
    app = shown()
    assert len(charts(app)) == 1
    assert opening(app) == ("0", 0.0)
    assert len(json.dumps(charts(app))) < 300_000
    assert "At K = 4 the least variance is 0.233, at b* = 5.519" in " ".join(said(app))


def test_moving_b_moves_where_the_dial_opens_and_leaves_its_sentence():
    app = shown()
    before = app.get("plotly_chart")[0].proto
    sentence, alt = [text for text in said(app) if "At K = 4" in text], before.alt
    app.slider(key="b").set_value(-1.5).run()
    assert opening(app) == ("−1.5", -1.5)
    assert [text for text in said(app) if "At K = 4" in text] == sentence
    assert app.get("plotly_chart")[0].proto.alt == alt
    assert app.get("plotly_chart")[0].proto.spec != before.spec


def test_a_preset_and_the_defaults_move_b_too():
    app = shown({"b": "2"})
    app.selectbox(key="preset").select("all rewards negative").run()
    assert opening(app) == ("−5", -5.0)
    next(button for button in app.button if button.label == "Defaults").click().run()
    assert opening(app) == ("0", 0.0)


def test_b_is_taken_from_the_page_to_the_sidebar_of_the_next():
    # And back, which only a browser can show: without one, the link is not written.
    app = shown({"estimator": "constant"})
    app.slider(key="b").set_value(3.5).run()
    app.switch_page("pages/gradient_scatter.py").run()
    assert app.slider(key="b").value == 3.5
    assert experiment(app).b == 3.5


@pytest.mark.parametrize("section", SECTIONS)
def test_a_link_opens_a_section(section):
    app = shown({section: "true"})
    assert len(charts(app)) == 2


def test_a_guess_is_drawn_and_held_against_the_truth():
    app = shown({"guess_baselines": "best reward"})
    assert any(
        "You said **best reward**. b = 8 gives a variance of 1.19; the least, 0.233, is at b* = 5.519, the" in text
        for text in said(app)  # (.930968 + .62 · 2.480645²) / 4 = 1.186549
    )
    notes = charts(app)[0]["layout"]["annotations"]
    assert "<b>your guess 8</b>" in {note["text"] for note in notes}


def test_before_the_guess_the_page_holds_no_answer():
    app = shown({"guess": "first"})
    words, (picture,) = " ".join(said(app)), app.get("plotly_chart")
    for text in (words, picture.proto.alt, picture.proto.spec):
        assert not re.search(r"b\*|5\.519|0\.23\d|In practice|You may hear|Often said", text)
    assert "Guess first" in picture.proto.spec
    (name,) = (name for name in choices() if name == "push-weighted mean")
    app.segmented_control(key="guess_baselines").set_value(name).run()
    assert any(f"You said **{name}**. That is b* = 5.519" in text for text in said(app))
    assert any("In practice" in text for text in said(app))
    assert len(re.findall("5.519", app.get("plotly_chart")[0].proto.spec)) > 1


def test_a_guess_at_other_settings_is_dropped_and_the_picture_stays_open():
    app = shown({"guess": "first"})
    app.segmented_control(key="guess_baselines").set_value("mean reward").run()
    app.select_slider(key="k").set_value(8).run()
    assert not any("You said" in text for text in said(app))
    assert opening(app) == ("0", 0.0)


def test_the_lead_has_the_nights_of_the_engine():
    # Of the first search the number of nights is known to about four.
    rated, shifted, _ = searches().values()
    assert abs(rated.nights - 35) <= 2.5 * rated.standard_error
    assert shifted.nights == 14
    assert any("Finding the best takes about 35 nights." in text and "it takes 14." in text for text in said(shown()))


def test_restaurants_say_how_many_nights():
    app = shown({"restaurants": "true"})
    row = cells(app, "nights until the best is more likely than not")
    for cell, search in zip(row, searches().values(), strict=True):
        assert cell.startswith(f"{search.nights:.0f} ± ")
    assert cells(app, "length of the true gradient, |g|") == ["0.471", "0.471", "1.19"]


def test_restaurants_are_those_of_the_lead_whatever_the_reader_has_set():
    at_first = shown({"restaurants": "true"})
    app = shown({"restaurants": "true", "lr": "1.0", "seed": "7", "preset": "stuck on no"})
    nights = "nights until the best is more likely than not"
    assert cells(app, nights) == cells(at_first, nights)
    assert [cell.split(" ± ")[0] for cell in cells(app, nights)][:2] == ["35", "14"]


def test_at_k_1_the_batch_mean_is_shown_at_k_2_and_says_so():
    app = shown({"batch_mean": "true", "k": "1"})
    assert "Here is K = 2" in app.info[0].value
    assert any("At K = 2 the batch mean shrinks the average step to 50%" in text for text in said(app))


def test_equal_variance_leads_to_different_fates():
    app = shown({"same_variance": "true"})
    # T_b at K = 1 is .930968 + .62 · 25 on either side.
    assert cells(app, "variance of the first step") == ["16.43", "16.43"]
    low, high = (float(cell) for cell in cells(app, "mean final J"))
    low_error, high_error = (float(cell) for cell in cells(app, "its standard error"))
    # 4,000 runs by other means: 7.2129 ± .0219 and 7.6670 ± .0166.
    assert abs(low - 7.2129) < 4 * (low_error**2 + 0.0219**2) ** 0.5
    assert abs(high - 7.6670) < 4 * (high_error**2 + 0.0166**2) ** 0.5
    assert high - low > 5 * (low_error**2 + high_error**2) ** 0.5


def test_the_distance_is_part_of_the_link():
    app = shown({"same_variance": "true", "d": "2"})
    # .930968 + .62 · 4
    assert cells(app, "variance of the first step") == ["3.411", "3.411"]
    assert any("with b* − 2, " in text and "with b* + 2, " in text for text in said(app))


@pytest.mark.parametrize("value", ["", "nan", "1e999", "<script>"])  # the rest is for tests/ui/test_links.py
def test_rubbish_in_the_link_falls_back(value):
    app = shown(dict.fromkeys(["b", "guess_baselines", *SECTIONS], value))
    assert -10 <= app.slider(key="b").value <= 10
    app = shown({"same_variance": "true", "d": value})
    assert 0.5 <= app.slider(key="d").value <= 8
    assert opening(app)[1] == 0.0
