"""The page that a class's projector shows, and what the class guesses on the pages of the story."""

from sqlalchemy import func, insert, select, update

from reinforce_viz.classroom import schema
from reinforce_viz.classroom.codes import check_token
from reinforce_viz.classroom.queries import count, find_room, update_room
from reinforce_viz.classroom.rooms import MOST_PHONES, Rooms
from reinforce_viz.engine.validation import check_integer

LONGEST_PAGE = 2_000  # characters of a page with its settings
MOST_CHOICES = 20


class Following(Rooms):
    """Rooms that follow their projector from page to page.  Arguments as in `Rooms`."""

    def show(self, code: str, key: str, page: str) -> None:
        """Note which page the projector shows.

        Args:
            code: of the room.
            key: the host's.
            page: the end of its link: the page's name, and after a question mark its settings.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
            ValueError: if the page is longer than LONGEST_PAGE.
        """
        if len(page) > LONGEST_PAGE:
            raise ValueError(f"page must be at most {LONGEST_PAGE:,} characters long, not {len(page):,}.")
        with self._as_host(code, key) as (connection, _):
            connection.execute(update_room(code).values(page=page))

    def shown(self, code: str) -> str:
        """The page that the projector shows, as `show` was told; empty before that.

        Args:
            code: of the room.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            return str(find_room(connection, code).page)

    def followed(self, code: str, token: str, page: str) -> tuple[str, int | None]:
        """What a phone on a page asks every few seconds.

        Args:
            code: of the room.
            token: of the phone.
            page: the name of the one that it shows.

        Returns:
            The page that the projector shows, as `shown` says it, and the phone's guess on its own page, None if the
            class knows none.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no room, or no database.
        """
        with self._database.reading() as connection:
            shown = str(find_room(connection, code).page)
            mine = schema.page_guesses.c
            found = select(mine.choice).where(mine.code == code, mine.page == page, mine.token == token)
            guess: int | None = connection.execute(found).scalar()
            return shown, guess

    def guess_on(self, code: str, token: str, page: str, choice: int) -> None:
        """Note what a phone guesses on a page, in place of an earlier guess.

        Args:
            code: of the room.
            token: of the phone.
            page: its name.
            choice: the place of the choice on that page, from 0.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no room, or no database.
            ValueError: if the token or the choice is none, or the room is full.
        """
        check_token(token)
        check_integer("choice", choice, 0)
        if choice >= MOST_CHOICES:
            raise ValueError(f"choice must be less than {MOST_CHOICES}, not {choice}.")
        with self._database.writing() as connection:
            find_room(connection, code, lock=True)
            mine = schema.page_guesses.c
            here = mine.code == code, mine.page == page
            earlier = update(schema.page_guesses).where(*here, mine.token == token)
            if not connection.execute(earlier.values(choice=choice)).rowcount:
                if count(connection, schema.page_guesses, *here) >= MOST_PHONES:
                    raise ValueError(f"guesses must be at most {MOST_PHONES:,} on a page.")
                new = {"code": code, "page": page, "token": token, "choice": choice}
                connection.execute(insert(schema.page_guesses).values(new))
            self._changed(connection, code)

    def guesses_on(self, code: str, page: str) -> tuple[dict[int, int], int]:
        """How many phones have made each guess on a page.

        Args:
            code: of the room.
            page: its name.

        Returns:
            The number of phones by the choice's place, from 0, and how many phones are there.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._database.reading() as connection:
            find_room(connection, code)
            mine = schema.page_guesses.c
            found = select(mine.choice, func.count()).where(mine.code == code, mine.page == page)
            tally = {row[0]: row[1] for row in connection.execute(found.group_by(mine.choice))}
            return tally, self._here(connection, code)

    def ask_again(self, code: str, key: str, page: str) -> None:
        """Forget what the class has guessed on a page.

        Args:
            code: of the room.
            key: the host's.
            page: its name.

        Raises:
            NoRoomError, DatabaseUnavailableError: if there is no such room, or no database.
        """
        with self._as_host(code, key) as (connection, _):
            mine = schema.page_guesses.c
            connection.execute(schema.page_guesses.delete().where(mine.code == code, mine.page == page))
