"""Offers and signals of a workspace as one log: they share their numbers, so none is missed between the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge

from sqlalchemy import Table, select

from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.storage.database import Database
from burnish.storage.facts import check_ids, read_offer, read_signal
from burnish.storage.notices import Notices
from burnish.storage.tables import offers, signals, workspaces


@dataclass(frozen=True)
class FactRow:
    """An offer or a signal, and its place in the log of its workspace."""

    number: int
    fact: Offer | Signal


class FactsInOrder:
    """The log of each workspace. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def notices(self) -> Notices:
        """Where it is told that the log went on."""
        return self._database.notices

    def last(self, workspace: str) -> int:
        """The last number of the log; 0 of an empty one. Raises Failure."""
        check_ids(workspace=workspace)
        query = select(workspaces.c.last_number).where(workspaces.c.workspace == workspace)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none() or 0

    def after(
        self, workspace: str, number: int, limit: int, person: str | None = None
    ) -> tuple[Sequence[FactRow], int]:
        """At most so many facts (of one person) behind a place, and the place up to which that is all of them.

        Facts are numbered and kept in one transaction, so what is kept after the log's end was read is left for later.
        Raises Failure.
        """
        end = self.last(workspace)
        if end <= number:
            return (), number
        pages = [self._page(table, workspace, number, end, limit, person) for table in (offers, signals)]
        found = list(merge(*pages, key=lambda each: each.number))[:limit]
        return found, found[-1].number if len(found) == limit else end

    def _page(
        self, table: Table, workspace: str, number: int, end: int, limit: int, person: str | None
    ) -> list[FactRow]:
        query = select(table.c.number, table.c.document).where(
            table.c.workspace == workspace, table.c.number > number, table.c.number <= end
        )
        if person is not None:
            query = query.where(table.c.person == person)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(table.c.number).limit(limit)).all()
        read = read_offer if table is offers else read_signal
        return [FactRow(place, read(text)) for place, text in found]
