"""A picture for the back row: the same with larger words, and the room that they take."""

from typing import Any

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import UnvalidatedFigure

# Times as high as it is drawn: larger words need some room.  A picture that needs more says so in its `meta`.
LEAST = 1.2


def enlarged(figure: go.Figure, factor: float, room: float = 0) -> go.Figure:
    """A figure with words `factor` times as large, for a screen that is looked at from afar.

    Args:
        figure: an UnvalidatedFigure.
        factor: from 1 on.
        room: how high the figure is to be, in pixels; as near to it as its words allow.
    """
    parts = _with_larger_words(figure.to_dict(), factor)
    layout = parts["layout"]
    margin = {side: factor * room for side, room in layout["margin"].items()}
    least = layout["height"] * layout.get("meta", {}).get("least", LEAST)
    height = round(min(max(room, least), factor * layout["height"]))
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
