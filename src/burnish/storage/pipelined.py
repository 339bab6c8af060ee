"""A connection to PostgreSQL on which a statement with values is one journey.

pg8000 says what a statement is, asks what it answers and hands over its values one after the other, and waits for the
server each time. The protocol lets all of that travel together
(https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY). Nothing of a statement stays
behind on the server, so that a pool which hands connections around may stand in between.
"""

from collections.abc import Sequence
from struct import pack
from typing import Any

from pg8000.converters import make_param
from pg8000.core import BIND, DESCRIBE, EXECUTE, PARSE, STATEMENT, SYNC, Context
from pg8000.exceptions import InterfaceError
from pg8000.legacy import Connection

UNNAMED = b"\0"
"""Name of a statement, and of what it is run with, that the next one takes the place of."""

ALL_ROWS = pack("!i", 0)
AS_TEXT, AS_BYTES = 0, 1
"""Formats of a value."""

NULL = pack("!i", -1)


class PipelinedConnection(Connection):
    """pg8000's connection, with one journey for a statement in place of three; bytes travel as they are."""

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
