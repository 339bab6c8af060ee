"""The bytes of releases' learned parts, by their digest, beside a store's pictures."""

import threading
from collections.abc import Collection

from sqlalchemy import delete, func, select

from burnish.errors import Failure, NotFound
from burnish.storage.blobs import Blobs, digest_of
from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.facts import check_ids
from burnish.storage.faults import told
from burnish.storage.sql import SqlStore
from burnish.storage.tables import release_parts
from burnish.storage.tenancy import everywhere

FOLDER = "release-parts"
"""Beside the folder of pictures."""

PARTS_LOCK_KEY = 0x6275_726E_0004


class ReleaseParts:
    """`PartBlobs` beside a database, where the rows are. For any number of threads and processes."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def put(self, workspace: str, data: bytes) -> str:
        """As `PartBlobs.put`."""
        check_ids(workspace=workspace)
        digest = digest_of(data)
        row = {"workspace": workspace, "digest": digest, "bytes": len(data)}
        # The bytes before the row: no row ever refers to bytes that are not there. What is cut short is swept up.
        with told("keep a part of a release", self._blobs.place):
            self._blobs.write(workspace, digest, data)
        with self._database.writing("keep a part of a release") as connection:
            self._database.lock(connection, PARTS_LOCK_KEY)
            connection.execute(insert_new(connection, release_parts).values(row).on_conflict_do_nothing())
            if not self._blobs.has(workspace, digest):  # somebody removed them before the lock was ours
                self._blobs.write(workspace, digest, data)
        return digest

    def read(self, workspace: str, digest: str) -> bytes:
        """As `PartBlobs.read`."""
        check_ids(workspace=workspace)
        this = (release_parts.c.workspace == workspace, release_parts.c.digest == digest)
        with self._database.reading() as connection:
            if connection.execute(select(release_parts.c.bytes).where(*this)).first() is None:
                raise NotFound(f"no release of {workspace!r} has a part {digest!r}")
        with told("read a part of a release", self._blobs.place, Failure):
            return self._blobs.read(workspace, digest)

    def remove(self, workspace: str, digests: Collection[str]) -> tuple[str, ...]:
        """As `PartBlobs.remove`."""
        check_ids(workspace=workspace)
        asked = sorted(set(digests))
        with self._database.writing("remove parts of releases") as connection:
            self._database.lock(connection, PARTS_LOCK_KEY)
            theirs = (release_parts.c.workspace == workspace, release_parts.c.digest.in_(asked))
            there = sorted(connection.execute(select(release_parts.c.digest).where(*theirs)).scalars())
            connection.execute(delete(release_parts).where(*theirs))
        # The rows before the bytes, of all that were asked for: what is cut short is done by doing it again.
        with everywhere(), self._database.writing("remove parts of releases") as connection:
            self._database.lock(connection, PARTS_LOCK_KEY)
            left = select(release_parts.c.digest).where(release_parts.c.digest.in_(asked))
            if not self._blobs.is_shared:
                left = left.where(release_parts.c.workspace == workspace)
            shared = set(connection.execute(left).scalars())
            self._blobs.remove({self._blobs.key(workspace, each) for each in asked if each not in shared})
        return tuple(there)

    def size_bytes(self, workspace: str) -> int:
        """What the parts of a workspace take together."""
        check_ids(workspace=workspace)
        query = select(func.coalesce(func.sum(release_parts.c.bytes), 0))
        with self._database.reading() as connection:
            return int(connection.execute(query.where(release_parts.c.workspace == workspace)).scalar_one())


def release_parts_of(store: SqlStore) -> ReleaseParts:
    """The parts of releases beside a store's other bytes."""
    return ReleaseParts(store.database, store.blobs.beside(FOLDER))


class MemoryReleaseParts:
    """`PartBlobs` in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()

    def put(self, workspace: str, data: bytes) -> str:
        """As `PartBlobs.put`."""
        check_ids(workspace=workspace)
        digest = digest_of(data)
        with self._lock:
            self._kept[workspace, digest] = bytes(data)
        return digest

    def read(self, workspace: str, digest: str) -> bytes:
        """As `PartBlobs.read`."""
        check_ids(workspace=workspace)
        if (workspace, digest) not in self._kept:
            raise NotFound(f"no release of {workspace!r} has a part {digest!r}")
        return self._kept[workspace, digest]

    def remove(self, workspace: str, digests: Collection[str]) -> tuple[str, ...]:
        """As `PartBlobs.remove`."""
        check_ids(workspace=workspace)
        with self._lock:
            gone = sorted(
                each for each in set(digests) if self._kept.pop((workspace, each), None) is not None
            )
        return tuple(gone)

    def size_bytes(self, workspace: str) -> int:
        """What the parts of a workspace take together."""
        return sum(len(data) for (place, _), data in self._kept.items() if place == workspace)
