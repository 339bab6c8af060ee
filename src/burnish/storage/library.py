"""The library: the photos of a workspace, with what people say of them in a flag and stars."""

import json
import logging
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, tuple_, update

from burnish.errors import BadInput, NotFound, PhotoTooLarge, WriteFailed
from burnish.storage.arrivals import BLOB_LOCK_KEY, arrived, expect, is_referred_to, leave, let_go, sweep
from burnish.storage.blobs import Blobs
from burnish.storage.database import Database
from burnish.storage.facts import check_ids
from burnish.storage.moments import check_text, kept, moment
from burnish.storage.tables import photos, snapshots

LOG = logging.getLogger(__name__)

Flag: TypeAlias = Literal["pick", "reject", "none"]

MAX_NAME_CHARACTERS = 255
MOST_STARS = 5


@dataclass(frozen=True)
class PhotoRow:
    """A photo of a workspace; its bytes are the blob of this digest."""

    id: str
    workspace: str
    digest: str
    name: str
    """The file's name when it came in."""
    width: int
    """Upright, in pixels."""
    height: int
    bytes: int
    format: str
    added_at: datetime
    added_by: str
    """The person; empty where they were forgotten."""
    taken_at: str | None = None
    camera: str = ""
    flag: Flag = "none"
    stars: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Which photos are wanted."""

    flag: Flag | None = None
    min_stars: int = 0
    text: str = ""
    """Sought in names and cameras, in any case."""
    digests: Collection[str] | None = None
    """Only photos of these bytes; with `is_without`, only of others."""
    is_without: bool = False


@dataclass(frozen=True)
class Page:
    """Some photos, newest first."""

    photos: tuple[PhotoRow, ...]
    next: str | None
    """Pass as `after` to go on; None at the end."""
    total: int
    """How many there are with this filter."""


class Library:
    """Photos by workspace. Every read and write names the workspace, so nothing of another is found.

    Every verb raises BadInput for what cannot be an id, and Failure where the database cannot be used.
    """

    def __init__(self, database: Database, blobs: Blobs | None = None) -> None:
        self._database = database
        self._blobs = blobs

    def check(self) -> None:
        """Raise Failure or BadInput unless the database answers."""
        with self._database.reading("look whether a store is well") as connection:
            connection.execute(select(photos.c.id).limit(1)).first()

    def photo(self, workspace: str, id: str) -> PhotoRow:  # noqa: A002
        """One photo. Raises NotFound."""
        check_ids(workspace=workspace, id=id)
        with self._database.reading() as connection:
            return _found(connection, workspace, id)

    def some(self, workspace: str, ids: Collection[str]) -> tuple[PhotoRow, ...]:
        """These photos, each once, in the order of their ids as given. Raises NotFound."""
        check_ids(workspace=workspace)
        wanted = list(dict.fromkeys(ids))
        query = select(photos).where(photos.c.workspace == workspace, photos.c.id.in_(self._values(wanted)))
        with self._database.reading() as connection:
            found = {row.id: _photo(row) for row in connection.execute(query)}
        missing = next((each for each in wanted if each not in found), None)
        if missing is not None:
            raise NotFound(f"this workspace has no photo {missing!r}")
        return tuple(found[each] for each in wanted)

    def of_bytes(self, workspace: str, digest: str) -> PhotoRow | None:
        """The photo of these bytes; None where there is none."""
        query = select(photos).where(photos.c.workspace == workspace, photos.c.digest == digest)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _photo(row)

    def page(
        self, workspace: str, wanted: Filter | None = None, after: str | None = None, limit: int = 100
    ) -> Page:
        """The next photos behind a place in the list. Raises BadInput for a place that no page gave."""
        check_ids(workspace=workspace)
        rows = [photos.c.workspace == workspace, *self._rows(wanted or Filter())]
        place = tuple_(photos.c.added_at_utc, photos.c.id)
        query = select(photos).order_by(photos.c.added_at_utc.desc(), photos.c.id.desc()).limit(limit + 1)
        behind = [] if after is None else [place < tuple_(*_place(after))]
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(photos).where(*rows)).scalar_one()
            found = connection.execute(query.where(*rows, *behind)).all()
        more = len(found) > limit
        last = found[limit - 1] if more else None
        following = None if last is None else f"{last.added_at_utc}~{last.id}"
        return Page(tuple(_photo(row) for row in found[:limit]), following, total)

    def digests(self) -> frozenset[str]:
        """Of the bytes of all photos, in all workspaces."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(photos.c.digest)).scalars())

    def bytes_of(self, workspace: str) -> int:
        """How many bytes a workspace's photos have."""
        with self._database.reading() as connection:
            return _bytes(connection, workspace)

    def arriving(self, workspace: str, person: str, digest: str, at: datetime) -> None:
        """Say that these bytes will be put for a person next, to become a photo: a killed process leaves nothing."""
        check_ids(workspace=workspace, person=person)
        with self._database.writing("bring a photo in") as connection:
            self._database.lock(connection, BLOB_LOCK_KEY)
            expect(connection, workspace, person, digest, at)

    def add(self, row: PhotoRow, quota_bytes: int | None = None) -> PhotoRow:
        """Keep a photo whose bytes were put; where the workspace has these bytes already, that photo is returned.

        Raises:
            PhotoTooLarge: the workspace's photos would have more bytes than `quota_bytes`.
            WriteFailed: nothing was kept, or the bytes are gone meanwhile.
        """
        _check(row)
        with self._database.writing("keep a photo") as connection:
            self._database.lock(connection, BLOB_LOCK_KEY)
            here = (photos.c.workspace == row.workspace, photos.c.digest == row.digest)
            known = connection.execute(select(photos).where(*here)).one_or_none()
            if known is None:
                if not is_referred_to(connection, row.digest, row.workspace):
                    raise WriteFailed(f"the bytes of {row.name!r} are gone meanwhile; bring it in again")
                check_quota(row.name, row.bytes, _bytes(connection, row.workspace), quota_bytes)
                connection.execute(insert(photos).values(_columns(row)))
            arrived(connection, row.workspace, row.added_by, row.digest)
            return row if known is None else _photo(known)

    def change(
        self, workspace: str, id: str, *, flag: Flag | None = None, stars: int | None = None  # noqa: A002
    ) -> PhotoRow:  # fmt: skip
        """Flag a photo or give it stars; what is None stays. Raises NotFound."""
        check_ids(workspace=workspace, id=id)
        if stars is not None and not 0 <= stars <= MOST_STARS:
            raise BadInput(f"{stars!r} stars; 0 to {MOST_STARS} are allowed")
        said = {"flag": flag, "stars": stars}
        new = {name: value for name, value in said.items() if value is not None}
        with self._database.writing("change a photo") as connection:
            if new:
                this = (photos.c.workspace == workspace, photos.c.id == id)
                connection.execute(update(photos).where(*this).values(new))
            return _found(connection, workspace, id)

    def remove(self, workspace: str, id: str) -> PhotoRow:  # noqa: A002
        """Take a photo out, with names of its states, and its bytes where nothing else refers to them.

        Bytes that cannot be removed now go when this store is next swept. Raises NotFound.
        """
        check_ids(workspace=workspace, id=id)
        with self._database.writing("take a photo out") as connection:
            self._database.lock(connection, BLOB_LOCK_KEY)
            row = _found(connection, workspace, id)
            connection.execute(delete(photos).where(photos.c.workspace == workspace, photos.c.id == id))
            named = snapshots.c.photo.in_((row.id, row.digest))
            connection.execute(delete(snapshots).where(snapshots.c.workspace == workspace, named))
            leave(connection, workspace, [row.digest])
        if self._blobs is not None:
            try:
                let_go(self._database, self._blobs)
            except WriteFailed as error:
                LOG.warning("a photo is taken out, and its bytes go later: %s", error)
        return row

    def sweep(self, now: datetime) -> int:
        """Let go of bytes that were brought in and are referred to by nothing; how many. Raises Failure."""
        return 0 if self._blobs is None else sweep(self._database, self._blobs, now)

    def _rows(self, wanted: Filter) -> list[ColumnElement[bool]]:
        rows: list[ColumnElement[bool]] = []
        if wanted.flag is not None:
            rows.append(photos.c.flag == wanted.flag)
        if wanted.min_stars:
            rows.append(photos.c.stars >= wanted.min_stars)
        if wanted.text:
            check_text("text", wanted.text, MAX_NAME_CHARACTERS)
            rows += [photos.c.sought.contains(word, autoescape=True) for word in _folded(wanted.text).split()]
        if wanted.digests is not None:
            among = photos.c.digest.in_(self._values(sorted(wanted.digests)))
            rows.append(~among if wanted.is_without else among)
        return rows

    def _values(self, texts: list[str]) -> Any:
        """Texts as a table of one column: as a parameter each, there could be too many of them."""
        document = json.dumps(texts)
        if self._database.is_sqlite:
            table: Any = func.json_each(document).table_valued("value")
        else:
            table = func.json_array_elements_text(func.json(document)).table_valued("value")
        return select(table.c.value)


def _found(connection: Connection, workspace: str, id: str) -> PhotoRow:  # noqa: A002
    query = select(photos).where(photos.c.workspace == workspace, photos.c.id == id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"this workspace has no photo {id!r}")
    return _photo(row)


def _bytes(connection: Connection, workspace: str) -> int:
    query = select(func.coalesce(func.sum(photos.c.bytes), 0)).where(photos.c.workspace == workspace)
    return int(connection.execute(query).scalar_one())


def _check(row: PhotoRow) -> None:
    check_ids(workspace=row.workspace, id=row.id, added_by=row.added_by, digest=row.digest)
    check_text("name", row.name, MAX_NAME_CHARACTERS)
    for text in (row.camera, row.taken_at or "", *row.notes):
        check_text("what a photo says of itself", text, 10_000)


def check_quota(name: str, count: int, there: int, quota_bytes: int | None) -> None:
    """Raise PhotoTooLarge where a file of this many bytes does not fit beside those that are there."""
    if quota_bytes is not None and there + count > quota_bytes:
        raise PhotoTooLarge(
            f"{name!r} has {count:_} bytes and does not fit: this workspace's photos have {there:_} of "
            f"{quota_bytes:_} bytes that are allowed; take some out first"
        )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _place(after: str) -> tuple[str, str]:
    at, _, id = after.partition("~")  # noqa: A001
    check_ids(after=id)
    try:
        return kept(moment(at)), id
    except (ValueError, OverflowError):
        raise BadInput(f"after {after!r} is no place in a list of photos; pass what `next` said") from None


def _columns(row: PhotoRow) -> dict[str, Any]:
    return {
        "workspace": row.workspace, "id": row.id, "digest": row.digest, "name": row.name, "width": row.width,
        "height": row.height, "bytes": row.bytes, "format": row.format, "added_at_utc": kept(row.added_at),
        "added_by": row.added_by, "taken_at": row.taken_at, "camera": row.camera,
        "sought": _folded(f"{row.name} {row.camera}"), "flag": row.flag, "stars": row.stars,
        "notes": json.dumps(row.notes),
    }  # fmt: skip


def _photo(row: Row[Any]) -> PhotoRow:
    return PhotoRow(
        row.id, row.workspace, row.digest, row.name, row.width, row.height, row.bytes, row.format,
        moment(row.added_at_utc), row.added_by, row.taken_at, row.camera, row.flag, row.stars,
        tuple(json.loads(row.notes)),
    )  # fmt: skip
