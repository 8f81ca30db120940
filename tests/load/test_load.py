"""A small crowd, small faults, and a little of what no browser sends: benchmarks/load.py does the same at full size."""

import asyncio
import math
import random
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from websockets.exceptions import ConnectionClosed

from deploy.ports import free_ports
from reinforce_viz.ui.navigation import PAGES
from tests.browser.driving import Server
from tests.load.crowd import FIRST, change, crowd, memory, somewhere
from tests.load.faults import lose_a_process, served_by, settings
from tests.load.fuzz import Fuzzed, all_keys, by_links, by_messages, fuzz
from tests.load.largest import largest
from tests.load.visitor import Answer, Visitor

PAGE = "trajectories"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def test_a_crowd_is_served_without_an_exception(server):
    load = crowd(server.url, ["check", PAGE], [server.pid], 6, ramp=0.5, warm=0, seconds=4, scattered=FIRST)
    felt, seconds = asyncio.run(load)
    assert not felt.exceptions
    assert not felt.errors
    assert len(felt.arrivals) == 6
    assert seconds > 0


@pytest.mark.parametrize(
    ("scattered", "moved", "seconds", "in_links"),
    [((), FIRST, 0, set()), (FIRST, FIRST, 0, {*FIRST}), ((), ("lr",), 3, {"lr"})],
)
def test_a_crowd_begins_where_it_is_said_to_and_moves_what_it_is_said_to(
    server, monkeypatch, scattered, moved, seconds, in_links
):
    links, leave = [], Visitor.leave
    monkeypatch.setattr(Visitor, "leave", lambda visitor: (links.append(visitor.link), leave(visitor))[1])
    asyncio.run(
        crowd(server.url, [PAGE], [server.pid], 4, ramp=0, warm=0, seconds=seconds, scattered=scattered, moved=moved)
    )
    assert len(links) == 4
    assert {key for link in links for key, _ in parse_qsl(link)} == in_links


def test_every_page_stands_whatever_its_visitors_change(server):
    async def visit(number: int, page: str) -> None:
        visitor, rng = Visitor(server.url, page), random.Random(number)
        answers = [await visitor.arrive()]
        await somewhere(visitor, rng)
        answers += [await change(visitor, rng) for _ in range(4)]
        await visitor.leave()
        assert not [text for answer in answers for text in answer.exceptions]
        assert all(answer.size for answer in answers)

    async def visits() -> None:
        await asyncio.gather(*(visit(number, page.name) for number, page in enumerate(PAGES)))

    asyncio.run(visits())


def test_a_visitor_is_served_what_it_has_chosen(server):
    async def visit() -> tuple[list[str], Visitor, Visitor]:
        first = Visitor(server.url, PAGE)
        await first.arrive()
        answer = await first.choose("k", ["16"])
        await first.choose("seed", 7.0)
        second = Visitor(server.url, PAGE, first.link)
        await second.arrive()
        await asyncio.gather(first.leave(), second.leave())
        return answer.texts, first, second

    texts, first, second = asyncio.run(visit())
    assert any("with K = 16" in text for text in texts)
    assert sorted(first.link.split("&")) == ["k=16", "seed=7.0"]
    assert settings(second) == settings(first)


def test_visitors_look_at_different_things(server):
    async def visit(seed: int) -> dict[str, object]:
        visitor, rng = Visitor(server.url, PAGE), random.Random(seed)
        await visitor.arrive()
        await somewhere(visitor, rng)
        await change(visitor, rng)
        await visitor.leave()
        return settings(visitor)

    seen = [asyncio.run(visit(seed)) for seed in range(3)]
    assert seen[0] != seen[1] != seen[2]


def test_links_that_make_no_sense_show_no_exception(server):
    keys = asyncio.run(all_keys(server.url))
    assert {"k", "preset", "beside", "versus", "run"} <= {*keys}
    result = asyncio.run(fuzz(by_links(keys), [server.url], [server.pid], 40, 60))
    assert result.sent
    assert not result.exceptions, result.exceptions
    assert not result.unanswered


def test_forged_messages_end_no_process_and_nobody_else_notices(server):
    async def visit() -> list[Answer]:
        visitor = Visitor(server.url, PAGE)
        answers = [await visitor.arrive()]
        for k in (8, 16, 32, 64):
            answers.append(await visitor.choose("k", [str(k)]))
            assert any(f"with K = {k}" in text for text in answers[-1].texts)
            await visitor.wait(1)
        await visitor.leave()
        return answers

    async def both() -> tuple[Fuzzed, list[Answer]]:
        return await asyncio.gather(fuzz(by_messages, [server.url], [server.pid], 60, 60), visit())

    result, answers = asyncio.run(both())
    assert result.sent
    assert not result.unanswered
    assert not [text for answer in answers for text in answer.exceptions]


def test_a_giant_message_closes_its_connection_and_no_other(server):
    async def visit() -> tuple[int | None, Visitor]:
        giant, other = Visitor(server.url, PAGE), Visitor(server.url, PAGE)
        await asyncio.gather(giant.arrive(), other.arrive())
        await giant.say(bytes(2_000_000))
        with pytest.raises(ConnectionClosed) as closed:
            await giant.wait(10)
        assert not (await other.choose("k", ["8"])).exceptions
        await other.leave()
        return closed.value.rcvd.code, other

    code, other = asyncio.run(visit())
    assert code == 1009  # message too big
    assert other.link == "k=8"


def test_sessions_that_come_and_go_leave_little_behind(server):
    async def wave() -> None:
        visitors = [Visitor(server.url, "check") for _ in range(20)]
        for visitor in visitors:
            await visitor.arrive()
        await asyncio.gather(*(visitor.leave() for visitor in visitors))

    asyncio.run(wave())
    before = memory([server.pid])
    for _ in range(3):
        asyncio.run(wave())
    assert memory([server.pid]) - before < 60  # MB; 60 sessions that were never given back would be at least 30


def test_a_killed_process_costs_a_reconnect_and_nothing_else():
    with served_by(2, next(free_ports(random.randrange(12_000, 30_000)))) as stack:
        lost = asyncio.run(lose_a_process(stack, PAGE, 6, 6))
    assert lost.sessions
    assert len(lost.served_again) == lost.sessions
    assert not lost.other_settings
    assert not lost.felt.trouble
    assert not math.isnan(lost.rejoined)


def test_the_largest_computation_fits_into_100_megabytes():
    name, megabytes = largest()
    assert 1 < megabytes < 100, name
