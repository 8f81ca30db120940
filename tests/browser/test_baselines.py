"""The page about baselines as a student uses it: the dial, its slider by keyboard, links, a phone, the dark."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import ask_first, go_to, settle
from tests.browser.test_app import press

CHART = ".st-key-baseline_dial"
# Counts every message over the page's websockets from now on.
LISTEN = """() => {
  window.__messages = {sent: 0, received: window.__socket.bytesReceived};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { window.__messages.sent += 1; return send.call(this, data); };
}"""
EXCHANGED = """() => ({sent: window.__messages.sent,
  received: window.__socket.bytesReceived - window.__messages.received})"""
# The moving traces by name, as the picture now shows them.
SHOWN = """() => Object.fromEntries(document.querySelector('.st-key-baseline_dial .js-plotly-plot')._fullData
  .map(trace => [trace.name, {x: Array.from(trace.x ?? []), y: Array.from(trace.y ?? []),
    text: Array.from([trace.text ?? ''].flat()), colour: Array.from([trace.marker?.color ?? ''].flat())}]))"""
# Where the arrows, the rays and the names of the answers are on the screen.
STILL = """() => JSON.stringify([...document.querySelectorAll('.st-key-baseline_dial .annotation, '
  + '.st-key-baseline_dial .shapelayer path, .st-key-baseline_dial .xy .fills path')].map(e => {
    const {x, y, width, height} = e.getBoundingClientRect();
    return [e.textContent, x, y, width, height];
  }))"""
# Words and numbers of the picture that are drawn, in plain text.
WORDS = """() => [...document.querySelectorAll('.st-key-baseline_dial .main-svg text')]
  .filter(e => e.checkVisibility() && e.textContent.trim()).map(e => e.textContent)"""
HANDLE = ".st-key-baseline_dial [role=slider]"
# Drags b to and fro for two seconds, a move for each frame that the browser paints.
DRAG = """async ({left, width, y}) => {
  const chart = document.querySelector('.st-key-baseline_dial .js-plotly-plot');
  const handle = chart.querySelector('[role=slider]');
  let updates = 0;
  const count = () => { updates += 1; };
  chart.on('plotly_animatingframe', count);
  const start = performance.now();
  await new Promise(done => {
    const move = () => {
      const elapsed = performance.now() - start;
      if (elapsed > 2000) return done();
      const clientX = left + width * (0.5 + 0.49 * Math.sin(elapsed / 300));
      handle.dispatchEvent(new PointerEvent('pointermove', {clientX, clientY: y, bubbles: true}));
      requestAnimationFrame(move);
    };
    move();
  });
  chart.removeListener('plotly_animatingframe', count);
  return updates / 2;
}"""


def curve(page: Page) -> dict[str, float]:
    """Where the curve is on the screen, and the b at its ends."""
    page.locator(HANDLE).scroll_into_view_if_needed()
    box = page.locator(HANDLE).bounding_box()
    low, high = page.evaluate("document.querySelector('.st-key-baseline_dial .js-plotly-plot').layout.xaxis3.range")
    return {"left": box["x"], "width": box["width"], "y": box["y"] + box["height"] / 2, "low": low, "high": high}


def take_hold(page: Page) -> dict[str, float]:
    """Press the pointer on the curve at its left end; returns where the curve is."""
    rail = curve(page)
    page.mouse.move(rail["left"] + 1, rail["y"])
    page.mouse.down()
    return rail


def turn_to(page: Page, rail: dict[str, float], b: float) -> None:
    """Drag to the stop nearest to b and wait until the picture shows it."""
    share = (b - rail["low"]) / (rail["high"] - rail["low"])
    page.mouse.move(rail["left"] + rail["width"] * share, rail["y"], steps=3)
    shown = json.dumps(f"b = {b:.4g}<")
    page.wait_for_function(f"() => ({SHOWN})()['variance here'].text[3].includes({shown})")


def let_go(page: Page) -> None:
    page.mouse.up()
    settle(page)


def said(page: Page) -> str:
    return re.sub(r"<.*?>", "", page.evaluate(SHOWN)["variance here"]["text"][3])


def downhill(page: Page) -> str:
    return re.sub(r"<.*?>", "", page.evaluate(SHOWN)["share downhill"]["text"][0])


def test_the_dial_answers_while_it_is_dragged_and_asks_the_server_for_nothing(open_page):
    page = open_page("/baselines")
    assert said(page) == "b = 0: variance 4.95"
    still = page.evaluate(STILL)
    assert len(json.loads(still)) > 15
    rail = take_hold(page)
    still_on_screen = page.evaluate(STILL)
    page.evaluate(LISTEN)
    # Exact values on the example at K = 4: a quarter of 19.8182, 1.1688, .952422 and .930968, and .2225 downhill.
    turn_to(page, rail, 0)
    assert said(page) == "b = 0: variance 4.95"
    assert downhill(page) == "downhill 22%"
    wide = page.evaluate(SHOWN)
    assert wide["pushed up"]["text"] == ["+8", "+3", "+5"]
    turn_to(page, rail, 4.9)
    assert said(page) == "b = 4.9: variance 0.292"
    assert downhill(page) == "downhill 0%"
    turn_to(page, rail, 5.519)
    assert said(page) == "b = 5.519: variance 0.233"
    tight = page.evaluate(SHOWN)
    assert tight["pushed up"]["text"] == ["+2.5", "", ""]
    assert tight["pushed down"]["text"] == ["", "−2.5", "−0.52"]

    def spread(shown):
        return max(map(abs, shown["possible estimates"]["x"] + shown["possible estimates"]["y"]))

    assert spread(tight) < spread(wide) / 2
    assert page.evaluate(STILL) == still_on_screen
    updates = page.evaluate(DRAG, rail)
    print(f"{updates:.0f} updates a second")
    assert updates > 0
    assert page.evaluate(EXCHANGED) == {"sent": 0, "received": 0}
    assert page.evaluate(STILL) == still_on_screen
    turn_to(page, rail, 3)
    let_go(page)


def test_what_the_dial_shows_is_painted_and_the_control_turns_b_and_not_the_sentence(open_page):
    page = open_page("/baselines")
    words = page.evaluate(WORDS)
    assert {"+8", "+3", "+5", "downhill 22%", "b = 0: variance 4.95"} <= set(words)
    assert {"none 0", "E[R] 4.9", "mean reward 5.333", "b* 5.519", "advantage r − b"} <= set(words)
    assert not "".join(page.locator(f"{CHART} .slider-label-group").all_text_contents()).strip()
    bars = page.locator(f"{CHART} .bars .point path").evaluate_all("all => all.map(e => e.getBBox().height)")
    # Three bars up, in proportion to 8, 3 and 5; none down.
    up = [height for height in bars if height > 1]
    assert [height / up[0] for height in up] == pytest.approx([1, 3 / 8, 5 / 8], abs=0.02)
    reading = page.locator(f"{CHART}_reading").inner_text()
    before = page.evaluate(SHOWN)
    press(page, "ArrowRight", control="b")
    assert "b=0.1" in page.url
    assert said(page).startswith("b = 0.1: variance ")
    assert page.evaluate(SHOWN) != before
    assert page.locator(f"{CHART}_reading").inner_text() == reading
    assert page.locator(f'{CHART} [aria-label="{reading}"]').count() == 1


def test_the_keyboard_turns_b_on_the_curve_and_keeps_its_place(open_page):
    page = open_page("/baselines")
    page.locator(HANDLE).focus()
    page.keyboard.press("End")
    expect(page.locator(HANDLE)).to_have_attribute("aria-valuetext", re.compile("^b = 10:"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(HANDLE)).to_have_attribute("aria-valuenow", "9.6")
    page.wait_for_url(re.compile("b=9.6"))
    settle(page)
    expect(page.locator(HANDLE)).to_be_focused()


def test_letting_go_moves_the_control_the_link_and_nothing_in_the_picture(open_page):
    page = open_page("/baselines")
    turn_to(page, take_hold(page), 5.519)
    let_go(page)
    assert said(page) == "b = 5.519: variance 0.233"
    assert "b=5.5194" in page.url
    expect(page.locator(".st-key-b")).to_contain_text("5.52")
    expect(page.locator(HANDLE)).to_have_attribute("aria-valuetext", "b = 5.519: variance 0.233")
    # The rail that Plotly brings is for where there is no such handle.
    expect(page.locator(f"{CHART} .slider-rail-rect")).to_have_count(0)


def test_a_tap_is_enough_and_the_mark_is_under_the_finger(open_page):
    page = open_page("/baselines")
    for b in (0, 4.9, 9):
        rail = curve(page)
        x = rail["left"] + rail["width"] * (b - rail["low"]) / (rail["high"] - rail["low"])
        page.mouse.click(x, rail["y"])
        settle(page)
        expect(page.locator(HANDLE)).to_have_attribute("aria-valuetext", re.compile(f"^b = {b}:"))
        marks = page.locator(f"{CHART} .x3y3 .points path").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect()).map(r => [r.x + r.width / 2, r.width])"
        )
        assert max(marks, key=lambda mark: mark[1])[0] == pytest.approx(x, abs=2)


def test_b_travels_between_the_page_and_the_sidebar_of_others(open_page):
    def b():
        return float(page.locator(".st-key-b input[type=range]").input_value())

    def visit(title):
        go_to(page, title)
        settle(page)

    page = open_page("/baselines?b=4.8&estimator=constant")
    assert page.locator(".st-key-b").count() == 1
    visit("The cloud")
    assert b() == 4.8
    assert "b=4.8" in page.url
    for _ in range(2):
        page.locator(".st-key-b input[type=range]").press("ArrowRight")
    settle(page)
    assert b() == 5  # as at first: on the next page it is as it is there at first
    visit("Baselines")
    assert b() == 0
    assert said(page) == "b = 0: variance 4.95"
    press(page, "ArrowRight", control="b")
    visit("Batch size")
    assert b() == 0.1
    visit("Baselines")
    page.reload()
    settle(page)
    assert b() == 0.1


def test_another_section_and_a_prediction_leave_the_dial_where_it_is_or_open_it_anew(open_page):
    page = open_page("/baselines")
    turn_to(page, take_hold(page), 9)
    let_go(page)
    page.get_by_text("Same variance, same fate?").click()
    settle(page)
    expect(page.locator(".st-key-same_variance_fates .main-svg").first).to_be_visible()
    assert "same_variance=true" in page.url
    assert said(page).startswith("b = 9:")  # the dial was not drawn again
    ask_first(page)
    page.locator(".st-key-prediction_baselines").get_by_text("best reward", exact=True).click()
    settle(page)
    expect(page.get_by_text(re.compile(r"You said best reward\. b = 8 gives a variance of 1\.19"))).to_be_visible()
    assert "your guess 8" in page.evaluate(WORDS)
    assert "guess_baselines=best+reward" in page.url


def test_the_back_button_returns_to_the_open_section_and_its_distance(open_page):
    page = open_page("/baselines?same_variance=true&d=2")
    go_to(page, "The cloud")
    settle(page)
    page.go_back()
    settle(page)
    expect(page.locator(".st-key-same_variance_fates .main-svg").first).to_be_visible()
    assert "with b* − 2, " in page.locator(".st-key-same_variance_fates_reading").inner_text()


def test_the_first_view_is_small(open_page):
    page = open_page("/baselines?k=16")
    assert page.evaluate("window.__socket.bytesReceived") < 300_000


def test_on_a_phone_nothing_is_cut_off_and_turned_it_lays_the_panels_out_anew(open_page):
    page = open_page("/baselines?guess_baselines=best+reward", width=390, height=844)
    boxes = page.locator(f"{CHART} .main-svg").first.evaluate(
        """svg => [...svg.parentElement.querySelectorAll('.annotation-text, .bartext, .textpoint text, .xtick text')]
          .filter(e => e.checkVisibility() && e.textContent.trim())
          .map(e => [e.textContent, e.getBoundingClientRect()])
          .map(([text, r]) => [text, r.left, r.right])"""
    )
    chart = page.locator(f"{CHART} .js-plotly-plot").bounding_box()
    assert len(boxes) > 10
    for text, left, right in boxes:
        assert chart["x"] - 1 <= left, text
        assert right <= chart["x"] + chart["width"] + 1, text
    # The curve is as wide as the picture there, and below the other two panels.
    handle = page.locator(HANDLE).bounding_box()
    assert handle["width"] > 0.9 * chart["width"]
    assert handle["y"] > page.locator(f"{CHART} .bars").first.bounding_box()["y"]
    place = f"document.querySelector('{CHART} .js-plotly-plot').layout.yaxis3.domain[1]"
    page.wait_for_function(f"{place} < 0.5")  # the parabola is below the other two
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_function(f"{place} === 1")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"{place} < 0.5")


def test_after_a_scene_the_dock_the_address_the_picture_and_the_text_agree_and_a_touch_keeps_it(open_page):
    page = open_page("/baselines")
    page.get_by_role("button", name="Stuck on no").click()
    settle(page)
    said = page.locator(".stMain").inner_text
    for touch in (None, "ArrowRight"):
        if touch:
            press(page, touch, control="k")
        assert "preset=stuck+on+no" in page.url
        assert float(page.locator(".st-key-b").get_by_role("slider").input_value()) == 0
        assert "b* = 0.5537" in said()  # below the picture
        assert "J = 0.795" in said()  # the text further down: 0.01 · 1 + 0.98 · 0.8 + 0.01 · 0.1
        assert "J = 4.9" not in said()
    assert "k=6" in page.url
