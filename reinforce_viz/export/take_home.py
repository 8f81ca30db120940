"""What goes home with a picture?  Its settings in words, its numbers, its script, and the picture that still moves."""

import ast
import inspect
from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from html import escape
from itertools import groupby
from types import ModuleType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from reinforce_viz.engine.estimators import ESTIMATORS
from reinforce_viz.engine.experiment import Experiment
from reinforce_viz.export import tables
from reinforce_viz.figures.style.canvas import dress
from reinforce_viz.figures.style.theme import LIGHT
from reinforce_viz.text.answer_names import plain
from reinforce_viz.text.format import listed, number

APP = "REINFORCE, exactly"
FONT = "Helvetica, Arial, sans-serif"
# A function of `tables` with its arguments: the numbers behind one picture.
Numbers = partial[pd.DataFrame]

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t")
ONLY_POLICY = (tables.identity_arrows, tables.zero_bias)
OF_RUNS = (tables.probability_paths, tables.simplex_paths, tables.fates)
OF_TOKENS = (tables.token_row, tables.token_variance, tables.token_positions)
# The arguments of a table that are a setting of its picture, in words.
OTHER_SETTINGS = {
    "b": "b = {:g}",
    "drawn": "{:,} answers drawn",
    "past": "after {} updates",
    "quantity": "{}",
    "baselines": "for {}",
    "vocabulary": "a vocabulary of {:,}",
    "length": "{} tokens",
    "task": "reward decided by {}",
    "learning_rate": "learning rate {:g}",
    "sampled": "{} sampled updates",
    "draw": "draw number {}",
    "seed": "seed {}",
}


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV that a spreadsheet reads as it is: marked as UTF-8, and no text in it a formula."""
    safe = table.map(_no_formula).rename(columns=_no_formula)
    return safe.to_csv(index=False).encode("utf-8-sig")


def caption(numbers: Numbers, page: str) -> str:
    """The settings of a picture, the question of the page that it is from, and the app's name, in plain text."""
    experiments = [value for value in numbers.args if isinstance(value, Experiment)]
    said = [*_settings(numbers, experiments), *_others(numbers)]
    words = "; ".join(said)
    return f"{words[0].upper()}{words[1:]}. From “{page}” in {APP}."


def script(numbers: Numbers, page: str) -> str:
    """A program of its own that makes the table again: the settings, and the function that the table is made with."""
    function = numbers.func
    given, names = _given(numbers.args)
    call = ", ".join([*names, *(f"{key}={_literal(value)}" for key, value in numbers.keywords.items())])
    needed = ["import reinforce_viz as rv"] * bool(given)
    needed += ["from dataclasses import replace"] * (len(names) > 1)
    parts = [
        f"# The numbers behind a picture in {APP}, on the page\n# “{page}”\n"
        "# To run this, clone the project, put the file in its folder, and there:\n"
        "#   python -m pip install -r requirements.txt",
        "\n".join(_sorted({*needed, *_imports(function)})),
        *["\n".join(given)] * bool(given),
        f"\n{inspect.getsource(function).rstrip()}",
        f"\ntable = {function.__name__}({call})\nprint(table.to_string(index=False))",
    ]
    return "\n\n".join(parts) + "\n"


def moving_picture(figure: go.Figure, page: str, reading: str, settings: str, library: str) -> str:
    """A page of HTML with the picture, Plotly's library and the words: it needs no network, and its controls work."""
    paper = dress(go.Figure(figure), LIGHT).update_layout(font_family=FONT)
    drawn = paper.to_html(
        full_html=False, include_plotlyjs=False, auto_play=False, config={"displayModeBar": False, "responsive": True}
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(page)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>body {{ font: 16px/1.5 {FONT}; color: #26242b; background: white; max-width: 960px;"
        " margin: 24px auto; padding: 0 16px } .settings { color: #5c5966; font-size: 14px }</style>\n"
        f"<script>{library}</script>\n<h1>{escape(page)}</h1>\n{drawn}\n"
        f'<p>{escape(plain(reading))}</p>\n<p class="settings">{escape(settings)}</p>\n</html>\n'
    )


def _no_formula(cell: Any) -> Any:
    """A cell with an apostrophe before what would be a formula: it makes a spreadsheet show the rest as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _settings(numbers: Numbers, experiments: list[Experiment]) -> list[str]:
    """What the experiments say: each setting once, or joined by "and" where they differ."""
    if not experiments:
        return []
    first = experiments[0]
    rewards, policy = (
        ", ".join(f"{name} {number(value, 4)}" for name, value in zip(first.answers, values, strict=True))
        for values in (first.rewards, first.probs)
    )
    told = [f"rewards {rewards}", f"policy {policy}"]
    if numbers.func in ONLY_POLICY:
        return told
    if numbers.func not in OF_TOKENS:
        chosen = [
            f"baseline {_each(map(_baseline, experiments))}",
            f"K = {_each(e.k for e in experiments)}",
            f"learning rate {_each(number(e.learning_rate) for e in experiments)}",
        ]
        told = chosen + told
    if numbers.func is tables.baseline_dial:
        told.append(f"dial set to b = {number(first.b)} at first")
    if numbers.func in OF_RUNS:
        told.append(f"{first.runs:,} runs of {first.steps:,} steps")
    return [*told, f"seed {first.seed}"]


def _baseline(experiment: Experiment) -> str:
    b = f" with b = {number(experiment.b)}" if ESTIMATORS[experiment.estimator].uses_b else ""
    return f"{experiment.estimator}{b}"


def _each(values: Iterable[object]) -> str:
    return listed(list(dict.fromkeys(map(str, values))))


def _others(numbers: Numbers) -> list[str]:
    """The settings of a picture that are no part of its experiment."""
    given = numbers.keywords | {"past": len(numbers.keywords.get("past", ()))}
    return [
        words.format(listed(given[key]) if isinstance(given[key], list) else given[key])
        for key, words in OTHER_SETTINGS.items()
        if numbers.keywords.get(key, []) != []  # nor a run of no updates
    ]


def _given(values: tuple[Any, ...]) -> tuple[list[str], list[str]]:
    """Statements that make each of the experiments, and what they are called there."""
    lines: list[str] = []
    names = ["experiment", "other", "third"][: len(values)]
    for name, experiment in zip(names, values, strict=True):
        known = {field.name: getattr(experiment, field.name) for field in fields(Experiment)}
        if lines:
            changed = {key: value for key, value in known.items() if value != getattr(values[0], key)}
            lines.append(f"{name} = replace(experiment, {', '.join(f'{k}={v!r}' for k, v in changed.items())})")
        else:
            known = {key: value for key, value in known.items() if value != ()}
            lines += [f"{name} = rv.Experiment(", *(f"    {key}={value!r}," for key, value in known.items()), ")"]
    return lines, names


def _literal(value: Any) -> str:
    """A value as it is written in a program; what stands in a list several times in a row is written once."""
    if not isinstance(value, list):
        return repr(value)
    rows = [(one, len(list(same))) for one, same in groupby(value)]
    if all(n == 1 for _, n in rows):
        return repr(value)
    return "\n    + ".join(f"[{one!r}]" + f" * {n}" * (n > 1) for one, n in rows)


def _imports(function: Any) -> list[str]:
    """The imports of a function's module that the function makes use of."""
    module = inspect.getmodule(function)
    assert isinstance(module, ModuleType)
    used = {node.id for node in ast.walk(ast.parse(inspect.getsource(function))) if isinstance(node, ast.Name)}
    found = []
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [alias for alias in node.names if (alias.asname or alias.name) in used]
            found += [ast.unparse(node)] * bool(node.names)
    return found


def _sorted(imports: Iterable[str]) -> list[str]:
    """Imports in the usual order: what comes with Python, what is installed, what is ours."""
    return sorted(
        imports, key=lambda line: ("dataclasses" not in line, "reinforce_viz" in line, line[:4] == "from", line)
    )
