"""The notebook runs, and shows what it gives when it is run."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """What each cell of code has printed and returned; what is printed may have come in pieces."""
    return [
        "".join(part.get("text") or part["data"]["text/plain"] for part in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_gives(path):
    fresh = read(path)
    NotebookClient(fresh, timeout=60, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    assert shown(fresh) == shown(read(path))


def test_reinforce_takes_ten_lines_and_finds_the_known_numbers():
    notebook = read(EXAMPLES / "reinforce_in_ten_lines.ipynb")
    (rule,) = [cell.source for cell in notebook.cells if cell.source.startswith("def reinforce(")]
    assert len(rule.splitlines()) == 10
    assert ast.parse(rule).body[0].name == "reinforce"
    everything = "\n".join(shown(notebook))
    # Total variances at K = 1 and K = 8, derived by hand and checked by listing every batch.
    for number in ("19.8182", "1.1688", "0.9310", "0.2296", "0.1758"):
        assert number in everything


def test_the_sections_on_ppo_grpo_and_kl_give_the_known_numbers():
    everything = "\n".join(shown(read(EXAMPLES / "reinforce_in_ten_lines.ipynb")))
    for number in (
        # Ratios of yes after 1, 4 and 64 epochs at a learning rate of 0.1, and after one and 64 at 2.
        *("1.1014", "1.2846", "1.247 ", "2.7645", "2.2163"),
        # Angles of GRPO's average step in the rare disaster at K = 2, 8 and 64, to two places.
        *("101.98°", "98.97°", "47.35°"),
        # KL, the means and variances of its estimates, and J where k2 and k3 end, at β = 1.
        *("1.0114", "0.7778", "18.2343", "7.8509", "7.3542"),
    ):
        assert number in everything
