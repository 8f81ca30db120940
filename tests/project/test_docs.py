"""README and docs/: short enough to read, and what they name is there."""

import doctest
import re
from pathlib import Path

import pytest

from reinforce_viz.ui.navigation import PAGES

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES = re.compile(r"`([\w.-]*(?:/[\w.<>-]*)+|[\w.-]+\.(?:py|toml|txt|md|cfg|env))`")
NOT_THERE_AT_FIRST = {"deploy/.env"}


def map_of_folders() -> set[str]:
    """The paths that the map in docs/developing.md draws by indenting."""
    text = (ROOT / "docs" / "developing.md").read_text()
    found, above = set(), []
    for line in re.search(r"```\n(.*?)```", text, re.DOTALL)[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        if depth <= len(above):  # a line that goes on has no name
            above = [*above[:depth], line.split()[0]]
            found.add("".join(above))
    return found


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


def test_the_readme_lists_every_page_with_its_question():
    rows = re.findall(r"^\| \[(\w+)\]\(pages/\1\.py\) \| ([^?]+\?)", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert rows == [(page.name, page.question) for page in PAGES]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(path):
    for name in {*FILES.findall(path.read_text())} - NOT_THERE_AT_FIRST:
        assert [*ROOT.glob(name.replace("<page>", "*"))], name


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_within_the_project_leads_somewhere(path):
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text())
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_the_map_has_every_folder_of_the_library_and_every_folder_at_the_top():
    library = {f"{folder.relative_to(ROOT)}/" for folder in (ROOT / "reinforce_viz").rglob("*") if folder.is_dir()}
    pages = {f"reinforce_viz/figures/{path.stem}/" for path in (ROOT / "pages").glob("*.py")}
    top = {f"{folder.name}/" for folder in ROOT.iterdir() if folder.is_dir() and folder.name[0] != "."} | {".ci/"}
    made_by_tools = {name for name in library | top if name.endswith(("__pycache__/", ".egg-info/", "build/"))}
    drawn = map_of_folders()
    folders = {name for name in drawn if name.endswith("/")}
    assert {name for name in folders if not name.startswith("tests/") or name == "tests/"} == (
        (library | top) - pages - made_by_tools
    )
    assert all((ROOT / name).exists() for name in drawn)


def test_every_picture_is_shown_somewhere():
    text = "".join(path.read_text() for path in DOCS)
    assert not [picture.name for picture in (ROOT / "docs").glob("*.png") if f"{picture.name})" not in text]


def test_the_python_in_the_readme_gives_what_it_says():
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 3
    assert result.failed == 0


def test_every_source_that_the_code_names_is_listed():
    listed = (ROOT / "docs" / "sources.md").read_text().split("\n- ")
    code = "".join(path.read_text() for path in (ROOT / "reinforce_viz").rglob("*.py"))
    cited = set(re.findall(r"([A-Z][\wé'-]+)(?: et al\.)?,? \(?((?:19|20)\d\d)\b", code))
    assert ("Williams", "1992") in cited
    missing = [source for source in cited if not any(all(part in entry for part in source) for entry in listed)]
    assert not missing
