"""A connection to PostgreSQL on which a statement with values is one journey.

pg8000 says what a statement is, asks what it answers and hands over its values one after the other, and waits for the
server each time. The protocol lets all of that travel together
(https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY). Nothing of a statement stays
behind on the server, so that a pool which hands connections around may stand in between.
"""

from collections.abc import Sequence
from functools import lru_cache
from struct import pack
from typing import Any

from pg8000.converters import make_param
from pg8000.core import BIND, DESCRIBE, EXECUTE, PARSE, STATEMENT, SYNC, Context
from pg8000.dbapi import convert_paramstyle
from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.legacy import Connection, Cursor, IntegrityError, ProgrammingError

UNNAMED = b"\0"
"""Name of a statement, and of what it is run with, that the next one takes the place of."""

ALL_ROWS = pack("!i", 0)
AS_TEXT, AS_BYTES = 0, 1
"""Formats of a value."""

NULL = pack("!i", -1)

LONGEST_KNOWN, MOST_KNOWN = 4000, 512
"""Characters of a statement that is remembered with its places numbered, and how many are."""

REFUSALS: dict[str, type[DatabaseError]] = {"23505": IntegrityError}
"""What is raised by the server's code; ProgrammingError for all others, as pg8000 does."""


class PipelinedConnection(Connection):
    """pg8000's connection, with one journey for a statement in place of three; bytes travel as they are."""

    def cursor(self) -> Cursor:
        """What statements are run with."""
        return PipelinedCursor(self)

    def execute_unnamed(
        self, statement: str, vals: Sequence[Any] = (), oids: Sequence[int] = (), stream: Any = None
    ) -> Context:
        """Run a statement once. Raises DatabaseError, InterfaceError."""
        bound = self._bound(vals)
        context = Context(statement, stream=stream)
        types = pack(f"!H{len(oids)}i", len(oids), *(max(each, 0) for each in oids))
        self._send_message(PARSE, UNNAMED + self._encoded(statement) + b"\0" + types)
        self._send_message(DESCRIBE, STATEMENT + UNNAMED)
        self._send_message(BIND, UNNAMED + UNNAMED + bound)
        self._send_message(EXECUTE, UNNAMED + ALL_ROWS)
        self._send_message(SYNC, b"")
        sock: Any = self._sock
        try:
            sock.flush()
        except OSError as error:
            raise InterfaceError("network error") from error
        self.handle_messages(context)
        return context

    def _bound(self, values: Sequence[Any]) -> bytes:
        """Values with their formats; the answer comes as text."""
        formats = [AS_BYTES if isinstance(each, bytes) else AS_TEXT for each in values]
        parts = [pack(f"!H{len(formats)}HH", len(formats), *formats, len(formats))]
        for each in values:
            held = each if isinstance(each, bytes) else self._text(each)
            parts += [NULL] if held is None else [pack("!i", len(held)), held]
        return b"".join([*parts, pack("!H", 0)])

    def _text(self, value: Any) -> bytes | None:
        written: str | None = make_param(self.py_types, value)
        return None if written is None else self._encoded(written)

    def _encoded(self, written: str) -> bytes:
        encoding: Any = self._client_encoding
        return written.encode(encoding)


class PipelinedCursor(Cursor):
    """pg8000's cursor, which reads a statement letter by letter for its places only once."""

    def execute(self, operation: str, args: Sequence[Any] = (), stream: Any = None) -> Cursor:
        """As pg8000's. Raises IntegrityError, InterfaceError, ProgrammingError."""
        connection: Any = self._c
        if not args or stream is not None or connection is None or len(operation) > LONGEST_KNOWN:
            return super().execute(operation, args, stream)
        try:
            if not connection._in_transaction and not connection.autocommit:
                connection.execute_simple("begin transaction")
            found = connection.execute_unnamed(numbered(self.paramstyle, operation), args, self._input_oids)
        except DatabaseError as error:
            told: Any = error.args[0]
            code = told.get("C", "") if isinstance(told, dict) else ""
            raise REFUSALS.get(code, ProgrammingError)(told) from error
        self._context, self._row_iter, self._input_oids = found, iter(found.rows or ()), ()
        return self


@lru_cache(maxsize=MOST_KNOWN)
def numbered(style: str, operation: str) -> str:
    """A statement with its places numbered."""
    made: str = convert_paramstyle(style, operation, ())[0]
    return made
