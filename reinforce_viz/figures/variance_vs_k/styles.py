"""The look of each baseline's line: a colour, a dash and a marker of its own, whatever stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How a baseline is drawn, and what its name in the picture begins with."""

    colour: str  # at least 3:1 on a light page and on a dark one
    dash: str
    marker: str
    glyph: str  # like the marker


# The four that the page opens with differ most, for the colour-blind too.
STYLES = {
    "none": Style("#808080", "solid", "circle", "●"),
    "constant": Style("#A0673D", "5px,2px", "triangle-up", "▲"),
    "mean reward": Style("#3E9651", "12px,3px", "triangle-down", "▼"),
    "expected reward": Style("#2B7BE0", "dash", "square", "■"),
    "optimal": Style("#A557C0", "longdash", "star", "★"),
    "optimal plus b": Style("#8B6FD6", "8px,3px,2px,3px,2px,3px", "star-diamond", "✦"),
    "batch mean": Style("#D1604C", "dot", "diamond", "◆"),
    "leave-one-out": Style("#8F7F00", "dashdot", "x", "✖"),
    "running mean": Style("#00939A", "longdashdot", "cross", "✚"),
    "group-normalised": Style("#6B7FA8", "2px,4px", "pentagon", "⬟"),
}
