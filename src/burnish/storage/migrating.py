"""Bringing a store to today's tables, whoever opens it first; a store from the future is refused."""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from burnish.errors import BadInput
from burnish.storage.database import Database
from burnish.storage.tables import REVISION

VERSION_TABLE = "burnish_store"
"""Where Alembic keeps the revision; not its usual name, so that others may use that in the same database."""

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK_KEY = 0x6275_726E_0001
_ALEMBIC = threading.Lock()  # its `context` and `op` are the whole process's


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that a store lacks. Processes that open it at once take turns, and one does the work.

    Raises:
        BadInput: the store was written by a newer Burnish, is damaged, or holds something else.
        WriteFailed: nothing was changed.
    """
    with database.reading("open a store") as connection:
        if _revision(connection, database) == REVISION:
            return
    with database.writing("make a store") as connection:
        database.lock(connection, _LOCK_KEY)
        if _revision(connection, database) != REVISION:
            _upgrade(connection)


def known_revisions() -> tuple[str, ...]:
    """The migrations that are shipped, by their numbers."""
    found = (each.name for each in (MIGRATIONS / "versions").glob("v*.py"))
    return tuple(sorted(name[1:].partition("_")[0] for name in found))


def _revision(connection: Connection, database: Database) -> str | None:
    """The store's revision, None for an empty database. Raises BadInput for one that is not ours."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and database.is_sqlite:
            raise BadInput(f"{database.place!r} holds something else: tables {sorted(tables)[:5]!r}")
        return None
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    if revision is not None and revision not in known_revisions():
        raise BadInput(
            f"{database.place!r} was written by a newer Burnish (store {revision!r}); "
            f"this one reads up to {REVISION!r}"
        )
    return revision


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")
