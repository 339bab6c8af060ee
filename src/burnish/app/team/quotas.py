"""Quotas: how much people may do and keep, and what is said to who wants more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, TypeAlias

from burnish.errors import BadInput, Conflict, PhotoTooLarge, TooMany
from burnish.feedback.identity import LOCAL_WORKSPACE
from burnish.storage.invitations import Invitations
from burnish.storage.people import People
from burnish.storage.quotas import EACH, TOGETHER, QuotaRow, Quotas
from burnish.wire.team import QuotaName

TURNS: QuotaName = "turns_a_day"
JOBS: QuotaName = "open_jobs"
BYTES: QuotaName = "stored_bytes"
MEMBERS: QuotaName = "members"
NAMES: tuple[QuotaName, ...] = (TURNS, JOBS, BYTES, MEMBERS)

Whose: TypeAlias = Literal["own", "together"]
"""Whether a quota is somebody's own, or of a workspace together."""

_WORDS: Mapping[Whose, str] = {"own": "your", "together": "the workspace's"}


@dataclass(frozen=True)
class Used:
    """How much of one thing a workspace uses."""

    name: QuotaName
    used: int
    most: int | None
    people: dict[str, int]


@dataclass(frozen=True)
class Limits:
    """What binds somebody; None where nothing does."""

    together: int | None
    own: int | None


@dataclass(frozen=True)
class TeamQuotas:
    """The quotas of all workspaces. Safe to ask from several threads."""

    rows: Quotas
    people: People
    invitations: Invitations

    def set(self, workspace: str, person: str, name: QuotaName, most: int | None) -> None:
        """Set a quota of the workspace together (`TOGETHER`), of each person (`EACH`) or of one; None for none.

        Raises:
            BadInput: there is none of that kind.
        """
        if name not in NAMES:
            raise BadInput(f"quota {name!r}; allowed are {', '.join(NAMES)}")
        if name == MEMBERS and person != TOGETHER:
            raise BadInput(f"{MEMBERS!r} is a quota of the workspace together; it is nobody's own")
        if most is None:
            self.rows.drop(workspace, person, name)
        else:
            self.rows.set(workspace, QuotaRow(person, name, most))

    def of(self, workspace: str) -> tuple[QuotaRow, ...]:
        """Those that are set."""
        return self.rows.of(workspace)

    def limits(self, workspace: str, person: str, name: QuotaName) -> Limits:
        """What binds somebody."""
        found = {each.person: each.most for each in self.rows.of(workspace, person) if each.name == name}
        return Limits(found.get(TOGETHER), found.get(person, found.get(EACH)))

    def most_members(self, workspace: str) -> int | None:
        """How many people a workspace may have."""
        return self.limits(workspace, TOGETHER, MEMBERS).together

    def check_invited(self, workspace: str, at: datetime) -> None:
        """Raise Conflict where one more person would be too many, with those who are invited."""
        most = self.most_members(workspace)
        if most is None:
            return
        there, invited = self.people.count(workspace), self.invitations.count(workspace, at)
        if there + invited >= most:
            told = f"{there} people and {invited} who are invited; this workspace may have {most}"
            raise Conflict(told).coded("members_full", there=there, invited=invited, most=most)

    def begin_turn(self, workspace: str, person: str, at: datetime) -> bool:
        """Count a turn; whether it was counted. On a machine that nobody shares, none is, unless a quota says so.

        Raises:
            TooMany: today's are used up.
        """
        limits = self.limits(workspace, person, TURNS)
        if workspace == LOCAL_WORKSPACE and limits == Limits(None, None):
            return False
        over = self.rows.count(workspace, TURNS, at, ((TOGETHER, limits.together), (person, limits.own)))
        if over is None:
            return True
        whose, most = ("own", limits.own) if over == person else ("together", limits.together)
        raise TooMany(
            f"{_WORDS[whose]} {most} turns of today are used up; the day ends at 00:00 UTC",
            max(1, round((day_end(at) - at).total_seconds())),
        ).coded("turns_used_up", whose=whose, most=most or 0)

    def end_turn(self, workspace: str, person: str, at: datetime) -> None:
        """Take back a turn that was counted and then was none."""
        self.rows.uncount(workspace, TURNS, at, (TOGETHER, person))

    def check_job(self, workspace: str, person: str) -> None:
        """Raise Conflict where as many jobs are open as may be."""
        limits = self.limits(workspace, person, JOBS)
        if limits == Limits(None, None):
            return
        found = self.rows.open_jobs(workspace)
        self._check_open(found.get(person, 0), limits.own, "own")
        self._check_open(sum(found.values()), limits.together, "together")

    def check_bytes(self, workspace: str, person: str, more: int) -> None:
        """Raise PhotoTooLarge where so many bytes more would be too many."""
        limits = self.limits(workspace, person, BYTES)
        if limits == Limits(None, None):
            return
        found = self.rows.stored_bytes(workspace)
        bounds: Sequence[tuple[Whose, int, int | None]] = (
            ("own", found.get(person, 0), limits.own),
            ("together", sum(found.values()), limits.together),
        )
        for whose, there, most in bounds:
            if most is not None and there + more > most:
                raise PhotoTooLarge(
                    f"{more:_} bytes more; {_WORDS[whose]} photos have {there:_} of {most:_} that they may"
                ).coded("bytes_used_up", whose=whose, more=more, there=there, most=most)

    def usage(self, workspace: str, at: datetime) -> tuple[Used, ...]:
        """What is used of everything that can have a quota."""
        members = self.people.count(workspace)
        turns = self.rows.counts(workspace, TURNS, at)
        counts: dict[QuotaName, dict[str, int]] = {
            TURNS: {who: count for who, count in turns.items() if who != TOGETHER},
            JOBS: self.rows.open_jobs(workspace),
            BYTES: self.rows.stored_bytes(workspace),
            MEMBERS: {},
        }
        used = {name: sum(each.values()) for name, each in counts.items()}
        used |= {MEMBERS: members, TURNS: turns.get(TOGETHER, 0)}
        most = {each.name: each.most for each in self.rows.of(workspace) if each.person == TOGETHER}
        return tuple(Used(name, used[name], most.get(name), counts[name]) for name in NAMES)

    def _check_open(self, there: int, most: int | None, whose: Whose) -> None:
        if most is not None and there >= most:
            told = f"{there} jobs of {_WORDS[whose]} {most} wait or run; wait, or cancel one"
            raise Conflict(told).coded("jobs_full", whose=whose, there=there, most=most)


def day_end(at: datetime) -> datetime:
    """When the day ends in which counts are kept."""
    today = at.astimezone(UTC).date()
    return datetime.combine(today + timedelta(days=1), time(), UTC)
