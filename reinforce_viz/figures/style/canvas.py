"""A figure in the making: its parts as plain dicts, written just as Plotly sends them, and sent as they are.

Plotly checks and copies a whole figure whenever something is added to it, and again when it is sent.  Here the tests
check every figure instead.

Streamlit gives a browser each new figure twice, and Plotly draws it twice unless it sees that nothing has changed: no
template, no packed arrays outside of frames, no axis whose range it chooses itself, and a data revision that says so.
"""

from base64 import b64encode
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from reinforce_viz.figures.style.theme import FAINT, FONT, Theme

Part = dict[str, Any]
CLEAR = "rgba(0, 0, 0, 0)"
# The margins are fixed, and finding them again would draw the axes twice.
# Plotly would write 0.00001 as 10µ.
AXIS: Part = {"automargin": False, "exponentformat": "none", "gridcolor": FAINT, "zerolinecolor": FAINT}
HORIZONTAL = AXIS | {"showgrid": False, "zeroline": False}
VERTICAL = AXIS | {"title_standoff": 12}


class Drawing:
    """A figure of fixed height with the house's margins, in the making.

    Args:
        height: in pixels.
        layout: more of Plotly's layout; margins and font are added to the house's.
    """

    def __init__(self, height: int, **layout: Any) -> None:
        margin = {"l": 64, "r": 16, "t": 36, "b": 48, "pad": 8}
        self.traces: list[Part] = []
        self.shapes: list[Part] = []
        self.annotations: list[Part] = []
        self.frames: list[Part] = []
        self.layout: Part = {
            "height": height,
            "margin": margin | layout.pop("margin", {}),
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "font": {"family": FONT, "size": 12} | layout.pop("font", {}),
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "datarevision": 1,
            **layout,
        }

    def scatter(self, x: npt.ArrayLike, y: npt.ArrayLike, **trace: Any) -> None:
        """Add points or lines; without a hovertemplate they do not answer the pointer.

        Args:
            x: [N].
            y: [N].
            trace: more of Plotly's scatter trace.
        """
        self.traces.append(scatter(x, y, **trace))

    def bar(self, **trace: Any) -> None:
        """Add bars that do not answer the pointer.

        Args:
            trace: more of Plotly's bar trace.
        """
        self.traces.append({"type": "bar", "hoverinfo": "skip", **trace})

    def shape(self, **shape: Any) -> None:
        """Add a line, rectangle or path.

        Args:
            shape: as Plotly has it.
        """
        self.shapes.append(shape)

    def vertical(self, x: float, line: Part, **shape: Any) -> None:
        """Add a line from the bottom of the picture to its top.

        Args:
            x: where.
            line: its look, as Plotly has it.
            shape: more of Plotly's shape.
        """
        self.shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="y domain", line=line, **shape)

    def text(self, text: str, x: float, y: float, **annotation: Any) -> None:
        """Add words.

        Args:
            text: may hold the tags that Plotly knows.
            x: where.
            y: where.
            annotation: more of Plotly's annotation.
        """
        self.annotations.append({"text": text, "x": float(x), "y": float(y), "showarrow": False, **annotation})

    def arrow(self, tail: npt.ArrayLike, tip: npt.ArrayLike, colour: str, width: float, **annotation: Any) -> None:
        """Add an arrow between two points [2].

        Args:
            tail: [2].
            tip: [2].
            colour: of shaft and head.
            width: of the shaft, in pixels.
            annotation: more of Plotly's annotation.
        """
        (ax, ay), (x, y) = np.asarray(tail, dtype=float).tolist(), np.asarray(tip, dtype=float).tolist()
        ends = {"x": x, "y": y, "ax": ax, "ay": ay, "xref": "x", "yref": "y", "axref": "x", "ayref": "y"}
        look = {"arrowcolor": colour, "arrowwidth": width, "arrowhead": 2, "arrowsize": 0.8}
        self.annotations.append({"text": "", "showarrow": True, **ends, **look, **annotation})

    def figure(self) -> go.Figure:
        """The figure."""
        layout = {"shapes": self.shapes, "annotations": self.annotations, **self.layout}
        for name in {"xaxis", "yaxis", *(name for name in layout if name.startswith(("xaxis", "yaxis")))}:
            layout[name] = _axis(layout.get(name, {}), HORIZONTAL if name.startswith("x") else VERTICAL)
        return UnvalidatedFigure(
            {"data": self.traces, "layout": layout, **({"frames": self.frames} if self.frames else {})}
        )


class UnvalidatedFigure(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """Parts that are sent as they are: look into them by `to_dict()`, not by attributes.

    From the call to the JSON that a browser is sent, a triangle of runs takes 0.4 ms instead of 9.6 with go.Figure,
    the dial 0.5 instead of 15.7, bands of probabilities 0.4 instead of 7.9 (one core, nothing else running).

    Args:
        parts: data, layout and frames, as Plotly sends them.
    """

    def __init__(self, parts: Part) -> None:
        super().__init__({"layout": {"template": {}}})
        self.__dict__["parts"] = parts  # Plotly refuses attributes that it does not know

    def to_dict(self) -> Part:
        """The parts.  Not to be written to."""
        parts: Part = self.__dict__["parts"]
        return parts


def themed(figure: go.Figure, theme: Theme) -> go.Figure:
    """A figure with its words in the colours of a page.

    Args:
        figure: an UnvalidatedFigure.
        theme: of the page.
    """
    parts, colours = figure.to_dict(), theme.words()
    layout: Part = _with_words(parts["layout"], colours)
    layout |= {"font": layout.get("font", {}) | {"color": theme.text}, "hoverlabel": {"bgcolor": theme.background}}
    traces = [_with_words(trace, colours) for trace in parts["data"]]
    frames = {"frames": [_with_words(frame, colours) for frame in parts["frames"]]} if "frames" in parts else {}
    return UnvalidatedFigure(parts | {"data": traces, "layout": layout} | frames)


def _with_words(part: Any, colours: dict[str, str]) -> Any:
    """A part of a figure whose words are in the colours that words have: a mark may be paler."""
    if isinstance(part, str) and "color:" in part:  # words within words
        for mark, word in colours.items():
            part = part.replace(mark, word)
        return part
    if isinstance(part, list | tuple) and part and isinstance(part[0], dict | str):
        return [_with_words(each, colours) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _read(value, colours) if key.endswith("font") else _with_words(value, colours)
        for key, value in part.items()
    }


def _read(font: Part, colours: dict[str, str]) -> Part:
    """A font in the colour that words have, or in those of several words."""
    colour = font.get("color")
    if isinstance(colour, list):
        return font | {"color": [colours.get(one, one) for one in colour]}
    return font | {"color": colours.get(colour, colour)} if colour else font


def _axis(chosen: Part, usual: Part) -> Part:
    """An axis as Plotly knows it: the words of its title, and how far off they stand, are parts of one thing."""
    axis = usual | chosen
    title = {"text": axis.pop("title", None), "standoff": axis.pop("title_standoff", None)}
    known = {key: value for key, value in title.items() if value is not None}
    return axis | ({"title": known} if known else {})


def scatter(x: npt.ArrayLike, y: npt.ArrayLike, **trace: Any) -> Part:
    """Points or lines, [N] each; without a hovertemplate they do not answer the pointer.

    Args:
        x: [N].
        y: [N].
        trace: more of Plotly's scatter trace.
    """
    hover = {} if "hovertemplate" in trace else {"hoverinfo": "skip"}
    return {"type": "scatter", "x": plotted(x), "y": plotted(y), **hover, **trace}


def plotted(values: npt.ArrayLike) -> list[Any]:
    """Numbers [N] as a list; those of single precision to the seven digits that they have, which are short to send.

    Args:
        values: [N].
    """
    if isinstance(values, list):
        return values
    array = np.asarray(values)
    if array.dtype != np.float32:
        return list(array.tolist())
    size = np.abs(array.astype(np.float64))
    size[~((size > 0) & np.isfinite(size))] = 1.0
    scale = 10.0 ** np.clip(6 - np.floor(np.log10(size)), -300, 300)
    return list((np.round(array * scale) / scale).tolist())


def packed(values: npt.ArrayLike) -> Part:
    """An array [N] for a frame, in the form in which Plotly sends it: its bytes in base 64.

    Args:
        values: [N].
    """
    array = np.asarray(values)
    return {"dtype": array.dtype.str[1:], "bdata": b64encode(array.tobytes()).decode()}
