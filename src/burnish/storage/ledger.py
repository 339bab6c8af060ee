"""The ledger in a database, and in memory. Entries are kept as the text that their digest is of, and never changed."""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, Table, insert, select

from burnish.governance.ledger import Entry, check_chain, entry_text, read_entry
from burnish.storage.database import Database
from burnish.storage.fact_log import PAGE, insert_new
from burnish.storage.facts import MOST, check_ids
from burnish.storage.studies import hash_key
from burnish.storage.tables import ledger, ledger_signers

ENTRIES = "entries"
"""Topic of notices: (`ENTRIES`, workspace) of new entries."""


def fresh_handle() -> str:
    """A handle that says nothing about whose it is."""
    return f"signer:{secrets.token_hex(16)}"


class SqlLedger:
    """`LedgerStore` in SQLite or PostgreSQL. For any number of threads and processes."""

    def __init__(
        self, database: Database, handle: Callable[[], str] = fresh_handle, table: Table = ledger
    ) -> None:
        self._database = database
        self._handle = handle
        self._table = table

    def append(self, entries: Sequence[Entry]) -> None:
        """As `LedgerStore.append`. The chain is locked from reading its head until the entries are on the disk."""
        if not entries:
            return
        workspace = entries[0].workspace
        with self._database.writing("enter in the ledger") as connection:
            self._database.lock(connection, hash_key(self._table.name, workspace))
            if self._are_there(connection, entries):
                return
            check_chain(entries, _last(connection, self._table, workspace))
            connection.execute(insert(self._table), [_row(each) for each in entries])
        self._database.notices.tell((ENTRIES, workspace))

    def after(self, workspace: str, number: int = 0) -> Iterator[Entry]:
        """As `LedgerStore.after`. No lock is held between entries."""
        check_ids(workspace=workspace)
        return self._after(workspace, min(max(number, 0), MOST))

    def head(self, workspace: str) -> Entry | None:
        """As `LedgerStore.head`."""
        check_ids(workspace=workspace)
        with self._database.reading() as connection:
            return _last(connection, self._table, workspace)

    def signer(self, workspace: str, person: str) -> str:
        """As `LedgerStore.signer`."""
        check_ids(workspace=workspace, person=person)
        this = (ledger_signers.c.workspace == workspace, ledger_signers.c.person == person)
        known = select(ledger_signers.c.actor).where(*this)
        with self._database.reading() as connection:
            found = connection.execute(known).scalar_one_or_none()
        if found is not None:
            return found
        row = {"workspace": workspace, "person": person, "actor": self._handle()}
        with self._database.writing("name who signs") as connection:
            new = insert_new(connection, ledger_signers).values(row)
            connection.execute(new.on_conflict_do_nothing(index_elements=["workspace", "person"]))
            return connection.execute(known).scalar_one()

    def signed_by(self, workspace: str, actor: str) -> str | None:
        """As `LedgerStore.signed_by`."""
        check_ids(workspace=workspace)
        this = (ledger_signers.c.workspace == workspace, ledger_signers.c.actor == actor)
        with self._database.reading() as connection:
            return connection.execute(select(ledger_signers.c.person).where(*this)).scalar_one_or_none()

    def _after(self, workspace: str, last: int) -> Iterator[Entry]:
        table = self._table
        query = select(table.c.number, table.c.document).where(table.c.workspace == workspace)
        more = True
        while more:
            page = query.where(table.c.number > last).order_by(table.c.number).limit(PAGE)
            with self._database.reading() as connection:
                found = connection.execute(page).all()
            yield from (read_entry(text, f"entry {number}") for number, text in found)
            more = len(found) == PAGE
            last = found[-1].number if found else last

    def _are_there(self, connection: Connection, entries: Sequence[Entry]) -> bool:
        """Whether these were entered before, so that whoever did not hear so may say it again."""
        workspace, numbers = entries[0].workspace, [each.number for each in entries]
        table = self._table
        between = (table.c.number >= min(numbers), table.c.number <= max(numbers))
        query = select(table.c.document).where(table.c.workspace == workspace, *between)
        found = list(connection.execute(query.order_by(table.c.number)).scalars())
        return found == [entry_text(each) for each in entries]


class MemoryLedger:
    """`LedgerStore` in memory, for threads of one process."""

    def __init__(self, handle: Callable[[], str] = fresh_handle) -> None:
        self._handle = handle
        self._chains: dict[str, list[str]] = {}
        self._signers: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def append(self, entries: Sequence[Entry]) -> None:
        """As `LedgerStore.append`."""
        if not entries:
            return
        texts, first = [entry_text(each) for each in entries], entries[0].number
        with self._lock:
            chain = self._chains.get(entries[0].workspace, [])
            if chain[first - 1 : first - 1 + len(texts)] == texts:
                return
            check_chain(entries, _at_end(chain))
            self._chains[entries[0].workspace] = [*chain, *texts]

    def after(self, workspace: str, number: int = 0) -> Iterator[Entry]:
        """As `LedgerStore.after`."""
        check_ids(workspace=workspace)
        start = max(number, 0)
        texts = self._chains.get(workspace, [])[start:]
        return (read_entry(text, f"entry {place}") for place, text in enumerate(texts, start + 1))

    def head(self, workspace: str) -> Entry | None:
        """As `LedgerStore.head`."""
        check_ids(workspace=workspace)
        return _at_end(self._chains.get(workspace, []))

    def signer(self, workspace: str, person: str) -> str:
        """As `LedgerStore.signer`."""
        check_ids(workspace=workspace, person=person)
        with self._lock:
            return self._signers.setdefault((workspace, person), self._handle())

    def signed_by(self, workspace: str, actor: str) -> str | None:
        """As `LedgerStore.signed_by`."""
        check_ids(workspace=workspace)
        known = {(place, handle): person for (place, person), handle in self._signers.items()}
        return known.get((workspace, actor))

    def forget(self, workspace: str, person: str) -> None:
        """Let go whose handle was whose; entries stay. In a database `SqlStore.forget` does so."""
        with self._lock:
            self._signers.pop((workspace, person), None)


def _last(connection: Connection, table: Table, workspace: str) -> Entry | None:
    query = select(table.c.number, table.c.document).where(table.c.workspace == workspace)
    found = connection.execute(query.order_by(table.c.number.desc()).limit(1)).one_or_none()
    return None if found is None else read_entry(found.document, f"entry {found.number}")


def _at_end(chain: Sequence[str]) -> Entry | None:
    return read_entry(chain[-1], f"entry {len(chain)}") if chain else None


def _row(entry: Entry) -> dict[str, object]:
    return {
        "workspace": entry.workspace,
        "number": entry.number,
        "digest": entry.digest,
        "document": entry_text(entry),
    }
