"""What a link says of the controls: read once as a session begins, whatever way it is written, and then written again.

Streamlit reads a link by itself, but it knows a number in one way of writing only and drops the others without a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import randbelow
from typing import Any

import streamlit as st

from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.text.answer_names import chosen
from reinforce_viz.ui.control import Control, quoted
from reinforce_viz.ui.controls import CONTROLS, OF_PAGES, SHARED, VIEW
from reinforce_viz.ui.state import in_link, settings_on

REFUSED, PAGE, OWN_SEED = "refused", "page", "own_seed"
OWN_DRAWS = "own"  # as a seed in a link: one for each who opens it
OWN_SEED_SAID = "Your draws are your own: they have seed {}."

Link = dict[str, list[str]]


@dataclass(frozen=True)
class Refusal:
    """What a link asks for and cannot have, and the value that is shown in its place."""

    sentence: str
    shown: Any


def read(page: str) -> None:
    """As a session begins, before any control is drawn: write the link as the controls would have written it.

    Args:
        page: the name of the page that the link opens.
    """
    if REFUSED in st.session_state:
        return
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    link, st.session_state[REFUSED] = tidy(given | _own_seed(given), page)
    if link != given:
        st.query_params.from_dict(link)
        st.rerun()  # Streamlit reads a link before it runs the script, so this one is for the next run


def has_own_seed() -> bool:
    """Whether the seed is still the one that a link gave to this reader alone."""
    own = st.session_state.get(OWN_SEED)
    return own is not None and bool(own == st.session_state.get("seed"))


def change_seed(seed: int) -> None:
    """Change the seed, which stays the reader's own if it was.

    Args:
        seed: from 0.
    """
    if has_own_seed():
        st.session_state[OWN_SEED] = seed
    st.session_state["seed"] = float(seed)


def _own_seed(given: Mapping[str, Sequence[str]]) -> Link:
    """A seed that hardly anybody else has, if a link asks for one.  It stays when the page is loaded again.

    A phone that its class leads from link to link keeps the one that it has.
    """
    if [text.strip().lower() for text in given.get("seed", [])][-1:] != [OWN_DRAWS]:
        return {}
    if OWN_SEED not in st.session_state:
        st.session_state[OWN_SEED] = randbelow(int(CONTROLS["seed"].high) + 1)
    return {"seed": [str(st.session_state[OWN_SEED])]}


def come_back(page: str) -> None:
    """As a page begins that the reader has been on before: its own controls are as they were.

    The browser's Back leads to a link that does not name them, and Streamlit would reset them.  It takes the session's
    word for what a link does not say in a run that Back has not started, hence the other run.

    Args:
        page: the name of the page.
    """
    before, st.session_state[PAGE] = st.session_state.get(PAGE), page
    if before in (None, page):
        return
    own = [control.key for control in OF_PAGES if page in control.pages and control.key not in st.query_params]
    if held := {key: st.session_state[key] for key in own if key in st.session_state}:
        for key, value in held.items():
            st.session_state[key] = value
        st.rerun()


def remarks(page: str) -> list[str]:
    """A sentence for each control on a page that shows something else than the link asked for, until it is moved.

    And one for draws that are the reader's own.

    Args:
        page: the name of the page.
    """
    refused: Mapping[str, Refusal] = st.session_state.get(REFUSED, {})
    everywhere = {control.key for control in (*SHARED, *VIEW)}
    here = {key: one for key, one in refused.items() if key in everywhere or page in CONTROLS[key].pages}
    of_seed = [OWN_SEED_SAID.format(st.session_state[OWN_SEED])] if has_own_seed() else []
    now = dict(st.session_state) | {key: in_link(key) for key in ("draw", "taught")}
    return of_seed + [one.sentence for key, one in here.items() if now.get(key, one.shown) == one.shown]


def tidy(given: Mapping[str, Sequence[str]], page: str = "") -> tuple[Link, dict[str, Refusal]]:
    """A link as the controls would write it, and what it asks for in vain, by control.

    What names no control is left as it is.

    Args:
        given: the texts of a link, by key.
        page: the one that it opens.
    """
    link: Link = {key: list(texts) for key, texts in given.items()}
    refused: dict[str, Refusal] = {}
    names = _names(given)
    values: dict[str, Any] = {}
    for key, control in CONTROLS.items():
        preset = settings_on(page, values["preset"]) if "preset" in values else {}
        default = preset.get(key, control.default)
        asked = [text for text in given.get(key, ()) if text.strip()]
        # The last one counts, as for Streamlit.
        if control.kind != "choices":
            asked = asked[-1:]
        taken, wrong = _read(control, asked, values, names)
        one = control.kind != "choices"
        values[key] = (taken[0] if taken else default) if one else (taken or default)
        if wrong:
            refused[key] = Refusal(_sentence(control, wrong, values, names), values[key])
        if key in given and (asked or one):
            link[key] = [
                _as_link_text(control, text, value) for text, value in zip(_readable(asked, wrong), taken, strict=True)
            ]
            if not link[key]:
                del link[key]
    return link, refused


def values(given: Mapping[str, Sequence[str]], page: str) -> dict[str, Any]:
    """What a link sets the controls to, by key; what it asks for in vain is not among them.

    Args:
        given: the texts of a link, by key; one that asks for draws of the reader's own gets them.
        page: the one that it opens.
    """
    given = {**given, **_own_seed(given)}
    link, _ = tidy(given, page)
    names = _names(given)
    found: dict[str, Any] = {}
    for key, control in CONTROLS.items():
        if taken := _read(control, link.get(key, ()), found, names)[0]:
            found[key] = taken if control.kind == "choices" else taken[-1]
    return found


def _read(
    control: Control, asked: Sequence[str], values: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[list[Any], list[str]]:
    """The values that texts name, and the texts that name none."""
    taken, wrong = [], []
    for text in asked:
        try:
            taken.append(control.read(text, values, names))
        except ValueError:
            wrong.append(text)
    return taken, wrong


def _readable(asked: Sequence[str], wrong: Sequence[str]) -> list[str]:
    return [text for text in asked if text not in wrong]


def _as_link_text(control: Control, text: str, value: Any) -> str:
    """A text that Streamlit reads as this value: the given one if it does, for the link to stay as it was."""
    if control.kind == "text" or (control.kind == "number" and isinstance(value, float)):
        return text
    return control.written(value)


def _sentence(control: Control, wrong: Sequence[str], values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    shown = values[control.key]
    several = [control.written(one) for one in (shown if isinstance(shown, list) else [shown]) if one not in (None, "")]
    here = f"it shows {' and '.join(several)}" if several else control.empty
    label, asked = control.label.format(**names), " and ".join(map(quoted, wrong[:3]))
    return (
        f"The link sets **{label}** to {asked}, but it has no such value: {here}, and it can be "
        f"{control.offered(values, names)}."
    )


def _names(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    texts = [(given.get(f"name_{own}") or [""])[-1] for own in USUAL]
    return dict(zip(USUAL, chosen(texts)[0], strict=True))
