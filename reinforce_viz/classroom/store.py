"""Rounds and draws of a class, in a database that every process shares."""

from dataclasses import dataclass
from secrets import randbelow

from sqlalchemy import func, insert, select, update

from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import check_token
from reinforce_viz.classroom.following import Following
from reinforce_viz.classroom.queries import (
    add_round,
    count,
    find_answer,
    find_room,
    find_round,
    find_rounds,
    remove_rounds,
    update_current,
    update_room,
)
from reinforce_viz.classroom.rooms import MOST_PHONES
from reinforce_viz.engine.validation import check_integer
from reinforce_viz.lessons.classroom import BASELINES, Round, answers, estimate, stepped

MOST_ROUNDS = 200


@dataclass(frozen=True)
class Room:
    """A class as it is now."""

    code: str
    seed: int
    rewards: tuple[float, ...]  # [A]
    names: tuple[str, ...]  # [A]
    learning_rate: float
    rounds: tuple[Round, ...]  # at least one; the last is the current one
    guesses: tuple[int, ...]  # [A], how many phones have guessed each answer in the current round
    here: int  # phones that are there


@dataclass(frozen=True)
class Phone:
    """What a phone shows of a class."""

    seed: int  # of the room: another one once the class has started again
    number: int  # of the current round
    baseline: str  # of that round
    drawn: int | None  # the answer that the phone has drawn in this round, from 0 to A - 1
    guessed: int | None  # the answer that it has guessed


class Store(Following):
    """The classroom's database: rooms, the pages that they are shown, and their rounds.  Arguments as in `Rooms`."""

    def room(self, code: str) -> Room:
        """A room as it is now.

        Args:
            code: of the room.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            row = find_room(connection, code)
            rounds = find_rounds(connection, code)
            mine = schema.guesses.c
            guesses = select(mine.answer, func.count()).where(mine.code == code, mine.number == row.number)
            tally: dict[int, int] = {row[0]: row[1] for row in connection.execute(guesses.group_by(mine.answer))}
            here = self._here(connection, code)
        guessed = tuple(tally.get(answer, 0) for answer in range(len(row.rewards)))
        return Room(code, row.seed, tuple(row.rewards), tuple(row.names), row.learning_rate, rounds, guessed, here)

    def news(self, code: str) -> tuple[int, int]:
        """What a host asks often: a number that grows with each change of a room, and how many phones are there.

        Args:
            code: of the room.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            return int(find_room(connection, code).revision), self._here(connection, code)

    def phone(self, code: str, token: str) -> Phone:
        """What a phone shows of a room: what it asks every few seconds.

        Args:
            code: of the room.
            token: of the phone.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            room = find_room(connection, code)
            drawn, guessed = (find_answer(connection, kind, room, token) for kind in (schema.draws, schema.guesses))
            baseline = find_round(connection, room).baseline
        return Phone(room.seed, room.number, baseline, drawn, guessed)

    def draw(self, code: str, token: str) -> int:
        """Draw an answer for a phone that is here, or give it the one that it has drawn in this round already.

        Args:
            code: of the room.
            token: of the phone.

        Returns:
            The answer, from 0 to A − 1.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if the token is none, or MOST_PHONES have drawn in this round.
        """
        check_token(token)
        with self._database.writing() as connection:
            room = find_room(connection, code, lock=True)
            mine = find_answer(connection, schema.draws, room, token)
            if mine is not None:
                return mine
            now = find_round(connection, room)
            counts = list(now.counts)
            if sum(counts) >= MOST_PHONES:
                raise ValueError(f"draws must be at most {MOST_PHONES:,} in a round.")
            answer = int(answers(room.seed, room.number, now.probs, sum(counts) + 1)[-1])
            counts[answer] += 1
            drawn = {"code": code, "number": room.number, "token": token, "answer": answer}
            connection.execute(insert(schema.draws).values(drawn))
            connection.execute(update_current(room).values(counts=counts))
            self._changed(connection, code)
            return answer

    def guess(self, code: str, token: str, answer: int) -> None:
        """Note which answer a phone guesses in this round, in place of an earlier guess; once it has drawn, no more.

        Args:
            code: of the room.
            token: of the phone.
            answer: from 0 to A − 1.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if the token or the answer is none, or MOST_PHONES have guessed in this round.
        """
        check_token(token)
        with self._database.writing() as connection:
            room = find_room(connection, code, lock=True)
            check_integer("answer", answer, 0)
            if answer >= len(room.rewards):
                raise ValueError(f"answer must be less than {len(room.rewards)}, not {answer}.")
            if find_answer(connection, schema.draws, room, token) is not None:
                return
            mine = schema.guesses.c
            earlier = update(schema.guesses).where(mine.code == code, mine.number == room.number, mine.token == token)
            if not connection.execute(earlier.values(answer=answer)).rowcount:
                if count(connection, schema.guesses, mine.code == code, mine.number == room.number) >= MOST_PHONES:
                    raise ValueError(f"guesses must be at most {MOST_PHONES:,} in a round.")
                new = {"code": code, "number": room.number, "token": token, "answer": answer}
                connection.execute(insert(schema.guesses).values(new))
            self._changed(connection, code)

    def subtract(self, code: str, key: str, baseline: str) -> None:
        """Choose the baseline of the current round.

        Args:
            code: of the room.
            key: the host's.
            baseline: one of BASELINES.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if the baseline is none.
        """
        if baseline not in BASELINES:
            raise ValueError(f"baseline must be one of {', '.join(BASELINES)}, not {baseline!r}.")
        with self._as_host(code, key) as (connection, room):
            connection.execute(update_current(room).values(baseline=baseline))

    def step(self, code: str, key: str, number: int) -> None:
        """Move the policy for everybody by the class's estimate, and begin the next round.

        Args:
            code: of the room.
            key: the host's.
            number: of the round that ends; nothing happens if another one is the current one, so that pressing twice
                is one step.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if nothing has been drawn, or there have been too many rounds.
        """
        with self._as_host(code, key) as (connection, room):
            if room.number != number:
                return
            if number >= MOST_ROUNDS:
                raise ValueError(f"rounds must be at most {MOST_ROUNDS}: start again to go on.")
            past = find_rounds(connection, code)
            now, before = past[-1], past[-2] if len(past) > 1 else None
            probs = stepped(now.probs, estimate(now, before, room.rewards), room.learning_rate)
            add_round(connection, code, number + 1, probs, now.baseline)
            connection.execute(update_room(code).values(number=number + 1))

    def undo(self, code: str, key: str, number: int) -> None:
        """Go back to before the last step: its round takes draws again.

        Nothing happens in the first round, or if another one is the current one.

        Args:
            code: of the room.
            key: the host's.
            number: of the current round, which is removed.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._as_host(code, key) as (connection, room):
            if room.number == number > 1:
                remove_rounds(connection, code, schema.rounds.c.number == number)
                connection.execute(update_room(code).values(number=number - 1))

    def start_again(self, code: str, key: str) -> None:
        """Back to the first policy, with other random numbers.

        Args:
            code: of the room.
            key: the host's.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._as_host(code, key) as (connection, _):
            first = find_rounds(connection, code)[0]
            remove_rounds(connection, code)
            add_round(connection, code, 1, first.probs, first.baseline)
            connection.execute(update_room(code).values(number=1, seed=randbelow(2**31)))
