"""What is drawn again when a control moves: the live parts of a page, and they say what the whole page would say."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import sidebar
from reinforce_viz.ui.controls import CONTROLS, SHARED
from reinforce_viz.ui.guesses import GUESSES, SKIP
from reinforce_viz.ui.navigation import PAGES
from tests.shown import at_hand
from tests.ui.test_app import open_app, pictures

WITH_PICTURES = [page.name for page in PAGES if page.name != "check"]
# Another value than the preset's, for every control of the sidebar that a slider, a list or a field sets.
OTHER = {
    "preset": "close rivals", "estimator": "constant", "b": "2.5", "k": "16", "lr": "0.2", "seed": "7",
    "r_yes": "4.5", "r_no": "-4", "r_maybe": "0", "p_yes": "0.9", "p_no": "0.9", "p_maybe": "0.9",
    "name_yes": "oui", "name_no": "non", "name_maybe": "bof",
}  # fmt: skip
# With all that a page can fold out, and a baseline that uses b.
UNFOLDED = {
    "drawn": "7", "stage": "Update", "run": "none~2", "batch_mean": "true", "restaurants": "true",
    "same_variance": "true", "quantity": "total variance", "estimator": "running mean", "curves": "constant",
    "beside": "constant", "under_glass": "true",
}  # fmt: skip


@pytest.fixture
def frames(monkeypatch):
    """The pages around which the frame has been drawn, in order."""
    drawn, draw = [], sidebar.draw
    monkeypatch.setattr(sidebar, "draw", lambda page, row: (drawn.append(page), draw(page, row)))
    return drawn


def move(app: AppTest, key: str, value: object) -> AppTest:
    kinds = {"k": "select_slider", "lr": "select_slider", "estimator": "selectbox", "preset": "selectbox"}
    kinds |= {"seed": "number_input", "name_yes": "text_input"}
    return getattr(app, kinds.get(key, "slider"))(key=key).set_value(value).run()


def words(app: AppTest) -> set[str]:
    """All that can be read on a page, or in the parts of it that have been run, and what is heard of its charts."""
    part = app.main
    texts = [*part.markdown, *part.caption, *part.info, *part.warning, *part.latex, *part.metric]
    return {text.value for text in texts} | {chart.proto.alt for chart in part.get("plotly_chart")}


# What a page is about, in reach of the thumb; b is there wherever a baseline uses it.
AT_FIRST = {
    "start": {"lr"},
    "one_update": {"estimator", "k", "lr"},
    "gradient_scatter": {"estimator", "k"},
    "baselines": {"k"},
    "variance_vs_k": {"k"},
    "trajectories": {"estimator", "k", "lr"},
    "clipping": {"lr"},
}


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_opens_with_the_shared_controls_that_it_is_about(page):
    assert at_hand(open_app(page)) & {"estimator", "k", "lr"} == AT_FIRST.get(page, set())


@pytest.mark.parametrize("page", WITH_PICTURES)
def test_after_moves_the_live_parts_say_what_a_fresh_page_says_and_the_frame_is_left_alone(frames, page):
    app = open_app(page, UNFOLDED)
    before, link = words(app), dict(UNFOLDED)
    for key, value in {"r_yes": -4.5, "k": 2, "seed": 3.0}.items():
        if page not in CONTROLS[key].pages:
            continue
        app.run()  # to the end of the page: after a move AppTest keeps no more than what has been run
        drawn = len(frames)
        live_parts = words(move(app, key, value))
        assert len(frames) == drawn
        link[key] = str(value)
        fresh = open_app(page, link)
        assert pictures(app) == pictures(fresh)
        assert live_parts <= words(fresh)
        assert words(fresh) - live_parts <= before  # what was not run again has not changed
        before = words(fresh)


@pytest.mark.parametrize("key", ["preset", "p_yes", "name_yes", "estimator"])
def test_what_the_frame_shows_too_draws_it_anew(frames, key):
    app = open_app("variance_vs_k")
    value = float(OTHER[key]) if key == "p_yes" else OTHER[key]
    move(app, key, value)
    assert len(frames) == 2


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_the_controls_that_are_not_said_to_act_on_a_page_change_nothing_there_and_cannot_be_moved(page):
    unused = [control.key for control in SHARED if page not in control.pages]
    skipped = {f"guess_{page}": SKIP} if page in GUESSES else {}
    plain, changed = open_app(page, skipped), open_app(page, skipped | {key: OTHER[key] for key in unused})
    assert (words(changed), pictures(changed)) == (words(plain), pictures(plain))
    kinds = ("selectbox", "slider", "number_input", "text_input")
    set_up = {widget.key: widget for kind in kinds for widget in getattr(changed.sidebar, kind)}
    for key, widget in set_up.items():
        assert widget.disabled is (key in unused)
        assert bool(widget.proto.help) is (key in unused)
    assert not set(unused) & at_hand(changed)
    # The value stays, for the other pages.
    assert set(unused) <= set(changed.query_params)


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_shows_its_controls_and_those_that_are_not_as_at_first(page):
    used = [key for key in ("estimator", "k", "lr") if page in CONTROLS[key].pages]
    assert at_hand(open_app(page)) <= {*used, "b"}
    changed = open_app(page, {key: OTHER[key] for key in ("estimator", "k", "lr")})
    assert at_hand(changed) - {"b"} == set(used)


@pytest.mark.parametrize(
    ("page", "link", "used"),
    [
        ("start", {}, False),
        ("start", {"estimator": "constant"}, True),
        ("baselines", {}, True),
        ("trajectories", {}, False),
        ("trajectories", {"versus": "constant"}, True),
        ("gradient_scatter", {"beside": "optimal plus b"}, True),
        ("variance_vs_k", {"curves": "running mean"}, True),
        ("tokens", {"estimator": "constant"}, False),
    ],
)
def test_b_is_there_where_a_baseline_on_the_page_uses_it(page, link, used):
    assert ("b" in at_hand(open_app(page, link))) is used


def test_b_follows_the_baselines_that_are_chosen():
    app = open_app("trajectories")
    app.selectbox(key="versus").select("constant").run()
    assert "b" in at_hand(app)
    app.selectbox(key="versus").select("nothing").run()
    assert "b" not in at_hand(app)


def test_what_must_be_said_at_the_head_of_the_page_comes_and_goes(frames):
    app = open_app("variance_vs_k", {"estimator": "leave-one-out", "k": "3"})
    assert not app.warning
    move(app, "k", 1)
    assert "at K = 1 it is not defined" in app.warning[0].value
    drawn = len(frames)
    move(app.run(), "k", 2)
    assert not app.warning
    assert len(frames) == drawn + 1  # that of the run before


def test_a_control_of_a_page_and_one_of_the_sidebar_that_move_at_once_both_count():
    app = open_app("trajectories")
    app.select_slider(key="steps").set_value(50)
    move(app, "k", 32)
    fresh = open_app("trajectories", {"steps": "50", "k": "32"})
    assert pictures(app) == pictures(fresh)


def others_wait() -> bool:
    """Whether another thread cannot have the lock now."""
    lock = cached.ONE_AT_A_TIME
    with ThreadPoolExecutor(1) as another:
        got = another.submit(lambda: lock.acquire(blocking=False) and not lock.release()).result()
    return not got


def test_while_a_page_or_a_live_part_of_it_runs_no_other_script_does(monkeypatch):
    waiting: dict[str, list[bool]] = {"page": [], "part": []}
    draw, curve = sidebar.draw, cached.curve
    monkeypatch.setattr(sidebar, "draw", lambda *given: (waiting["page"].append(others_wait()), draw(*given)))
    monkeypatch.setattr(cached, "curve", lambda *given: (waiting["part"].append(others_wait()), curve(*given))[1])
    assert not others_wait()
    app = open_app("variance_vs_k")
    assert waiting["page"] == [True]
    assert not others_wait()
    waiting["part"].clear()
    move(app, "k", 32)
    assert len(waiting["page"]) == 1  # the part alone has run
    assert waiting["part"]
    assert all(waiting["part"])
    assert not others_wait()


def test_a_page_that_fails_lets_the_next_one_run(monkeypatch):
    monkeypatch.setattr(sidebar, "draw", lambda *_: 1 / 0)
    assert open_app("variance_vs_k").exception
    assert not others_wait()


def test_share_pressed_while_k_moves_runs_the_whole_page(frames):
    app = open_app("variance_vs_k")
    app.menu_button(key="more").set_value("Share")
    move(app, "k", 32)
    assert len(frames) == 2
    assert any(widget.key == "link_shows" for widget in app.multiselect)


def test_a_page_whose_run_was_broken_off_is_drawn_to_its_end(frames):
    app = open_app("variance_vs_k")
    app.session_state["page_is_complete"] = False
    move(app, "k", 32)
    assert len(frames) == 2


@pytest.mark.parametrize("value", [5, 10**9, "4", None, (1, 2)])
def test_a_value_that_no_control_sends_counts_for_nothing(value):
    assert not CONTROLS["k"].accepts(value)


@pytest.mark.parametrize(
    ("key", "value"),
    [("lr", float("nan")), ("b", 10.1), ("b", (1.0, 2.0)), ("r_yes", float("-inf")), ("seed", 1.5), ("seed", -1.0),
     ("estimator", "nonsense"), ("beside", ["nonsense"]), ("beside", "none"), ("present", 1), ("name_yes", 3)],
)  # fmt: skip
def test_nor_does_another(key, value):
    assert not CONTROLS[key].accepts(value)


def test_a_draw_that_the_browser_had_not_heard_of_is_kept_as_a_control_moves():
    app = open_app("gradient_scatter")
    next(button for button in app.button if button.label == "Draw again").click().run()
    app.run()  # to the end of the page: after a press AppTest keeps no more than what has been run
    del app.query_params["draw"]  # as in the message of the next move
    move(app, "k", 8)
    assert app.query_params["draw"] == "1"
    assert pictures(app) == pictures(open_app("gradient_scatter", {"draw": "1", "k": "8"}))


def test_the_browser_s_back_takes_a_draw_back():
    app = open_app("gradient_scatter")
    first = pictures(app)
    next(button for button in app.button if button.label == "Draw again").click().run()
    assert pictures(app) != first
    del app.query_params["draw"]
    app.run()  # no control has moved
    assert pictures(app) == first
    move(app, "k", 8)
    assert "draw" not in app.query_params
