"""A database that is open: how its connections are set up, and what reading and writing in it mean."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from burnish.errors import BadInput, Failure
from burnish.storage.faults import is_busy, told
from burnish.storage.group_commit import GroupCommit
from burnish.storage.notices import LocalNotices, Notices
from burnish.storage.postgres_notices import PostgresNotices
from burnish.storage.tenancy import tell_server

T = TypeVar("T")

PATIENCE_S = 10.0
"""How long a lock of somebody else is waited for."""

BELIEVED_S = 2.0
"""For so long a connection that was used is believed to be good."""

_PAUSE_S = 0.02

_WRITING = {"burnish_begin": "BEGIN IMMEDIATE"}

_PRAGMAS = (
    "synchronous = FULL",  # with WAL: a commit is on the disk when it returns
    "fullfsync = ON",  # through the drive's own cache, where the system tells the two apart
    "foreign_keys = ON",
    "secure_delete = ON",  # what is deleted is overwritten
    "trusted_schema = OFF",
)


def _nobody() -> None:
    """Nobody has to be let go first."""


class Database:
    """An engine, its name for messages, notices of what is kept, and a lock for this process's writers."""

    def __init__(self, engine: Engine, place: str, patience_s: float, notices: Notices | None = None) -> None:
        self.engine = engine
        self.place = place
        self.notices: Notices = LocalNotices() if notices is None else notices
        self.patience_s = patience_s
        self.give_way: Callable[[], None] = _nobody
        """Called before everything that is read, and before what is written together: who is quicker may go first."""
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = engine.execution_options(**_WRITING)
        self._turn = threading.Lock()
        self._groups: dict[str, GroupCommit] = {}

    @contextmanager
    def reading(self, doing: str = "read") -> Generator[Connection]:
        """A connection for reading alone. Raises BadInput for a damaged store, Failure for the rest.

        On SQLite everything in the block sees one state. On a server each statement sees its own, as they would within
        a transaction of READ COMMITTED, so there is none: that would be two more journeys.
        """
        self.give_way()
        with told(doing, self.place, Failure):
            if self.is_sqlite:
                with self.engine.begin() as connection:
                    yield connection
                return
            with self.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.autocommit = True
                try:
                    yield connection
                finally:
                    raw.autocommit = False

    @contextmanager
    def writing(self, doing: str) -> Generator[Connection]:
        """A connection whose changes are on the disk after the block, or not made. Raises BadInput, WriteFailed.

        On SQLite there is one writer at a time, from the beginning of the block.
        """
        with told(doing, self.place), self.alone(), self._writer.begin() as connection:
            yield connection

    def together(self, doing: str, work: Callable[[Connection], T]) -> T:
        """Write, on SQLite with one sync for all who write this at the same time. Raises BadInput, WriteFailed.

        It is on the disk when this returns, as after `writing`. A server's own group commit serves PostgreSQL.
        """
        self.give_way()
        if not self.is_sqlite:
            with self.writing(doing) as connection:
                return work(connection)
        return self._group(doing).do(work)

    @contextmanager
    def alone(self) -> Generator[None]:
        """No other writer of this process at the same time, where only one can be."""
        if not self.is_sqlite:
            yield
            return
        with self._turn:
            yield

    def lock(self, connection: Connection, key: int, *, hurries: bool = False) -> None:
        """Keep everybody else who asks for this key out until the connection commits.

        Where it `hurries`, a server commits without waiting for its disk: others see it at once, and a server that
        breaks down within the next moments may lose it, and nothing else.
        """
        if not self.is_sqlite:
            waits = [func.set_config("synchronous_commit", "off", True)] if hurries else []
            connection.execute(select(func.pg_advisory_xact_lock(key), *waits))

    def outside(self, statement: str) -> tuple[int, ...]:
        """Run a statement of SQLite that stands outside of any transaction; the first row of its answer."""
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            row = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
        return tuple(row or ())

    def patiently(self, action: Callable[[], None]) -> None:
        """Do this, again while somebody else's lock is in the way and patience lasts. Raises sqlite3.Error."""
        deadline = time.monotonic() + self.patience_s
        while True:
            try:
                action()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(_PAUSE_S)
            else:
                return

    def _group(self, doing: str) -> GroupCommit:
        return self._groups.setdefault(doing, GroupCommit(lambda: self.writing(doing)))

    def close(self) -> None:
        """Give back what is open."""
        self.notices.close()
        self.engine.dispose()


def sqlite_database(path: Path, patience_s: float = PATIENCE_S) -> Database:
    """The SQLite file of this name, which is made when it is first used."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": patience_s, "isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return Database(engine, str(path), patience_s)


def postgres_database(url: str, patience_s: float = PATIENCE_S) -> Database:
    """The PostgreSQL database of this URL, through pg8000. Raises BadInput."""
    parsed = _postgres_url(url)
    connecting = {
        "application_name": "burnish",
        "startup_params": {"lock_timeout": f"{patience_s * 1000:.0f}", "synchronous_commit": "on"},
    }
    make: Callable[..., Engine] = create_engine
    try:
        engine = make(
            parsed, connect_args=connecting, isolation_level="READ COMMITTED", hide_parameters=True,
        )  # fmt: skip
    except ModuleNotFoundError as error:
        raise BadInput(
            "a PostgreSQL store needs the extra 'postgres': pip install 'burnish[postgres]'"
        ) from error
    event.listen(engine, "do_connect", _connected)
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", _taken_out)
    tell_server(engine)
    # A connection that broke is told by an error of ours; without a handler the pool would print a traceback of it.
    pool = logging.getLogger("sqlalchemy.pool")
    if not pool.handlers:
        pool.addHandler(logging.NullHandler())
    place = parsed.render_as_string(hide_password=True)
    return Database(engine, place, patience_s, PostgresNotices(parsed))


def _postgres_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput(
            "the store's URL cannot be read; postgresql://user:password@host/name is one"
        ) from None
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+pg8000"):
        raise BadInput(f"a store's URL begins with {parsed.drivername!r}; 'postgresql' is allowed")
    return parsed.set(drivername="postgresql+pg8000")


def _set_up(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _connected(_: Any, __: Any, given: Any, named: Any) -> Any:
    """A connection whose statements are one journey each."""
    from burnish.storage.pipelined import PipelinedConnection

    return PipelinedConnection(*given, **named)


def _put_back(_: Any, record: Any) -> None:
    record.info["put_back_at_s"] = time.monotonic()


def _taken_out(connection: Any, record: Any, _: Any) -> None:
    """Whether a connection that lay still for a while is still good; else the pool makes another. No journey else."""
    import pg8000.exceptions

    if time.monotonic() - record.info.get("put_back_at_s", 0.0) < BELIEVED_S:
        return
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT 1")
        connection.rollback()
    except (pg8000.exceptions.Error, OSError) as error:
        raise DisconnectionError from error
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("burnish_begin", "BEGIN"))
