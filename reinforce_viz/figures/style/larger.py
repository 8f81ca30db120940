"""A picture for the back row: the same with larger words, and the room that they take."""

from typing import Any

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import UnvalidatedFigure


def enlarged(figure: go.Figure, factor: float) -> go.Figure:
    """A figure with words `factor` times as large, for a screen that is looked at from afar.

    Args:
        figure: an UnvalidatedFigure.
        factor: from 1 on.
    """
    parts = _with_larger_words(figure.to_dict(), factor)
    layout = parts["layout"]
    margin = {side: factor * room for side, room in layout["margin"].items()}
    # Halfway: words need room, and the sentence below has to fit on the screen too.
    height = round(layout["height"] * (1 + factor) / 2)
    return UnvalidatedFigure(parts | {"layout": layout | {"margin": margin, "height": height}})


def _with_larger_words(part: Any, factor: float) -> Any:
    """A part of a figure with larger fonts, and words as much further off what they name."""
    if isinstance(part, list | tuple):
        return [_with_larger_words(each, factor) for each in part]
    if not isinstance(part, dict):
        return part
    larger = {}
    for key, value in part.items():
        if key.endswith("font") and "size" in value:
            larger[key] = value | {"size": factor * value["size"]}
        else:
            larger[key] = factor * value if key in ("xshift", "yshift") else _with_larger_words(value, factor)
    return larger
