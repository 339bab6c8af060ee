"""What a house costs a month, at list prices."""

from dataclasses import dataclass
from math import ceil

from burnish.bench.capacity.acts import Kind
from burnish.bench.capacity.assumptions import Assumptions
from burnish.bench.capacity.sizing import Sized

HOURS_A_MONTH = 730.0
DAYS_A_MONTH = HOURS_A_MONTH / 24

WRITES: dict[Kind, int] = {"import": 2, "first_turn": 2, "turn": 2, "feedback": 1, "recipe": 1, "export": 4}
"""Commits that each kind of request makes, of the kinds that make any."""


@dataclass(frozen=True)
class Cost:
    """Machines beside the servers, and dollars a month."""

    database_servers: int
    stored_gb: float
    sent_gb_a_month: float
    training_core_hours_a_day: float
    servers: float
    """Where all of them run day and night."""
    servers_by_the_hour: float
    """Where only as many run as the hour needs."""
    database: float
    objects: float
    training: float

    @property
    def total(self) -> float:
        """With servers by the hour."""
        return self.servers_by_the_hour + self.database + self.objects + self.training


def cost(taken: Assumptions, sized: Sized) -> Cost:
    """For the people of this house."""
    counts, people = taken.habits.counts(), taken.people
    sessions = sized.people * people.sessions_a_day.value
    a_server = taken.server.dollars_an_hour.value
    by_the_hour = sum(_servers_in(taken, sized, hour) for hour in range(24)) * DAYS_A_MONTH * a_server
    databases = _databases(taken, sessions)
    stored_gb = sessions * counts["import"] * people.photo_mb.value / 1e3 * taken.objects.kept_days.value
    pictures_mb = (counts["picture"] + counts["drag"]) * people.picture_mb.value
    sent_gb = sessions * (pictures_mb + counts["export"] * people.export_mb.value) / 1e3 * DAYS_A_MONTH
    core_hours = _training_core_hours(taken, sized.people, sessions * counts["feedback"])
    return Cost(
        databases, stored_gb, sent_gb, core_hours,
        servers=(sized.servers + sized.spare) * HOURS_A_MONTH * a_server,
        servers_by_the_hour=by_the_hour,
        database=databases * HOURS_A_MONTH * taken.database.dollars_an_hour.value,
        objects=stored_gb * taken.objects.dollars_a_gb_month.value + sent_gb * taken.objects.dollars_a_gb_sent.value,
        training=core_hours * DAYS_A_MONTH * taken.training.dollars_a_core_hour.value,
    )  # fmt: skip


def _servers_in(taken: Assumptions, sized: Sized, hour: int) -> int:
    share = taken.share_of(hour) / taken.share_of(taken.busiest_hour)
    return max(taken.server.least.value, ceil(sized.servers * share)) + sized.spare


def _databases(taken: Assumptions, sessions: float) -> int:
    counts = taken.habits.counts()
    writes = sum(counts[kind] * each for kind, each in WRITES.items())
    a_second = sessions * taken.share_of(taken.busiest_hour) * writes / 3600
    return max(1, ceil(a_second / taken.database.writes_a_second.value)) * taken.database.servers_each.value


def _training_core_hours(taken: Assumptions, people: float, signals_a_day: float) -> float:
    """One run a day in every workspace: of what is new and what is replayed, never more than a run reads."""
    workspaces = max(1.0, people / taken.training.people_a_workspace.value)
    kept_a_workspace = signals_a_day / workspaces * taken.objects.kept_days.value
    read = min(kept_a_workspace, taken.training.signals_a_run.value)
    seconds = taken.training.fixed_s.value + read * taken.training.ms_a_signal.value / 1e3
    return workspaces * seconds / 3600
