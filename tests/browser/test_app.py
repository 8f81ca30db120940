"""What only a real browser can show, on every page: keys, links, reload and back."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.driving import go_to, new_page, set_up, settle

# Everything that a chart draws, as one text.
DRAWN = """key => {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const numbers = array => Array.from(array ?? []);
  return JSON.stringify(chart._fullData.map(trace => [trace.name, numbers(trace.x), numbers(trace.y)]));
}"""


def drawn(page: Page, key: str) -> str:
    return page.evaluate(DRAWN, key)


SLIDER = ".st-key-{0} [role=slider], .st-key-{0} input[type=range]"


def query(page: Page) -> dict[str, str]:
    """What stands in the link."""
    return dict(part.split("=") for part in page.url.partition("?")[2].split("&") if part)


def press(page: Page, key: str, *, control: str) -> None:
    page.locator(SLIDER.format(control)).first.press(key)
    settle(page)


def choose(page: Page, key: str, option: str) -> None:
    """Choose from a list, once more if an answer that arrives has closed it."""
    for _ in range(4):
        with suppress(PlaywrightTimeout):
            page.locator(f".st-key-{key}").get_by_role("combobox").click(timeout=2000)
            page.get_by_role("option", name=option, exact=True).click(timeout=2000)
            return
    pytest.fail(f"could not choose {option} in {key}")


def hold_answers(page: Page) -> Callable[[], None]:
    """Load the page anew, and from then on keep from it what the server says until what is returned is called."""
    held: list[str | bytes] = []
    sockets: list[WebSocketRoute] = []
    holding = [False]

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append(message) if holding[0] else socket.send(message))
        sockets.append(socket)

    def let_go() -> None:
        holding[0] = False
        for message in held:
            sockets[-1].send(message)

    page.route_web_socket(lambda address: "stream" in address, between)
    page.reload()
    settle(page)
    holding[0] = True
    return let_go


def test_k_moves_the_pictures_alone_and_what_comes_later_knows_of_it(open_page):
    page = open_page("/trajectories?k=4&steps=50&runs=50")
    title = page.locator("h1").element_handle()
    reading = page.locator(".st-key-probability_paths_reading")
    press(page, "ArrowRight", control="k")
    expect(reading).to_contain_text("K = 6")
    set_up(page)
    page.get_by_role("button", name="New seed").click()
    expect(page.locator(".st-key-seed input")).to_have_value("1")
    page.get_by_role("button", name="New draws").click()
    settle(page)
    press(page, "ArrowRight", control="k")
    expect(reading).to_contain_text("K = 8")
    assert query(page) == {"k": "8", "seed": "2.0", "steps": "50", "runs": "50"}
    assert title.is_visible()  # the same node: nothing has taken its place


OUTSIDE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const edge = plot.getBoundingClientRect()
    const shown = text => text.textContent.trim() && text.getClientRects().length
    return [...plot.querySelectorAll('text')].filter(shown).filter(text => {
        const box = text.getBoundingClientRect()
        return box.left < edge.left - 1 || box.right > edge.right + 1
    }).map(text => text.textContent)
})"""
COMPARED = "/trajectories?estimator={}&versus={}"


@pytest.mark.parametrize(
    ("address", "width", "height"),
    [
        (COMPARED.format("expected+reward", "group-normalised"), 390, 844),
        (COMPARED.format("none", "optimal") + "&present=true", 1024, 768),  # a projector is no phone
    ],
)
def test_no_word_leaves_its_picture_and_the_slider_has_room_by_the_buttons(open_page, address, width, height):
    page = open_page(address, width=width, height=height)
    page.locator(".updatemenu-button").first.wait_for()
    assert page.evaluate(OUTSIDE) == []
    # The second picture's player is hidden: the first one's moves both.
    players = page.locator(".js-plotly-plot:has(.updatemenu-button)").all()
    shown = [player for player in players if player.locator(".slider-grip-rect").is_visible()]
    assert len(shown) == 1
    for player in shown:
        pause, slider = player.locator(".updatemenu-button").last, player.locator(".slider-grip-rect")
        last, first = pause.bounding_box(), slider.bounding_box()
        beside, below = last["x"] + last["width"] < first["x"], last["y"] + last["height"] < first["y"]
        assert below if width < 500 else beside
        rail = player.locator(".slider-rail-rect").bounding_box()["width"]
        assert rail > 0.75 * player.bounding_box()["width"] - (0 if below else 96)


def test_fast_presses_all_count(chromium, server):
    page = new_page(chromium)  # not one that other tests share: what is between it and the server stays there
    page.goto(f"{server}/?guess_start=skip")
    let_go = hold_answers(page)
    for _ in range(3):
        page.get_by_role("button", name="Draw 1 more").click()
        page.wait_for_timeout(300)
    let_go()
    settle(page)
    expect(page.locator(".st-key-drawn input")).to_have_value("3")
    page.context.close()


def test_fast_presses_that_drop_a_guess_stand_in_the_link(chromium, server):
    page = new_page(chromium)  # as above
    page.goto(f"{server}/trajectories?guess_trajectories=half")
    let_go = hold_answers(page)
    slider = page.get_by_role("group", name="Learning rate", exact=True).get_by_role("slider")
    for _ in range(2):
        slider.press("ArrowLeft")
        page.wait_for_timeout(300)
    let_go()
    settle(page)
    assert page.url.partition("?")[2] == "lr=0.1"
    expect(page.locator(".st-key-prediction_trajectories")).not_to_contain_text("You said")
    page.context.close()


def test_fast_draws_and_moves_all_stand_in_the_link(chromium, server):
    page = new_page(chromium)  # as above
    page.goto(f"{server}/gradient_scatter")
    let_go = hold_answers(page)
    draw = page.get_by_role("button", name="Draw again")
    slider = page.get_by_role("group", name="Batch size K", exact=True).get_by_role("slider")
    for act in (draw.click, lambda: slider.press("ArrowRight"), draw.click, lambda: slider.press("ArrowRight")):
        act()
        page.wait_for_timeout(300)
    let_go()
    settle(page)
    assert set(page.url.partition("?")[2].split("&")) == {"k=3", "draw=2"}
    page.context.close()


def test_keys_move_k_and_picture_and_sentence_follow_and_a_copied_link_shows_the_same_in_a_fresh_browser(open_page):
    page = open_page("/trajectories?preset=close+rivals&seed=3&k=4")
    reading = page.locator(".st-key-probability_paths_reading")
    before, said = drawn(page, "probability_paths"), reading.inner_text()
    assert "K = 4" in said
    press(page, "ArrowRight", control="k")
    assert "K = 6" in reading.inner_text()
    assert "k=6" in page.url
    assert drawn(page, "probability_paths") != before
    assert page.locator(f".st-key-probability_paths [aria-label='{reading.inner_text()}']").count() == 1
    press(page, "ArrowRight", control="lr")
    choose(page, "estimator", "leave-one-out")
    settle(page)
    copy = open_page(page.url)
    assert drawn(copy, "probability_paths") == drawn(page, "probability_paths")
    assert copy.url == page.url


def test_reload_and_back_keep_the_settings_and_the_page_s_own(open_page):
    page = open_page("/gradient_scatter?preset=stuck+on+no&r_yes=8&n=40")
    press(page, "ArrowRight", control="k")
    before = drawn(page, "gradient_cloud")
    page.reload()
    settle(page)
    assert drawn(page, "gradient_cloud") == before
    go_to(page, "Batch size")
    settle(page)
    expect(page.locator("h1")).to_have_text("How many draws are enough?")
    assert query(page) == {"preset": "stuck+on+no", "r_yes": "8", "k": "6"}
    page.go_back()
    settle(page)
    assert drawn(page, "gradient_cloud") == before


def test_a_preset_s_link_survives_a_value_that_is_the_default_elsewhere_and_a_reload(open_page):
    page = open_page("/trajectories?preset=stuck+on+no&r_yes=8&k=4&lr=0.1&steps=50&runs=50")
    for _ in range(2):
        assert (
            "learning rate 0.1" in page.get_by_test_id("stMain").inner_text()
            or "0.1" in page.locator(".st-key-lr").inner_text()
        )
        assert query(page) == {"preset": "stuck+on+no", "r_yes": "8", "lr": "0.1", "steps": "50", "runs": "50"}
        page.reload()
        settle(page)
    set_up(page)
    choose(page, "preset", "close rivals")
    settle(page)
    assert query(page) == {"preset": "close+rivals", "steps": "50", "runs": "50"}


def test_a_control_without_a_use_on_a_page_keeps_its_value_for_the_others(open_page):
    page = open_page("/trajectories?k=16&lr=0.2&estimator=constant&b=2")
    go_to(page, "Tokens")
    settle(page)
    assert query(page) == {"k": "16", "lr": "0.2", "estimator": "constant", "b": "2"}
    expect(page.locator(SLIDER.format("k")).first).not_to_be_visible()
    set_up(page)
    choose(page, "preset", "close rivals")
    settle(page)
    page.reload()
    settle(page)
    go_to(page, "Many updates")
    settle(page)
    assert query(page) == {"preset": "close+rivals"}
    expect(page.locator(SLIDER.format("k")).first).to_be_visible()


def test_what_a_link_cannot_mean_is_said_once_and_the_link_says_what_is_shown(open_page):
    page = open_page("/variance_vs_k?k=5&seed=3.7&estimator=RLOO&quantity=noise")
    said = [alert.inner_text() for alert in page.get_by_test_id("stAlert").all()]
    assert [
        label for text in said for label in ("Batch size K", "Seed", "Baseline", "Show") if f"sets {label} to" in text
    ] == [
        "Baseline",
        "Batch size K",
        "Seed",
        "Show",
    ]
    assert "?" not in page.url
    expect(page.locator(".st-key-seed input")).to_have_value("0")
    page.reload()
    settle(page)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_deep_link_as_the_first_request_to_a_new_process_opens_with_its_frame(open_page, fresh_server):
    page = open_page(f"{fresh_server()}/gradient_scatter?estimator=optimal&k=8")
    assert "K = 8 and the optimal baseline" in page.locator(".st-key-gradient_cloud_reading").inner_text()
    expect(page.locator(".st-key-estimator").get_by_role("combobox")).to_be_visible()


def test_the_triangle_plays_in_the_browser_and_asks_the_server_for_nothing(open_page):
    page = open_page("/trajectories")
    page.locator(".st-key-simplex_paths").scroll_into_view_if_needed()
    settle(page)
    dots = "document.querySelector('.st-key-simplex_paths .js-plotly-plot')._fullData.at(-1).x.toString()"
    start, bytes_before = page.evaluate(dots), page.evaluate("window.__socket.bytesReceived")
    page.locator(".st-key-simplex_paths .updatemenu-button").first.click()
    page.wait_for_function(f"{dots} !== {json.dumps(start)}")
    # At first one dot stands for all; all 200 move.
    traces = page.locator(".st-key-simplex_paths .scatterlayer .trace")
    expect(traces.last.locator(".points path")).to_have_count(200)
    assert page.evaluate("window.__socket.bytesReceived") == bytes_before


def test_a_prediction_travels_from_page_to_page_and_goes_with_its_settings(open_page):
    page = open_page("/gradient_scatter?guess=first")
    page.locator(".st-key-prediction_gradient_scatter").get_by_text("1 in 10", exact=True).click()
    settle(page)
    expect(page.get_by_text(re.compile(r"You said 1 in 10\. With no baseline and K = 1 it is 50%\."))).to_be_visible()
    page.locator(".st-key-route a").first.click()
    settle(page)
    page.go_back()
    settle(page)
    expect(page.get_by_text(re.compile("You said 1 in 10"))).to_be_visible()
    press(page, "ArrowRight", control="k")
    expect(page.get_by_text(re.compile("You said 1 in 10"))).to_have_count(0)
    expect(page.locator(".st-key-prediction_gradient_scatter")).to_contain_text("With no baseline and K = 2 it is 45%")
    assert "guess_gradient_scatter" not in page.url
    page.reload()
    settle(page)
    expect(page.get_by_text(re.compile("You said"))).to_have_count(0)


def test_a_question_answered_wrongly_shows_where_to_look_and_the_glossary_opens_by_the_keyboard(open_page):
    page = open_page("/check")
    page.locator(".st-key-question_batch").get_by_text("It falls to a quarter").click()
    settle(page)
    question = page.locator(".st-key-question_batch")
    expect(question.get_by_text("Not quite")).to_be_visible()
    expect(question.get_by_role("link")).to_have_attribute("href", re.compile("variance_vs_k"))
    expect(page.locator(".st-key-score")).to_contain_text("0 of 11")
    page.locator(".st-key-more button").press("Enter")
    page.get_by_role("menuitem", name="Glossary").press("Enter")
    expect(page.get_by_text("The logits, one number per answer")).to_be_visible()
    page.keyboard.press("Escape")
    go_to(page, "Tokens")
    settle(page)
    expect(page.locator("h1")).to_have_text("Which token deserves the credit?")
