"""What is drawn again when a shared control moves: the parts that show the experiment, or the whole page."""

import asyncio
import json

import pytest
from streamlit.testing.v1 import AppTest

from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.ui import live, sidebar, take_home
from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import Server
from tests.load.visitor import Answer, Visitor
from tests.ui.test_app import experiment, open_app


@pytest.fixture
def frames(monkeypatch):
    """How often the frame around the page has been drawn, as a list of its pages; and a browser to keep the rest.

    What AppTest knows after a move are the live parts alone, until the app has been run as a whole.
    """
    monkeypatch.setattr(live, "someone_keeps_the_rest", lambda: True)
    drawn, draw = [], sidebar.draw
    monkeypatch.setattr(sidebar, "draw", lambda page: (drawn.append(page), draw(page)))
    return drawn


def reading(app: AppTest, key: str) -> str:
    """The sentence below a picture, as a screen reader says it."""
    (chart,) = (each.proto for each in app.get("plotly_chart") if each.proto.id.endswith(f"-{key}"))
    return str(chart.alt)


def move(app: AppTest, key: str, value: object) -> AppTest:
    kinds = {"k": "select_slider", "lr": "select_slider", "estimator": "selectbox", "preset": "selectbox"}
    kinds |= {"seed": "number_input"}
    return getattr(app, kinds.get(key, "slider"))(key=key).set_value(value).run()


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.name != "check"])
@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("k", 32, "k"),
        ("lr", 0.5, "learning_rate"),
        ("estimator", "optimal", "estimator"),
        ("estimator", "constant", "estimator"),
        ("seed", 3.0, "seed"),
    ],
)
def test_what_only_the_pictures_show_leaves_the_frame_alone(frames, page, key, value, field):
    app = open_app(page)
    before = len(frames)
    move(app, key, value)
    assert len(frames) == before
    assert getattr(experiment(app), field) == value


def test_a_reward_and_b_too(frames):
    app = open_app("variance_vs_k", {"estimator": "constant"})
    before = len(frames)
    move(app, "r_yes", 4.5)
    assert len(frames) == before
    assert (experiment(app).rewards[0], experiment(app).b) == (4.5, 5.0)
    move(app.run(), "b", -2.5)
    assert len(frames) == before + 1
    assert (experiment(app).rewards[0], experiment(app).b) == (4.5, -2.5)


@pytest.mark.parametrize(("key", "value"), [("p_yes", 0.9), ("preset", "close rivals")])
def test_what_the_frame_shows_too_draws_it_anew(frames, key, value):
    """Else the tests above would pass without looking."""
    app = open_app("variance_vs_k")
    before = len(frames)
    move(app, key, value)
    assert len(frames) == before + 1


def words(app: AppTest) -> set[str]:
    """All that can be read on a page, or in the parts of it that have been run, and what is heard of its charts."""
    texts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.latex]
    return {text.value for text in texts} | {chart.proto.alt for chart in app.get("plotly_chart")}


@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize("page", [page.name for page in PAGES if page.name != "check"])
@pytest.mark.parametrize(
    ("key", "value"), [("k", 2), ("lr", 5.0), ("estimator", "batch mean"), ("r_yes", -4.5), ("seed", 3.0)]
)
def test_after_a_move_the_page_says_what_a_fresh_one_says(page, key, value):
    link = {"k": "8", "drawn": "1", "stage": "Update", "batch_mean": "true", "formulas": "true"}
    app = open_app(page, link)
    before = words(app)
    live_parts = words(move(app, key, value))
    fresh = words(open_app(page, link | {key: str(value)}))
    assert live_parts <= fresh
    assert fresh - live_parts <= before  # what was not run again has not changed
    assert fresh != before or (page, key) in UNSEEN


# Where a control changes nothing that is said.
UNSEEN = {
    (page, key)
    for key, pages in {
        "k": ("start", "why_it_works", "tokens"),
        "lr": ("why_it_works", "gradient_scatter", "variance_vs_k", "baselines", "tokens"),
        "estimator": ("why_it_works", "baselines", "tokens"),
        "seed": ("why_it_works", "gradient_scatter", "variance_vs_k", "baselines"),
    }.items()
    for page in pages
}


@pytest.mark.usefixtures("frames")
def test_b_beside_its_dial_moves_the_dial(frames):
    app = open_app("baselines")
    before = len(frames)
    move(app, "b", 2.0)
    assert len(frames) == before
    (chart,) = app.get("plotly_chart")
    assert json.loads(chart.proto.spec)["layout"]["sliders"][0]["active"] == opening("2")
    assert opening("2") != opening("5")


def opening(b: str) -> int:
    (chart,) = open_app("baselines", {"b": b}).get("plotly_chart")
    return int(json.loads(chart.proto.spec)["layout"]["sliders"][0]["active"])


def test_with_b_in_the_link_the_first_move_is_one_too(frames):
    app = open_app("baselines", {"b": "3"})
    before = len(frames)
    move(app, "k", 32)
    assert len(frames) == before
    assert experiment(app).b == 3.0


def test_what_must_be_said_at_the_head_of_the_page_comes_and_goes(frames):
    app = open_app("variance_vs_k", {"estimator": "leave-one-out", "k": "3"})
    assert not app.warning
    move(app, "k", 1)
    assert "at K = 1 it is not defined" in app.warning[0].value
    assert experiment(app).k == 2
    before = len(frames)
    move(app, "k", 2)
    assert not app.warning
    assert len(frames) == before + 1
    assert experiment(app).k == 2


def test_a_page_without_pictures_is_drawn_as_a_whole(frames):
    app = open_app("check")
    before = len(frames)
    move(app, "k", 32)
    assert len(frames) == before + 1
    assert experiment(app).k == 32


def test_two_controls_at_once_draw_the_frame_anew(frames):
    """Streamlit hears both at once if it is busy."""
    app = open_app("variance_vs_k")
    before = len(frames)
    app.select_slider(key="k").set_value(32)
    move(app, "lr", 0.5)
    assert len(frames) == before + 1


def test_share_pressed_while_k_moves_runs_the_whole_page(frames):
    """Of two things heard at once, the live parts alone would be run if only one of them had a callback."""
    app = open_app("variance_vs_k")
    before = len(frames)
    app.button(key="share").click()
    move(app, "k", 32)
    assert len(frames) == before + 1


@pytest.mark.parametrize(
    ("key", "link", "kind", "value"), [("show", "K", "multiselect", []), ("present", "true", "toggle", False)]
)
def test_so_is_what_changes_the_frame(frames, key, link, kind, value):
    app = open_app("variance_vs_k", {key: link})
    before = len(frames)
    getattr(app, kind)(key=key).set_value(value)
    move(app, "k", 32)
    assert len(frames) == before + 1


@pytest.mark.parametrize("drawn", [None, "another page"])
def test_nothing_follows_on_a_page_that_is_not_there_as_a_whole(frames, drawn):
    """The run of it was broken off, or it is the page before this one that the browser shows."""
    app = open_app("variance_vs_k")
    before = len(frames)
    app.session_state["whole"] = drawn
    move(app, "k", 32)
    assert len(frames) == before + 1


def test_a_run_that_is_broken_off_leaves_no_whole_page(monkeypatch):
    app = open_app("variance_vs_k")
    assert app.session_state["whole"]
    monkeypatch.setattr(take_home, "forget", lambda: 1 / 0)
    assert app.run().exception
    assert app.session_state["whole"] is None


def test_without_a_browser_the_whole_page_is_drawn():
    app = move(open_app("variance_vs_k"), "k", 32)
    assert app.sidebar.select_slider(key="k").value == 32


@pytest.mark.parametrize(
    ("key", "now"),
    [
        ("k", 5),
        ("k", 10**9),
        ("k", (1, 2)),
        ("lr", 0.3),
        ("lr", float("nan")),
        ("estimator", "nonsense"),
        ("b", 10.1),
        ("b", float("nan")),
        ("r_yes", float("-inf")),
        ("r_yes", (1.0, 2.0)),
        ("p_yes", 0.5),
        ("seed", -1.0),
        ("seed", float("inf")),
        ("seed", (1.0, 2.0)),
        ("name_yes", "oui"),
    ],
)
def test_what_no_slider_sends_is_left_to_the_whole_page(key, now):
    assert not sidebar._is_a_move(key, now)


@pytest.mark.parametrize(
    ("key", "now"),
    [("k", 256), ("lr", 5.0), ("estimator", "leave-one-out"), ("b", -10.0), ("r_no", 10.0), ("seed", 9999.0)],
)
def test_what_a_slider_sends_is_a_move(key, now):
    assert sidebar._is_a_move(key, now)


# With a server that has browsers to look after: AppTest runs the whole page whatever it is asked for.

OF_PAGES = {
    "gradient_scatter": {"beside": ["optimal"], "n": [20], "guess_gradient_scatter": ["never"]},
    "variance_vs_k": {"quantity": "signal to noise", "curves": ["optimal"], "guess_variance_vs_k": ["8"]},
    "trajectories": {"versus": "optimal", "axis": ["answers drawn"], "steps": ["50"], "guess_trajectories": ["half"]},
    "baselines": {"b": [2.0], "guess_baselines": ["no baseline"]},
    "tokens": {"task": ["last"], "credit": "critic", "length": ["4"], "draws": 3.0, "guess_tokens": ["8 times"]},
}
CONTROLS_OF_PAGES = [(page, key, value) for page, controls in OF_PAGES.items() for key, value in controls.items()]


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


async def arrived(server: Server, page: str, link: str = "") -> tuple[Visitor, Answer]:
    visitor = Visitor(server.url, page, link)
    return visitor, await visitor.arrive()


@pytest.mark.parametrize(("page", "key", "value"), CONTROLS_OF_PAGES)
def test_a_control_of_a_page_and_k_know_of_each_other(server, page, key, value):
    async def visit() -> None:
        visitor, first = await arrived(server, page)
        after_both = {*first.texts}
        for change in (("k", ["16"]), (key, value), ("k", ["8"])):
            answer = await visitor.choose(*change)
            after_both |= {*answer.texts}
            assert not answer.exceptions
        fresh, as_linked = await arrived(server, page, visitor.link)
        assert {*as_linked.texts} <= after_both
        assert {*answer.texts} <= {*as_linked.texts}
        assert len(answer.texts) < len(as_linked.texts)  # the frame has not been drawn again
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


@pytest.mark.parametrize(("page", "key", "value"), CONTROLS_OF_PAGES)
def test_a_control_of_a_page_that_changes_with_k_is_heard(server, page, key, value):
    """Both in one message, as when the server is busy."""

    async def visit() -> None:
        visitor, _ = await arrived(server, page)
        visitor.controls[key].value = value
        both = await visitor.choose("k", ["16"])
        fresh, as_linked = await arrived(server, page, visitor.link)
        assert both.texts == as_linked.texts
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


@pytest.mark.parametrize("page", [page.name for page in PAGES if page.name != "check"])
def test_a_new_seed_is_shown_and_leaves_the_rest_of_the_frame_alone(server, page):
    async def visit() -> None:
        visitor, _ = await arrived(server, page, "k=8")
        for seed in (1.0, 2.0):
            answer = await visitor.press("New seed")
            assert visitor.controls["seed"].value == seed
            assert f"seed={seed}" in visitor.link
            fresh, as_linked = await arrived(server, page, visitor.link)
            assert answer.texts
            assert {*answer.texts} <= {*as_linked.texts}
            assert len(answer.texts) < len(as_linked.texts)
            await fresh.leave()
        answer = await visitor.choose("k", ["16"])
        fresh, as_linked = await arrived(server, page, visitor.link)
        assert {*answer.texts} <= {*as_linked.texts}
        assert "seed=2.0" in visitor.link
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


@pytest.mark.parametrize(("page", "button"), [("trajectories", "Another run"), ("gradient_scatter", "Draw again")])
def test_a_new_seed_after_other_draws_begins_with_the_first_and_leaves_the_frame_alone(server, page, button):
    async def visit() -> None:
        visitor, whole = await arrived(server, page)
        drawn = await visitor.press(button)
        assert visitor.link == "draw=1"
        answer = await visitor.press("New seed")
        assert visitor.link == "seed=1.0"
        fresh, as_linked = await arrived(server, page, visitor.link)
        assert {*answer.texts} <= {*as_linked.texts}
        assert answer.charts == as_linked.charts
        assert len(answer.texts) < len(whole.texts)
        again = await visitor.press(button)
        assert {*visitor.link.split("&")} == {"seed=1.0", "draw=1"}
        assert again.charts
        assert again.charts != drawn.charts
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


def test_a_new_seed_after_further_draws_begins_with_the_first(server):
    async def visit() -> None:
        visitor, _ = await arrived(server, "tokens")
        await visitor.choose("draws", 3.0)
        await visitor.press("New seed")
        assert (visitor.controls["seed"].value, visitor.controls["draws"].value) == (1.0, 0.0)
        assert visitor.link == "seed=1.0"
        await visitor.leave()

    asyncio.run(visit())


def test_a_new_seed_and_another_k_at_once_are_both_heard(server):
    async def visit() -> None:
        visitor, _ = await arrived(server, "variance_vs_k")
        visitor.controls["k"].value = ["16"]
        answer = await visitor.press("New seed")
        assert (visitor.controls["seed"].value, visitor.controls["k"].value) == (1.0, ["16"])
        fresh, as_linked = await arrived(server, "variance_vs_k", visitor.link)
        assert {*answer.texts} <= {*as_linked.texts}
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


@pytest.mark.parametrize(("page", "button"), [("trajectories", "Another run"), ("gradient_scatter", "Draw again")])
def test_another_draw_is_shown_and_leaves_the_controls_of_the_page_alone(server, page, button):
    async def visit() -> None:
        visitor, first = await arrived(server, page)
        controls = dict(visitor.controls)
        for draw in (1, 2):
            answer = await visitor.press(button)
            assert visitor.link == f"draw={draw}"
            fresh, as_linked = await arrived(server, page, visitor.link)
            assert answer.charts != first.charts
            assert {*answer.charts} <= {*as_linked.charts}  # those that have not changed are not sent again
            assert {*answer.texts} <= {*as_linked.texts}
            await fresh.leave()
        assert visitor.controls[button] is controls[button]  # not sent again
        await visitor.leave()

    asyncio.run(visit())


@pytest.mark.parametrize("link", ["", "estimator=leave-one-out&k=1"], ids=["a move", "with something to be said of it"])
def test_a_seed_that_is_typed_moves_the_pictures_whatever_else_there_is_to_say(server, link):
    async def visit() -> None:
        visitor, first = await arrived(server, "trajectories", link)
        answer = await visitor.choose("seed", 7.0)
        fresh, as_linked = await arrived(server, "trajectories", visitor.link)
        assert "seed=7.0" in visitor.link
        assert answer.charts != first.charts
        assert {*answer.charts} <= {*as_linked.charts}
        assert {*answer.texts} <= {*as_linked.texts}
        assert (len(answer.texts) < len(as_linked.texts)) is (not link)
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


def test_a_part_of_a_page_moved_by_who_has_not_heard_of_a_preset_brings_the_whole_page(server):
    async def visit() -> None:
        visitor, _ = await arrived(server, "trajectories", "k=32")
        knew = {key: held.value for key, held in visitor.controls.items() if held.kind != "trigger_value"}
        await visitor.choose("preset", "close rivals")
        for key, value in (knew | {"preset": "close rivals"}).items():
            visitor.controls[key].value = value
        answer = await visitor.choose("axis", ["answers drawn"])
        assert visitor.controls["r_yes"].value == [PRESETS["close rivals"].rewards[0]]
        assert visitor.controls["axis"].value == ["answers drawn"]
        fresh, as_linked = await arrived(server, "trajectories", visitor.link)
        assert (answer.charts, answer.texts) == (as_linked.charts, as_linked.texts)
        await asyncio.gather(visitor.leave(), fresh.leave())

    asyncio.run(visit())


def test_the_slider_for_b_comes_and_goes_without_the_rest_of_the_frame(server):
    changes = [("estimator", "constant"), ("b", [2.0]), ("k", ["16"]), ("estimator", "none"), ("k", ["8"])]
    changes += [("estimator", "running mean"), ("lr", ["0.5"]), ("b", [-3.0]), ("estimator", "constant")]

    async def visit() -> None:
        visitor, _ = await arrived(server, "variance_vs_k", "curves=constant")
        said = set()
        for key, value in changes:
            answer = await visitor.choose(key, value)
            if (key, value) == ("estimator", "none"):
                del visitor.controls["b"]  # a browser forgets a control that is gone
            fresh, as_linked = await arrived(server, "variance_vs_k", visitor.link)
            assert {*answer.texts} <= {*as_linked.texts}
            assert len(answer.texts) < len(as_linked.texts)
            assert fresh.controls.keys() == visitor.controls.keys()
            said |= {*answer.texts}
            await fresh.leave()
        assert len([text for text in said if "the total variance is" in text]) == len(changes) - 1  # all but that of lr
        await visitor.leave()

    asyncio.run(visit())
