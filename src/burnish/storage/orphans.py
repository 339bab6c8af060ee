"""Bytes that nobody refers to: what was cut short between a bucket and a database, and what was left behind in a move.

Pictures that were on their way are found without this (`arrivals`). This looks at everything that is there, so whoever
asks has to be sure that no other store has the same place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select, union

from burnish.storage.arrivals import ABANDONED_AFTER, BLOB_LOCK_KEY, LEAVING
from burnish.storage.blobs import BlobFolder, Blobs, Held
from burnish.storage.bytes_place import BLOBS_NAME
from burnish.storage.held_bytes import folders_of
from burnish.storage.release_parts import PARTS_LOCK_KEY
from burnish.storage.sql import SqlStore
from burnish.storage.tables import arrivals, blob_references, photos, release_parts

_TOGETHER = 500


@dataclass(frozen=True)
class Orphan:
    """Bytes that nobody refers to, or that were moved."""

    place: str
    key: str


def orphans(store: SqlStore, left_in: Path | None = None, *, removes: bool = False) -> Iterator[Orphan]:
    """What nobody refers to for longer than anything is on its way; with `removes` it is gone when it is named.

    `left_in`: a folder of a store whose bytes were moved to a bucket; there goes what the bucket has.

    Raises:
        Failure: it was not looked at to the end, or not removed.
    """
    for name, blobs in folders_of(store).items():
        yield from _in(store, name, blobs, blobs, removes=removes)
        if left_in is not None and not isinstance(blobs, BlobFolder):
            yield from _in(store, name, BlobFolder(left_in / name), blobs, removes=removes)


def _in(store: SqlStore, name: str, here: Blobs, wanted_in: Blobs, *, removes: bool) -> Iterator[Orphan]:
    old = (each for each in here.held() if each.age_s > ABANDONED_AFTER.total_seconds())
    while some := list(islice(old, _TOGETHER)):
        with store.database.writing("look for bytes of nobody") as connection:
            store.database.lock(connection, BLOB_LOCK_KEY if name == BLOBS_NAME else PARTS_LOCK_KEY)
            keys = _free(connection, name, some, here, wanted_in)
            if removes:
                here.remove(keys)
        yield from (Orphan(here.place, key) for key in keys)


def _free(
    connection: Connection, name: str, some: Sequence[Held], here: Blobs, wanted_in: Blobs
) -> list[str]:
    """Keys of those that nobody refers to; of those that were moved, also what is where it belongs."""
    digests = [each.digest for each in some]
    named = connection.execute(_named(name, digests)).all()
    if here is wanted_in:
        wanted = {here.key(workspace, digest) for workspace, digest in named}
    else:
        wanted = {
            here.key(workspace, digest) for workspace, digest in named if not wanted_in.has(workspace, digest)
        }
    return [each.key for each in some if each.key not in wanted]


def _named(name: str, digests: Sequence[str]) -> Select[Any, Any]:
    if name != BLOBS_NAME:
        rows = select(release_parts.c.workspace, release_parts.c.digest)
        return rows.where(release_parts.c.digest.in_(digests))
    found = [select(table.c.workspace, table.c.digest) for table in (blob_references, photos)]
    coming = select(arrivals.c.workspace, arrivals.c.digest).where(arrivals.c.person != LEAVING)
    together = union(*found, coming).subquery()
    return select(together.c.workspace, together.c.digest).where(together.c.digest.in_(digests))
