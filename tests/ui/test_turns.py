"""One run after the other, whoever asked first."""

import threading
import time

from reinforce_viz.ui.turns import Turns


def all_at_once(turns: object, people: int = 8) -> tuple[int, list[int], list[int]]:
    """The most that were inside together, the order in which they asked, and in which they went in."""
    inside, most, asked, entered = 0, 0, [], []

    def visit(number: int) -> None:
        nonlocal inside, most
        asked.append(number)
        with turns:
            entered.append(number)
            inside += 1
            most = max(most, inside)
            time.sleep(0.02)
            inside -= 1

    threads = [threading.Thread(target=visit, args=[number]) for number in range(people)]
    for thread in threads:
        thread.start()
        time.sleep(0.002)  # so that they ask in this order
    for thread in threads:
        thread.join(10)
    return most, asked, entered


def test_one_at_a_time_in_the_order_of_asking():
    most, asked, entered = all_at_once(Turns())
    assert most == 1
    assert entered == asked


def test_without_turns_they_meet():
    assert all_at_once(threading.Semaphore(8))[0] > 1


def test_an_exception_ends_a_turn():
    turns = Turns()
    for _ in range(2):
        try:
            with turns:
                raise RuntimeError
        except RuntimeError:
            pass
    assert all_at_once(turns, 2)[0] == 1
