"""The presets' hints: each is there at its preset, and goes when it is true no more."""

import re
from dataclasses import replace

import pytest

from reinforce_viz import PRESETS
from reinforce_viz.text.claims import presets

RARELY = "The model rarely answers **maybe**, which is far worse than **yes** and **no**."
DOWNHILL = "Divide by the spread of each batch, as GRPO does, and at K = {} the average step points downhill."
AT_FIRST = {
    "yes, no, maybe": "The most likely answer, **no**, is the worst one. "
    "Every reward is positive, so without a baseline every drawn answer is pushed up, even **no**.",
    "restaurants 6/7/8": "The rewards are far from zero and close together. "
    "So without a baseline most of each push is noise.",
    "restaurants -1/0/1": "These are the restaurants of 6/7/8 with 7 taken off each rating. "
    "The true gradient is the same; only the noise differs.",
    "restaurants -2/0/3": "The gaps between these ratings are 2 and 3; those of 6/7/8 are 1 and 1. "
    "So the true gradient itself is longer, which no baseline can bring about.",
    "stuck on no": "The model almost always answers **no**, which is nearly as good as **yes**. "
    "It rarely tries **yes**, so it has little to learn from.",
    "nearly done": "The model already answers **yes** almost always. "
    "Here subtracting the expected reward makes an update noisier than subtracting nothing.",
    "close rivals": "**yes** and **no** are almost equally good. "
    "It is easy to learn to avoid **maybe**, and hard to tell the other two apart.",
    "all rewards negative": "This is the first example with 10 taken off each reward. "
    "Every reward is negative, so without a baseline every drawn answer is pushed down, even **yes**.",
    "a rare disaster": "The model rarely answers **maybe**, which is far worse than **yes** and **no**. "
    "Divide by the spread of each batch, as GRPO does, and at K = 4 the average step points downhill.",
}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_what_to_look_for(name):
    assert presets.hint(name, PRESETS[name]) == AT_FIRST[name]


@pytest.mark.parametrize("name", PRESETS)
def test_a_hint_has_the_answers_names(name):
    said = presets.hint(name, replace(PRESETS[name], names=("A", "B", "C")))
    assert not re.search(r"[{}]|\b(yes|no|maybe)\b", said.replace("no baseline", ""))


@pytest.mark.parametrize(
    ("name", "change", "hint"),
    [
        ("all rewards negative", {"rewards": (8.0, 3.0, 5.0)}, None),
        (
            "yes, no, maybe",
            {"rewards": (8.0, 9.0, 5.0)},
            "Every reward is positive, so without a baseline every drawn answer is pushed up, even **maybe**.",
        ),
        ("yes, no, maybe", {"rewards": (8.0, -3.0, 5.0)}, "The most likely answer, **no**, is the worst one."),
        ("yes, no, maybe", {"probs": (0.3, 0.2, 0.5), "rewards": (0.0, 3.0, 5.0)}, None),
        ("nearly done", {"probs": (0.1, 0.5, 0.4)}, None),
        ("nearly done", {"probs": (1.0, 0.0, 0.0)}, None),
        ("stuck on no", {"rewards": (1.0, 0.1, 0.8)}, None),
        ("stuck on no", {"probs": (0.0, 0.98, 0.02)}, None),
        ("close rivals", {"rewards": (5.0, 5.0, 1.0)}, None),
        ("close rivals", {"rewards": (9.0, 5.0, 1.0)}, None),
        ("restaurants 6/7/8", {"rewards": (-1.0, 0.0, 1.0)}, None),
        ("restaurants -1/0/1", {"rewards": (6.0, 7.0, 8.0)}, None),
        ("restaurants -1/0/1", {"rewards": (-1.0, 0.0, 1.5)}, None),
        ("restaurants -2/0/3", {"rewards": (0.0, 0.5, 1.0)}, None),
        # From the average over every batch: 47 degrees at K = 64, no step at K = 1, uphill if the disaster is common.
        ("a rare disaster", {"k": 64}, RARELY),
        ("a rare disaster", {"k": 1}, RARELY),
        ("a rare disaster", {"k": 16}, f"{RARELY} {DOWNHILL.format(16)}"),
        ("a rare disaster", {"rewards": (10.0, 10.0, -10.0)}, None),
        ("a rare disaster", {"probs": (0.1, 0.5, 0.4)}, None),
        ("a rare disaster", {"probs": (0.14, 0.86, 0.0)}, None),
        ("a rare disaster", {"rewards": (10.0, 9.9, 9.8)}, None),
        ("a rare disaster", {"rewards": (5.0, 5.0, 5.0)}, None),
    ],
)
def test_a_hint_goes_when_it_is_true_no_more(name, change, hint):
    assert presets.hint(name, replace(PRESETS[name], **change)) == hint


def test_a_shift_upwards_is_said_as_one():
    assert "with 0.5 added to each rating" in presets.hint(
        "restaurants -1/0/1", replace(PRESETS["restaurants -1/0/1"], rewards=(6.5, 7.5, 8.5))
    )
