"""The store that keeps everything in a database, and blobs in a folder or a bucket."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType

from sqlalchemy import ColumnElement, Connection, delete, func, select

from burnish.errors import BadInput, Failure, WriteFailed
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.feedback.store import Appended, Forgotten, Numbered
from burnish.learning.parts import Mark, Part, PartSummary
from burnish.storage.arrivals import (
    BLOB_LOCK_KEY,
    expect,
    give_up,
    is_expected,
    is_referred_to,
    leave,
    let_go,
    refer,
)
from burnish.storage.blobs import Blobs, digest_of
from burnish.storage.database import Database
from burnish.storage.erasing import clean, let_go_of, look_again, remove
from burnish.storage.fact_log import add_offers, add_signals, in_one_journey, insert_new, pages
from burnish.storage.facts import (
    check_ids,
    check_owner,
    check_through,
    one_workspace,
    read_offer,
    read_signal,
    written_offer,
    written_signal,
)
from burnish.storage.faults import told
from burnish.storage.moments import now
from burnish.storage.studies import hash_key
from burnish.storage.tables import offers, parts, signals, workspaces

KEEPING = "keep feedback"
"""What is written so often, and by so many at once, that it shares transactions: what was shown, said and learned."""

FACTS, LEARNED = "facts", "learned"
"""Topics of notices: (`FACTS`, workspace, person) of offers and signals, (`LEARNED`, workspace, owner) of parts."""


class SqlStore:
    """Offers, signals, blobs and learned parts, in SQLite or PostgreSQL. For any number of threads and processes.

    Every verb raises BadInput for a damaged store or what cannot be an id, and Failure where it cannot be read.
    """

    def __init__(self, database: Database, blobs: Blobs, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    @property
    def database(self) -> Database:
        """The database that other stores may share."""
        return self._database

    @property
    def blobs(self) -> Blobs:
        """Where the bytes are."""
        return self._blobs

    def __enter__(self) -> "SqlStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back what is open. What was acknowledged is on the disk anyway."""
        self._database.close()

    def offer(self, offers: Sequence[Offer]) -> Appended:
        """As `SignalStore.offer`."""
        if not offers:
            return Appended((), ())
        workspace, written = one_workspace(offers), [written_offer(each) for each in offers]
        kept = self._database.together(KEEPING, lambda connection: add_offers(connection, workspace, written))
        self._database.notices.tell(*((FACTS, workspace, each.person) for each in offers))
        return kept

    def append(self, signals: Sequence[Signal]) -> Appended:
        """As `SignalStore.append`."""
        if not signals:
            return Appended((), ())
        workspace, written = one_workspace(signals), [written_signal(each) for each in signals]
        kept = self._database.together(
            KEEPING, lambda connection: add_signals(connection, workspace, written)
        )
        self._database.notices.tell(*((FACTS, workspace, each.person) for each in signals))
        return kept

    def offered(self, workspace: str, turn: str) -> Offer | None:
        """What a turn put before a person."""
        check_ids(workspace=workspace, turn=turn)
        query = select(offers.c.document).where(offers.c.workspace == workspace, offers.c.turn == turn)
        with self._database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else read_offer(found)

    def signal(self, workspace: str, id: str) -> Numbered | None:  # noqa: A002
        """One signal by its id."""
        check_ids(workspace=workspace, id=id)
        row = (signals.c.workspace == workspace, signals.c.id == id)
        with self._database.reading() as connection:
            found = connection.execute(select(signals.c.number, signals.c.document).where(*row)).one_or_none()
        return None if found is None else Numbered(found.number, read_signal(found.document))

    def after(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Numbered]:
        """Signals behind a place in the log, oldest first. No lock is held between them."""
        self._check(workspace, person)
        rows = pages(self._database, signals, workspace, number, person)
        return (Numbered(each, read_signal(document)) for each, document in rows)

    def latest(self, workspace: str, count: int, through: int | None = None) -> tuple[int, int]:
        """As `SignalStore.latest`."""
        check_ids(workspace=workspace)
        rows = [
            signals.c.workspace == workspace,
            *(() if through is None else (signals.c.number <= through,)),
        ]
        numbers = select(signals.c.number).where(*rows).order_by(signals.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            last = connection.execute(numbers).scalar_one_or_none() or 0
            before = connection.execute(numbers.offset(count)).scalar_one_or_none() or 0
        return before, last

    def offers(self, workspace: str, number: int = 0, *, person: str | None = None) -> Iterator[Offer]:
        """What was offered behind a place, oldest first."""
        self._check(workspace, person)
        return (read_offer(each) for _, each in pages(self._database, offers, workspace, number, person))

    def latest_offer(self, workspace: str, person: str, *, photo: str | None = None) -> Offer | None:
        """What this person was offered last, by the order in which it was kept."""
        self._check(workspace, person)
        rows = [offers.c.workspace == workspace, offers.c.person == person]
        rows += [] if photo is None else [offers.c.photo == photo]
        query = select(offers.c.document).where(*rows).order_by(offers.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else read_offer(found)

    def people(self, workspace: str) -> tuple[str, ...]:
        """Everyone who was offered something, sorted."""
        check_ids(workspace=workspace)
        query = select(offers.c.person).where(offers.c.workspace == workspace).distinct()
        with self._database.reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def forget(self, workspace: str, person: str) -> Forgotten:
        """As `SignalStore.forget`, with blobs and the person's learned parts. Safe to repeat.

        Raises:
            WriteFailed: the message says whether nothing was done, or whether bytes may still be in the files
                because another process is in the way; then forgetting again finishes it.
        """
        check_ids(workspace=workspace, person=person)
        with self._database.writing("forget") as connection:
            forgotten = remove(connection, self._database, workspace, person)
        let_go_of(self._database, self._blobs, forgotten)
        clean(self._database, forgotten)
        return forgotten

    def look_again(self, workspace: str) -> None:
        """Let every process read again what it keeps of people in memory: it was made anew without somebody."""
        with self._database.writing("say what was forgotten") as connection:
            look_again(connection, workspace)

    def put_blob(self, workspace: str, person: str, data: bytes) -> str:
        """Keep a picture or mask for a person; its digest. Harmless to repeat.

        Raises:
            WriteFailed: nobody refers to them, or the person was forgotten meanwhile.
        """
        check_ids(workspace=workspace, person=person)
        digest = digest_of(data)
        with self._database.writing("keep a picture") as connection:
            self._database.lock(connection, BLOB_LOCK_KEY)
            is_ours = not is_expected(connection, workspace, person, digest)
            if is_ours:
                expect(connection, workspace, person, digest, self._clock())
        try:
            with told("keep a picture", self._blobs.place):
                self._blobs.write(workspace, digest, data)
        except WriteFailed:
            if is_ours:
                with self._database.writing("keep a picture") as connection:
                    give_up(connection, workspace, person, digest, self._clock())
            raise
        with self._database.writing("keep a picture") as connection:
            self._database.lock(connection, BLOB_LOCK_KEY)
            is_kept = refer(connection, workspace, person, digest, ends=is_ours)
            if not is_kept:
                leave(connection, workspace, [digest])
        if not is_kept:
            let_go(self._database, self._blobs)
            raise WriteFailed("the person was forgotten while a picture of theirs was being kept")
        return digest

    def blob(self, workspace: str, digest: str) -> bytes:
        """The bytes of a picture or mask that somebody in the workspace refers to. Raises BadInput for any other."""
        check_ids(workspace=workspace)
        with self._database.reading() as connection:
            if not is_referred_to(connection, digest, workspace):
                raise BadInput(f"nobody in {workspace!r} refers to {digest!r}")
        with told("read a picture", self._blobs.place, Failure):
            return self._blobs.read(workspace, digest)

    def load_part(self, workspace: str, owner: str, name: str) -> Part | None:
        """As `PartStore.load_part`."""
        _check_part(workspace, owner, name)
        query = select(parts.c.document, parts.c.through).where(*_part(workspace, owner, name))
        with self._database.reading() as connection:
            found = connection.execute(query).one_or_none()
        return None if found is None else Part(bytes(found.document), found.through)

    def save_parts(
        self, workspace: str, owner: str, documents: Mapping[str, bytes], through: int,
        given: Mapping[str, Mark | None] | None = None, *, made_again: bool = False,
    ) -> bool:  # fmt: skip
        """As `PartStore.save_parts`."""
        for name in documents:
            _check_part(workspace, owner, name)
        check_through(through)

        def saved(connection: Connection) -> bool:
            self._database.lock(connection, hash_key("parts", workspace, owner), hurries=made_again)
            there = _marks(connection, workspace, owner, {*documents, *(given or {})})
            if any(name in documents and mark.through > through for name, mark in there.items()):
                return False
            if any(there.get(name) != mark for name, mark in (given or {}).items()):
                return False
            key = {"workspace": workspace, "owner": owner}
            rows = [
                {**key, "name": name, "document": document, "through": through}
                for name, document in documents.items()
            ]
            new = insert_new(connection, parts)
            replaced = {"document": new.excluded.document, "through": new.excluded.through}
            kept = new.on_conflict_do_update(index_elements=[*key, "name"], set_=replaced)
            connection.execute(in_one_journey(connection, kept, parts.c.name), rows)
            return True

        is_kept = self._database.together(KEEPING, saved)
        if is_kept:
            self._database.notices.tell((LEARNED, workspace, owner))
        return is_kept

    def drop_part(self, workspace: str, owner: str, name: str) -> bool:
        """As `PartStore.drop_part`."""
        _check_part(workspace, owner, name)
        with self._database.writing("drop a learned part") as connection:
            return connection.execute(delete(parts).where(*_part(workspace, owner, name))).rowcount == 1

    def parts(
        self, workspace: str, *, owner: str | None = None, name: str | None = None, limit: int | None = None
    ) -> tuple[PartSummary, ...]:
        """As `PartStore.parts`."""
        check_ids(workspace=workspace)
        query = select(parts.c.owner, parts.c.name, parts.c.through, func.length(parts.c.document))
        rows = [parts.c.workspace == workspace]
        rows += [] if owner is None else [parts.c.owner == owner]
        rows += [] if name is None else [parts.c.name == name]
        order = () if limit is None else (parts.c.owner, parts.c.name)
        with self._database.reading() as connection:
            found = connection.execute(query.where(*rows).order_by(*order).limit(limit)).all()
        return tuple(PartSummary(*each) for each in sorted(found))

    def forgotten(self, workspace: str) -> int:
        """How often somebody of a workspace was forgotten: whoever keeps anything of people in memory looks here."""
        check_ids(workspace=workspace)
        query = select(workspaces.c.forgotten).where(workspaces.c.workspace == workspace)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none() or 0

    def _check(self, workspace: str, person: str | None) -> None:
        check_ids(workspace=workspace, **({} if person is None else {"person": person}))


def _check_part(workspace: str, owner: str, name: str) -> None:
    check_ids(workspace=workspace, name=name)
    check_owner(owner)


def _marks(connection: Connection, workspace: str, owner: str, names: Collection[str]) -> dict[str, Mark]:
    """Marks of an owner's parts, of those that are there."""
    query = select(parts.c.name, parts.c.through, func.length(parts.c.document)).where(
        parts.c.workspace == workspace, parts.c.owner == owner, parts.c.name.in_(sorted(names))
    )
    return {name: Mark(through, size) for name, through, size in connection.execute(query)}


def _part(workspace: str, owner: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return (parts.c.workspace == workspace, parts.c.owner == owner, parts.c.name == name)
