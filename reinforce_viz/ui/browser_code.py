"""The files of components/, which run in the browser."""

from pathlib import Path

FOLDER = Path(__file__).with_name("components")


def read(*names: str) -> str:
    """The text of some files, one after the other.

    Args:
        names: of files in components/.
    """
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)
