"""The triangle as a reader uses it: dragged, taught by hand, let run, begun again, with mouse, keys and fingers."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from reinforce_viz import DEFAULT
from reinforce_viz.figures.style.triangle import CORNERS
from reinforce_viz.lessons.one_update import MadeWith, updates
from reinforce_viz.text.format import percent
from reinforce_viz.text.readings.policy_triangle import last_draw
from tests.browser.driving import COUNT_FRAMES, go_to, set_up, settle
from tests.of_experiment import teach

BOLD = replace(DEFAULT, learning_rate=0.5)
# Every text that the triangle says, in turn: looked at in each frame, as often as its animations move.
RECORD_SAID = """
window.__said = [];
const look = () => {
  for (const e of document.querySelectorAll('.st-key-policy_triangle *')) {
    const text = e.shadowRoot?.querySelector('.said')?.textContent;
    if (text && text !== __said.at(-1)) __said.push(text);
  }
  requestAnimationFrame(look);
};
look();
"""


def ring(page: Page):
    return page.get_by_role("slider", name="The model")


def press(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()
        settle(page)


def said(page: Page) -> str:
    return page.locator(".said").inner_text()


def shares(page: Page) -> list[str]:
    """What the model says, as a screen reader hears it."""
    return re.findall(r" ([^ ]+%)", ring(page).get_attribute("aria-valuetext"))


def written(policy) -> list[str]:
    return [percent(float(share)) for share in policy]


def at(page: Page, policy) -> tuple[float, float]:
    """Where a policy lies on the screen."""
    x, y = 200 * np.array(policy) @ CORNERS
    return tuple(
        page.locator(".map").evaluate(
            "(map, [x, y]) => { const p = new DOMPoint(x, -y).matrixTransform(map.getScreenCTM()); return [p.x, p.y] }",
            [x, y],
        )
    )


def drag(page: Page, policy) -> None:
    start, end = ring(page).bounding_box(), at(page, policy)
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(*end, steps=8)


def test_the_model_learns_for_good_what_the_engine_says_it_learns(open_page):
    page = open_page("/?lr=0.5")
    for draws in (1, 2, 3):
        press(page, "Draw an answer")
        run = teach(BOLD, draws)
        assert shares(page) == written(run.probs[-1])
        assert said(page) == last_draw(BOLD, run)
    assert "taught=3" in page.url
    points = page.locator(".trail").get_attribute("points").split()
    np.testing.assert_allclose(
        [[float(x) for x in point.split(",")] for point in points], 200 * run.probs @ CORNERS * [1, -1], atol=0.06
    )


def test_a_reload_shows_the_same_model_and_it_goes_on_from_there(open_page):
    page = open_page("/?lr=0.5&seed=3")
    press(page, "Draw an answer", 4)
    there = shares(page), said(page)
    page.reload()
    settle(page)
    assert (shares(page), said(page)) == there
    press(page, "Draw an answer")
    assert shares(page) == written(teach(replace(BOLD, seed=3), 5).probs[-1])


def test_at_first_two_ghosts_have_arrived_and_the_first_draw_of_the_example_is_the_surprise(open_page):
    page = open_page("/")
    expect(page.locator(".ghosts circle")).to_have_count(2)
    expect(page.locator(".said")).to_contain_text("Only their luck differed.")
    expect(page.locator(".corner0 span")).to_have_text("earns 8 · 30% likely")
    # Until there is a guess the lens keeps the average to itself.
    expect(page.locator(".lens .label3")).to_have_text("")
    expect(page.locator(".lens .downhill")).to_be_hidden()
    assert page.locator(".lens .average").evaluate("e => e.getBBox().width") == 0
    press(page, "Draw an answer")
    assert "Even so, it now says “no” more often" in said(page)
    assert "It got worse" in said(page)


def test_it_keeps_going_to_a_corner_and_is_counted_and_starts_again_with_other_luck(open_page):
    page = open_page("/?lr=0.5")
    expected = []
    for seed in range(3):
        press(page, "Keep going")
        run = teach(replace(BOLD, seed=seed), 60)
        assert shares(page) == written(run.probs[run.learned_after])
        assert f"It has learned “{DEFAULT.answers[run.learned]}”" in said(page)
        expected.append(run.learned)
        tally = ", ".join(f"{expected.count(a)} learned “{DEFAULT.answers[a]}”" for a in sorted(set(expected)))
        assert page.locator(".tally").inner_text() == f"Your models: {tally}."
        press(page, "Start again")
        assert shares(page) == ["30%", "50%", "20%"]
        assert f"seed={seed + 1}" in page.url
        assert "taught" not in page.url
        expect(page.locator(".earlier .other")).to_have_count(seed + 1)
    expect(page.get_by_label("Seed")).to_have_value("3")
    # The tally stays while the reader is on another page, and is one of models of these rewards.
    counted = page.locator(".tally").inner_text()
    assert counted
    go_to(page, "Check")
    settle(page)
    go_to(page, "Start")
    settle(page)
    assert page.locator(".tally").inner_text() == counted
    set_up(page)
    page.get_by_text("Rewards", exact=True).first.click()
    page.locator(".st-key-r_no").get_by_role("slider").press("ArrowRight")
    settle(page)
    assert not page.locator(".tally").inner_text()


def test_the_ring_follows_the_pointer_and_python_hears_where_it_is_let_go(open_page):
    page = open_page("/?lr=0.1")
    sent = page.evaluate("window.__socket.sent")
    drag(page, (0.2, 0.2, 0.6))
    # Its lens has followed, and nothing has been sent.
    assert page.locator(".lens").get_attribute("aria-label").count("60%") == 1
    assert shares(page) == ["20%", "20%", "60%"]
    assert page.evaluate("window.__socket.sent") == sent
    page.mouse.up()
    settle(page)
    assert shares(page) == ["20%", "20%", "60%"]
    held = {key: float(text) for key, text in re.findall(r"p_(\w+)=([\d.]+)", page.url)}
    assert held == pytest.approx({"yes": 0.2, "no": 0.2, "maybe": 0.6}, abs=0.004)
    page.get_by_role("button", name="Draw an answer").click(click_count=5)
    settle(page)
    experiment = replace(DEFAULT, probs=tuple(held[name] / sum(held.values()) for name in DEFAULT.answers))
    assert shares(page) == written(teach(experiment, 5).probs[-1])
    # A model that has been taught begins anew where it is dragged.
    assert "taught=5" in page.url
    drag(page, (1 / 3, 1 / 3, 1 / 3))
    page.mouse.up()
    settle(page)
    assert "taught" not in page.url
    assert page.locator(".trail").get_attribute("points").count(",") == 1


def test_arrow_keys_and_pointer_move_the_ring_inside_the_triangle_and_it_says_where_it_is(open_page):
    page = open_page("/")
    ring(page).focus()
    before = float(shares(page)[0].rstrip("%"))
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    page.wait_for_timeout(500)
    settle(page)
    after = float(shares(page)[0].rstrip("%"))
    assert after == pytest.approx(before + 5 * 4 / 300 * 100, abs=1)  # 4 of 300 units of height each
    assert "p_yes=" in page.url
    assert re.search(r"earns \d\.\d\d on average", ring(page).get_attribute("aria-valuetext"))
    assert float(ring(page).get_attribute("aria-valuenow")) == pytest.approx(after, abs=1)
    for outside in ((1.4, -0.2, -0.2), (-0.3, 0.5, 0.8), (0.5, 0.8, -0.3)):
        drag(page, outside)
        page.mouse.up()
        settle(page)
        probs = [float(share.rstrip("%")) for share in shares(page)]
        assert min(probs) >= 0.5
        assert sum(probs) == pytest.approx(100, abs=1.5)


def test_a_finger_drags_the_ring_on_a_phone(chromium, server):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    context.add_init_script(COUNT_FRAMES)
    page = context.new_page()
    page.goto(server)
    settle(page)
    box, end = ring(page).bounding_box(), at(page, (0.6, 0.2, 0.2))
    begin = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)

    def send(kind: str, *places: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})

    send("touchStart", begin)
    for share in np.linspace(0.1, 1, 10):
        send("touchMove", tuple(a + share * (b - a) for a, b in zip(begin, end, strict=True)))
    send("touchEnd")
    settle(page)
    assert shares(page) == ["60%", "20%", "20%"]
    context.close()


def test_the_learning_rate_and_the_baseline_replay_the_run(open_page):
    page = open_page("/?taught=2&lr=0.1&estimator=expected+reward")
    assert shares(page) == written(teach(replace(DEFAULT, estimator="expected reward"), 2).probs[-1])


def test_two_ghosts_play_once_and_go_when_the_reader_begins(chromium, server):
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="no-preference")
    context.add_init_script(RECORD_SAID)
    page = context.new_page()
    page.goto(server)
    expect(page.locator(".said")).to_contain_text("one learned “yes”, the other “maybe”")
    expect(page.locator(".ghosts circle")).to_have_count(2)
    assert page.evaluate("__said") == ["First, two models that start as yours does.", said(page)]
    ends = [
        page.locator(".ghosts circle").nth(place).evaluate("e => [e.cx.baseVal.value, e.cy.baseVal.value]")
        for place in (0, 1)
    ]
    assert ends[0][1] < -150  # yes on top
    assert ends[1][0] > 130  # maybe on the right
    page.get_by_role("button", name="Draw an answer").click()
    expect(page.locator(".ghosts circle")).to_have_count(0)
    expect(page.locator(".said")).to_contain_text("The model said")
    context.close()


def test_keep_going_pauses(open_page):
    page = open_page("/?lr=0.01", motion=True)
    page.get_by_role("button", name="Keep going").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Keep going")).to_be_visible()
    settle(page)
    draws = int(re.search(r"taught=(\d+)", page.url)[1])
    assert 1 <= draws < 100
    assert shares(page) == written(teach(replace(DEFAULT, learning_rate=0.01), draws).probs[-1])


def test_the_draws_end_where_there_are_no_more(open_page):
    page = open_page("/?lr=0.01&taught=500")
    press(page, "Draw an answer")
    assert "That was the last of 500 draws: start again." in said(page)
    assert "taught=500" in page.url


def test_the_lens_shows_each_push_and_their_average_which_stands_still_while_a_baseline_shrinks_the_pushes(open_page):
    page = open_page("/?guess_start=skip")
    lens = page.locator(".lens")
    tips = []
    for answer, prob in enumerate(DEFAULT.probs):
        bubble = lens.locator(f".bubble{answer}")
        tips.append(bubble.evaluate("e => [e.cx.baseVal.value, -e.cy.baseVal.value]"))
        assert float(bubble.get_attribute("r")) == pytest.approx(45 * math.sqrt(prob))
    pushes = np.array(DEFAULT.rewards)[:, None] * (np.eye(3) - DEFAULT.probs) @ CORNERS
    scale = np.linalg.norm(tips[0]) / np.linalg.norm(pushes[0])
    np.testing.assert_allclose(tips, scale * pushes, atol=1e-3)
    # The half that is downhill lies opposite to the average, g = (.93, −.95, .02).
    turned = float(re.search(r"rotate\((.*)\)", lens.locator(".downhill").get_attribute("transform"))[1])
    x, y = np.array([0.93, -0.95, 0.02]) @ CORNERS
    assert turned == pytest.approx(-math.degrees(math.atan2(y, x)))
    expect(lens.locator(".label3")).to_have_text("average")
    shaft, longest = drawn_in(lens)
    baseline = open_page("/?guess_start=skip&estimator=expected+reward").locator(".lens")
    assert drawn_in(baseline)[0] == pytest.approx(shaft)
    assert drawn_in(baseline)[1] < longest


def drawn_in(lens: Locator) -> tuple[float, float]:
    """How long the average and the longest push are."""
    tips = [
        lens.locator(f".bubble{a}").evaluate("e => Math.hypot(e.cx.baseVal.value, e.cy.baseVal.value)")
        for a in range(3)
    ]
    return lens.locator(".average").evaluate("e => e.getBBox().width"), max(tips)


def test_where_there_is_no_slope_there_is_no_downhill(open_page):
    page = open_page("/?guess_start=skip&r_yes=5&r_no=5&r_maybe=5")
    expect(page.locator(".lens .downhill")).to_be_hidden()
    expect(page.locator(".lens .label3")).to_have_text("")


@pytest.mark.parametrize("link", ["/?guess_start=skip", "/?guess_start=skip&preset=nearly+done", "/?p_yes=0&lr=5"])
def test_names_in_the_lens_do_not_lie_on_each_other_and_stay_on_the_screen(open_page, link):
    page = open_page(link, width=1440, height=844)
    apart_and_on_the_screen(page, 1440)
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    apart_and_on_the_screen(page, 390)


def apart_and_on_the_screen(page: Page, width: int) -> None:
    boxes = [label.bounding_box() for label in page.locator(".lens text").all() if label.text_content()]
    assert len(boxes) >= 3
    for place, one in enumerate(boxes):
        assert one["x"] >= 0
        assert one["x"] + one["width"] <= width
        for other in boxes[place + 1 :]:
            across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            assert not across or down < 0.35 * one["height"]


def unfold_starting_policy(page: Page) -> None:
    set_up(page)
    page.get_by_test_id("stSidebar").get_by_text("Starting policy", exact=True).click()
    page.get_by_role("slider", name="Starting policy").wait_for()
    settle(page)


def weights(page: Page) -> list[float]:
    """What the sliders under Set up say."""
    return [float(page.locator(f".st-key-p_{name}").get_by_role("slider").input_value()) for name in DEFAULT.answers]


def test_the_starting_policy_is_a_ring_under_set_up_and_agrees_with_sliders_and_link(open_page):
    page = open_page("/kl")
    unfold_starting_policy(page)
    ring = page.get_by_role("slider", name="Starting policy")
    expect(page.locator(".next, .buttons").first).to_be_hidden()
    box, end = ring.bounding_box(), at(page, (0.6, 0.25, 0.15))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()
    settle(page)
    assert weights(page) == pytest.approx([0.6, 0.25, 0.15], abs=0.01)
    held = [float(re.search(rf"p_{name}=([\d.]+)", page.url)[1]) for name in DEFAULT.answers]
    assert held == pytest.approx(weights(page))
    # By keyboard too, and the other way round: the ring follows a slider.
    ring.focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    settle(page)
    lower = weights(page)
    assert lower[0] == pytest.approx(held[0] - 5 * 4 / 300, abs=0.01)
    slider = page.locator(".st-key-p_yes").get_by_role("slider")
    slider.focus()
    slider.press("End")
    settle(page)
    probs = np.array(weights(page)) / sum(weights(page))
    assert weights(page)[0] == 1.0
    assert re.findall(r" ([^ ]+%)", ring.get_attribute("aria-valuetext")) == written(probs)


def test_on_the_first_page_the_model_itself_is_the_ring(open_page):
    page = open_page("/")
    set_up(page)
    page.get_by_test_id("stSidebar").get_by_text("Starting policy", exact=True).click()
    settle(page)
    expect(page.locator(".st-key-p_yes")).to_be_visible()
    expect(page.locator("g.ring")).to_have_count(1)


def test_the_ring_of_one_update_is_where_the_step_leads_and_its_start_can_be_dragged(open_page):
    estimator = "expected reward"
    page = open_page(f"/one_update?stage=Update&guess_one_update=skip&run=none~2&estimator={estimator}&lr=0.5")
    for probs, run in ((DEFAULT.probs, ["none"] * 2), ((0.2, 0.2, 0.6), [])):
        made = updates(probs, DEFAULT.rewards, DEFAULT.k, 0.5, 0, [MadeWith(name) for name in [*run, estimator]])[-1]
        np.testing.assert_allclose(
            [float(share.rstrip("%")) for share in shares(page)], 100 * made.after, atol=0.6 if run else 1.5
        )
        ends = page.locator(".trail").get_attribute("points").split()
        found = [[float(x) for x in end.split(",")] for end in ends]
        expected = 200 * np.stack([made.before, made.after]) @ CORNERS * [1, -1]
        np.testing.assert_allclose(found, expected, atol=0.06 if run else 2.0)
        expect(page.locator("svg.lens .label3")).to_have_text("average")
        if run:
            ring(page).scroll_into_view_if_needed()
            drag(page, (0.2, 0.2, 0.6))
            page.mouse.up()
            settle(page)
    assert "run=" not in page.url
    assert "stage=Update" in page.url
    assert re.search(r"p_maybe=0\.(59|6)", page.url)


def test_until_there_is_a_guess_the_ring_of_one_update_is_where_the_step_begins(open_page):
    page = open_page("/one_update?stage=Update&guess=first")
    assert shares(page) == written(DEFAULT.probs)
    assert page.locator(".trail").get_attribute("points").count(",") == 1
    expect(page.locator("svg.lens .label3")).to_have_text("")


def test_words_stand_out_in_both_themes(open_page):
    page = open_page("/?guess_start=skip")
    stand_out(page)
    page.emulate_media(color_scheme="dark")
    settle(page)
    stand_out(page)


def stand_out(page: Page) -> None:
    contrasts = page.evaluate(
        """() => {
          const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ratio = (one, other) => {
            const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
          };
          const paper = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
          const root = document.querySelector('.st-key-policy_triangle').querySelectorAll('*');
          const shadow = [...root].find(e => e.shadowRoot).shadowRoot;
          const words = [...shadow.querySelectorAll('.corner, .earns, figcaption, .said, .tally, text')]
            .map(e => ratio(getComputedStyle(e).color, paper));
          const button = getComputedStyle(shadow.querySelector('.one'));
          return [...words, ratio(button.color, button.backgroundColor)];
        }"""
    )
    assert len(contrasts) >= 10
    assert min(contrasts) >= 4.5
