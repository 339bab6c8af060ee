"""Long work that is waiting or under way: leased to one worker at a time, each item's result kept as it is finished.

A worker has a job until its lease ends, and prolongs it while it works. Whoever finds a lease ended takes the job over:
what was finished stays finished. A worker that lost its lease is told when it next says something, and changes nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from burnish.errors import BadInput, Conflict, NotFound
from burnish.storage.database import Database
from burnish.storage.facts import check_ids
from burnish.storage.moments import kept, moment
from burnish.storage.notices import Notices
from burnish.storage.tables import job_items, jobs

JobKind: TypeAlias = Literal["export", "batch"]
JobState: TypeAlias = Literal["waiting", "running", "done", "failed", "canceled"]
ItemState: TypeAlias = Literal["waiting", "done", "failed"]

OPEN: tuple[JobState, ...] = ("waiting", "running")
"""States that are not the last."""

MOST_ITEMS = 100_000
WORK, PROGRESS = "work", "jobs"
"""Topics of notices: (`WORK`,) where a job may be claimed, (`PROGRESS`, workspace, person) where one went on."""

_NOBODY = ""
_INSERTED_AT_ONCE = 500


@dataclass(frozen=True)
class JobRow:
    """A job and how far it is."""

    id: str
    workspace: str
    person: str
    kind: JobKind
    title: str
    document: dict[str, Any] = field(repr=False)
    """What was asked for, as JSON values."""
    made_at: datetime
    state: JobState = "waiting"
    total: int = 0
    done: int = 0
    """Items that are finished, well or not."""
    failed: int = 0
    detail: str = ""
    is_canceled: bool = False
    """Whether somebody said that it should stop; its state says when it has."""
    attempts: int = 0
    """How often somebody began to work on it since an item was finished."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will be done about it."""
        return self.state not in OPEN


@dataclass(frozen=True)
class ItemRow:
    """One photo's part of a job."""

    number: int
    """From 1."""
    photo: str
    name: str
    given: dict[str, Any]
    """What belongs to this item alone, as JSON values."""
    state: ItemState = "waiting"
    detail: str = ""
    file: str = ""
    """Name of its file in the job's folder; empty without one."""


class JobQueue:
    """Jobs of all workspaces. For any number of threads and processes.

    Every verb raises BadInput for what cannot be an id, and Failure where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def notices(self) -> Notices:
        """Where it is told that a job went on, or waits."""
        return self._database.notices

    def enqueue(self, job: JobRow, items: Sequence[ItemRow]) -> JobRow:
        """Keep a job that waits. When this returns, it is on the disk."""
        check_ids(workspace=job.workspace, person=job.person, id=job.id)
        if not 1 <= len(items) <= MOST_ITEMS:
            raise BadInput(f"a job of {len(items)!r} items; 1 to {MOST_ITEMS:_} are allowed")
        rows = [_item_columns(job, each) for each in items]
        with self._database.writing("keep a job") as connection:
            connection.execute(insert(jobs).values(_columns(job, len(items))))
            for start in range(0, len(rows), _INSERTED_AT_ONCE):
                connection.execute(insert(job_items).values(rows[start : start + _INSERTED_AT_ONCE]))
        self._told(job, WORK)
        return self.job(job.workspace, job.person, job.id)

    def jobs(self, workspace: str, person: str, limit: int = 100) -> tuple[JobRow, ...]:
        """A person's jobs, newest first."""
        check_ids(workspace=workspace, person=person)
        query = select(jobs).where(jobs.c.workspace == workspace, jobs.c.person == person)
        query = query.order_by(jobs.c.made_at_utc.desc(), jobs.c.id).limit(limit)
        with self._database.reading() as connection:
            return tuple(_job(row) for row in connection.execute(query))

    def job(self, workspace: str, person: str, id: str) -> JobRow:  # noqa: A002
        """One job of a person. Raises NotFound."""
        check_ids(workspace=workspace, person=person, id=id)
        with self._database.reading() as connection:
            return _found(connection, workspace, person, id)

    def items(self, job: JobRow) -> tuple[ItemRow, ...]:
        """A job's items, by number."""
        query = select(job_items).where(*_items_of(job)).order_by(job_items.c.number)
        with self._database.reading() as connection:
            return tuple(_item(row) for row in connection.execute(query))

    def item(self, job: JobRow, number: int) -> ItemRow | None:
        """One item of a job."""
        query = select(job_items).where(*_items_of(job), job_items.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _item(row)

    def cancel(self, workspace: str, person: str, id: str, at: datetime) -> JobRow:  # noqa: A002
        """Say that a job should stop; at once where nobody works on it. Harmless to repeat. Raises NotFound."""
        check_ids(workspace=workspace, person=person, id=id)
        this = (jobs.c.workspace == workspace, jobs.c.person == person, jobs.c.id == id)
        with self._database.writing("cancel a job") as connection:
            stopping = update(jobs).where(*this, jobs.c.state.in_(OPEN)).values(is_canceled=True)
            connection.execute(stopping)
            untouched = update(jobs).where(*this, jobs.c.state == "waiting", jobs.c.done == 0)
            connection.execute(untouched.values(state="canceled", settled_at_utc=kept(at)))
            found = _found(connection, workspace, person, id)
        self._told(found)
        return found

    def claim(self, owner: str, at: datetime, lease: timedelta) -> JobRow | None:
        """A job that nobody works on, leased from now on; None where there is none.

        Those that were never begun come first, then those that were worked on the longest time ago.
        """
        free = (jobs.c.state.in_(OPEN), jobs.c.lease_until_utc <= kept(at))
        query = select(jobs).where(*free).order_by(jobs.c.lease_until_utc, jobs.c.made_at_utc, jobs.c.id)
        with self._database.writing("begin a job") as connection:
            row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            new = {
                "state": "running", "lease_owner": owner, "lease_until_utc": kept(at + lease),
                "attempts": row.attempts + 1,
            }  # fmt: skip
            connection.execute(update(jobs).where(*_this(_job(row))).values(new))
            found = _found(connection, row.workspace, row.person, row.id)
        self._told(found)
        return found

    def is_anything_free(self, at: datetime) -> bool:
        """Whether a job waits for a worker."""
        query = select(jobs.c.id).where(jobs.c.state.in_(OPEN), jobs.c.lease_until_utc <= kept(at)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def prolong(self, job: JobRow, owner: str, at: datetime, lease: timedelta) -> bool:
        """Keep the lease; False where it is somebody else's by now."""
        theirs = update(jobs).where(*_this(job), jobs.c.lease_owner == owner, jobs.c.state == "running")
        with self._database.writing("go on with a job") as connection:
            return connection.execute(theirs.values(lease_until_utc=kept(at + lease))).rowcount == 1

    def next_item(self, job: JobRow) -> ItemRow | None:
        """The first item that waits."""
        query = select(job_items).where(*_items_of(job), job_items.c.state == "waiting")
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(job_items.c.number).limit(1)).one_or_none()
        return None if row is None else _item(row)

    def finish_item(
        self, job: JobRow, owner: str, number: int, state: ItemState, detail: str, file: str = ""
    ) -> JobRow:
        """Keep an item's result; the job as it is then. Raises Conflict where the lease was lost."""
        this = (*_items_of(job), job_items.c.number == number, job_items.c.state == "waiting")
        with self._database.writing("keep what a job did") as connection:
            _held(connection, job, owner)
            result = {"state": state, "detail": detail, "file": file}
            count = connection.execute(update(job_items).where(*this).values(result)).rowcount
            more = {
                "done": jobs.c.done + count, "failed": jobs.c.failed + (count if state == "failed" else 0),
                "attempts": 0,
            }  # fmt: skip
            connection.execute(update(jobs).where(*_this(job)).values(more))
            found = _found(connection, job.workspace, job.person, job.id)
        self._told(found)
        return found

    def release(self, job: JobRow, owner: str, at: datetime) -> None:
        """Let somebody else go on. Harmless where the lease was lost."""
        mine = update(jobs).where(*_this(job), jobs.c.lease_owner == owner, jobs.c.state == "running")
        with self._database.writing("let go of a job") as connection:
            connection.execute(mine.values(lease_owner=_NOBODY, lease_until_utc=kept(at), attempts=0))
        self._told(job, WORK)

    def release_all(self, owner: str, at: datetime) -> int:
        """Let others go on with everything that this owner has; how many jobs. What it still does is not kept."""
        mine = update(jobs).where(jobs.c.lease_owner == owner, jobs.c.state == "running")
        with self._database.writing("let go of jobs") as connection:
            let_go = {"lease_owner": _NOBODY, "lease_until_utc": kept(at), "attempts": 0}
            count = connection.execute(mine.values(let_go)).rowcount
        self.notices.tell((WORK,))
        return count

    def settle(self, job: JobRow, owner: str, state: JobState, detail: str, at: datetime) -> None:
        """Say how a job ended. Raises Conflict where the lease was lost, or the job is gone."""
        end = {
            "state": state, "detail": detail, "settled_at_utc": kept(at), "lease_owner": _NOBODY,
            "lease_until_utc": "",
        }  # fmt: skip
        with self._database.writing("end a job") as connection:
            _held(connection, job, owner)
            connection.execute(update(jobs).where(*_this(job)).values(end))
        self._told(job)

    def remove_settled(self, before: datetime) -> tuple[JobRow, ...]:
        """Take out jobs that ended before; what they were."""
        old = (jobs.c.settled_at_utc < kept(before), jobs.c.state.not_in(OPEN))
        with self._database.writing("take out old jobs") as connection:
            found = tuple(_job(row) for row in connection.execute(select(jobs).where(*old)))
            for job in found:
                connection.execute(delete(job_items).where(*_items_of(job)))
                connection.execute(delete(jobs).where(*_this(job)))
        return found

    def ids(self, workspace: str, person: str) -> frozenset[str]:
        """Ids of a person's jobs."""
        query = select(jobs.c.id).where(jobs.c.workspace == workspace, jobs.c.person == person)
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def all_ids(self) -> frozenset[str]:
        """Ids of all jobs of everybody, for clearing up."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(jobs.c.id)).scalars())

    def progress(self, workspace: str, person: str) -> tuple[int, int, int]:
        """Numbers that change whenever one of a person's jobs goes on, or another is there."""
        canceled = func.count().filter(jobs.c.is_canceled)
        settled = func.count().filter(jobs.c.state.not_in(OPEN))
        query = select(func.count() + canceled + settled, func.coalesce(func.sum(jobs.c.done), 0))
        query = query.add_columns(func.count().filter(jobs.c.state == "running"))
        with self._database.reading() as connection:
            found = query.where(jobs.c.workspace == workspace, jobs.c.person == person)
            first, second, third = connection.execute(found).one()
        return int(first), int(second), int(third)

    def _told(self, job: JobRow, *topics: str) -> None:
        self.notices.tell((PROGRESS, job.workspace, job.person), *((each,) for each in topics))


def _this(job: JobRow) -> tuple[Any, ...]:
    return (jobs.c.workspace == job.workspace, jobs.c.id == job.id)


def _items_of(job: JobRow) -> tuple[Any, ...]:
    return (job_items.c.workspace == job.workspace, job_items.c.job == job.id)


def _held(connection: Connection, job: JobRow, owner: str) -> None:
    query = select(jobs.c.lease_owner).where(*_this(job), jobs.c.state == "running").with_for_update()
    if connection.execute(query).scalar_one_or_none() != owner:
        raise Conflict(f"job {job.id!r} is somebody else's by now, has ended, or is gone")


def _found(connection: Connection, workspace: str, person: str, id: str) -> JobRow:  # noqa: A002
    this = (jobs.c.workspace == workspace, jobs.c.person == person, jobs.c.id == id)
    row = connection.execute(select(jobs).where(*this)).one_or_none()
    if row is None:
        raise NotFound(f"{person!r} has no job {id!r}")
    return _job(row)


def _columns(job: JobRow, total: int) -> dict[str, Any]:
    return {
        "workspace": job.workspace, "id": job.id, "person": job.person, "kind": job.kind, "title": job.title,
        "document": json.dumps(job.document), "state": "waiting", "total": total, "done": 0, "failed": 0,
        "detail": "", "is_canceled": False, "made_at_utc": kept(job.made_at), "settled_at_utc": None,
        "lease_owner": _NOBODY, "lease_until_utc": "", "attempts": 0,
    }  # fmt: skip


def _item_columns(job: JobRow, item: ItemRow) -> dict[str, Any]:
    return {
        "workspace": job.workspace, "job": job.id, "number": item.number, "person": job.person,
        "photo": item.photo, "name": item.name, "given": json.dumps(item.given), "state": "waiting",
        "detail": "", "file": "",
    }  # fmt: skip


def _job(row: Row[Any]) -> JobRow:
    return JobRow(
        row.id, row.workspace, row.person, row.kind, row.title, json.loads(row.document), moment(row.made_at_utc),
        row.state, row.total, row.done, row.failed, row.detail, row.is_canceled, row.attempts,
    )  # fmt: skip


def _item(row: Row[Any]) -> ItemRow:
    given = json.loads(row.given)
    return ItemRow(row.number, row.photo, row.name, given, row.state, row.detail, row.file)
