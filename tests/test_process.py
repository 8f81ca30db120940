import gc
import weakref
from itertools import count

from reinforce_viz.ui import process


class Knot:
    """Something that only the garbage collector can take away."""

    def __init__(self):
        self.itself = self


def test_what_lives_on_is_out_of_sight_and_looked_through_again_after_so_many_runs(monkeypatch):
    monkeypatch.setattr(process, "_run", count(1))  # the next look is RUNS − 1 runs away
    knot = Knot()
    gone = weakref.ref(knot)
    process.spare_the_collector()
    del knot
    gc.collect()
    assert gone() is not None
    for _ in range(process.RUNS - 2):
        process.spare_the_collector()
    assert gone() is not None
    process.spare_the_collector()
    assert gone() is None
