"""Offers and signals in their tables: what is there, what is added, what comes next."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Executable, Insert, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.feedback.store import Appended
from burnish.storage.database import Database
from burnish.storage.facts import (
    MOST,
    Written,
    check_offered,
    read_offer,
    read_signal,
    what_is_new,
)
from burnish.storage.tables import offers, signals, workspaces

PAGE = 500
"""Rows that are read at once: a long reading holds no lock, and no state that could not be cleaned up."""


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what happens when the row is there."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def in_one_journey(connection: Connection, inserting: Insert, column: Column[Any]) -> Executable:
    """An insert whose rows travel together: with RETURNING they do, else one by one. To SQLite it is no journey."""
    return inserting if connection.dialect.name == "sqlite" else inserting.returning(column)


def add_offers(connection: Connection, workspace: str, given: Sequence[Written[Offer]]) -> Appended:
    """Keep those that are new. Raises BadInput."""
    number = last_number(connection, workspace)
    stored = _stored(connection, offers.c.turn, workspace, [each.id for each in given])
    fresh, appended = what_is_new("turn", given, stored, read_offer)
    rows = [_offer_row(each, number + k) for k, each in enumerate(fresh, 1)]
    _add(connection, offers, workspace, rows, number)
    return appended


def add_signals(connection: Connection, workspace: str, given: Sequence[Written[Signal]]) -> Appended:
    """Keep those that are new. Raises BadInput."""
    number = last_number(connection, workspace)
    stored = _stored(connection, signals.c.id, workspace, [each.id for each in given])
    fresh, appended = what_is_new("signal", given, stored, read_signal)
    turns = _turns(connection, workspace, sorted({each.fact.turn for each in fresh}))
    for each in fresh:
        check_offered(each.fact, *turns.get(each.fact.turn, (None, ())))
    rows = [_signal_row(each, number + k) for k, each in enumerate(fresh, 1)]
    _add(connection, signals, workspace, rows, number)
    return appended


def last_number(connection: Connection, workspace: str) -> int:
    """The last number given out, 0 at first. Until the connection commits, nobody else gives any.

    So a reader who has seen a number never misses a smaller one that is committed later.
    """
    row = workspaces.c.workspace == workspace
    query = select(workspaces.c.last_number).where(row).with_for_update()
    found = connection.execute(query).scalar_one_or_none()
    if found is not None:
        return found
    new = insert_new(connection, workspaces).values(workspace=workspace, last_number=0)
    connection.execute(new.on_conflict_do_nothing())
    return connection.execute(query).scalar_one()


def pages(
    database: Database, table: Table, workspace: str, number: int, person: str | None
) -> Iterator[tuple[int, str]]:
    """Numbers and texts behind a number, in their order."""
    rows = [table.c.workspace == workspace]
    rows += [] if person is None else [table.c.person == person]
    query = select(table.c.number, table.c.document).order_by(table.c.number).limit(PAGE)
    last, more = min(max(number, 0), MOST), True
    while more:
        with database.reading() as connection:
            found = connection.execute(query.where(*rows, table.c.number > last)).all()
        yield from found
        more = len(found) == PAGE
        last = found[-1][0] if found else last


def _add(
    connection: Connection, table: Table, workspace: str, rows: Sequence[dict[str, Any]], number: int
) -> None:
    if not rows:
        return
    connection.execute(in_one_journey(connection, insert(table), table.c.number), rows)
    change = update(workspaces).where(workspaces.c.workspace == workspace)
    connection.execute(change.values(last_number=number + len(rows)))


def _stored(connection: Connection, key: Any, workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """Texts by id, of those that are there."""
    table = key.table
    found: dict[str, str] = {}
    for start in range(0, len(ids), PAGE):
        query = select(key, table.c.document).where(
            table.c.workspace == workspace, key.in_(ids[start : start + PAGE])
        )
        found.update(connection.execute(query).all())
    return found


def _turns(
    connection: Connection, workspace: str, turns: Sequence[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Whose each turn was, and what it proposed."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for start in range(0, len(turns), PAGE):
        query = select(offers.c.turn, offers.c.person, offers.c.proposals).where(
            offers.c.workspace == workspace, offers.c.turn.in_(turns[start : start + PAGE])
        )
        for turn, person, proposals in connection.execute(query):
            found[turn] = (person, tuple(proposals.split()))
    return found


def _offer_row(written: Written[Offer], number: int) -> dict[str, Any]:
    offer = written.fact
    return {
        "workspace": offer.workspace,
        "turn": offer.turn,
        "number": number,
        "person": offer.person,
        "photo": offer.photo,
        "at_utc": written.at_utc,
        "proposals": " ".join(each.id for each in offer.proposals),
        "document": written.text,
    }


def _signal_row(written: Written[Signal], number: int) -> dict[str, Any]:
    signal = written.fact
    return {
        "workspace": signal.workspace,
        "number": number,
        "id": signal.id,
        "person": signal.person,
        "turn": signal.turn,
        "at_utc": written.at_utc,
        "document": written.text,
    }
