"""Every module, class and function says what it is, and what it takes."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = sorted(
    path for folder in ("reinforce_viz", "deploy") for path in (ROOT / folder).rglob("*.py") if path.read_text().strip()
)
SCRIPTS = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
# Functions of one signature, which stands once beside their type.
RULES = {"advantages.py", "credits.py"}
# What an experiment is, need not be said each time.
KNOWN = ("self", "experiment")


def named(path):
    return str(path.relative_to(ROOT))


def public(path):
    """The public functions and classes of a module, and the public methods of these classes."""
    body = ast.parse(path.read_text()).body
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            for inner in node.body if isinstance(node, ast.ClassDef) else []:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield inner


def arguments(node):
    """The names that a function takes, or the `__init__` of a class that has one."""
    if isinstance(node, ast.ClassDef):
        makers = [inner for inner in node.body if isinstance(inner, ast.FunctionDef) and inner.name == "__init__"]
        return arguments(makers[0]) if makers else []
    given = [*node.args.args, node.args.vararg, *node.args.kwonlyargs, node.args.kwarg]
    return [each.arg for each in given if each and each.arg not in KNOWN]


@pytest.mark.parametrize("path", [*SCRIPTS, *LIBRARY], ids=named)
def test_every_module_and_public_name_says_what_it_is(path):
    about = ast.get_docstring(ast.parse(path.read_text()))
    assert about
    assert "?" not in about.splitlines()[0]
    assert not [node.name for node in public(path) if not ast.get_docstring(node)]


@pytest.mark.parametrize("path", [path for path in LIBRARY if path.name not in RULES], ids=named)
def test_every_public_name_says_what_it_takes(path):
    for node in public(path):
        said = ast.get_docstring(node)
        if "Arguments as in `" in said:
            continue
        section = re.search(r"^Args:\n((?:    .*\n?|\n)+)", said, re.MULTILINE)
        told = re.findall(r"^    ([\w, ]+):", section[1], re.MULTILINE) if section else []
        told = [each for group in told for each in group.split(", ") if each not in KNOWN]
        assert told == arguments(node), node.name
