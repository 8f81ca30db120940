"""The link that is handed out, and the code of it, read by a program that has nothing to do with its maker."""

import re

import numpy as np
import pytest
import zxingcpp
from streamlit.testing.v1 import AppTest

from reinforce_viz.ui.share import link, qr_code, works_only_here
from tests.ui.test_app import open_app

ADDRESS = "https://example.org/course/gradient_scatter"


def bitmap(svg, scale=4):
    """The dark and light modules of an SVG, drawn from its strokes alone.  [pixels, pixels]."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    modules = np.full((size, size), 255, dtype=np.uint8)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", re.search(r'class="qrline"[^>]* d="([^"]+)"', svg)[1]):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            modules[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return np.kron(modules, np.ones((scale, scale), dtype=np.uint8))


def read(svg):
    (found,) = zxingcpp.read_barcodes(bitmap(svg))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return found.text


def test_a_link_is_the_address_and_what_stands_in_it():
    assert link(ADDRESS, {}) == ADDRESS
    assert link(ADDRESS, {"k": ["8"], "beside": ["none", "batch mean"]}) == (
        f"{ADDRESS}?k=8&beside=none&beside=batch+mean"
    )


def test_a_link_names_the_controls_that_were_chosen_for_it_and_not_those_of_the_page():
    shared = {"k": ["8"], "show": ["seed"], "present": ["true"]}
    assert link(ADDRESS, shared) == f"{ADDRESS}?k=8"
    assert link(ADDRESS, shared, ["K", "learning rate"]) == f"{ADDRESS}?k=8&show=K&show=learning+rate"


def test_what_the_teacher_has_guessed_and_answered_is_not_passed_on():
    own = {"guess_trajectories": ["half"], "q_bias": ["an answer"], "k": ["8"], "quantity": ["P(downhill)"]}
    assert link(ADDRESS, own) == f"{ADDRESS}?k=8&quantity=P%28downhill%29"


def test_whatever_the_answers_are_called_stays_one_value_of_the_link():
    name = 'a&b=c#d <script>"%00é💥'
    assert link(ADDRESS, {"name_yes": [name], "k": ["8"]}).count("&") == 1
    app = open_app("start", {"name_yes": name[:5], "k": "8"})
    assert not app.exception


@pytest.mark.parametrize(
    "text",
    [
        "http://192.168.1.20:8501/trajectories?preset=stuck+on+no&show=K",
        link(ADDRESS, {f"key_{i}": [f"value {i}"] for i in range(60)}),
        f"{ADDRESS}?name_yes=%C3%A9t%C3%A9",
    ],
)
def test_a_reader_of_codes_reads_the_link(text):
    assert read(qr_code(text)) == text


def test_a_code_has_the_quiet_zone_that_readers_need_and_no_code_is_made_of_what_does_not_fit():
    pixels = bitmap(qr_code(ADDRESS), scale=4)
    assert (pixels[: 4 * 4] == 255).all()
    assert (pixels[:, : 4 * 4] == 255).all()
    assert (pixels[4 * 4 : 4 * 5, 4 * 4 : 4 * 11] == 0).all()  # the upper edge of the finder pattern
    assert qr_code("x" * 2953) is not None
    assert qr_code("x" * 2954) is None  # ISO 18004: 2,953 bytes at the lowest level of correction


@pytest.mark.parametrize(
    ("address", "only_here"),
    [
        ("http://localhost:8501/tokens", True),
        ("http://127.0.0.1:8501", True),
        ("http://[::1]:8501/", True),
        ("http://192.168.1.20:8501/", False),
        ("https://localhost.example.org/", False),
        ("", False),
    ],
)
def test_addresses_that_only_this_computer_opens(address, only_here):
    assert works_only_here(address) is only_here


def test_the_page_stays_as_it_is_while_share_is_closed():
    app = open_app("gradient_scatter", {"k": "8"})
    assert not app.get("imgs")
    assert not any(widget.key == "link_shows" for widget in app.multiselect)


def test_share_can_give_everybody_draws_of_their_own():
    app = AppTest.from_function(links_of_a_page)
    app.query_params["k"], app.query_params["seed"] = "8", "3"
    same, own = [text.value for text in app.run().text]
    assert same.endswith("?k=8&seed=3")
    assert own.endswith("?k=8&seed=own")


def links_of_a_page():
    import streamlit as st

    from reinforce_viz.ui.share import link_here

    st.text(link_here())
    st.text(link_here(own_draws=True))


@pytest.mark.parametrize("page", ["gradient_scatter"])
def test_the_link_holds_the_draw(page):
    def pictures(draw):
        app = open_app(page, {"draw": draw})
        assert not app.exception
        return [chart.proto.spec for chart in app.get("plotly_chart")]

    first = pictures("0")
    assert pictures("3")[0] != first[0]
    for rubbish in ("-1", "1.5", "", "99999", "x"):
        assert pictures(rubbish) == first
