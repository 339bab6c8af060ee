"""A store that is only read: nothing is made, brought up to date or written, whatever is found."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL

from burnish.errors import BadInput, Failure
from burnish.storage.bytes_place import blobs_at, check_settled
from burnish.storage.database import PATIENCE_S, Database, postgres_database
from burnish.storage.faults import told
from burnish.storage.migrating import VERSION_TABLE
from burnish.storage.opening import FILE_NAME
from burnish.storage.sql import SqlStore
from burnish.storage.tables import REVISION
from burnish.storage.tenancy import see_all_rows


def open_to_read(
    folder: Path, url: str | None = None, objects: str | None = None, *,
    patience_s: float = PATIENCE_S, is_settled: bool = True,
) -> SqlStore:  # fmt: skip
    """The store in this folder, or of this URL; its bytes in this folder, or in a bucket. It must be of today's tables.

    Raises:
        BadInput: there is none, it is of another Burnish, or damaged.
        Failure: it cannot be read.
    """
    if url is None and not (folder / FILE_NAME).is_file():
        nearby = folder / "feedback"
        hint = f"; is {str(nearby)!r} meant?" if (nearby / FILE_NAME).is_file() else ""
        raise BadInput(f"{str(folder)!r} has no store: no file {FILE_NAME!r} is in it{hint}")
    blobs = blobs_at(folder, objects)
    if is_settled:
        check_settled(folder, blobs)
    database = (
        _read_only(folder / FILE_NAME, patience_s) if url is None else postgres_database(url, patience_s)
    )
    try:
        with database.reading("open a store") as connection:
            _check_revision(connection, database.place)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, blobs)


@contextmanager
def snapshot(database: Database) -> Generator[Connection]:
    """A connection that sees the state of one moment for as long as it is open, while others write.

    SQLite: a read transaction over the write-ahead log (https://www.sqlite.org/isolation.html). PostgreSQL: REPEATABLE
    READ, in which all statements see what was committed before the first.

    Raises:
        BadInput, Failure: as `Database.reading`.
    """
    with told("read", database.place, Failure), database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            see_all_rows(connection)
            _check_revision(connection, database.place)
            yield connection


def _check_revision(connection: Connection, place: str) -> None:
    if VERSION_TABLE not in inspect(connection).get_table_names():
        raise BadInput(f"{place!r} holds no store of Burnish")
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    if revision != REVISION:
        raise BadInput(
            f"{place!r} was written by another Burnish (store {revision!r}; this one reads {REVISION!r}); "
            "a store that is older is brought up to date by whatever else opens it, such as: burnish feedback list"
        )


def _read_only(path: Path, patience_s: float) -> Database:
    engine = create_engine(
        URL.create(
            "sqlite+pysqlite", database=f"file:{quote(str(path.absolute()))}", query={"mode": "ro", "uri": "true"}
        ),
        connect_args={"timeout": patience_s, "isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return Database(engine, str(path), patience_s)


def _set_up(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    try:
        for pragma in ("query_only = ON", "trusted_schema = OFF"):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
