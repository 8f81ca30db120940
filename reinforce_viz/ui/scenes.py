"""Settings worth seeing, by page.  A page opens on its first one, and a button leads to each."""

from typing import Any

from reinforce_viz.ui.controls import FIRST_PRESET

LARGE_STEPS = {"preset": FIRST_PRESET, "lr": 0.5}
ONE_DRAW = {"estimator": "none", "k": 1, "lr": 0.5, "versus": "expected reward"}

# By page and by what its button says: the preset, and what differs from it.
SCENES: dict[str, dict[str, dict[str, Any]]] = {
    "start": {"Large steps": LARGE_STEPS},
    "one_update": {"Large steps": LARGE_STEPS},
    "baselines": {
        "No baseline": {"preset": FIRST_PRESET, "b": 0.0},
        "One draw": {"preset": FIRST_PRESET, "b": 0.0, "k": 1},
        "Close rivals": {"preset": "close rivals", "b": 0.0},
        "Stuck on no": {"preset": "stuck on no", "b": 0.0},
        "Nearly done": {"preset": "nearly done", "b": 0.0, "k": 1},
    },
    "trajectories": {
        "One draw a step": {"preset": FIRST_PRESET, **ONE_DRAW},
        "Sixteen draws a step": {"preset": FIRST_PRESET, **ONE_DRAW, "k": 16},
        "Close rivals": {"preset": "close rivals", **ONE_DRAW},
        "Stuck on no": {"preset": "stuck on no", **ONE_DRAW, "lr": 1.0},
        "Nearly done": {"preset": "nearly done", **ONE_DRAW},
    },
    "gradient_scatter": {
        "One draw": {"preset": FIRST_PRESET, "estimator": "none", "k": 1},
        "Sixteen draws": {"preset": FIRST_PRESET, "estimator": "none", "k": 16},
        "Stuck on no": {"preset": "stuck on no", "estimator": "none", "k": 1},
        "Nearly done": {"preset": "nearly done", "estimator": "none", "k": 1},
    },
    "groups": {
        "First example": {"preset": FIRST_PRESET},
        "A rare disaster": {"preset": "a rare disaster"},
        "Stuck on no": {"preset": "stuck on no"},
    },
    "classroom": {"A class": LARGE_STEPS},
}


def opening(page: str, preset: str) -> dict[str, Any]:
    """What a page's controls say at first where that differs from the preset: those of its first scene.

    Args:
        page: the name of one.
        preset: of an entry in PRESETS.
    """
    first: dict[str, Any] = next(iter(SCENES.get(page, {}).values()), {})
    return first if first.get("preset") == preset else {}
