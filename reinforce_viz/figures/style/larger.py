"""How does a picture look from the back row?  The same picture with larger words, thicker lines and bigger marks."""

import re
from typing import Any

import plotly.graph_objects as go

from reinforce_viz.figures.style.canvas import Drawn

TEXT = 12  # what Plotly writes in where nothing else is said
# Lengths in pixels by the part of a figure in which they stand; a length anywhere else belongs to the data.
LENGTHS = {
    "font": {"size"},
    "textfont": {"size"},
    "tickfont": {"size"},
    "marker": {"size"},
    "line": {"width"},
    "margin": {"l", "r", "t", "b"},
    "pad": {"l", "r", "t", "b"},
    "annotations": {"xshift", "yshift", "arrowwidth", "standoff", "startstandoff", "borderpad", "height", "width"},
    "xaxis": {"title_standoff"},
    "yaxis": {"title_standoff"},
    "title": {"standoff"},
}


def enlarged(figure: go.Figure, factor: float) -> go.Figure:
    """A figure with everything that is measured in pixels larger, for a screen that is looked at from afar."""
    parts: dict[str, Any] = _scaled(figure.to_dict(), "", factor)
    layout = parts["layout"]
    # Halfway: words need room, and the sentence below has to fit on the screen too.
    layout["height"] = round(layout["height"] * (1 + factor) / 2)
    sizes = {"font": {"size": TEXT * factor} | layout.get("font", {})}
    return Drawn({**parts, "layout": layout | sizes})


def _scaled(part: Any, name: str, factor: float) -> Any:
    """A part of a figure, by the name under which it stands, with its lengths in pixels scaled."""
    if isinstance(part, list | tuple):
        return [_scaled(each, name, factor) for each in part]
    if isinstance(part, str):
        return re.sub(r"(font-size:)(\d+)(?=px)", lambda found: f"{found[1]}{float(found[2]) * factor:g}", part)
    if not isinstance(part, dict):
        return part
    lengths = LENGTHS.get(name.rstrip("0123456789"), set())
    # An arrow's tail is in pixels unless it is said to be at a point.
    lengths = lengths | {end for end in ("ax", "ay") if name == "annotations" and f"{end[0]}{end[1]}ref" not in part}
    return {
        key: value * factor if key in lengths and isinstance(value, int | float) else _scaled(value, key, factor)
        for key, value in part.items()
    }
