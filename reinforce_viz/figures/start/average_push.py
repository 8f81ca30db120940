"""The pushes of many draws, and their average beside the true gradient."""

import numpy as np
import plotly.graph_objects as go

from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.engine.policy import exact_gradient
from reinforce_viz.figures.style.canvas import Drawing
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, MARKERS, NEUTRAL, UP, fitting, translucent
from reinforce_viz.lessons.single_push import pushes, raised_most, supervised_push
from reinforce_viz.lessons.start import MOST, Drawn
from reinforce_viz.text.format import signed

ALIKE = len(COLOURS)  # the guess that no answer is raised most
ON_THE_LINES = "number on a line"  # of words that a phone has no room for; the sentence below has the same numbers


def average_push(experiment: Experiment, drawn: Drawn, guess: float | None = None) -> go.Figure:
    """A panel per answer: the push of each draw on its logit, their running average, g, and the supervised push.

    Args:
        experiment: whose draws they are.
        drawn: the draws.
        guess: the answer, as a number, whose logit the reader expects to be raised most, or ALIKE.
    """
    probs, rewards = experiment.probs, experiment.rewards
    every = [*pushes(experiment.estimator, probs, rewards, experiment.b), supervised_push(probs, rewards)]
    low, high = float(np.nanmin(every)), float(np.nanmax(every))
    margin = 0.12 * (high - low) or 1.0
    span = [low - margin, high + margin]
    panels = range(len(COLOURS))
    axes = {name: axis for panel in panels for name, axis in _axes(panel, span).items()}
    picture = Drawing(380, margin={"t": 40, "b": 52}, hovermode=False, **axes)
    for panel in panels:
        marks = {"▲ your guess": CURRENT} if guess in (panel, ALIKE) else {}
        if guess is not None and panel in raised_most(probs, rewards):
            marks["▲ raised most"] = NEUTRAL
        _add_words(picture, experiment, panel, marks)
        _add_truths(picture, experiment, panel)
        if drawn.n:
            _add_draws(picture, experiment, drawn, panel)
            _add_last(picture, float(drawn.at[-1]), float(drawn.push[-1, panel]), panel)
    if not drawn.n:
        text = "draw an answer:<br>its push appears here"
        picture.text(text, 0.5, 0.85, xref="x2 domain", yref="paper", font={"size": 14})
    picture.text("answers drawn", 0.5, 0, xref="paper", yref="paper", yshift=-32, yanchor="top")
    picture.layout["meta"] = {"of": repr((probs, rewards, drawn.push.tolist(), guess)), **_by_width(picture)}
    return picture.figure()


def _by_width(picture: Drawing) -> dict[str, dict[str, bool]]:
    """Which words are hidden on a narrow screen and shown on a wide one."""
    places = [place for place, words in enumerate(picture.annotations) if words.get("name") == ON_THE_LINES]
    return {
        width: {f"annotations[{place}].visible": shown for place in places}
        for width, shown in (("narrow", False), ("wide", True))
    }


def _axes(panel: int, span: list[float]) -> dict[str, dict[str, object]]:
    """The axes of a panel; only the first one says what runs upwards."""
    width, gap = 0.31, 0.035
    left, number = panel * (width + gap), str(panel + 1) if panel else ""
    across: dict[str, object] = {
        "type": "log",
        "domain": [left, left + width],
        # Room on the right, where the lines are named.
        "range": [float(np.log10(0.75)), float(np.log10(MOST * 25))],
        "tickvals": [1, 100, 10_000],
        "ticktext": ["1", "100", "10k"],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
    }
    up: dict[str, object] = {"range": span, "fixedrange": True, "zeroline": True, "nticks": 7, "anchor": f"x{number}"}
    up |= {"showticklabels": False} if panel else {"title": "push on the logit"}
    return {f"xaxis{number}": across | {"anchor": f"y{number}"}, f"yaxis{number}": up}


def _on(panel: int) -> tuple[str, str]:
    """The names of a panel's axes."""
    number = str(panel + 1) if panel else ""
    return f"x{number}", f"y{number}"


def _add_words(picture: Drawing, experiment: Experiment, panel: int, marks: dict[str, str]) -> None:
    """A panel's name above it, and marks in its upper right corner, in their colours."""
    place = {"xref": f"{_on(panel)[0]} domain", "yref": "paper"}
    names = experiment.answers
    font = {"color": COLOURS[panel], "size": fitting(names, 16)}
    picture.text(f"<b>{names[panel]}</b>", 0.5, 1, yshift=8, yanchor="bottom", font=font, **place)
    for row, (text, colour) in enumerate(marks.items()):
        font = {"color": colour, "size": 13}
        picture.text(text, 1, 1, xanchor="right", yanchor="top", yshift=-16 * row, font=font, **place)


def _add_draws(picture: Drawing, experiment: Experiment, drawn: Drawn, panel: int) -> None:
    """The pushes on an answer's logit, their running average, and its standard error."""
    x, y = _on(panel)
    colour, name, on = COLOURS[panel], experiment.answers[panel], {"xaxis": x, "yaxis": y}
    average, error = drawn.average[:, panel], np.nan_to_num(drawn.error[:, panel])
    picture.scatter(
        np.concatenate([drawn.at, drawn.at[::-1]]),
        np.concatenate([average + error, (average - error)[::-1]]),
        fill="toself",
        fillcolor=translucent(colour, 0.2),
        line={"width": 0},
        mode="lines",
        name=f"standard error {name}",
        **on,
    )
    dots = {"size": 4, "color": NEUTRAL, "opacity": 0.6}
    picture.scatter(drawn.at, drawn.push[:, panel], mode="markers", marker=dots, name=f"pushes on {name}", **on)
    picture.scatter(
        drawn.at,
        average,
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"size": [0] * (len(average) - 1) + [11], "symbol": MARKERS[panel], "color": colour},
        name=f"average on {name}",
        **on,
    )


def _add_truths(picture: Drawing, experiment: Experiment, panel: int) -> None:
    """Lines across the panel: the push somebody who knew would give, and the true gradient."""
    told = float(supervised_push(experiment.probs, experiment.rewards)[panel])
    truth = float(exact_gradient(experiment.probs, experiment.rewards)[panel])
    x, y = _on(panel)
    place = {"xref": f"{x} domain", "yref": y}
    # Where all answers earn the same nobody could tell which one is right.
    lines = [("if told", told, "dot", 1)] * (not np.isnan(told)) + [("g", truth, "dash", 2)]
    for name, value, dash, width in lines:
        line = {"color": NEUTRAL, "width": width, "dash": dash}
        picture.shape(
            type="line", x0=0, x1=1, y0=value, y1=value, line=line, name=f"{name} {experiment.answers[panel]}", **place
        )
        # The higher line is named above itself and the lower one below, so that the names stay apart.
        above = not value <= told if name == "g" else value >= truth
        side = {"xanchor": "right", "yanchor": "bottom" if above else "top"}
        font = {"color": NEUTRAL, "size": 13}
        picture.text(f"{name} {signed(value, 2)}", 1, value, font=font, name=ON_THE_LINES, **side, **place)


def _add_last(picture: Drawing, x: float, push: float, panel: int) -> None:
    """An arrow from zero for the push of the last draw."""
    if not push:
        return
    colour = UP if push > 0 else DOWN
    # On a logarithmic axis annotations stand at the exponent; a little to the right, the average stays visible.
    place = float(np.log10(x)) + 0.15
    across, up = _on(panel)
    picture.arrow([place, 0], [place, push], colour, 3, xref=across, yref=up, axref=across, ayref=up)
    font = {"color": colour, "size": 14}
    side = {"yanchor": "bottom" if push > 0 else "top"}
    picture.text(signed(push), place, push, font=font, xref=across, yref=up, name=ON_THE_LINES, **side)
