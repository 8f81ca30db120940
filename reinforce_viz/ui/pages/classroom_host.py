"""What the projector shows of a class: its code, the batch as it is drawn, and where the steps have led."""

import os
from collections.abc import Callable
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import plotly.graph_objects as go
import streamlit as st

from reinforce_viz.classroom.store import Room
from reinforce_viz.figures import classroom as figures
from reinforce_viz.figures.style.canvas import themed
from reinforce_viz.figures.style.larger import enlarged
from reinforce_viz.lessons import classroom as lesson
from reinforce_viz.lessons import classroom_path as paths
from reinforce_viz.text.answer_names import plain
from reinforce_viz.text.readings import classroom as readings
from reinforce_viz.ui import presenter
from reinforce_viz.ui.classroom import Browser, store
from reinforce_viz.ui.look import theme
from reinforce_viz.ui.navigation import CLASS
from reinforce_viz.ui.pages import classroom_menu
from reinforce_viz.ui.pages.classroom import act, explained, say, watch
from reinforce_viz.ui.share import qr_code, works_only_here

ASKS_EVERY = 1  # seconds
# The height of a screen, in pixels, for which the words in pictures are drawn; on a higher one they are larger.
DRAWN_FOR = 614
AROUND = 335  # pixels that the head of the page, the model and the sentence below a picture take
JOINING = "classroom_joining"  # whether the projector shows the code
STYLE = """<style>
:root { font-size: 120% }
[data-testid="stMainBlockContainer"] { padding-block: 4rem 1rem }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { row-gap: 0.5rem }
[data-testid="stElementToolbar"] { display: none }
.st-key-classroom_code img { height: 70vh; width: auto }
.st-key-classroom_address p { font-size: 1.75rem }
.st-key-classroom_model p { font-size: 1.25rem }
/* On a wide screen the bar at the top has every page, and a class has nothing to set up. */
@media (min-width: 769px) {
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none }
}
@media (min-width: 1800px) and (min-height: 950px) { :root { font-size: 150% } }
</style>"""


def draw(browser: Browser) -> None:
    """Draw the host's page.

    Args:
        browser: the host's.
    """
    st.html(STYLE)
    _room(browser)
    _watch(browser.code)


@st.fragment(run_every=ASKS_EVERY)
def _watch(code: str) -> None:
    watch(partial(store().news, code))


@st.fragment
def _room(browser: Browser) -> None:
    with explained():
        st.session_state["classroom_news"] = store().news(browser.code)
        room = store().room(browser.code)
        # A host who comes back to a class that has begun goes on where it is.
        st.session_state.setdefault(JOINING, room.rounds[-1].number == 1 and not room.rounds[-1].drawn)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            _head(room)
            with st.container(horizontal=True, vertical_alignment="center", width="content"):
                _controls(browser, room)
        with st.container(key="classroom_model"):
            st.markdown(readings.model(room.rounds[-1].probs, room.rewards, room.names))
        if st.session_state[JOINING]:
            _join(room.code)
        else:
            _pictures(room)
    say()


def _head(room: Room) -> None:
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        st.title(f"Round {room.rounds[-1].number}", anchor=False, width="content")
        st.markdown(f"**{room.here:,}** here, **{room.rounds[-1].drawn:,}** drawn", width="content")


def _controls(browser: Browser, room: Room) -> None:
    """The host's buttons, each with its key."""
    now, code, key = room.rounds[-1], browser.code, browser.key
    baselines = [name for name in lesson.BASELINES if now.number > 1 or name != lesson.LAST_MEAN]
    st.session_state["classroom_baseline"] = now.baseline
    st.markdown("Subtract", width="content")
    st.segmented_control(
        "Subtract",
        baselines,
        key="classroom_baseline",
        required=True,
        on_change=_subtract,
        args=[browser],
        label_visibility="collapsed",
    )
    joining, revealed = st.session_state[JOINING], _revealed(room)
    _button("Begin" if joining else "Code", "Q", _toggle_code, next_=joining)
    running = bool(now.drawn) and not joining
    _button("Reveal", "V", partial(_reveal, room), next_=running and not revealed, disabled=joining or revealed)
    step = partial(act, store().step, code, key, now.number)
    _button("Step", "S", step, next_=running and revealed, disabled=not running)
    classroom_menu.draw(browser, room)


def _button(label: str, shortcut: str, do: Callable[[], None], *, next_: bool, disabled: bool = False) -> None:
    """One of the host's buttons; in colour if it is the next thing to do."""
    kind: Literal["primary", "secondary"] = "primary" if next_ else "secondary"
    st.button(label, key=f"classroom_{shortcut}", shortcut=shortcut, type=kind, on_click=do, disabled=disabled)


def _subtract(browser: Browser) -> None:
    act(store().subtract, browser.code, browser.key, st.session_state["classroom_baseline"])


def _toggle_code() -> None:
    st.session_state[JOINING] = not st.session_state[JOINING]


def _reveal(room: Room) -> None:
    st.session_state["classroom_revealed"] = room.seed, room.rounds[-1].number


def _revealed(room: Room) -> bool:
    """Whether the projector shows the average and the guesses of this round."""
    revealed: object = st.session_state.get("classroom_revealed")
    return revealed == (room.seed, room.rounds[-1].number)


def students_link(code: str) -> str:
    """The link that students open: short where a proxy knows the short address, and never with the host's key.

    Args:
        code: of the class.
    """
    page = urlsplit(st.context.url or "")
    short = os.environ.get("CLASSROOM_SHORT_LINKS") == "true"
    path = f"/c/{code}" if short else f"{page.path}?{CLASS}={code}"
    return f"{page.scheme}://{page.netloc}{path}"


def _join(code: str) -> None:
    """The code as large as the screen, and the address to type."""
    link = students_link(code)
    scan, address = st.columns(2, vertical_alignment="center")
    with scan.container(key="classroom_code", horizontal_alignment="center"):
        st.image(qr_code(link) or "", alt="QR code of the class")
    with address.container(key="classroom_address"):
        st.markdown(f"Scan the code, or open\n\n**{link.partition('://')[2]}**")
        st.markdown(f"The code of the class is **{code}**")
        if works_only_here(st.context.url or ""):
            st.markdown("Phones cannot open this address. Start with **make class**.")


def _pictures(room: Room) -> None:
    now, before = room.rounds[-1], room.rounds[-2] if len(room.rounds) > 1 else None
    hidden = not _revealed(room)
    batch, way, beside = st.columns([3, 3, 2])
    with batch:
        shown = lesson.class_push(room.seed, now, before, room.rewards)
        reading = readings.class_push(shown, room.names, hidden=hidden)
        _picture(figures.class_push(shown, room.names, hidden=hidden), "class_push", reading, _height())
    with way:
        _path(room)
    with beside:
        _guesses(room, now, before, hidden)
        st.markdown(f"Join: **{students_link(room.code).partition('://')[2]}**")


def _height() -> float:
    """How high a picture may be, in pixels."""
    return presenter.screen() - AROUND


def _path(room: Room) -> None:
    """The class's path, that of exact steps, and that of the same luck with the other baseline."""
    past = room.rounds
    path = paths.path(past)
    exact = paths.exact_path(past, room.rewards, room.learning_rate)
    other = paths.other_path(room.seed, past[:-1], room.rewards, room.learning_rate) if len(past) > 1 else path
    name = readings.with_baseline(readings.other_baseline(past[:-1] or past))
    figure = figures.class_path(path, exact, other, room.rewards, room.names, name)
    _picture(figure, "class_path", readings.class_path(path, exact, other, room.rewards, name), _height())


def _guesses(room: Room, now: lesson.Round, before: lesson.Round | None, hidden: bool) -> None:
    st.markdown(f"**{readings.QUESTION}**")
    st.markdown(readings.guessed(room.guesses, room.here))
    if hidden:
        return
    right = lesson.gained_most(now, before, room.rewards, room.learning_rate) if now.drawn else ()
    said = readings.guess_truth(now, before, room.rewards, room.learning_rate, room.names)
    _picture(figures.guess_bars(room.names, room.guesses, right), "class_guesses", said)


def _picture(figure: go.Figure, key: str, reading: str, height: float = 0) -> None:
    """A picture, about as high as it is asked to be, and the sentence that reads it."""
    figure = enlarged(figure, presenter.screen() / DRAWN_FOR, height)
    st.plotly_chart(themed(figure, theme()), key=key, alt=plain(reading), theme=None, config={"displayModeBar": False})
    st.markdown(reading)
