"""What is handed out and what is shown to a class: the link, its code on a phone, one slider, a presenter's keys."""

import io
import re

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import choose_in_menu, go_to, settle
from tests.browser.test_app import drawn, press

PHONE = {"width": 390, "height": 844}
CLOUD = "How wrong can one update be?"


def share(page: Page) -> None:
    choose_in_menu(page, "Share")


def copied(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").press("Enter")
    expect(page.get_by_role("status").get_by_text("Copied")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def scanned(page: Page) -> str:
    """What a camera reads on the screen."""
    image = page.get_by_role("img", name="QR code of the link")
    image.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    (found,) = zxingcpp.read_barcodes(np.asarray(picture))
    return found.text


def in_sight(control: Locator) -> bool:
    """Whether a control lies on the screen or below it; a folded sidebar lies beside it."""
    box = control.bounding_box()
    return box is not None and box["x"] + box["width"] > 0


def test_a_phone_that_scans_the_code_shows_the_teachers_picture_and_so_does_the_copied_link(open_page):
    page = open_page("/gradient_scatter?preset=close+rivals&estimator=leave-one-out", dark=True)
    press(page, "ArrowRight", control="k")
    for _ in range(2):
        page.get_by_role("button", name="Draw again").click()
        settle(page)
    picture = drawn(page, "gradient_cloud")
    share(page)
    link = copied(page)
    assert link == page.url
    assert "draw=2" in link
    assert scanned(page) == link
    phone = open_page(link, **PHONE)
    assert drawn(phone, "gradient_cloud") == picture
    page.keyboard.press("Escape")
    go_to(page, "Start")
    expect(page.locator("h1")).to_have_text(PAGES[0].question)
    page.wait_for_url(lambda url: "draw" not in url)


def test_a_link_with_one_slider_shows_a_phone_the_picture_and_the_slider_moves_it(open_page):
    teacher = open_page("/gradient_scatter?estimator=optimal&k=8&lr=0.5")
    share(teacher)
    teacher.locator(".st-key-link_shows").get_by_role("combobox").click()
    teacher.get_by_role("option", name="K", exact=True).click()
    teacher.keyboard.press("Escape")  # closes the list
    settle(teacher)
    link = scanned(teacher)
    assert link == f"{teacher.url}&show=K"
    phone = open_page(link, **PHONE)
    assert drawn(phone, "gradient_cloud") == drawn(teacher, "gradient_cloud")
    sliders = phone.locator("[role=slider], input[type=range]").all()
    assert sum(in_sight(slider) for slider in sliders) == 1
    # Both are seen at once, without a scroll.
    assert phone.locator(".st-key-gradient_cloud").bounding_box()["y"] < 500
    assert phone.locator(".st-key-k").bounding_box()["y"] < 844
    press(phone, "ArrowRight", control="k")
    assert "K = 12 and the optimal baseline" in phone.locator(".st-key-gradient_cloud_reading").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_hidden_controls_stay_hidden_with_their_values_until_all_are_asked_for(open_page):
    page = open_page("/gradient_scatter?k=8&lr=0.5&estimator=optimal&show=K")
    assert not in_sight(page.locator(".st-key-estimator"))
    go_to(page, "Batch size")
    assert "show=K" in page.url
    assert "lr=0.5" in page.url
    page.reload()
    settle(page)
    assert not in_sight(page.locator(".st-key-estimator"))
    assert "optimal" in page.locator(".st-key-variance_vs_k_reading").inner_text()
    page.go_back()
    settle(page)
    assert not in_sight(page.locator(".st-key-estimator"))
    page.get_by_role("button", name="All controls").press("Enter")
    settle(page)
    expect(page.locator(".st-key-estimator")).to_be_in_viewport()
    expect(page.locator(".st-key-k")).to_be_in_viewport()  # where it was
    press(page, "ArrowRight", control="k")
    assert "k=12" in page.url
    go_to(page, "Batch size")
    page.reload()
    settle(page)
    assert "At K = 12" in page.locator(".st-key-variance_vs_k_reading").inner_text()
    assert "lr=0.5" in page.url


def test_on_a_tall_projector_pictures_are_taller_show_their_end_and_answer(open_page):
    page = open_page("/trajectories?present=true&guess_trajectories=half", width=1920, height=1080)
    triangle = page.locator(".st-key-simplex_paths .js-plotly-plot")
    page.wait_for_function("document.querySelector('.st-key-simplex_paths .js-plotly-plot').offsetHeight > 0.6 * 1080")
    settle(page)
    expect(triangle.get_by_text("step 200")).to_be_visible()  # drawn anew for this screen, they begin at step 0
    page.goto(page.url.replace("trajectories?", "baselines?"))
    settle(page)
    page.locator(".st-key-baseline_dial [role=slider]").press("ArrowRight")
    page.wait_for_url(re.compile(r"[?&]b="))


def test_a_presenter_turns_the_pages_draws_and_leaves_by_the_keyboard(open_page):
    page = open_page("/gradient_scatter?k=8", width=1280, height=720)
    before = letters(page)
    choose_in_menu(page, "Presenter view")
    assert all(now >= 1.35 * then for now, then in zip(letters(page), before, strict=True))
    assert not in_sight(page.locator(".st-key-preset"))
    first = drawn(page, "gradient_cloud")
    page.locator(".st-key-k input").first.focus()  # the keys are the presenter's, whatever has the focus
    check_covers(page)
    by_key(page, "d")
    assert drawn(page, "gradient_cloud_2") is not None
    assert "draw=1" in page.url
    check_turns(page)
    assert drawn(page, "gradient_cloud") == first
    by_key(page, "0")
    assert "k=" not in page.url
    by_key(page, "Escape")
    assert "present" not in page.url
    expect(page.locator(".st-key-set_up")).to_be_in_viewport()
    by_key(page, "PageDown")
    expect(page.locator("h1")).to_have_text(CLOUD)


def letters(page: Page) -> tuple[float, float]:
    """Pixels of the letters below the cloud, and of the largest in it."""
    return page.evaluate("""() => ['_reading p', ' text']
      .map(where => [...document.querySelectorAll(`.st-key-gradient_cloud${where}`)])
      .map(found => Math.max(...found.map(e => parseFloat(getComputedStyle(e).fontSize))))""")


def by_key(page: Page, key: str) -> None:
    page.keyboard.press(key)
    settle(page)


def check_covers(page: Page) -> None:
    """Q fills the screen with the code of the link, and B with nothing, each until it is pressed again."""
    page.keyboard.press("q")
    code = page.locator(".cover svg").bounding_box()
    assert code["width"] == code["height"] > 0.9 * 720
    page.keyboard.press("q")
    page.keyboard.press("b")
    assert page.locator(".cover").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
    page.keyboard.press("b")
    expect(page.locator(".cover")).to_be_hidden()


def check_turns(page: Page) -> None:
    """A clicker turns from the title to the picture, on to the next page, and back, and the settings come along."""
    by_key(page, "PageDown")  # to the picture
    expect(page.locator("h1")).to_have_text(CLOUD)
    by_key(page, "PageDown")
    expect(page.locator("h1")).to_have_text("What should we subtract?")
    expect(page.locator("h1")).to_be_in_viewport()
    assert "present=true" in page.url
    assert "k=8" in page.url
    by_key(page, "PageUp")
    expect(page.locator("h1")).to_have_text(CLOUD)
