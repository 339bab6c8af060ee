"""Opening a store: a folder of this machine, or a PostgreSQL server with a folder for the blobs."""

from pathlib import Path

from burnish.storage.blobs import BlobFolder
from burnish.storage.database import PATIENCE_S, Database, postgres_database, sqlite_database
from burnish.storage.faults import told
from burnish.storage.migrating import bring_up_to_date
from burnish.storage.sql import SqlStore

FILE_NAME = "store.sqlite3"
BLOBS_NAME = "blobs"


def open_store(folder: Path, url: str | None = None, *, patience_s: float = PATIENCE_S) -> SqlStore:
    """The store in this folder, made when it is not there and brought up to date when it is older.

    The folder is for one store alone. With the URL of a PostgreSQL database (`postgresql://…`) only the blobs are in
    it, and everyone who opens that database gives the same folder. `patience_s`: how long a lock of somebody else is
    waited for.

    Raises:
        BadInput: the store is damaged, was written by a newer Burnish, is none, or the URL is not understood.
        Failure: it cannot be opened, made or brought up to date; nothing was changed.
    """
    with told("make the folder of the store", str(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    return SqlStore(database, BlobFolder(folder / BLOBS_NAME))


def _write_ahead(database: Database) -> None:
    """Readers and a writer side by side, one sync a commit (https://www.sqlite.org/wal.html); it stays so.

    Two who make the file at once are told that it is locked without a wait.
    """

    def switch() -> None:
        database.outside("PRAGMA journal_mode = WAL")

    with told("open a store", database.place):
        database.patiently(switch)
