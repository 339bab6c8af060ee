"""Copying a store into another, from SQLite or PostgreSQL to either: whole or not at all, and again from where it was.

The source is seen at one moment. Bytes go first: without rows that name them they are nothing. Rows arrive beside the
target's tables, where each is compared with the source's row of that key, so that an interrupted copy goes on whatever
changed at the source meanwhile. Then they move in by one transaction, which commits only when the target's own tables
were read row by row and are what the source was.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, literal, select, text, tuple_

from burnish.errors import BadInput, Canceled, WriteFailed
from burnish.storage.comparing import Difference, differences, first_difference
from burnish.storage.database import Database
from burnish.storage.digests import StoreDigest, TableDigest
from burnish.storage.faults import told
from burnish.storage.held_bytes import BytesDigest, Named, bytes_digest, folders_of, places_of
from burnish.storage.incoming import Incoming, drop_incoming, open_incoming
from burnish.storage.reading_only import snapshot
from burnish.storage.sql import SqlStore
from burnish.storage.tenancy import see_all_rows
from burnish.storage.traveling import RESTING, lines, traveling_tables

WRITTEN_AT_ONCE = 500
"""Rows that arrive by one transaction."""

TOLD_EVERY = 20_000
"""Rows or files between two lines of progress."""


@dataclass(frozen=True)
class Copied:
    """What a copy did, and what both stores hold now."""

    store: StoreDigest
    was_there: bool
    """Whether the target held it all before."""
    arrived: int
    """Rows that this run brought; fewer than there are where it went on with an interrupted one."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"was_there": self.was_there, "arrived": self.arrived, **self.store.document()}


@dataclass(frozen=True)
class _Watch:
    """Who is told, and who may stop it."""

    tell: Callable[[str], None]
    is_canceled: Callable[[], bool]

    def go_on(self, count: int = 0, what: str = "") -> None:
        """Raise Canceled where nobody wants it any more; tell how far it is now and then."""
        if self.is_canceled():
            raise Canceled(
                "the copy was stopped; nobody sees any of it, and the same command goes on with it"
            )
        if count and count % TOLD_EVERY == 0:
            self.tell(f"{what}: {count:_}")


def copy_store(
    source: SqlStore, target: SqlStore, tell: Callable[[str], None], is_canceled: Callable[[], bool]
) -> Copied:
    """Bring everything that travels (`traveling`) into a target that is empty, or that holds the very same already.

    The source is only read. Killed at any point, nobody sees any of it, and the next run goes on with it.

    Raises:
        BadInput: the target holds something else; nothing of it was changed. Or something at the source is damaged.
        Canceled, WriteFailed: it is not copied; the next run goes on.
    """
    watch = _Watch(tell, is_canceled)
    with snapshot(source.database) as reading:
        there = _held(target.database, reading)
        held = _bring_bytes(source, target, reading, watch)
        if there is None:
            tables, arrived = _bring_rows(target, reading, watch)
        else:
            tables, arrived = there, 0
    drop_incoming(target)
    return Copied(StoreDigest(tables, held), was_there=there is not None, arrived=arrived)


def copy_rows(
    reading: Connection, target: SqlStore, tell: Callable[[str], None], is_canceled: Callable[[], bool]
) -> tuple[TableDigest, ...]:
    """Bring what a snapshot sees into a target that is empty, without the bytes that rows name; as `copy_store`."""
    tables, _ = _bring_rows(target, reading, _Watch(tell, is_canceled))
    drop_incoming(target)
    return tables


def holds_already(source: SqlStore, target: SqlStore) -> bool:
    """Whether a target holds every row of the source; False where it is empty. Raises BadInput for anything else."""
    with snapshot(source.database) as reading:
        return _held(target.database, reading) is not None


def _bring_rows(target: SqlStore, reading: Connection, watch: _Watch) -> tuple[tuple[TableDigest, ...], int]:
    """Digests of the tables, and how many rows this run brought."""
    incoming = open_incoming(target)
    try:
        arrived = sum(_arrive(incoming, table, reading, watch) for table in traveling_tables())
        return _move_in(incoming, reading, watch), arrived
    finally:
        incoming.database.close()


def _held(database: Database, reading: Connection) -> tuple[TableDigest, ...] | None:
    """Digests of a target's tables where it holds what the source does; None where it is empty. Raises BadInput."""
    with snapshot(database) as connection:
        if _is_empty(connection) and not _is_empty(reading):
            return None
        difference, digests = first_difference(reading, connection)
    if difference is not None:
        raise BadInput(
            f"{database.place!r} holds something else: {difference.words('at the source', 'there')}; "
            "a store that is empty is needed"
        )
    return digests


def _is_empty(connection: Connection) -> bool:
    return all(
        connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None
        for table in traveling_tables()
    )


def _bring_bytes(source: SqlStore, target: SqlStore, reading: Connection, watch: _Watch) -> BytesDigest:
    folders, count = folders_of(target), 0

    def bring(named: Named) -> None:
        nonlocal count
        count += 1
        watch.go_on(count, "files")
        if named.data is not None:
            blobs = folders[named.folder]
            for workspace in places_of(blobs, named.workspaces):
                blobs.write(workspace, named.digest, named.data)

    with told("copy pictures", target.blobs.place):
        held = bytes_digest(source, reading, bring)
    watch.tell(f"files: {held.count:_} of {held.count + len(held.absent):_} that are named")
    return held


def _arrive(incoming: Incoming, table: Table, reading: Connection, watch: _Watch) -> int:
    """Make what arrived of a table what the source has; how many rows that took."""
    arriving, brought = incoming.tables[table.name], 0
    with snapshot(incoming.database) as already:
        changes = differences(table.name, lines(reading, table), lines(already, arriving))
        for batch in _batches(changes, WRITTEN_AT_ONCE):
            watch.go_on()
            with incoming.database.writing("copy rows") as connection:
                _change(connection, arriving, batch)
            brought += len(batch)
            watch.go_on(brought, table.name)
    if brought:
        watch.tell(f"{table.name}: {brought:_} arrived")
    return brought


def _change(connection: Connection, table: Table, batch: Sequence[Difference]) -> None:
    gone = [each.there.key for each in batch if each.there is not None]
    if gone:
        connection.execute(delete(table).where(tuple_(*table.primary_key.columns).in_(gone)))
    fresh = [each.here.values for each in batch if each.here is not None]
    if fresh:
        # With RETURNING the rows go to a server together, else one by one; for SQLite that is no journey.
        is_far = connection.dialect.name != "sqlite"
        key = next(iter(table.primary_key.columns))
        connection.execute(insert(table).returning(key) if is_far else insert(table), fresh)


def _batches(changes: Iterable[Difference], size: int) -> Iterator[list[Difference]]:
    rest = iter(changes)
    while batch := list(islice(rest, size)):
        yield batch


def _move_in(incoming: Incoming, reading: Connection, watch: _Watch) -> tuple[TableDigest, ...]:
    """Put what arrived into the target's own tables, whole and compared with the source; the digests of both."""
    database = incoming.database
    watch.tell("moving in, and comparing row by row")
    with database.writing("finish the copy") as connection:
        see_all_rows(connection)
        if not database.is_sqlite:
            named = ", ".join(table.name for table in traveling_tables())
            connection.execute(text(f"LOCK TABLE {named} IN EXCLUSIVE MODE"))
        if not _is_empty(connection):
            raise BadInput(
                f"{database.place!r} is not empty any more: somebody writes there; stop them first"
            )
        for table in traveling_tables():
            watch.go_on()
            arrived = incoming.tables[table.name]
            resting = RESTING.get(table.name, {})
            names = [*arrived.columns.keys(), *resting]
            query = select(*arrived.columns, *(literal(value) for value in resting.values()))
            connection.execute(insert(table).from_select(names, query))
        difference, digests = first_difference(reading, connection)
        if difference is not None:
            raise WriteFailed(
                f"the copy is not what was copied: {difference.words('at the source', 'in it')}; nothing of it is kept"
            )
    return digests
