"""Bytes on their way in and out: no row refers to bytes that are not there, and none stay that nobody refers to.

In: that bytes are to come is written down, then they come, and only then does a row refer to them. Out: the rows go,
and with them it is written down that the bytes are to go; then those go, unless somebody refers to them again. What is
cut short in between is found by what was written down. Bytes travel while no lock is held; they are removed under the
lock, under which everybody looks whether they are wanted.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, delete, exists, or_, select

from burnish.storage.blobs import Blobs
from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.moments import kept
from burnish.storage.tables import arrivals, blob_references, photos
from burnish.storage.tenancy import everywhere

BLOB_LOCK_KEY = 0x6275_726E_0002

ABANDONED_AFTER = timedelta(hours=1)
"""Bytes that were brought in and are referred to by nothing for so long never will be: whoever did it was killed."""

LEAVING = ""
"""Stands where the person does, for bytes that are to go."""

AT_ONCE = kept(datetime(1970, 1, 1, tzinfo=UTC))
"""When bytes are to go that nobody can be sending any more."""

_TOGETHER = 500


def expect(connection: Connection, workspace: str, person: str, digest: str, at: datetime) -> None:
    """Say that bytes are to come for a person who does not refer to them; said before, it counts from now."""
    row = {"workspace": workspace, "digest": digest, "person": person}
    if not _is_there(connection, blob_references, row):
        new = insert_new(connection, arrivals).values(**row, at_utc=kept(at))
        again = new.on_conflict_do_update(index_elements=list(row), set_={"at_utc": new.excluded.at_utc})
        connection.execute(again)


def is_expected(connection: Connection, workspace: str, person: str, digest: str) -> bool:
    """Whether these bytes are to come for this person, or came."""
    row = {"workspace": workspace, "digest": digest, "person": person}
    return any(_is_there(connection, table, row) for table in (arrivals, blob_references))


def refer(connection: Connection, workspace: str, person: str, digest: str, *, ends: bool) -> bool:
    """Refer to bytes that came; False where that they were to come was forgotten meanwhile. `ends`: nobody waits on."""
    row = {"workspace": workspace, "digest": digest, "person": person}
    if not is_expected(connection, workspace, person, digest):
        return False
    connection.execute(insert_new(connection, blob_references).values(row).on_conflict_do_nothing())
    if ends:
        connection.execute(delete(arrivals).where(*(arrivals.c[name] == each for name, each in row.items())))
    return True


def give_up(connection: Connection, workspace: str, person: str, digest: str, at: datetime) -> None:
    """Say that bytes did not come, as far as is known: what came of them goes."""
    row = {"workspace": workspace, "digest": digest, "person": person}
    connection.execute(delete(arrivals).where(*(arrivals.c[name] == each for name, each in row.items())))
    leave(connection, workspace, [digest], kept(at))


def arrived(connection: Connection, workspace: str, person: str, digest: str) -> None:
    """From now on a photo's row refers to these bytes, if there is one; the reference that was made for it goes."""
    row = {"workspace": workspace, "person": person, "digest": digest}
    gone = delete(arrivals).where(*(arrivals.c[name] == value for name, value in row.items()))
    if connection.execute(gone).rowcount:
        made = (blob_references.c[name] == value for name, value in row.items())
        connection.execute(delete(blob_references).where(*made))


def leave(connection: Connection, workspace: str, digests: list[str], at: str = AT_ONCE) -> None:
    """Say that bytes are to go, if nobody wants them; `at`: since when nobody is sending them."""
    for digest in digests:
        row = {"workspace": workspace, "digest": digest, "person": LEAVING}
        new = insert_new(connection, arrivals).values(**row, at_utc=at)
        connection.execute(new.on_conflict_do_nothing())


def let_go(database: Database, blobs: Blobs, ended_before: str = AT_ONCE) -> None:
    """Remove bytes that are to go and that nobody wants. Safe to repeat, which finishes what failed.

    What somebody may be sending still is looked at again later.

    Raises:
        WriteFailed: some of them may be there still.
    """
    with everywhere():
        _let_go(database, blobs, ended_before)


def _let_go(database: Database, blobs: Blobs, ended_before: str) -> None:
    query = select(arrivals.c.workspace, arrivals.c.digest, arrivals.c.at_utc).where(
        arrivals.c.person == LEAVING
    )
    with database.reading() as connection:
        found = connection.execute(query).all()
    for first in range(0, len(found), _TOGETHER):
        with database.writing("remove pictures") as connection:
            database.lock(connection, BLOB_LOCK_KEY)
            some = found[first : first + _TOGETHER]
            keys = {
                blobs.key(row.workspace, row.digest)
                for row in some
                if not is_wanted(connection, row.digest, None if blobs.is_shared else row.workspace)
            }
            blobs.remove(keys)
            for row in some:
                if row.at_utc <= ended_before:
                    _went(connection, row.workspace, row.digest)


def sweep(database: Database, blobs: Blobs, now: datetime) -> int:
    """Let go of bytes that were brought in and are referred to by nothing; how many rows said so. Raises Failure."""
    ended = kept(now - ABANDONED_AFTER)
    with database.writing("sweep up after killed processes") as connection:
        database.lock(connection, BLOB_LOCK_KEY)
        abandoned = select(arrivals).where(arrivals.c.at_utc < ended, arrivals.c.person != LEAVING)
        found = connection.execute(abandoned).all()
        for row in found:
            arrived(connection, row.workspace, row.person, row.digest)
            leave(connection, row.workspace, [row.digest])
    let_go(database, blobs, ended)
    return len(found)


def is_referred_to(connection: Connection, digest: str, workspace: str | None = None) -> bool:
    """Whether anybody refers to these bytes, or a photo is made of them; in one workspace, or any."""
    found = (
        exists().where(
            table.c.digest == digest, *([] if workspace is None else [table.c.workspace == workspace])
        )
        for table in (blob_references, photos)
    )
    return bool(connection.execute(select(or_(*found))).scalar_one())


def is_wanted(connection: Connection, digest: str, workspace: str | None = None) -> bool:
    """Whether anybody refers to these bytes or is bringing them; in one workspace, or any."""
    here = [] if workspace is None else [arrivals.c.workspace == workspace]
    coming = exists().where(arrivals.c.digest == digest, arrivals.c.person != LEAVING, *here)
    return is_referred_to(connection, digest, workspace) or bool(
        connection.execute(select(coming)).scalar_one()
    )


def _went(connection: Connection, workspace: str, digest: str) -> None:
    here = (arrivals.c.workspace == workspace, arrivals.c.digest == digest)
    connection.execute(delete(arrivals).where(*here, arrivals.c.person == LEAVING))


def _is_there(connection: Connection, table: Table, row: dict[str, str]) -> bool:
    query = select(exists().where(*(table.c[name] == value for name, value in row.items())))
    return bool(connection.execute(query).scalar_one())
