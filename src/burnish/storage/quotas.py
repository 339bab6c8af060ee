"""How much a workspace and its people may have and do, and how much they have and did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select, update

from burnish.storage.database import Database
from burnish.storage.fact_log import insert_new
from burnish.storage.facts import check_ids
from burnish.storage.job_queue import OPEN
from burnish.storage.moments import kept
from burnish.storage.tables import jobs, photos
from burnish.storage.team_tables import quotas, usage_counts

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

TOGETHER = ""
"""Whose a quota of the workspace's people together is."""

EACH = "*"
"""Whose a quota of each person is for whom there is no other."""

COUNTS_KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True)
class QuotaRow:
    """One quota."""

    person: str
    """`TOGETHER`, `EACH`, or somebody."""
    name: str
    most: int


class Quotas:
    """Quotas and counts of all workspaces. For any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, workspace: str, person: str | None = None) -> tuple[QuotaRow, ...]:
        """Those of a workspace; with a person, those that bind them. Raises Failure."""
        check_ids(workspace=workspace)
        query = select(quotas).where(quotas.c.workspace == workspace)
        if person is not None:
            query = query.where(quotas.c.person.in_([TOGETHER, EACH, person]))
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(quotas.c.person, quotas.c.name))
            return tuple(QuotaRow(each.person, each.name, each.most) for each in found)

    def set(self, workspace: str, row: QuotaRow) -> None:
        """Keep one instead of what was. Raises WriteFailed."""
        check_ids(workspace=workspace)
        with self._database.writing("set a quota") as connection:
            new = insert_new(connection, quotas).values(
                workspace=workspace, person=row.person, name=row.name, most=row.most
            )
            key = ["workspace", "person", "name"]
            connection.execute(
                new.on_conflict_do_update(index_elements=key, set_={"most": new.excluded.most})
            )

    def drop(self, workspace: str, person: str, name: str) -> bool:
        """Take one away; whether there was one. Raises WriteFailed."""
        this = (quotas.c.workspace == workspace, quotas.c.person == person, quotas.c.name == name)
        with self._database.writing("drop a quota") as connection:
            return bool(connection.execute(delete(quotas).where(*this)).rowcount)

    def count(
        self, workspace: str, name: str, at: datetime, most: Sequence[tuple[str, int | None]]
    ) -> str | None:
        """Count one more today for each of these people (`TOGETHER` first); whose quota is used up, if any is.

        Where one is, nothing is counted. Raises WriteFailed.
        """
        day = kept(at)[:10]
        with self._database.writing("count what is used") as connection:
            old = (
                usage_counts.c.workspace == workspace,
                usage_counts.c.day < kept(at - COUNTS_KEPT_FOR)[:10],
            )
            connection.execute(delete(usage_counts).where(*old))
            found = [
                (person, _count_up(connection, workspace, person, name, day), limit) for person, limit in most
            ]
            over = next(
                (person for person, count, limit in found if limit is not None and count > limit), None
            )
            if over is not None:
                for person, *_ in found:
                    _count_down(connection, workspace, person, name, day)
        return over

    def uncount(self, workspace: str, name: str, at: datetime, people: Sequence[str]) -> None:
        """Take one back that was counted for something that then was not done. Raises WriteFailed."""
        with self._database.writing("count what is used") as connection:
            for person in people:
                _count_down(connection, workspace, person, name, kept(at)[:10])

    def counts(self, workspace: str, name: str, at: datetime) -> dict[str, int]:
        """What was counted today by person, `TOGETHER` included. Raises Failure."""
        this = (usage_counts.c.workspace == workspace, usage_counts.c.name == name)
        query = select(usage_counts.c.person, usage_counts.c.count).where(
            *this, usage_counts.c.day == kept(at)[:10]
        )
        with self._database.reading() as connection:
            return {str(each[0]): int(each[1]) for each in connection.execute(query)}

    def open_jobs(self, workspace: str, person: str | None = None) -> dict[str, int]:
        """Jobs that wait or run, by person. Raises Failure."""
        these = [jobs.c.workspace == workspace, jobs.c.state.in_(OPEN)]
        these += [] if person is None else [jobs.c.person == person]
        return self._summed(jobs.c.person, func.count(), these)

    def stored_bytes(self, workspace: str, person: str | None = None) -> dict[str, int]:
        """Bytes of photos, by who brought them in; by nobody those of people who were forgotten. Raises Failure."""
        these = [photos.c.workspace == workspace]
        these += [] if person is None else [photos.c.added_by == person]
        return self._summed(photos.c.added_by, func.sum(photos.c.bytes), these)

    def _summed(self, by: Any, what: Any, these: "Sequence[ColumnElement[bool]]") -> dict[str, int]:
        with self._database.reading() as connection:
            found = connection.execute(select(by, what).where(*these).group_by(by)).all()
        counts: dict[str, int] = {}
        for row in found:
            counts[str(row[0])] = int(row[1] or 0)
        return counts


def _count_up(connection: Connection, workspace: str, person: str, name: str, day: str) -> int:
    key = {"workspace": workspace, "person": person, "name": name, "day": day}
    new = insert_new(connection, usage_counts).values(**key, count=1)
    up = new.on_conflict_do_update(index_elements=list(key), set_={"count": usage_counts.c.count + 1})
    return int(connection.execute(up.returning(usage_counts.c.count)).scalar_one())


def _count_down(connection: Connection, workspace: str, person: str, name: str, day: str) -> None:
    this = (
        usage_counts.c.workspace == workspace, usage_counts.c.person == person, usage_counts.c.name == name,
        usage_counts.c.day == day, usage_counts.c.count > 0,
    )  # fmt: skip
    connection.execute(update(usage_counts).where(*this).values(count=usage_counts.c.count - 1))
