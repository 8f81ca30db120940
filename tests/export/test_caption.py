"""A caption tells every setting that the numbers of a picture depend on, and no other."""

from dataclasses import replace
from functools import cache, partial
from inspect import signature

import pandas as pd
import pytest

import reinforce_viz as rv
from reinforce_viz import tables
from reinforce_viz.export.caption import ARGUMENTS, DEPENDS, caption
from reinforce_viz.export.tables import Numbers

PAST = [("none", 0.0), ("constant", 4.5)]
# Arguments under which every setting that a table could depend on changes its numbers.
OTHERS: dict[str, object] = {
    "b": 1.0, "drawn": 3, "past": PAST, "shown": 1, "most": 9, "sampled": 5, "draw": 1,
    "quantity": "P(downhill)", "baselines": ["none", "constant"], "vocabulary": 10, "length": 4, "task": "sum",
    "learning_rate": 0.2, "seed": 4, "scene": "no baseline", "beta": 2.0, "size": 8, "sizes": [2, 8],
    "group": [1.0, 0.0, 0.25],
}  # fmt: skip
WITHOUT_EXPERIMENT = ("nights", "sequence_counts", "token_sums", "difficulty", "wrong_lengths", "own_group")
FIRST = rv.Experiment(estimator="constant", b=2.0, k=3, steps=20, runs=20)
# Another value for each setting, and what the caption then says.
CHANGES: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "estimator": ({"estimator": "optimal"}, ("Baseline optimal;",)),
    "b": ({"b": 2.5}, ("b = 2.5",)),
    "K": ({"k": 5}, ("K = 5",)),
    "learning rate": ({"learning_rate": 0.7}, ("learning rate 0.7",)),
    "rewards": ({"rewards": (7.0, 3.0, 5.0)}, ("ewards yes 7, no 3, maybe 5",)),
    "policy": ({"probs": (0.5, 0.25, 0.25)}, ("olicy yes 0.5, no 0.25, maybe 0.25",)),
    "runs": ({"runs": 30}, ("30 runs of 20 steps",)),
    "steps": ({"steps": 30}, ("20 runs of 30 steps",)),
    "seed": ({"seed": 1}, ("seed 1",)),
}


def numbers_of(table, experiment: rv.Experiment) -> Numbers:
    """The table's numbers at an experiment and at OTHERS."""
    wanted = table.__code__.co_varnames[: table.__code__.co_argcount]
    given = [experiment] * (table.__name__ not in WITHOUT_EXPERIMENT)
    return partial(table, *given, **{key: OTHERS[key] for key in wanted if key in OTHERS})


def without_labels(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns=["baseline", "b"], errors="ignore")


@cache
def at_first(table) -> pd.DataFrame:
    return without_labels(numbers_of(table, FIRST)())


@pytest.mark.parametrize("setting", CHANGES)
@pytest.mark.parametrize("table", DEPENDS, ids=lambda table: table.__name__)
def test_a_caption_tells_a_setting_exactly_if_it_changes_the_numbers(table, setting):
    change, said = CHANGES[setting]
    before, after = (numbers_of(table, experiment) for experiment in (FIRST, replace(FIRST, **change)))
    words = caption(after, "Why?")
    changed = not at_first(table).equals(without_labels(after()))
    assert all(part in words for part in said) == changed
    assert (words != caption(before, "Why?")) == changed


def test_a_caption_tells_where_it_is_from_and_what_differs():
    both = partial(tables.trajectories.fates, rv.DEFAULT, rv.Experiment(estimator="constant", b=2.5))
    assert caption(both, "What happens?") == (
        "Baseline none and constant with b = 2.5; K = 4; learning rate 0.1; rewards yes 8, no 3, maybe 5; "
        "policy yes 0.3, no 0.5, maybe 0.2; 200 runs of 200 steps; seed 0. "
        "From “What happens?” in REINFORCE, exactly."
    )


@pytest.mark.parametrize(
    ("numbers", "said", "unsaid"),
    [
        (partial(tables.why_it_works.zero_bias, rv.DEFAULT, b=-3.5), ["b = -3.5"], ["K =", "Baseline", "seed"]),
        (partial(tables.tokens.token_variance, rv.DEFAULT, task="sum"), ["decided by sum"], ["K =", "Baseline"]),
        (
            partial(tables.tokens.sequence_counts, vocabulary=50_000, length=9),
            ["A vocabulary of 50,000; 9 tokens"],
            ["seed"],
        ),
        (partial(tables.groups.difficulty, sizes=[2, 8]), ["roups of 2 and 8"], ["ewards", "olicy"]),
        (partial(tables.groups.own_group, group=[1.0, -0.5, 2e5]), ["ewards 1, −0.5 and 200,000 of one"], ["olicy"]),
        (partial(tables.one_update.run_path, rv.DEFAULT, past=PAST), ["after 2 updates"], []),
        (partial(tables.one_update.run_path, rv.DEFAULT, past=[]), [], ["updates"]),
        (
            partial(tables.baselines.baseline_dial, rv.Experiment(b=3.0), most=80),
            ["dial set to b = 3 at first"],
            ["80"],
        ),
    ],
)
def test_a_caption_tells_the_other_settings_of_its_picture(numbers, said, unsaid):
    words = caption(numbers, "Why?")
    assert all(part in words for part in said)
    assert not any(part in words for part in unsaid)


# What a caption need not tell: what is compared, and how much of it is shown.
UNTOLD = {"experiment", "experiments", "hidden", "most"}


@pytest.mark.parametrize("table", DEPENDS, ids=lambda table: table.__name__)
def test_a_caption_has_words_for_every_argument_of_a_table(table):
    assert signature(table).parameters.keys() <= ARGUMENTS.keys() | UNTOLD


def test_every_table_has_a_caption():
    written = {
        value
        for page in tables.__all__
        if page != "classroom"  # a class takes all of its rounds home at once, without a picture
        for name, value in vars(getattr(tables, page)).items()
        if callable(value) and not name.startswith("_") and value.__module__ == f"reinforce_viz.export.tables.{page}"
    }
    assert set(DEPENDS) == written
    assert all(isinstance(numbers_of(table, FIRST)(), pd.DataFrame) for table in DEPENDS)
