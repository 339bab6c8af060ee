"""Bringing a store to today's tables, whoever opens it first; beside newer ones, as long as the store says so.

Servers of two versions share a store while one takes the other's place. So a migration only adds (expand), and what it
makes needless is taken away by a later one (contract), which raises the store's compatibility: the least number that a
Burnish has to have to use it. An older Burnish leaves a newer store's tables as they are, and uses those it knows.
"""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from burnish.errors import BadInput
from burnish.storage.database import Database
from burnish.storage.tables import COMPATIBILITY, REVISION

VERSION_TABLE = "burnish_store"
"""Where Alembic keeps the revision, beside what it asks of whoever uses the store; not Alembic's usual name, so that
others may use that in the same database."""

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK_KEY = 0x6275_726E_0001
_ALEMBIC = threading.Lock()  # its `context` and `op` are the whole process's


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that a store lacks. Processes that open it at once take turns, and one does the work.

    A store that is newer and says that it can be used all the same stays as it is.

    Raises:
        BadInput: the store was written by a newer Burnish that asks for more, is damaged, or holds something else.
        WriteFailed: nothing was changed.
    """
    with database.reading("open a store") as connection:
        if not _is_older(connection, database):
            return
    with database.writing("make a store") as connection:
        database.lock(connection, _LOCK_KEY)
        if _is_older(connection, database):
            _upgrade(connection)


def check_compatible(database: Database) -> None:
    """Look whether an open store can still be used: somebody may have brought it further since.

    Raises:
        BadInput: by now it asks for a newer Burnish.
        Failure: the database does not answer.
    """
    with database.reading("look whether a store is well") as connection:
        revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
        _check(connection, revision, database.place)


def known_revisions() -> tuple[str, ...]:
    """The migrations that are shipped, by their numbers."""
    found = (each.name for each in (MIGRATIONS / "versions").glob("v*.py"))
    return tuple(sorted(name[1:].partition("_")[0] for name in found))


def _is_older(connection: Connection, database: Database) -> bool:
    """Whether a store lacks migrations; an empty database lacks all. Raises BadInput for one that is not ours."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and database.is_sqlite:
            raise BadInput(f"{database.place!r} holds something else: tables {sorted(tables)[:5]!r}")
        return True
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    _check(connection, revision, database.place)
    return revision is None or (revision in known_revisions() and revision != REVISION)


def _check(connection: Connection, revision: str | None, place: str) -> None:
    """Raise BadInput for a store that is newer, unless it says that this Burnish can use it."""
    if revision is None or revision in known_revisions():
        return
    asked: int | None = None
    if "compatibility" in {each["name"] for each in inspect(connection).get_columns(VERSION_TABLE)}:
        query = text(f"SELECT compatibility FROM {VERSION_TABLE}")
        asked = connection.execute(query).scalar_one()
    if asked is None or asked > COMPATIBILITY:
        raise BadInput(
            f"{place!r} was written by a newer Burnish (store {revision!r}); "
            f"this one reads up to {REVISION!r}"
        )


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")
