"""What a server process does once, and what it leaves undone after every run."""

import gc
import tomllib
from pathlib import Path

from reinforce_viz.ui import process


def test_what_has_been_imported_is_out_of_the_collectors_sight():
    gc.unfreeze()
    process.settle.cache_clear()
    process.settle()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    process.settle()  # once only: what comes later may go
    assert gc.get_freeze_count() == frozen


def test_nothing_is_collected_after_every_run():
    config = Path(__file__).parent.parent / ".streamlit" / "config.toml"
    assert tomllib.loads(config.read_text(encoding="utf-8"))["runner"]["postScriptGC"] is False
