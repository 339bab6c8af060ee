"""Forgetting a person: their rows and blobs go, and then the bytes that deleting leaves behind."""

import sqlite3

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from burnish.errors import WriteFailed
from burnish.feedback.store import Forgotten
from burnish.learning.parts import HOUSE
from burnish.storage.arrivals import BLOB_LOCK_KEY, leave, let_go
from burnish.storage.blobs import Blobs
from burnish.storage.database import Database
from burnish.storage.fact_log import last_number
from burnish.storage.faults import told
from burnish.storage.tables import (
    ABOUT_A_PERSON,
    METADATA,
    arrivals,
    blob_references,
    offers,
    parts,
    photos,
    signals,
    workspaces,
)


def remove(connection: Connection, database: Database, workspace: str, person: str) -> Forgotten:
    """Delete the rows of a person, and say that the bytes that only they refer to are to go (`arrivals`).

    Photos are the workspace's and stay.
    """
    database.lock(connection, BLOB_LOCK_KEY)
    last_number(connection, workspace)
    affected = _affected(connection, workspace, person)
    digests = _unshared(connection, workspace, person)
    _leave(connection, workspace, person)
    gone = [_delete(connection, table, workspace, person) for table in (signals, offers, blob_references)]
    connection.execute(delete(parts).where(parts.c.workspace == workspace, parts.c.owner == person))
    for table in ABOUT_A_PERSON:
        _delete(connection, table, workspace, person)
    brought = (photos.c.workspace == workspace, photos.c.added_by == person)
    connection.execute(update(photos).where(*brought).values(added_by=""))
    look_again(connection, workspace)
    return Forgotten(signals=gone[0], offers=gone[1], blobs=tuple(digests), affected=affected)


def look_again(connection: Connection, workspace: str) -> None:
    """Let every process know that what it keeps of people in memory may be of somebody who was forgotten."""
    this = update(workspaces).where(workspaces.c.workspace == workspace)
    connection.execute(this.values(forgotten=workspaces.c.forgotten + 1))


def let_go_of(database: Database, blobs: Blobs, forgotten: Forgotten) -> None:
    """Let the bytes go that only they referred to. Raises WriteFailed where it is not known that all are gone."""
    try:
        let_go(database, blobs)
    except WriteFailed as error:
        raise WriteFailed(
            f"cannot finish forgetting ({_done(forgotten)}; forget again to finish): {error}"
        ) from error


def clean(database: Database, forgotten: Forgotten) -> None:
    """Leave no trace of deleted rows in the files. Raises WriteFailed when others keep it from being done.

    SQLite: VACUUM writes the file anew, and the write-ahead log is emptied (https://www.sqlite.org/wal.html).
    PostgreSQL: dead rows are freed; when the server reuses their bytes, and those of its log, is up to it.
    """
    with told(f"finish forgetting ({_done(forgotten)}; forget again to finish)", database.place):
        if not database.is_sqlite:
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ROLLBACK")  # pg8000 is still in the pool's ping
                named = ", ".join(sorted(METADATA.tables))
                connection.exec_driver_sql(f"VACUUM {named}")
            return
        with database.alone():
            database.patiently(lambda: _rewrite(database))
            database.patiently(lambda: _empty_log(database))


def _affected(connection: Connection, workspace: str, person: str) -> tuple[str, ...]:
    """Names of the house's parts that were saved since the person's first signal."""
    first = select(func.min(signals.c.number)).where(*_theirs(signals, workspace, person)).scalar_subquery()
    query = select(parts.c.name).where(
        parts.c.workspace == workspace, parts.c.owner == HOUSE, parts.c.through >= first
    )
    return tuple(sorted(connection.execute(query).scalars()))


def _leave(connection: Connection, workspace: str, person: str) -> None:
    """Say that what the person refers to is to go, unless others want it, and what they are bringing in.

    That goes once more when whoever is sending it has ended.
    """
    coming = select(arrivals.c.digest, arrivals.c.at_utc).where(*_theirs(arrivals, workspace, person))
    for row in connection.execute(coming).all():
        leave(connection, workspace, [row.digest], row.at_utc)
    named = select(blob_references.c.digest).where(*_theirs(blob_references, workspace, person))
    leave(connection, workspace, sorted(connection.execute(named).scalars()))


def _unshared(connection: Connection, workspace: str, person: str) -> list[str]:
    """Digests that nobody else refers to, in any workspace."""
    others = blob_references.alias()
    is_other = (others.c.person != person) | (others.c.workspace != workspace)
    shared = select(others.c.digest).where(others.c.digest == blob_references.c.digest, is_other)
    in_library = select(photos.c.id).where(photos.c.digest == blob_references.c.digest)
    query = select(blob_references.c.digest).where(
        *_theirs(blob_references, workspace, person), ~shared.exists(), ~in_library.exists()
    )
    return sorted(connection.execute(query).scalars())


def _delete(connection: Connection, table: Table, workspace: str, person: str) -> int:
    return connection.execute(delete(table).where(*_theirs(table, workspace, person))).rowcount


def _theirs(table: Table, workspace: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.workspace == workspace, table.c.person == person)


def _done(forgotten: Forgotten) -> str:
    said = (
        f"{forgotten.signals} signals, {forgotten.offers} offers and {len(forgotten.blobs)} blobs are removed"
    )
    parts_said = f", parts {list(forgotten.affected)!r} are affected" if forgotten.affected else ""
    return f"{said}{parts_said}, but their bytes may still be in its files"


def _rewrite(database: Database) -> None:
    database.outside("VACUUM")


def _empty_log(database: Database) -> None:
    """Move all of the write-ahead log into the file and cut it to nothing."""
    busy, *_ = database.outside("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise _Busy


class _Busy(sqlite3.OperationalError):
    """A reader is in the way, which the checkpoint says by its result and not by an error."""

    sqlite_errorcode = sqlite3.SQLITE_BUSY
