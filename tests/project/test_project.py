"""What a fresh clone relies on: exact versions, and the commands that the README promises."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"[\w.-]+==[\w.]+")


def requirements(name: str) -> list[str]:
    """The packages a requirements file asks for, without comments and options."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    return [line for line in lines if line and not line.startswith("-")]


@pytest.mark.parametrize("name", [*sorted(path.name for path in ROOT.glob("requirements*.txt")), "constraints.txt"])
def test_every_version_is_exact(name):
    loose = [line for line in requirements(name) if not PIN.match(line)]
    assert not loose


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_constraints_agree_with_what_they_constrain(name):
    pins = {PIN.match(line)[0] for line in requirements(name)}
    assert pins <= set(requirements("constraints.txt"))


@pytest.mark.parametrize("target", ["run", "serve", "test", "lint", "check", "bench", "pictures", "browser", "help"])
def test_make_has_the_target_and_names_it_in_its_help(target):
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert target == "run" or re.search(rf"^# make {target} ", makefile, re.MULTILINE)


def test_columns_are_eighths_of_the_page():
    """Whose widths have at most three decimals, as many as the browser tells Plotly: with others it draws twice."""
    scripts = [*(ROOT / "pages").glob("*.py"), *(ROOT / "reinforce_viz" / "ui").glob("*.py")]
    found = [shares for path in scripts for shares in re.findall(r"columns\(\[([\d, ]+)\]", path.read_text())]
    assert found
    assert all(8 % sum(map(int, shares.split(","))) == 0 for shares in found)
