"""What of a store travels when it is copied, and what stays behind on purpose; rows in the order of their keys.

A row's text is one canonical JSON object and its place one tuple, both the same whichever database it comes from: texts
compare by their bytes in UTF-8 (SQLite's BINARY, PostgreSQL's "C"), which is also how Python compares them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Table, Text, select

from burnish.storage.tables import METADATA, jobs, leases, sessions, workspaces

LEFT_OUT = {
    sessions.name: "a browser's cookie is for the server that gave it: people sign in again",
    leases.name: "who does something alone is a process of the other place",
}
"""Tables that stay behind, and why."""

RESTING: dict[str, dict[str, Any]] = {
    jobs.name: {"lease_owner": "", "lease_until_utc": ""},
    workspaces.name: {"forgotten": 0},
}
"""Columns that stay behind, with what stands in them instead: both are about processes of the other place."""

READ_AT_ONCE = 500
"""Rows that are in memory at the same time."""

Key: TypeAlias = tuple[Any, ...]
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Line:
    """A row that travels."""

    key: Key
    text: str
    """One JSON object, without what stays behind; bytes as hexadecimal digits."""
    values: dict[str, Any] = field(compare=False, repr=False)


@cache
def traveling_tables() -> tuple[Table, ...]:
    """Tables that travel; what a row refers to comes before it."""
    return tuple(table for table in METADATA.sorted_tables if table.name not in LEFT_OUT)


def traveling_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table that travel."""
    resting = RESTING.get(table.name, {})
    return tuple(column for column in table.columns if column.name not in resting)


def key_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table's key, in their order."""
    return tuple(table.primary_key.columns)


def lines(connection: Connection, table: Table) -> Iterator[Line]:
    """A table's rows by their keys, smallest first, as one statement sees them. Raises SQLAlchemyError."""
    names = [column.name for column in traveling_columns(table)]
    places = [names.index(column.name) for column in key_columns(table)]
    query = select(*traveling_columns(table)).order_by(*_by_key(connection, table))
    with connection.execute(query, execution_options={"yield_per": READ_AT_ONCE}) as found:
        for row in found:
            values = dict(zip(names, map(_plain, row), strict=True))
            text = _JSON.encode({name: _shown(value) for name, value in values.items()})
            yield Line(tuple(row[place] for place in places), text, values)


def collated(connection: Connection, column: Any) -> Any:
    """A column of text as all databases sort it alike."""
    return column if connection.dialect.name == "sqlite" else column.collate("C")


def _by_key(connection: Connection, table: Table) -> Sequence[Any]:
    return [
        collated(connection, column) if isinstance(column.type, Text) else column
        for column in key_columns(table)
    ]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _shown(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
