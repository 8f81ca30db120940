"""The tables that store classes, and how they are made."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    func,
    select,
)

VERSION = 2
LOCK = 20_260  # any number of our own, for whichever process makes the tables
metadata = MetaData()

schema = Table("classroom_schema", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

rooms = Table(
    "classroom_rooms",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("host_key", String(64), nullable=False),  # a fingerprint
    Column("used", Float, nullable=False, index=True),  # seconds since 1970, of the last use
    Column("revision", BigInteger, nullable=False),  # one more with each change
    Column("seed", BigInteger, nullable=False),
    Column("rewards", JSON, nullable=False),  # [A]
    Column("names", JSON, nullable=False),  # [A]
    Column("learning_rate", Float, nullable=False),
    Column("number", Integer, nullable=False),  # of the current round
    Column("page", String(2_000), nullable=False),  # that the projector shows, with its settings; empty before that
)

rounds = Table(
    "classroom_rounds",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("probs", JSON, nullable=False),  # [A], the policy that the round draws from
    Column("baseline", String(20), nullable=False),
    Column("counts", JSON, nullable=False),  # [A]
    ForeignKeyConstraint(["code"], ["classroom_rooms.code"], ondelete="CASCADE"),
)


def _answers(name: str) -> Table:
    """A table with at most one answer for each phone and round; a phone is an opaque token that it has made."""
    return Table(
        name,
        metadata,
        Column("code", String(8), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("token", String(64), primary_key=True),
        Column("answer", Integer, nullable=False),
        ForeignKeyConstraint(
            ["code", "number"], ["classroom_rounds.code", "classroom_rounds.number"], ondelete="CASCADE"
        ),
    )


draws = _answers("classroom_draws")  # so that nobody draws twice
guesses = _answers("classroom_guesses")

# What phones guess on the pages of the story, at most once on each.
page_guesses = Table(
    "classroom_page_guesses",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("page", String(40), primary_key=True),
    Column("token", String(64), primary_key=True),
    Column("choice", Integer, nullable=False),  # its place on the page
    ForeignKeyConstraint(["code"], ["classroom_rooms.code"], ondelete="CASCADE"),
)

# Which phones are in the room.
phones = Table(
    "classroom_phones",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("token", String(64), primary_key=True),
    Column("seen", Float, nullable=False),  # seconds since 1970
    ForeignKeyConstraint(["code"], ["classroom_rooms.code"], ondelete="CASCADE"),
)


def create(connection: Connection) -> None:
    """Make the tables that are missing.

    Args:
        connection: in a transaction.

    Raises:
        RuntimeError: if the database holds those of another version.
    """
    if connection.dialect.name == "postgresql":  # several processes may begin at once; SQLite's have to wait anyway
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    schema.create(connection, checkfirst=True)
    found = connection.execute(select(schema.c.version)).scalar()
    if found is not None and found < VERSION:
        metadata.drop_all(connection)
        found = None
    metadata.create_all(connection)
    if found is None:
        connection.execute(schema.insert().values(version=VERSION))
    elif found != VERSION:
        raise RuntimeError(
            f"the classroom's database has tables of version {found}, and this program needs version {VERSION}: "
            "name another database in CLASSROOM_DATABASE, or remove the old one."
        )
