"""What a fresh clone relies on: versions, and the commands that the README promises."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"[\w.-]+==[\w.]+")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def requirements(name: str) -> list[Requirement]:
    """The packages a requirements file asks for, without comments and options."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


CONSTRAINTS = {wanted.name: wanted.specifier for wanted in requirements("constraints.txt")}


@pytest.mark.parametrize("name", ["requirements-dev.txt", "requirements-bench.txt", "constraints.txt"])
def test_every_version_of_a_tool_is_exact(name):
    loose = [str(wanted) for wanted in requirements(name) if not PIN.match(str(wanted))]
    assert not loose


def test_what_running_needs_is_a_range_around_the_version_that_the_tests_ran_with():
    wanted = requirements("requirements.txt")
    assert wanted
    for each in wanted:
        assert re.fullmatch(r"<\d+,>=[\d.]+", str(each.specifier)), each  # what `make oldest` can read
        (tested,) = CONSTRAINTS[each.name]
        assert each.specifier.contains(tested.version), each


def test_streamlit_community_cloud_installs_the_versions_that_the_tests_ran_with():
    assert "-c constraints.txt" in (ROOT / "requirements.txt").read_text().splitlines()


def test_constraints_agree_with_the_tools():
    for each in requirements("requirements-dev.txt"):
        assert CONSTRAINTS[each.name] == each.specifier, each


def test_the_library_asks_for_the_same_ranges_as_the_app():
    app = {wanted.name: wanted.specifier for wanted in requirements("requirements.txt")}
    library = {wanted.name: wanted.specifier for wanted in map(Requirement, PROJECT["dependencies"])}
    assert library.keys() == {"numpy", "pandas", "plotly"}
    assert library.items() <= app.items()


def test_make_help_names_every_target():
    makefile = (ROOT / "Makefile").read_text()
    (targets,) = re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)
    named = re.findall(r"^# make (\w*) ", makefile, re.MULTILINE)
    assert {"run", "test"} < {*targets.split()}
    # `make` alone is `make run`; HAProxy is looked for, not asked for.
    assert [name or "run" for name in named] == [name for name in targets.split() if name != "haproxy"]


def test_streamlit_knows_every_option_that_the_app_sets():
    """Of one that a new version calls by another name, it would only warn, and the page would stand still some day."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    options = {f"{section}.{name}": value for section, names in config.items() for name, value in names.items()}
    assert options["global.minCachedMessageSize"] > 1e9
    assert options["runner.postScriptGC"] is False
    for name, value in options.items():
        if not isinstance(value, dict):
            assert st.get_option(name) == value, name
    for theme in ("light", "dark"):
        for name, value in config["theme"][theme].items():
            assert st.get_option(f"theme.{theme}.{name}") == value, name


def test_no_file_imports_a_private_name():
    """The linter finds those that are reached by a dot, and not those that are imported."""
    folders = ("reinforce_viz", "pages", "tests", "benchmarks", "deploy")
    scripts = [ROOT / "app.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]
    assert len(scripts) > 300
    for path in scripts:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [getattr(node, "module", None) or "", *(each.name for each in node.names)]
                assert not re.search(r"(^|[. ])_(?!_)", " ".join(names)), (path, names)


def test_columns_are_eighths_of_the_page():
    """Whose widths have at most three decimals, as many as the browser tells Plotly: with others it draws twice."""
    scripts = [*(ROOT / "pages").glob("*.py"), *(ROOT / "reinforce_viz" / "ui").rglob("*.py")]
    found = [shares for path in scripts for shares in re.findall(r"columns\(\[([\d, ]+)\]", path.read_text())]
    assert found
    assert all(8 % sum(map(int, shares.split(","))) == 0 for shares in found)


def test_no_command_of_a_formula_runs_into_a_letter():
    # Strings that stand one after the other are one: a command at the end of the first takes the next one's letters.
    formulas = []
    for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "reinforce_viz/ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "latex":
                formulas += [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(formulas) > 5
    assert not [formula for formula in formulas if re.search(r"\\q?quad[A-Za-z]", str(formula))]
