"""What a student's phone shows: a question, one large button, and the push of the answer that was drawn."""

from functools import partial

import streamlit as st

from reinforce_viz.classroom.store import Phone, Room
from reinforce_viz.figures.classroom import own_push as drawing
from reinforce_viz.lessons.classroom import Round, own_push
from reinforce_viz.text.answer_names import plain
from reinforce_viz.text.readings import classroom as readings
from reinforce_viz.ui.classroom import Browser, check_in, store
from reinforce_viz.ui.look import theme
from reinforce_viz.ui.pages.classroom import act, explained, say, watch

ASKS_EVERY = 3  # seconds
STYLE = """<style>
.st-key-classroom_draw button { width: 100%; min-height: 7rem }
.st-key-classroom_draw button p { font-size: 1.75rem }
[data-testid="stElementToolbar"] { display: none }
.st-key-classroom_push img { max-height: 40vh }
</style>"""


def draw(browser: Browser) -> None:
    """Draw a student's page.

    Args:
        browser: the student's.
    """
    st.html(STYLE)
    _room(browser)
    _watch(browser)


@st.fragment(run_every=ASKS_EVERY)
def _watch(browser: Browser) -> None:
    watch(partial(_news, browser))


def _news(browser: Browser) -> Phone:
    check_in(browser)
    return store().phone(browser.code, browser.phone)


@st.fragment
def _room(browser: Browser) -> None:
    with explained():
        phone = _news(browser)
        room = store().room(browser.code)
        st.session_state["classroom_news"] = phone
        _show(browser, room, phone)
    say()


def _show(browser: Browser, room: Room, phone: Phone) -> None:
    now = room.rounds[-1]
    st.title(f"Round {now.number}", anchor=False)
    if phone.drawn is None:
        if step := readings.last_step(room.rounds, room.rewards):
            st.markdown(step)
        _ask(browser, room, phone)
        guessed = phone.guessed is not None
        st.button(
            "Draw your answer" if guessed else "Draw without a guess",
            key="classroom_draw",
            type="primary" if guessed else "secondary",
            width="stretch",
            on_click=act,
            args=[store().draw, browser.code, browser.phone],
        )
        st.markdown(readings.model(now.probs, room.rewards, room.names))
    else:
        _show_push(room, phone.drawn, now, room.rounds[-2] if now.number > 1 else None)


def _ask(browser: Browser, room: Room, phone: Phone) -> None:
    """The question of a round, which a phone answers before it draws."""
    st.session_state["classroom_guess"] = None if phone.guessed is None else room.names[phone.guessed]
    st.segmented_control(
        f"**Guess first:** {readings.QUESTION}",
        room.names,
        key="classroom_guess",
        on_change=_guess,
        args=[browser, room.names],
    )


def _guess(browser: Browser, names: tuple[str, ...]) -> None:
    chosen = st.session_state["classroom_guess"]
    if chosen in names:
        act(store().guess, browser.code, browser.phone, names.index(chosen))


def _show_push(room: Room, answer: int, now: Round, before: Round | None) -> None:
    push = own_push(now, before, room.rewards, answer)
    said = readings.own_push(push, now, before, room.names)
    st.markdown(f"## {readings.own_draw(answer, room.rewards, room.names)}")
    st.image(drawing(push, answer, room.names, theme()), alt=plain(said), width="stretch")
    st.markdown(said)
    # The phone does not know whether the projector has shown the average yet: this is true before and after.
    st.markdown("*Look at the projector: there all pushes come together. The next round opens here by itself.*")
