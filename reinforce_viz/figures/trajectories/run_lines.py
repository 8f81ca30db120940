"""Single runs against steps, each in the colour of the answer that it ends on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import BATCH_SIZES, Experiment
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.summary import Summary
from reinforce_viz.figures.style.canvas import Drawing, Part
from reinforce_viz.figures.style.theme import COLOURS, NEUTRAL, title, translucent
from reinforce_viz.lessons.trajectories import entropy, fate, printed_loss

DECIMALS = 4  # of a number drawn: more than a picture can show
INSTANTS = 36  # at which a run is drawn
GAP = 0.09  # between two panels, as a share of the height
UNDECIDED = "undecided"


@dataclass(frozen=True, eq=False)
class Panel:
    """One quantity of S runs and of exact ascent at P instants."""

    label: str
    colour: str | None  # of its label; None for that of the words
    runs: Array  # [P, S]
    exact: Array  # [P]
    range: tuple[float, float]
    percent: bool = False


def probability_paths(experiment: Experiment, summary: Summary, exact: Array, *, answers: bool = False) -> go.Figure:
    """The probability of each answer in the first runs, a panel per answer, and exact ascent dashed.

    Args:
        experiment: whose runs they are.
        summary: of the runs.
        exact: the policies of exact ascent, [T + 1, A].
        answers: count answers drawn, steps times K, on a logarithmic axis that is the same for every K.
    """
    at = _instants(summary, answers)
    panels = [
        Panel(name, colour, summary.single[at][..., a], exact[summary.step[at], a], (-0.06, 1.06), percent=True)
        for a, (name, colour) in enumerate(zip(experiment.answers, COLOURS, strict=True))
    ]
    return _drawn(experiment, summary, at, panels, answers=answers)


def loss_paths(experiment: Experiment, summary: Summary, exact: Array, *, answers: bool = False) -> go.Figure:
    """The loss that a program prints above the expected reward of the same runs.  exact [T + 1, A].

    Args:
        experiment: whose runs they are.
        summary: of the runs.
        exact: [T + 1, A], policies along exact ascent.
        answers: whether the axis counts answers and not steps.
    """
    loss = partial(printed_loss, rewards=experiment.rewards)
    return _beside_the_reward(experiment, summary, exact, "printed loss, E[−R log π]", loss, answers=answers)


def entropy_paths(experiment: Experiment, summary: Summary, exact: Array, *, answers: bool = False) -> go.Figure:
    """The entropy of the policy above the expected reward of the same runs.  exact [T + 1, A].

    Args:
        experiment: whose runs they are.
        summary: of the runs.
        exact: [T + 1, A], policies along exact ascent.
        answers: whether the axis counts answers and not steps.
    """
    return _beside_the_reward(experiment, summary, exact, "entropy of the policy, nats", entropy, answers=answers)


def preferred_answers(experiment: Experiment, summary: Summary, *, answers: bool = False) -> go.Figure:
    """The share of all runs that give each answer more probability than the others, as stacked areas.

    Args:
        experiment: whose runs they are.
        summary: of the runs.
        answers: whether the axis counts answers and not steps.
    """
    at = _instants(summary, answers)
    x = summary.step[at] * (experiment.k if answers else 1)
    drawing = Drawing(
        480,
        title=title(experiment.estimator),
        xaxis=_steps(experiment, answers=answers),
        yaxis={"title": "share of runs that prefer it", "range": [0, 1], "tickformat": ".0%", "fixedrange": True},
    )
    for name, colour, share in zip(experiment.answers, COLOURS, summary.preferred[at].T, strict=True):
        look = {"mode": "lines", "line": {"color": colour, "width": 1}, "fillcolor": translucent(colour, 0.6)}
        hover = f"{name}: %{{y:.1%}}<extra></extra>"
        drawing.scatter(x, np.round(share, DECIMALS), stackgroup="runs", name=name, hovertemplate=hover, **look)
    return drawing.figure()


def _beside_the_reward(
    experiment: Experiment,
    summary: Summary,
    exact: Array,
    label: str,
    quantity: Callable[[Array], Array],
    *,
    answers: bool,
) -> go.Figure:
    at = _instants(summary, answers)
    rewards = np.array(experiment.rewards)
    single, ideal = summary.single[at], exact[summary.step[at]]
    values, best = quantity(single), quantity(ideal)
    panels = [
        Panel(label, None, values, best, _room(values, best)),
        Panel("expected reward J", None, single @ rewards, ideal @ rewards, _room(rewards)),
    ]
    return _drawn(experiment, summary, at, panels, answers=answers)


def _drawn(
    experiment: Experiment, summary: Summary, at: npt.NDArray[np.int64], panels: Sequence[Panel], *, answers: bool
) -> go.Figure:
    step = summary.step[at]
    x = step * (experiment.k if answers else 1)
    drawing = Drawing(
        480, title=title(experiment.estimator), margin={"l": 52, "t": 44}, **_axes(experiment, panels, answers=answers)
    )
    ends = fate(summary.single[-1])
    for row, panel in enumerate(panels):
        _add_panel(drawing, experiment.answers, panel, x, ends, "y" if row == 0 else f"y{row + 1}")
    return drawing.figure()


def _add_panel(
    drawing: Drawing,
    names: Sequence[str],
    panel: Panel,
    x: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    axis: str,
) -> None:
    """Draw one panel: the runs in a trace for each answer that they end on, and exact ascent above them."""
    for group, (name, colour) in enumerate(zip([*names, UNDECIDED], [*COLOURS, NEUTRAL], strict=True)):
        lines = panel.runs[:, ends == group]
        if lines.shape[1]:
            look: Part = {"mode": "lines", "line": {"color": colour, "width": 1.2}, "opacity": 0.6, "yaxis": axis}
            across, up = _with_gaps(x, lines)
            drawing.scatter(across, up, name=f"{panel.label}: {name}", **look)
    dashed: Part = {"mode": "lines", "line": {"color": NEUTRAL, "width": 2.5, "dash": "dash"}, "yaxis": axis}
    drawing.scatter(x, np.round(panel.exact, DECIMALS), name=f"{panel.label}: exact ascent", **dashed)
    font = {"size": 14} | ({"color": panel.colour} if panel.colour else {})
    corner = {"xref": "paper", "yref": f"{axis} domain", "xanchor": "left", "yanchor": "bottom"}
    drawing.text(f"<b>{panel.label}</b>", 0, 1, font=font, **corner)


def _with_gaps(x: npt.NDArray[np.int64], lines: Array) -> tuple[list[Any], list[Any]]:
    """Several lines over the same x [P] as one, with a gap after each: one trace is quicker to draw than thirty."""
    across: list[Any] = []
    up: list[Any] = []
    for line in np.round(lines.T, DECIMALS).tolist():
        across += [*x.tolist(), None]
        up += [*line, None]
    return across, up


def _instants(summary: Summary, answers: bool) -> npt.NDArray[np.int64]:
    """Which of the summary's instants are drawn: the first ones, where most is decided, and then evenly on."""
    last = len(summary.step) - 1
    early = np.arange(min(INSTANTS // 3, last + 1))
    chosen = np.unique(np.concatenate([early, np.linspace(0, last, INSTANTS).round().astype(np.int64)]))
    return chosen[summary.step[chosen] > 0] if answers else chosen


def _room(*values: Array) -> tuple[float, float]:
    """A range with a little air around all values; the same width where they are all alike."""
    low, high = min(float(v.min()) for v in values), max(float(v.max()) for v in values)
    air = 0.08 * (high - low) or 0.5
    return low - air, high + air


def _axes(experiment: Experiment, panels: Sequence[Panel], *, answers: bool) -> Part:
    """A row for each panel, from top to bottom, over one axis of steps."""
    height = (1 - GAP * (len(panels) - 1)) / len(panels)
    layout: Part = {"xaxis": _steps(experiment, answers=answers) | {"anchor": f"y{len(panels)}"}}
    for row, panel in enumerate(panels):
        bottom = 1 - height - row * (height + GAP)
        ticks = {"tickformat": ".0%", "dtick": 0.5} if panel.percent else {"nticks": 4}
        layout[f"yaxis{row + 1 if row else ''}"] = {
            "domain": [max(bottom, 0), min(bottom + height, 1)],
            "range": list(panel.range),
            "fixedrange": True,
        } | ticks
    return layout


def _steps(experiment: Experiment, *, answers: bool) -> Part:
    if answers:
        most = np.log10(experiment.steps * BATCH_SIZES[-1])
        return {"title": "answers drawn (steps × K)", "type": "log", "range": [0, most], "dtick": 1, "fixedrange": True}
    return {"title": "step", "range": [0, experiment.steps], "fixedrange": True}
