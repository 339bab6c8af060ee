"""The bytes that a store's rows name by digest: pictures and masks, and the parts of releases."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select, union

from burnish.errors import BadInput
from burnish.storage.blobs import Blobs
from burnish.storage.bytes_place import BLOBS_NAME
from burnish.storage.release_parts import FOLDER
from burnish.storage.sql import SqlStore
from burnish.storage.tables import blob_references, photos, release_parts
from burnish.storage.traveling import READ_AT_ONCE, collated

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Named:
    """A digest that rows name, in which of the two folders its bytes belong, and the bytes."""

    folder: str
    digest: str
    data: bytes | None
    """None where they were never kept to the end."""
    workspaces: tuple[str, ...]
    """Whose rows name it."""


@dataclass(frozen=True)
class BytesDigest:
    """One digest of all bytes that rows name."""

    count: int
    total_bytes: int
    absent: tuple[str, ...]
    """Digests that are named and have no bytes."""
    digest: str


def folders_of(store: SqlStore) -> dict[str, Blobs]:
    """Where a store's bytes are, by the names that they have beside each other."""
    return {BLOBS_NAME: store.blobs, FOLDER: store.blobs.beside(FOLDER)}


def named_bytes(store: SqlStore, connection: Connection) -> Iterator[Named]:
    """All bytes that the rows name, which are checked against their digests.

    Raises:
        BadInput: bytes are damaged, or what names them is no digest.
        Failure, OSError: they cannot be read.
    """
    for folder, digest, workspaces in named_digests(connection):
        yield Named(folder, digest, read_named(store, folder, digest, workspaces), workspaces)


def named_digests(connection: Connection) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Names of folders, the digests of the bytes that belong in them, each once, and whose rows name them."""
    columns = (blob_references.c.workspace, blob_references.c.digest)
    together = union(select(*columns), select(photos.c.workspace, photos.c.digest)).subquery()
    for digest, workspaces in _sorted(connection, together.c.digest, together.c.workspace):
        yield BLOBS_NAME, digest, workspaces
    for digest, workspaces in _sorted(connection, release_parts.c.digest, release_parts.c.workspace):
        yield FOLDER, digest, workspaces


def places_of(blobs: Blobs, workspaces: tuple[str, ...]) -> tuple[str, ...]:
    """The workspaces in whose name bytes that all of these refer to are kept: one where they share them."""
    return workspaces[:1] if blobs.is_shared else workspaces


def read_named(store: SqlStore, folder: str, digest: str, workspaces: tuple[str, ...]) -> bytes | None:
    """The bytes of a digest; None where they were never kept to the end. Raises BadInput, Failure, OSError."""
    if _DIGEST.fullmatch(digest) is None:
        raise BadInput(f"a row names {digest!r}, which is no digest: 'sha256:' and 64 hexadecimal digits are")
    blobs = folders_of(store)[folder]
    found = (blobs.find(each, digest) for each in places_of(blobs, workspaces))
    return next((data for data in found if data is not None), None)


class BytesCount:
    """Counts bytes as they come, in the order of `named_bytes`."""

    def __init__(self) -> None:
        self._count = self._bytes = 0
        self._absent: list[str] = []
        self._digest = hashlib.sha256()

    def add(self, named: Named) -> None:
        """One more."""
        if named.data is None:
            self._absent.append(named.digest)
        else:
            self._count += 1
            self._bytes += len(named.data)
        size = "absent" if named.data is None else len(named.data)
        self._digest.update(f"{named.folder} {named.digest} {size}\n".encode())

    def result(self) -> BytesDigest:
        """All of them together."""
        return BytesDigest(
            self._count, self._bytes, tuple(self._absent), f"sha256:{self._digest.hexdigest()}"
        )


def bytes_digest(
    store: SqlStore, connection: Connection, each: Callable[[Named], None] = lambda _: None
) -> BytesDigest:
    """The digest of all bytes; `each` is told of one after the other. Raises as `named_bytes`."""
    count = BytesCount()
    for named in named_bytes(store, connection):
        each(named)
        count.add(named)
    return count.result()


def _sorted(
    connection: Connection, digest: ColumnElement[str], workspace: ColumnElement[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Digests by their text, each with the workspaces of its rows."""
    query = select(digest, workspace).order_by(collated(connection, digest), collated(connection, workspace))
    with connection.execute(query, execution_options={"yield_per": READ_AT_ONCE}) as found:
        for each, rows in groupby(found, key=lambda row: str(row[0])):
            yield each, tuple(str(row[1]) for row in rows)
