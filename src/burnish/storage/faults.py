"""What a database complains about, as one line of ours that says what was not done and why."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from burnish.errors import BadInput, BurnishError, Failure, WriteFailed

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_LOCKED = "another process keeps it locked"
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_PERM: "the file may not be used",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk refused",
}


@contextmanager
def told(doing: str, place: str, failure: type[Failure] = WriteFailed) -> Generator[None]:
    """Turn what a database or the system raises inside into BadInput (a damaged store) or `failure`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise fault(error, doing, place, failure) from error


def fault(error: Exception, doing: str, place: str, failure: type[Failure] = WriteFailed) -> BurnishError:
    """The error of ours that this one means."""
    code = _sqlite_code(error)
    if code in _DAMAGED:
        return BadInput(f"{place!r} is damaged, or no store of Burnish: {_first_line(error)}")
    reason = _LOCKED if is_busy(error) else _REASONS.get(code or 0) or _first_line(error)
    return failure(f"cannot {doing} in {place!r}: {reason}")


def is_busy(error: Exception) -> bool:
    """Whether somebody else's lock was in the way, so that trying again may help."""
    return _sqlite_code(error) in _BUSY or _sqlstate(error) in ("55P03", "40001", "40P01")


def _sqlite_code(error: Exception) -> int | None:
    """SQLite's primary result code (https://www.sqlite.org/rescode.html), None for anything else."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _sqlstate(error: Exception) -> str | None:
    fields = _server_fields(error)
    return None if fields is None else str(fields.get("C"))


def _server_fields(error: Exception) -> dict[str, Any] | None:
    """What a PostgreSQL server said (protocol 3, error fields), None for anything else."""
    arguments = getattr(getattr(error, "orig", None), "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], dict) else None


def _first_line(error: Exception) -> str:
    """The cause in one line, without the statement and its values: those belong to a person."""
    fields = _server_fields(error)
    if fields is not None:
        return str(fields.get("M"))
    if isinstance(error, OSError):
        return error.strerror or str(error)
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [type(cause).__name__])[0]
