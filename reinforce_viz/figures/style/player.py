"""Play, pause and a slider below a picture that moves, all of them in the browser."""

from collections.abc import Sequence

from reinforce_viz.figures.style.canvas import Part
from reinforce_viz.figures.style.theme import CURRENT, NEUTRAL

BUTTONS_DOWN = 36  # from the picture, in pixels
BESIDE_BUTTONS = {"t": 16, "l": 96, "r": 8}
STACKED_BELOW = 300  # a narrower picture has its slider below the buttons


def player(frames: Sequence[str], milliseconds: int, prefix: str = "", *, quiet: bool = False, shown: int = 0) -> Part:
    """The layout of a player.

    Args:
        frames: the names of the figure's frames, in their order.
        milliseconds: from one to the next.
        prefix: what stands before the name of a frame.
        quiet: whether the names are not written, because the picture says them itself.
        shown: the number of the frame that the picture shows before it is played, from 0.
    """
    pause = [[None], _motion(0) | {"mode": "immediate"}]
    play = [None, _motion(milliseconds) | {"fromcurrent": True}]
    buttons = {
        "type": "buttons",
        "direction": "left",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "pad": {"t": 12 if quiet else BUTTONS_DOWN, "r": 8},
        "showactive": False,
        "buttons": [
            {"label": "▶", "method": "animate", "args": play},
            {"label": "❚❚", "method": "animate", "args": pause},
        ],
    }
    slider = {
        "y": 0,
        "active": shown,
        "pad": BESIDE_BUTTONS,
        "currentvalue": {"prefix": prefix, "xanchor": "center", "visible": not quiet},
        "bgcolor": NEUTRAL,  # of rail and handle: Plotly's own is white in the dark
        "activebgcolor": CURRENT,
        "borderwidth": 0,
        "ticklen": 0,
        "minorticklen": 0,
        "steps": [
            {"label": "" if quiet else name, "method": "animate", "args": [[name], _motion(0) | {"mode": "immediate"}]}
            for name in frames
        ],
    }
    return {"updatemenus": [buttons], "sliders": [slider]}


def player_below(bottom: int) -> Part:
    """What a picture with a player says in its `meta`, so that the slider has the width of a picture on half a phone.

    Args:
        bottom: the margin below the picture as it is drawn, in pixels.
    """
    usual, stacked = BESIDE_BUTTONS, {"t": 46, "l": 0, "r": 0}
    return {
        "below": STACKED_BELOW,
        "wide": {"sliders[0].pad": usual, "updatemenus[0].pad.t": BUTTONS_DOWN, "margin.b": bottom},
        "narrow": {"sliders[0].pad": stacked, "updatemenus[0].pad.t": 8, "margin.b": bottom + 44},
    }


def _motion(milliseconds: int) -> Part:
    return {
        "frame": {"duration": milliseconds, "redraw": False},
        "transition": {"duration": milliseconds, "easing": "linear"},
    }
