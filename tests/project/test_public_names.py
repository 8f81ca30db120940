"""What `import reinforce_viz` needs, and what it gives."""

import doctest
import inspect
import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import reinforce_viz as rv

ROOT = Path(__file__).parents[2]
# Everything but NumPy and what comes with Python is refused.
IMPORT = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"reinforce_viz", "numpy", *sys.stdlib_module_names}:
            raise ImportError(f"{name} is not installed")
sys.meta_path.insert(0, Refused())
import reinforce_viz as rv
print(rv.moments("leave-one-out", (0.3, 0.5, 0.2), (8.0, 3.0, 5.0), 8).total_variance)
try:
    from reinforce_viz import tables
except ImportError as error:
    print(error)
"""


def test_the_engine_needs_numpy_alone_and_the_tables_say_that_they_need_pandas():
    told = subprocess.run([sys.executable, "-c", IMPORT], cwd=ROOT, capture_output=True, text=True, check=True)
    variance, lack = told.stdout.splitlines()
    assert abs(float(variance) - 0.229593) < 1e-6
    assert lack == "pandas is not installed"


def test_the_tables_are_a_public_name_with_a_file_for_each_page():
    from reinforce_viz import tables

    pages = {path.stem for path in (ROOT / "reinforce_viz" / "export" / "tables").glob("*.py")} - {"__init__"}
    assert set(tables.__all__) == pages
    assert pages == {path.stem for path in (ROOT / "pages").glob("*.py")} - {"check"}


PUBLIC = {name: getattr(rv, name) for name in rv.__all__}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if inspect.isfunction(value)}


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if callable(value)])
def test_every_public_name_says_what_it_is(name):
    # A dataclass without a docstring is given its own signature for one.
    assert PUBLIC[name].__doc__
    assert not PUBLIC[name].__doc__.startswith(f"{name}(")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_says_what_it_takes_gives_and_refuses(name):
    text = inspect.getdoc(FUNCTIONS[name])
    signature = inspect.signature(FUNCTIONS[name])
    sections = dict(re.findall(r"^(Args|Returns|Raises):\n((?:    .*\n?|\n)+)", text, re.MULTILINE))
    described = re.findall(r"^    ([\w, ]+):", sections["Args"], re.MULTILINE)
    assert [each for group in described for each in group.split(", ")] == [*signature.parameters]
    # The first sentence says what a single number is, and a class what its fields are.
    given = signature.return_annotation
    assert "Returns" in sections or given is float or is_dataclass(given)
    # An experiment has refused what is wrong when it was made.
    taken = {parameter.annotation for parameter in signature.parameters.values()}
    assert taken == {rv.Experiment} or "ValueError" in sections["Raises"]


# An average and a draw need none.
WITHOUT_SOURCE = {"expected_reward", "sample_responses"}


def test_every_public_function_says_where_its_formula_is_from():
    dated = {name for name, value in FUNCTIONS.items() if re.search(r"\b(19|20)\d\d\b", str(value.__doc__))}
    assert FUNCTIONS.keys() - dated == WITHOUT_SOURCE


def test_every_public_name_has_an_example_and_the_examples_run():
    path = ROOT / "docs" / "library.md"
    text = path.read_text()
    examples = "\n".join(line for line in text.splitlines() if line.startswith((">>>", "...")))
    assert not [name for name in rv.__all__ if not re.search(rf"rv\.{name}\b", text)]
    # What is not a type is in an example itself; a type is what one gives.
    types = {name for name, value in PUBLIC.items() if inspect.isclass(value)}
    assert not [name for name in PUBLIC.keys() - types if not re.search(rf"rv\.{name}\b", examples)]
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testfile(str(path), module_relative=False, optionflags=options)
    assert result.attempted > len(FUNCTIONS)
    assert result.failed == 0
