"""Opening a store: rows in a file or on a PostgreSQL server, bytes in a folder or in a bucket."""

from pathlib import Path

from burnish.storage.bytes_place import blobs_at, settle
from burnish.storage.database import PATIENCE_S, Database, postgres_database, sqlite_database
from burnish.storage.faults import told
from burnish.storage.migrating import bring_up_to_date
from burnish.storage.sql import SqlStore

FILE_NAME = "store.sqlite3"


def open_store(
    folder: Path, url: str | None = None, objects: str | None = None, *,
    patience_s: float = PATIENCE_S, is_settled: bool = True,
) -> SqlStore:  # fmt: skip
    """The store in this folder, made when it is not there and brought up to date when it is older.

    The folder is for one store alone. With the URL of a PostgreSQL database (`postgresql://…`) only the blobs are in
    it, and everyone who opens that database gives the same folder. With the address of a bucket (`s3://…`) they are
    there. Which of the two it is stays as it was when the folder was first opened, unless the bytes are being moved
    and so not settled. `patience_s`: how long a lock of somebody else is waited for.

    Raises:
        BadInput: the store is damaged, was written by a newer Burnish, is none, a URL is not understood, or its bytes
            are elsewhere.
        Failure: it cannot be opened, made or brought up to date; nothing was changed.
    """
    with told("make the folder of the store", str(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    blobs = blobs_at(folder, objects)
    if is_settled:
        settle(folder, blobs)
    database = (
        sqlite_database(folder / FILE_NAME, patience_s) if url is None else postgres_database(url, patience_s)
    )
    try:
        if database.is_sqlite:
            _write_ahead(database)
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, blobs)


def _write_ahead(database: Database) -> None:
    """Readers and a writer side by side, one sync a commit (https://www.sqlite.org/wal.html); it stays so.

    Two who make the file at once are told that it is locked without a wait.
    """

    def switch() -> None:
        database.outside("PRAGMA journal_mode = WAL")

    with told("open a store", database.place):
        database.patiently(switch)
