"""Whether a store is sound: what the database says of itself, what documents say, and the bytes behind digests."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from burnish.errors import BadInput, Conflict
from burnish.governance.ledger import check_chain, read_entry
from burnish.storage.facts import read_offer, read_signal
from burnish.storage.held_bytes import folders_of, named_digests, places_of, read_named
from burnish.storage.sql import SqlStore
from burnish.storage.tables import blob_references, ledger, offers, photos, signals, workspaces
from burnish.storage.traveling import READ_AT_ONCE

MOST_FAULTS = 100
"""So many are told; a store with more of them is known to be damaged."""


def faults_of(store: SqlStore, connection: Connection) -> Iterator[str]:
    """What is wrong with what a snapshot sees, one sentence each; nothing where it is sound."""
    if store.database.is_sqlite:
        yield from _of_file(connection)
    yield from _of_documents(connection)
    yield from _of_numbers(connection)
    yield from _of_ledgers(connection)
    yield from _of_bytes(store, connection)


def _of_file(connection: Connection) -> Iterator[str]:
    """What SQLite finds (https://www.sqlite.org/pragma.html#pragma_integrity_check)."""
    for (found,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_FAULTS})").all():
        if found != "ok":
            yield f"the database file: {found}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"{row[0]} row {row[1]} refers to a row of {row[2]} that is not there"


def _of_documents(connection: Connection) -> Iterator[str]:
    for table, read in ((offers, read_offer), (signals, read_signal)):
        query = select(table.c.workspace, table.c.number, table.c.document)
        with connection.execute(query, execution_options={"yield_per": READ_AT_ONCE}) as rows:
            for row in rows:
                try:
                    read(row.document)
                except BadInput as error:
                    yield f"{table.name} {row.workspace} {row.number}: {error}"


def _of_numbers(connection: Connection) -> Iterator[str]:
    for table in (offers, signals):
        last = func.max(table.c.number)
        query = select(table.c.workspace, last).group_by(table.c.workspace)
        given = {row.workspace: row.last_number for row in connection.execute(select(workspaces))}
        for workspace, number in connection.execute(query).all():
            if number > given.get(workspace, 0):
                yield f"{table.name} of {workspace} have number {number}, which was never given out"


def _of_ledgers(connection: Connection) -> Iterator[str]:
    query = select(ledger.c.workspace, ledger.c.number, ledger.c.document)
    query = query.order_by(ledger.c.workspace, ledger.c.number)
    before = None
    with connection.execute(query, execution_options={"yield_per": READ_AT_ONCE}) as rows:
        for row in rows:
            if before is not None and before.workspace != row.workspace:
                before = None
            try:
                entry = read_entry(row.document, f"entry {row.number}")
                check_chain([entry], before)
            except (BadInput, Conflict) as error:
                yield f"the ledger of {row.workspace}: {error}"
                return
            before = entry


def _of_bytes(store: SqlStore, connection: Connection) -> Iterator[str]:
    needed = set(connection.execute(select(photos.c.digest)).scalars())
    referred = set(connection.execute(select(blob_references.c.digest)).scalars())
    for folder, digest, theirs in named_digests(connection):
        places = places_of(folders_of(store)[folder], theirs)
        try:
            is_absent = any(read_named(store, folder, digest, (each,)) is None for each in places)
        except BadInput as error:
            yield str(error)
            continue
        if is_absent and (digest in needed or digest not in referred):
            yield f"the bytes of {digest} are missing in {folder!r}"
