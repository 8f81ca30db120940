"""On every page the answers are called as the link says, and what cannot be a name is refused in a sentence."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.presets import PRESETS
from reinforce_viz.text.answer_names import RULE
from reinforce_viz.text.claims.start import likelier_with_its_logit
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui.navigation import PAGES
from reinforce_viz.ui.state import experiment_from, settings_of
from tests.ui.test_app import experiment

ROOT = Path(__file__).parents[2]
NAMES = ("O'Neill 2", "наверное", "C minus-3")
REFUSED = ("<b>$x$</b>", "*a* `c`", "%{x} :red[z]")
LINKS = [{"page": page.name} for page in PAGES]
LINKS += [{"page": "one_update", "stage": stage, "run": "none~2"} for stage in ("Reward", "Gradient", "Update")]
# Where only yes is ever drawn, a sentence about a draw cannot hide behind the common word no.
LINKS += [{"page": "one_update", "stage": "Gradient", "p_no": "0", "p_maybe": "0"}]
LINKS += [{"page": "start", "drawn": "9", "preset": "stuck on no"}, {"page": "trajectories", "versus": "optimal"}]
# What takes plain text, and is read as nothing else.
PLAIN = {"PlotlyChart.alt", "TextInput.value", "TextInput.default", "TextInput.placeholder"}


def open_app(page="start", **query) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != "start":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def called(names):
    return {f"name_{own}": name for own, name in zip(USUAL, names, strict=True)}


def texts(message: Message) -> Iterator[str]:
    """Every text that a message sends to the browser to be read as markup."""
    for field, value in message.ListFields():
        if f"{message.DESCRIPTOR.name}.{field.name}" in PLAIN:
            continue
        for one in [value] if isinstance(value, str | bytes | Message) or not hasattr(value, "__iter__") else value:
            if isinstance(one, Message):
                yield from texts(one)
            elif isinstance(one, str | bytes):
                yield one if isinstance(one, str) else one.decode(errors="ignore")


def shown(app: AppTest) -> list[str]:
    parts = [part for block in (app.main, app.sidebar) for part in block]
    return [text for part in parts if isinstance(part.proto, Message) for text in texts(part.proto)]


def strings(value) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "bdata":
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("link", LINKS, ids=lambda link: "-".join(link.values()))
def test_the_answers_have_their_names_everywhere_and_no_usual_word_is_left(link):
    every = shown(open_app(**link, **called(NAMES)))
    assert len(every) > 20
    # The preset keeps its title.
    written = [text.replace("stuck on no", "") for text in every if text.lower() != "yes, no, maybe"]
    words = [text for text in written if re.search(r"\b(?<!_)(yes|maybe)\b", text, re.IGNORECASE)]
    assert {text for text in words if not text.startswith("Name for ")} == set()
    if link["page"] != "check":
        assert all(name in " ".join(every) for name in NAMES)


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_what_cannot_be_a_name_is_no_markup_and_is_refused_in_a_sentence(page):
    app = open_app(page, **called(REFUSED))
    assert experiment(app).answers == USUAL
    # What the text boxes hold is theirs.
    assert not [text for text in shown(app) if any(name in text for name in REFUSED) and text not in REFUSED]
    said = [warning.value for warning in app.warning if warning.value.startswith("Name for ")]
    assert [remark.split()[2] for remark in said] == list(USUAL)
    assert all(remark.endswith(RULE) for remark in said)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: "-".join(link.values()))
def test_pictures_show_the_names_and_not_the_usual_words(link):
    app = open_app(**link, **called(("Äpfel", "Birnen", "Quitten")))
    for chart in app.get("plotly_chart"):
        spec = json.loads(chart.proto.spec)
        words = " ".join(strings([spec["data"], spec["layout"]]))
        assert not re.search(r"\b(yes|maybe)\b|>no<(?!br>baseline)", words)
        assert not re.search(r"\b(yes|maybe)\b", chart.proto.alt, re.IGNORECASE)


def test_alternative_texts_are_plain():
    alts = " ".join(
        chart.proto.alt
        for chart in open_app("trajectories", guess_trajectories="skip", **called(NAMES)).get("plotly_chart")
    )
    assert NAMES[0] in alts
    assert "**" not in alts


def test_formulas_hold_the_names():
    app = open_app("one_update", stage="Gradient", **called(NAMES))
    formulas = [part.value for part in app.latex if "textcolor" in part.value]
    assert len(formulas) == 2
    assert all(rf"\text{{{name}}}" in formula for name in NAMES for formula in formulas)


def test_a_rename_keeps_every_number_and_a_preset_keeps_the_names():
    # What to look for in a preset is told once the page's question is answered.
    app = open_app("gradient_scatter", k="8", guess_gradient_scatter="skip", **called(("u", "v", "w")))
    assert experiment(app).answers == ("u", "v", "w")
    app.selectbox(key="preset").select("close rivals").run()
    assert experiment(app).answers == ("u", "v", "w")
    assert any("**u** and **v** are almost equally good" in text.value for text in app.caption)
    app.text_input(key="name_yes").set_value("x").run()
    assert experiment(app).answers == ("x", "v", "w")
    assert experiment(app).rewards == (5.2, 5.0, 1.0)


def test_a_guess_that_was_renamed_is_open_again():
    app = open_app("start", guess_start="no")
    assert app.get("button_group")[0].value == "no"
    app.text_input(key="name_no").set_value("Birnen").run()
    assert not app.exception
    # The link has opened the picture, so the question is behind a button again.
    assert not app.get("button_group")
    assert any(button.key == "ask_button" for button in app.button)


def test_defaults_bring_the_usual_words_back():
    app = open_app(**called(("u", "v", "w")))
    next(button for button in app.button if button.label == "Defaults").click().run()
    assert experiment(app).answers == USUAL
    assert [app.text_input(key=f"name_{name}").value for name in USUAL] == ["", "", ""]


def test_names_stay_on_the_next_page():
    app = open_app(**called(("u", "v", "w")))
    app.switch_page("pages/tokens.py").run()
    assert experiment(app).answers == ("u", "v", "w")


@pytest.mark.parametrize(
    ("names", "answers", "remark"),
    [
        (("u", "u", "v"), ("yes", "no", "v"), "cannot both be called u"),
        (("C#", "u", "v"), ("yes", "u", "v"), "Name for yes cannot be “C&#35;”. A name has up to 12 letters"),
        (("skip", "u", "v"), ("yes", "u", "v"), "Name for yes cannot be “skip”. That means something else"),
        (("u", "b", "v"), ("u", "no", "v"), "Name for no cannot be “b”. That means something else"),
    ],
)
def test_names_that_cannot_be_fall_back_in_a_sentence(names, answers, remark):
    app = open_app("check", **called(names))
    assert experiment(app).answers == answers
    assert any(remark in warning.value for warning in app.warning)


def test_too_long_a_name_in_a_link_does_no_harm():
    app = open_app("tokens", name_yes="x" * 5000)
    assert experiment(app).answers == ("x" * 12, "no", "maybe")  # Streamlit cuts it


def test_an_impossible_experiment_keeps_the_names():
    preset = PRESETS["close rivals"]
    shown, remarks = experiment_from(settings_of("close rivals") | called("uvw") | {"r_yes": float("inf")}, preset)
    assert remarks
    assert shown.answers == ("u", "v", "w")


def test_classmates_with_other_names_share_what_has_been_computed():
    first, second = (experiment(open_app(**called(names))) for names in (("u", "v", "w"), ("x", "y", "z")))
    assert first != second
    assert cached.summary(first) is cached.summary(second)
    assert cached.cloud(*first.one_estimate) is cached.cloud(*second.one_estimate)


def test_no_reader_sees_the_names_of_another():
    for names in (("u", "v", "w"), ("x", "y", "z")):
        said = cached.claim(replace(PRESETS["stuck on no"], names=names), likelier_with_its_logit)
        (other,) = {("u", "v", "w"), ("x", "y", "z")} - {names}
        assert any(f"drawing **{name}** pushes" in said for name in names[:2])
        assert not any(f"drawing **{name}** pushes" in said for name in other)
