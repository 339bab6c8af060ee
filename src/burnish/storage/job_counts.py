"""How many jobs wait and run, and since when the oldest waits: for whoever watches over servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from burnish.storage.database import Database
from burnish.storage.job_queue import OPEN
from burnish.storage.moments import kept, moment
from burnish.storage.tables import jobs


@dataclass(frozen=True)
class JobCounts:
    """Jobs that are open, of all workspaces."""

    by_state: Mapping[str, int]
    waiting_since: datetime | None
    """When the oldest was made that nobody works on; None where none waits."""


def job_counts(database: Database, now: datetime) -> JobCounts:
    """As they are now. Raises BadInput, Failure."""
    by_state = select(jobs.c.state, func.count()).where(jobs.c.state.in_(OPEN)).group_by(jobs.c.state)
    free = (jobs.c.state.in_(OPEN), jobs.c.lease_until_utc <= kept(now))
    oldest = select(func.min(jobs.c.made_at_utc)).where(*free)
    with database.reading("count jobs") as connection:
        counted = {state: int(count) for state, count in connection.execute(by_state)}
        made_at = connection.execute(oldest).scalar_one_or_none()
    return JobCounts({state: counted.get(state, 0) for state in OPEN}, made_at and moment(made_at))
