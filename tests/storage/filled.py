"""A store with rows in every table and bytes behind every digest, from a seed: what databases sort and keep unlike."""

import hashlib
import random
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, Table, insert, select

from burnish.storage.held_bytes import folders_of
from burnish.storage.sql import SqlStore
from burnish.storage.tables import METADATA, release_parts

LETTERS = ["a", "B", "b", "Z", "_", "-", "é", "ß", "漢", "😀", "0", "9", " ", "\\", "'", '"', "\n"]
DIGEST_COLUMNS = {"blob_references", "photos", "release_parts"}


def fill(store: SqlStore, seed: int = 3, rows: int = 40, first: int = 0) -> None:
    """Rows `first` to `rows` of every table: the same seed gives the same rows, in any database."""
    with store.database.writing("fill") as connection:
        for table in METADATA.sorted_tables:
            for number in range(first, rows):
                row = _row(store, table, random.Random(f"{seed} {table.name} {number}"), number)
                row |= _referring(connection, table, number)
                connection.execute(insert(table).values(row))


def _row(store: SqlStore, table: Table, chance: random.Random, number: int) -> dict[str, Any]:
    row = {column.name: _value(column.type, chance, number) for column in table.columns}
    for name in [column.name for column in table.columns if column.nullable and chance.random() < 0.3]:
        row[name] = None
    if table.name in DIGEST_COLUMNS:
        folder = "release-parts" if table is release_parts else "blobs"
        row["digest"] = _kept(store, folder, row["workspace"], f"{folder} {number}".encode())
    if table.name == "tokens" or "id" in row:
        row["id"] = f"{row['id']}{number}"
    return row


def _value(type_: Any, chance: random.Random, number: int) -> Any:
    if isinstance(type_, BigInteger):
        return number if chance.random() < 0.9 else 2**62 + number
    if isinstance(type_, Boolean):
        return chance.random() < 0.5
    if isinstance(type_, LargeBinary):
        return chance.randbytes(chance.randrange(50))
    return "".join(chance.choices(LETTERS, k=chance.randrange(6))) + f"{number}"


def _kept(store: SqlStore, folder: str, workspace: str, data: bytes) -> str:
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    folders_of(store)[folder].write(workspace, digest, data)
    return digest


def _referring(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    """What a row says of another that has to be there."""
    found: dict[str, Any] = {}
    for constraint in table.foreign_key_constraints:
        parent = constraint.referred_table
        columns = [element.column for element in constraint.elements]
        query = select(*columns).order_by(*parent.primary_key.columns).offset(number % 7).limit(1)
        row = connection.execute(query).one()
        found |= dict(zip(constraint.column_keys, row, strict=True))
    return found
