"""A program that makes the numbers behind a picture again."""

from dataclasses import fields
from itertools import groupby
from textwrap import fill
from typing import Any

from reinforce_viz.engine.experiment import DEFAULT, Experiment
from reinforce_viz.export.caption import caption
from reinforce_viz.export.tables import Numbers

INSTALL = "# To run this, clone the project and in its folder: python -m pip install ."


def script(numbers: Numbers, page: str) -> str:
    """A program that makes the experiments of a picture, asks for its table and prints it.

    Args:
        numbers: what makes the table behind the picture.
        page: the question of the page that it is from.
    """
    names = ["experiment"] if len(numbers.args) == 1 else ["first", "second"][: len(numbers.args)]
    given = [*names, *(f"{key}={_literal(value)}" for key, value in numbers.keywords.items())]
    table = f"tables.{numbers.func.__module__.rpartition('.')[2]}.{numbers.func.__name__}"
    return "\n".join(
        [
            fill(caption(numbers, page), 110, initial_indent="# ", subsequent_indent="# "),
            INSTALL,
            *["import reinforce_viz as rv"] * bool(names),
            "from reinforce_viz import tables",
            "",
            *(f"{name} = {_made(experiment)}" for name, experiment in zip(names, numbers.args, strict=True)),
            f"table = {table}({', '.join(given)})",
            "print(table.to_string(index=False))",
            "",
        ]
    )


def _made(experiment: Experiment) -> str:
    """An expression that makes the experiment, with all that it does not share with the default one."""
    values = {field.name: getattr(experiment, field.name) for field in fields(Experiment)}
    return f"rv.Experiment({', '.join(f'{k}={v!r}' for k, v in values.items() if v != getattr(DEFAULT, k))})"


def _literal(value: Any) -> str:
    """A value as a program writes it; what a list holds several times in a row is written once."""
    if not isinstance(value, list):
        return repr(value)
    rows = [(one, len(list(same))) for one, same in groupby(value)]
    return " + ".join(f"[{one!r}]" + f" * {n}" * (n > 1) for one, n in rows) or "[]"
