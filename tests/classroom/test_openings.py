"""How many classes an address may open."""

import random

import pytest

from reinforce_viz.classroom.openings import HOUR, MOST, Openings
from reinforce_viz.classroom.rooms import LIFETIME, MOST_ROOMS


def test_an_address_opens_so_many_classes_an_hour_and_another_one_as_many():
    now = [0.0]
    openings = Openings(lambda: now[0])
    for minute in range(MOST):
        now[0] = 60.0 * minute
        openings.count("192.0.2.1")
    with pytest.raises(ValueError, match=f"classes must be at most {MOST} an hour from one address"):
        openings.count("192.0.2.1")
    openings.count("192.0.2.2")
    # An hour after its first one there is room for one more, and no more than that.
    now[0] = HOUR + 1.0
    openings.count("192.0.2.1")
    with pytest.raises(ValueError, match="at most"):
        openings.count("192.0.2.1")


def test_any_hour_has_at_most_so_many():
    now, rng = [0.0], random.Random(1)
    openings, opened = Openings(lambda: now[0]), []
    for _ in range(2_000):
        now[0] += rng.expovariate(1 / 40)
        within = sum(when > now[0] - HOUR for when in opened)
        try:
            openings.count("here")
            opened.append(now[0])
            assert within < MOST
        except ValueError:
            assert within == MOST


def test_eleven_processes_let_no_address_open_all_classes_that_there_may_be():
    assert 11 * MOST * LIFETIME / HOUR < MOST_ROOMS


def test_no_address_is_held_and_what_is_old_is_forgotten():
    now = [0.0]
    openings = Openings(lambda: now[0])
    openings.count("192.0.2.1")
    assert "192.0.2.1" not in repr(vars(openings))
    now[0] = HOUR + 1.0
    openings.count("192.0.2.2")
    assert len(next(each for each in vars(openings).values() if isinstance(each, dict))) == 1
