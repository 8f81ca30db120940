"""How a run is written into a link and read from one."""

import re
import tracemalloc

import pytest

from reinforce_viz import ESTIMATORS
from reinforce_viz.lessons.one_update import LONGEST_RUN, MadeWith
from reinforce_viz.ui.run_link import made_with, read_run, write_run

NONE = MadeWith("none")


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("none~1", (NONE,)),
        ("none~2_optimal~1", (NONE, NONE, MadeWith("optimal"))),
        ("constant~-4.5~2", (MadeWith("constant", -4.5),) * 2),
        ("leave-one-out~1_running mean~0~1", (MadeWith("leave-one-out"), MadeWith("running mean", 0.0))),
        ("", ()),
    ],
)
def test_a_run_is_written_in_short_and_read_again(text, run):
    assert write_run(run) == text
    assert read_run(text) == run


@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_baseline_can_be_part_of_a_run(name):
    run = (NONE, made_with(name, 2.5), made_with(name, 2.5), NONE)
    assert read_run(write_run(run)) == run


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "none~",
        "none~-1",
        "none~1.5",
        "none~1_",
        "_none~1",
        "nothing~1",
        "none~1__none~1",
        "constant~11~1",
        "constant~nan~1",
        "constant~1e3~1",
        "none~51",
        "none~30_optimal~30",
        "none~999999999999",
        "none~١",
        "~1",
        "~~",
        "None~1",
        "none~1 ",
        "<script>~1",
        "_" * 10_000,
        "_".join(["none~50"] * 2),
    ],
)
def test_what_is_no_run_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        read_run(text)


def test_a_link_of_megabytes_is_given_up_at_the_first_update_too_many():
    tracemalloc.start()
    with pytest.raises(ValueError, match="none~50"):
        read_run("_".join(["none~50"] * 100_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20e6  # the parts of the text; all the updates that they name would be 5,000,000


def test_the_longest_run_can_be_read():
    assert len(read_run(f"none~{LONGEST_RUN}")) == LONGEST_RUN


def test_a_b_without_a_use_is_set_aside():
    assert made_with("none", 5.0) == NONE
    assert read_run("none~5~1") == (NONE,)
    assert made_with("optimal plus b", 5.0).b == 5.0
