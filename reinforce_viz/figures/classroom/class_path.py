"""Where a class has led its model: beside exact ascent, and beside the same luck with the other baseline."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reinforce_viz.engine.policy import Array
from reinforce_viz.figures.style.canvas import CLEAR, Drawing, Part, scatter
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL
from reinforce_viz.figures.style.triangle import PLANE, corner_marks, level_lines, outline, to_plane

HEIGHT = 400


def class_path(
    path: Array, exact: Array, other: Array, rewards: Sequence[float], names: Sequence[str], other_name: str
) -> go.Figure:
    """The policy after each round in the triangle of policies.

    Args:
        path: the class's own policies, [N, A].
        exact: those of as many exact steps, [N, A].
        other: those with the other baseline and the same luck, [N, A].
        rewards: of the answers, [A].
        names: of the answers, [A].
        other_name: what the other baseline is called.
    """
    drawing = Drawing(
        HEIGHT,
        xaxis={"range": [-1.5, 1.5]} | PLANE,
        yaxis={"range": [-0.72, 1.3], "scaleanchor": "x"} | PLANE,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=True,
        meta={"least": 1.05},  # its few words are beside the triangle
        legend={"x": 0, "y": 1, "bgcolor": CLEAR, "font": {"size": 13}},
    )
    drawing.traces += [
        level_lines(rewards, 1.0) | {"showlegend": False},
        outline(1.0) | {"showlegend": False},
        corner_marks(1.0, names) | {"showlegend": False},
        _way(exact, "exact gradient", {"color": NEUTRAL, "width": 2, "dash": "dash"}, 5),
        _way(other, f"same luck, {other_name}", {"color": NEUTRAL, "width": 2, "dash": "dot"}, 5),
        _way(path, "your class", {"color": CURRENT, "width": 3}, 9),
    ]
    return drawing.figure()


def _way(policies: Array, name: str, line: Part, size: int) -> Part:
    x, y = to_plane(policies).T
    marker = {"size": size, "color": line["color"]}
    return scatter(x, y, mode="lines+markers", line=line, marker=marker, name=name)
