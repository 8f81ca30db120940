"""What a reader takes home, saved by a real browser and opened again without the app."""

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser.driving import choose_in_menu, record_errors, settle

SVG = "{http://www.w3.org/2000/svg}"


def open_dialog(page: Page) -> None:
    choose_in_menu(page, "Take it home")
    settle(page)


def save(page: Page, kind: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name=kind, exact=True).click()
    return download.value


def written(picture: ET.Element) -> str:
    """All that is written in a picture, without its fonts."""
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("path", "width", "dark", "words"),
    [
        ("/gradient_scatter?k=8", 1440, False, ["downhill 19%", "none; K = 8", "“How wrong can one update be?”"]),
        ("/tokens?task=sum", 390, True, ["whole reward", "+43", "reward decided by sum", "REINFORCE, exactly."]),
    ],
)  # fmt: skip
def test_a_picture_is_saved_dark_on_white_with_its_settings(open_page, path, width, dark, words):
    page = open_page(path, width=width, dark=dark)
    open_dialog(page)
    drawn, painted = save(page, "SVG"), save(page, "PNG")
    picture = ET.parse(drawn.path()).getroot()
    assert len(list(picture.iter(f"{SVG}path"))) > 3
    said = re.sub(r"\s+", " ", written(picture))
    assert all(word in said for word in words), said
    assert "@font-face" in "".join(picture.find(f"{SVG}style").itertext())
    assert re.fullmatch(r"[a-z_]+\.svg", drawn.suggested_filename)
    image = Image.open(painted.path()).convert("RGB")
    assert image.size == tuple(round(3 * float(picture.get(side))) for side in ("width", "height"))
    # The caption stands at the bottom: dark ink on white paper, whatever the page looks like.
    below = image.crop((0, image.height - 120, image.width, image.height)).convert("L").histogram()
    assert sum(below[250:]) > 0.8 * sum(below)
    assert sum(below[:130]) > 0.005 * sum(below)
    assert len(image.resize((200, 200)).getcolors(40_000)) > 100


# Where a dial says that it stands.
STANDS = "document.querySelector('.js-plotly-plot').textContent.match(/b = [-−\\d.]+: variance/)[0]"


def drag(page: Page, far: int) -> str:
    """Drag the slider of a picture; returns where it says that it stands then."""
    before = page.evaluate(STANDS)
    grip = page.locator(".slider-grip-rect").bounding_box()
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + far, grip["y"] + 10, steps=3)
    page.mouse.up()
    page.wait_for_function(f"before => {STANDS} !== before", arg=before)
    return page.evaluate(STANDS)


def test_numbers_and_program_of_another_picture(open_page):
    page = open_page("/variance_vs_k?quantity=total+variance")
    open_dialog(page)
    numbers = save(page, "Numbers as CSV")
    header, first, *_ = csv.reader(numbers.path().read_text("utf-8-sig").splitlines())
    assert numbers.suggested_filename == "variance_vs_k.csv"
    assert header == ["quantity", "baseline", "K", "exact", "sampled", "low", "high"]
    assert (first[1], first[2]) == ("none", "1")
    assert float(first[3]) == pytest.approx(19.8182)
    program = save(page, "Python")
    assert program.suggested_filename == "variance_vs_k.py"
    assert "table = tables.variance_vs_k.variance_vs_k(" in program.path().read_text()
    expect(page.get_by_role("dialog").get_by_test_id("stCode")).to_contain_text("from reinforce_viz import tables")


def test_a_dial_is_saved_where_it_stands_and_moves_without_a_network(open_page, chromium: Browser, tmp_path: Path):
    page = open_page("/baselines")
    page.locator(".st-key-baseline_dial [role=slider]").press("ArrowRight")
    page.wait_for_url(re.compile(r"[?&]b="))  # some time after the last key: the page is drawn anew then
    settle(page)
    stands = page.evaluate(STANDS)
    assert stands != "b = 0: variance"
    open_dialog(page)
    assert stands in written(ET.parse(save(page, "SVG").path()).getroot())
    save(page, "Interactive HTML").save_as(tmp_path / "dial.html")
    context = chromium.new_context(offline=True)
    alone = context.new_page()
    errors, asked = record_errors(alone), []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto((tmp_path / "dial.html").as_uri())
    alone.wait_for_selector(".js-plotly-plot .scatterlayer path.point")
    expect(alone.get_by_role("heading", name="What should we subtract?")).to_be_visible()
    expect(alone.get_by_text("At K = 4 the least variance is 0.233")).to_be_visible()
    assert drag(alone, 150) != stands
    assert asked == [(tmp_path / "dial.html").as_uri()]
    assert errors == []
    context.close()
