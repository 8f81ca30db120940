"""The parts of the page about tokens: its controls, and what it folds away."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from reinforce_viz.engine.credits import CREDITS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export.tables import tokens as tables
from reinforce_viz.figures import tokens as figures
from reinforce_viz.lessons.sequence_counts import KNOWN
from reinforce_viz.text.claims import learned_critic as critic_claims
from reinforce_viz.text.claims import sequence_counts as sequence_claims
from reinforce_viz.text.claims import tokens as claims
from reinforce_viz.text.format import number
from reinforce_viz.text.readings import learned_critic as critic_readings
from reinforce_viz.text.readings import sequence_counts as sequence_readings
from reinforce_viz.text.readings import tokens as readings
from reinforce_viz.ui import cache as cached
from reinforce_viz.ui import handout
from reinforce_viz.ui.chart import chart, notes, table, wide_table
from reinforce_viz.ui.controls import LAST_DRAW
from reinforce_viz.ui.folded import section
from reinforce_viz.ui.state import value
from reinforce_viz.ui.widgets import number as number_field
from reinforce_viz.ui.widgets import redraw_page, scale, segments, select, slider

CONTROLS = "response_controls"
# Whose noise grows as a cube, as a square, and no faster than the signal, where every token earns its reward.
EXPLAINED = ("whole reward", "expected reward", "advantage")


@dataclass(frozen=True)
class Shown:
    """What the controls of the page about tokens say."""

    task: str
    credit: str
    length: int
    draw: int


def choose_response() -> None:
    """Draw the controls of the page about tokens; what they say is part of the link, the drawn response included."""
    with st.container(key=CONTROLS), handout.page_controls("tokens") as place:
        segments("task", place("reward decided by"))
        scale("length", place("tokens T"), width=200)
        select("credit", place("credit"), width=170)
        # Under the key of the session's count of draws, so that starting again goes back to the first response.
        number_field("draws", place("draw number"), width=130)
        place("draw number").button("Draw again", icon=":material/casino:", on_click=draw_again)


def hide_controls() -> None:
    """Hide the controls, of which one says who earned the reward: not drawn, they would lose their values."""
    st.html(f"<style>.st-key-{CONTROLS} {{ display: none }}</style>")


def response_shown() -> Shown:
    """What the controls of the page say."""
    return Shown(value("task"), value("credit"), value("length"), int(value("draws")))


def places(length: int) -> list[str]:
    """The tokens that the reader can guess.

    Args:
        length: of the response, in tokens.
    """
    return [str(place) for place in range(1, length + 1)]


def guessed_token(guess: str | None, length: int) -> int | None:
    """The token that the reader has guessed, from 1; None if the response has no such token.

    Args:
        guess: as it stands in the link.
        length: of the response, in tokens.
    """
    return int(guess) if guess in places(length) else None


def pick(point: int, *, length: int, hidden: bool) -> None:
    """A click in the picture: it guesses a token, or, once the answer is shown, chooses the credit of that row.

    Args:
        point: its number in the picture.
        length: of the response, in tokens.
        hidden: whether the answer is still to be guessed.
    """
    token, credit = figures.clicked(point, length)
    if hidden or credit is None:
        st.session_state["guess_tokens"] = str(token)
    else:
        st.session_state["credit"] = credit
    redraw_page()


def what_a_critic_is() -> None:
    """Critic, V and Q, before they are used, and what the story has to do with language models."""
    st.markdown(
        "A **critic** is a second model. It reads the tokens so far and predicts the reward to come: **V** before a "
        "token is written, **Q** after it. The advantage Q − V is what that token has changed."
    )
    st.markdown(
        "So it is with a page on photosynthesis: one wrong sentence, and the whole page gets a low mark. There a token "
        "is a piece of a word, one of tens of thousands."
    )


def how_the_noise_grows(experiment: Experiment) -> None:
    """The noise against the length of the response, and why it grows as it does."""
    with section("How does the noise grow with the length?", "growth") as opened:
        if not opened.open:
            return
        shown, e = response_shown(), experiment
        task, credit, length = shown.task, shown.credit, shown.length
        curves = cached.length_curves(e.probs, e.rewards, task, e.seed)
        chart(
            figures.token_variance(curves, credit, length, cached.longest_responses(e.probs, e.rewards)),
            "token_variance",
            readings.token_variance(curves, length),
            partial(tables.token_variance, e, task=task),
        )
        chart(
            figures.token_sums(curves, credit, length, task),
            "token_sums",
            readings.token_sums(task),
            partial(tables.token_sums, length=length, task=task),
        )
        for name in EXPLAINED:
            st.markdown(f"- **{name}**: {readings.why_it_grows(curves, name, task)}")
        if task != "sum":
            st.button("Let every token earn its reward", on_click=_every_token_earns)


def _every_token_earns() -> None:
    st.session_state["task"] = "sum"
    redraw_page()


def where_the_noise_sits(experiment: Experiment) -> None:
    """The noise of each token's gradient."""
    with section("Where in the response does the noise sit?", "positions") as opened:
        if not opened.open:
            return
        shown, e = response_shown(), experiment
        moments = cached.token_moments(e.probs, e.rewards, shown.length)[shown.task]
        chart(
            figures.token_positions(moments, shown.credit, cached.longest_responses(e.probs, e.rewards)),
            "token_positions",
            readings.token_positions(moments),
            partial(tables.token_positions, e, length=shown.length, task=shown.task),
        )


def critic_to_be_learned(experiment: Experiment) -> None:
    """A critic that is exact, half-right or ignorant, and GAE's λ.  Schulman et al. 2016."""
    with section("What if the critic has to be learned?", "learned") as opened:
        if not opened.open:
            return
        e, length = experiment, response_shown().length
        with st.container(horizontal=True):
            critic, trace = segments("critic"), scale("trace", width=240)
        st.markdown(
            "Only the first token counts here. Once it is written, the exact critic predicts its reward r, the "
            "ignorant one still predicts J, and the half-right one a number halfway between. λ says whom you trust: "
            "at 0 the critic's next prediction, at 1 the reward itself (GAE, Schulman et al. 2016)."
        )
        chart(
            figures.learned_critic(cached.critic_curves(e.probs, e.rewards, length), critic, trace),
            "learned_critic",
            critic_readings.learned_critic(e, length, critic, trace),
            partial(tables.learned_critic, e, length=length),
        )
        if best := critic_readings.best_trace(e, length, critic):
            st.markdown(best)
        notes(critic_claims.any_critic(e))
        st.markdown("Noise of the last of two tokens, with a critic that averages the responses it has seen:")
        wide_table(critic_readings.fitted_table(e), list(critic_readings.ROWS))


def often_said(experiment: Experiment) -> None:
    """What is often said of long responses."""
    shown, e = response_shown(), experiment
    at = cached.token_moments(e.probs, e.rewards, shown.length)
    notes(
        claims.same_reward_for_all(at, shown.task, shown.length),
        claims.where_a_critic_helps(at, shown.length),
        claims.reward_to_go(at, shown.length),
        claims.best_constant(e.probs, e.rewards, shown.task) or "",
    )


def credit_formulas() -> None:
    """The formula and source of every credit."""
    st.markdown("One response $a_1, \\dots, a_T$ moves the logits of its token $a_t$ by the learning rate times")
    st.latex(r"\hat g_t = A_t \, \nabla_\theta \log \pi_\theta(a_t \mid a_{<t})")
    st.markdown("where each credit gives the token another factor $A_t$, the push in the picture:")
    for name, entry in CREDITS.items():
        st.markdown(f"**{name}**: {entry.summary} ({entry.source}). ${entry.formula}$")


def draw_again() -> None:
    """Draw the next response of the current seed."""
    st.session_state["draws"] = (value("draws") + 1) % (LAST_DRAW + 1)


def how_many_responses(experiment: Experiment) -> None:
    """Why nobody adds up the exact sum, and why that does not matter to a sample."""
    with section("Why not add up all possible responses?", "how_many") as opened:
        if not opened.open:
            return
        with st.container(horizontal=True):
            vocabulary = scale("vocabulary", on_change=None, width=320)
            length = slider("response_length", on_change=None, width=320)
        chart(
            figures.sequence_counts(vocabulary, length),
            "sequence_counts",
            sequence_readings.sequence_counts(vocabulary, length),
            partial(tables.sequence_counts, vocabulary=vocabulary, length=length),
        )
        st.markdown(sequence_claims.error_counts_no_sequences(experiment, vocabulary, length))
        table(sequence_claims.error_figures(experiment), sequence_claims.ERROR_FIGURES)
        st.latex(r"\text{sequences} = \text{vocabulary}^{\text{length}}")
        st.latex(r"\sqrt{\mathbb{E}\,|\hat g - g|^2} = \sqrt{\operatorname{tr} \operatorname{Cov}(\hat g_1) / K}")
        st.markdown("$\\hat g_1$ is the push of one draw.")
        for name, known in KNOWN.items():
            st.markdown(f"- {name}, about 10 to the power of {number(known.power)}: {known.working} ({known.source}).")
