"""The estimates in the plane of gradients: what changes with K, and samples that fall."""

from collections.abc import Callable, Mapping, Sequence
from math import exp, lgamma, log

import numpy as np
import numpy.typing as npt

from reinforce_viz.engine.batches import Outcomes
from reinforce_viz.engine.exact import Moments
from reinforce_viz.engine.experiment import USUAL
from reinforce_viz.engine.policy import Array
from reinforce_viz.engine.rounding import ROUNDING
from reinforce_viz.figures.style.bubbles import BY_SLOPE, batch_label
from reinforce_viz.figures.style.canvas import Part, packed, plotted, scatter
from reinforce_viz.figures.style.plane import Frame
from reinforce_viz.figures.style.shapes import arrow_outline
from reinforce_viz.figures.style.theme import COLOURS, CURRENT, DOWN, NEUTRAL, fitting
from reinforce_viz.figures.style.triangle import CORNERS, to_plane
from reinforce_viz.lessons.gradient_scatter import downhill
from reinforce_viz.text.format import percent

HEIGHT, ABOVE, BELOW = 420, 40, 64  # pixels: of the picture, and of what is above and below the plane
HALF_THE_MASS = 64  # pixels across is a bubble of probability 1/2; the area is in proportion
SMALLEST_BUBBLE = 3  # pixels across: a smaller one could not be seen
NARROW = 5  # pixels, of the shaft of the average where that is another arrow
OFF = 5  # pixels, from the plane to what is written below it
SHAKE = 0.012  # of half the picture
DROPS = 10  # lots in which samples fall

# The traces that move: bubbles, samples, spread, average, words.  Below them are the downhill half and g.
MOVING = [2, 3, 4, 5, 6]
SAMPLES, WORDS = 3, 6

Numbers = Callable[[npt.ArrayLike], object]


def at_every_size(
    clouds: Mapping[int, tuple[Moments, Outcomes]],
    samples: Mapping[int, Array],
    view: Frame,
    names: Sequence[str] = USUAL,
) -> list[Part]:
    """A frame of the cloud for every K, named as that number is written.

    They are shown while the slider moves and the pointer is on it: bubbles say what they are once it is let go.

    Args:
        clouds: by K, the moments of all estimates and those to draw.
        samples: by K, [N, A], sampled estimates.
        view: the part of the plane that is shown.
        names: [A], of the answers.
    """
    return [
        {"name": str(k), "traces": MOVING, "data": _silent(*_moving(cloud, samples[k], view, names, packed))}
        for k, cloud in clouds.items()
    ]


def at_rest(cloud: tuple[Moments, Outcomes], sampled: Array, view: Frame, names: Sequence[str] = USUAL) -> list[Part]:
    """The traces that change with K, as they stand at one.

    Args:
        cloud: the moments of all estimates, and those to draw.
        sampled: [N, A], sampled estimates.
        view: the part of the plane that is shown.
        names: [A], of the answers.
    """
    there = _moving(cloud, sampled, view, names, plotted)
    return [part | lasting for lasting, part in zip(_lasting(view, there), there, strict=True)]


def pixel(view: Frame) -> float:
    """How long one is in the plane, where the picture is not made smaller.

    Args:
        view: the part of the plane that is shown.
    """
    return 2 * view.half / (HEIGHT - ABOVE - BELOW)


def _lasting(view: Frame, moving: list[Part]) -> list[Part]:
    """What does not change with K about the traces that do."""
    bubble = {"opacity": 0.6} | BY_SLOPE | moving[0]["marker"]
    bubble["line"] = {"width": 1} | BY_SLOPE | bubble["line"]
    possible = {"mode": "markers+text", "textposition": "middle right", "cliponaxis": False}
    possible |= {"marker": bubble, "hovertemplate": "%{hovertext}<extra></extra>"}
    dots = {"mode": "markers", "marker": {"size": 4, "color": CURRENT}, "name": "sampled estimates"}
    dash = {"mode": "lines", "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"}, "name": "one standard deviation"}
    hollow = {"mode": "lines", "line": {"color": NEUTRAL, "width": 2}, "name": "E ĝ"}
    still = [part | {"hoverinfo": "skip"} for part in (dots, dash, hollow)]
    return [possible | {"name": "possible estimates"}, *still, words(view)]


def _moving(
    cloud: tuple[Moments, Outcomes], sampled: Array, view: Frame, names: Sequence[str], numbers: Numbers
) -> list[Part]:
    """What changes with K: bubbles, samples, spread, the average where it is not g, and how many point downhill."""
    exact, batches = cloud
    ellipse, average = _ellipse(exact), np.zeros((1, 2))
    if is_biased(exact):
        average = arrow_outline((0, 0), to_plane(exact.mean), NARROW * pixel(view))
    outlines = [_at(points, numbers) for points in (_shaken(sampled, view), ellipse, average)]
    return [
        _bubbles(_possible(batches), exact.probs, names, numbers),
        *outlines,
        {"type": "scatter", "text": [_count(exact, downhill(sampled, exact.probs, exact.rewards))]},
    ]


def _silent(bubbles: Part, *others: Part) -> list[Part]:
    """Without the words of the bubbles, which are half of what is sent."""
    return [bubbles | {"hovertext": [""]}, *others]


def _at(points: Array, numbers: Numbers) -> Part:
    x, y = points.astype(np.float32).T
    return {"type": "scatter", "x": numbers(x), "y": numbers(y)}


def rain(exact: Moments, sampled: Array, view: Frame) -> list[Part]:
    """The frames in which samples fall, some at a time, and are counted.

    Args:
        exact: the moments of all estimates.
        sampled: [N, A], sampled estimates.
        view: the part of the plane that is shown.
    """
    falls, points = downhill(sampled, exact.probs, exact.rewards), _shaken(sampled, view)
    frames = []
    for drop in range(DROPS + 1):
        so_far = len(sampled) * drop // DROPS
        # At first there is one without a place: a trace of none at all would not be drawn again.
        there = points[:so_far] if so_far else np.full((1, 2), np.nan)
        data = [_at(there, plotted), {"type": "scatter", "text": [_count(exact, falls[:so_far])]}]
        frames.append({"name": f"drop {drop}", "traces": [SAMPLES, WORDS], "data": data})
    return frames


def _count(exact: Moments, falls: npt.NDArray[np.bool_]) -> str:
    """How much of the mass is downhill, and how many of the samples."""
    said = f"<b>shaded: downhill {percent(exact.downhill)}</b>"
    return f"{said}, {int(falls.sum())} of {len(falls)} sampled" if len(falls) else said


def _possible(batches: Outcomes) -> Outcomes:
    """Without those in which there is an answer of probability 0."""
    can = batches.probability > 0
    return Outcomes(batches.counts[can], batches.probability[can], batches.gradient[can], batches.slope[can])


def _bubbles(batches: Outcomes, probs: Array, names: Sequence[str], numbers: Numbers) -> Part:
    """A bubble for each estimate, the likeliest first: it lies below the others."""
    rows = zip(batches.counts, batches.probability, strict=True)
    across = np.maximum(HALF_THE_MASS * np.sqrt(batches.probability / 0.5), SMALLEST_BUBBLE).astype(np.float32)
    side = {"color": numbers(batches.slope)}
    return _at(to_plane(batches.gradient), numbers) | {
        "marker": {"size": numbers(across), **side, "line": side},
        "hovertext": [_bubble_label(row, p, probs, names) for row, p in rows],
        **_named(batches, probs, names),
    }


def _named(batches: Outcomes, probs: Array, names: Sequence[str]) -> Part:
    """Beside each bubble the answer that it stands for, where a batch is one draw and no others share the bubble."""
    drawn = batches.counts.argmax(axis=1)
    single = [
        counts.sum() == 1 and _alone(counts, p, probs)
        for counts, p in zip(batches.counts, batches.probability, strict=True)
    ]
    if not any(single):
        return {"text": [""]}
    text = [f"<b>{names[answer]}</b>" if one else "" for answer, one in zip(drawn, single, strict=True)]
    return {"text": text, "textfont": {"size": fitting(names, 13), "color": [COLOURS[answer] for answer in drawn]}}


def _bubble_label(counts: Array, probability: float, probs: Array, names: Sequence[str]) -> str:
    """The likeliest batch of a bubble in words, with the probability of all batches that share the bubble."""
    label = batch_label(counts, probability, names)
    return label if _alone(counts, probability, probs) else label.replace(":", ", or another with this estimate:")


def _alone(counts: Array, probability: float, probs: Array) -> bool:
    """Whether a bubble of some probability is this batch and no other."""
    drawn = [(int(n), float(p)) for n, p in zip(counts, probs, strict=True) if n]
    own = exp(lgamma(counts.sum() + 1) + sum(n * log(p) - lgamma(n + 1) for n, p in drawn))
    return probability <= (1 + 1e-9) * own


def _shaken(sampled: Array, view: Frame) -> Array:
    """Sampled estimates [N, A], spread a little: equal ones would lie on each other and look like one.  [N, 2]."""
    shake = np.random.default_rng(0).normal(scale=SHAKE * view.half, size=(len(sampled), 2))
    return np.asarray(to_plane(sampled) + shake)


def _ellipse(exact: Moments) -> Array:
    """One standard deviation around E[ĝ] in every direction.  [N, 2]."""
    covariance = CORNERS.T @ exact.covariance @ CORNERS
    values, vectors = np.linalg.eigh(covariance)
    turn = np.linspace(0, 2 * np.pi, 61)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    return np.asarray((to_plane(exact.mean)[:, None] + vectors @ (np.sqrt(np.maximum(values, 0))[:, None] * circle)).T)


def is_biased(exact: Moments) -> bool:
    """Whether the average of all estimates is another arrow than g.

    Args:
        exact: the moments of all estimates.
    """
    size = float(np.abs(exact.mean).max()) or 1.0
    return bool(np.abs(exact.bias).max() > ROUNDING * size)


def words(view: Frame) -> Part:
    """Where the share downhill is written: below the picture, where it lies on nothing.

    Args:
        view: the part of the plane that is shown.
    """
    # On the edge, as Plotly draws nothing beyond it; a mark that nobody sees keeps the words off what ends there.
    unseen = {"size": 2 * OFF, "opacity": 0}
    look = {"mode": "markers+text", "marker": unseen, "textposition": "bottom center", "hoverinfo": "skip"}
    look |= {"textfont": {"color": DOWN, "size": 14}}
    return scatter([view.x], [view.y - view.half], **look, cliponaxis=False, name="share downhill")
