"""How many servers so many people a day need: as few as keep the promises, found by simulating them."""

from dataclasses import dataclass
from math import ceil

from burnish.bench.capacity.acts import KINDS, Kind
from burnish.bench.capacity.assumptions import Assumptions
from burnish.bench.capacity.outcome import Outcome
from burnish.bench.capacity.simulated_server import Machine
from burnish.bench.capacity.simulation import HOUR_S, Arrivals, House, simulated_day

GROWTH = 0.08
"""How many more servers are tried where too few were, as a share; one at least."""

MOST_TRIES = 12

NEARER = 0.97
"""More servers that bring what was missed no nearer than this share of its p95 are not the way to it."""


STRETCH_S = 900.0
"""Of the busiest hour so much is simulated, after as much in which the house fills: sessions take about six minutes."""


@dataclass(frozen=True)
class Sized:
    """A house for so many people."""

    people: int
    servers: int
    """That are needed."""
    spare: int
    """Beside them, for what fails."""
    shard_servers: int
    shard_people: float
    whole_day: bool
    """Whether the whole day was simulated, or a part of the busiest hour."""
    outcome: Outcome
    """Of the shard."""
    missed: tuple[Kind, ...]
    """Whose p95 is over its target also with the most servers that were tried."""

    @property
    def is_scaled(self) -> bool:
        """Whether a part of it was simulated and stands for the whole."""
        return self.shard_servers < self.servers


def sized(taken: Assumptions, people: int, seed: int = 0) -> Sized:
    """Simulate with ever more servers until every target is kept and none is too busy."""
    servers = max(taken.server.least.value, ceil(servers_by_work(taken, people)))
    found = _tried(taken, people, servers, seed)
    for _ in range(MOST_TRIES):
        if not found.missed and found.outcome.busiest <= taken.server.busy_at_most.value:
            break
        servers += max(1, ceil(servers * GROWTH))
        after = _tried(taken, people, servers, seed)
        if found.missed and not _is_better(after, found):
            break
        found = after
    return found


def servers_by_work(taken: Assumptions, people: float) -> float:
    """Servers whose processors are as busy as they may be in the busiest hour, where nobody ever waits."""
    counts = taken.habits.counts()
    processor_s = sum(counts[kind] * taken.times[kind].processor_ms for kind in KINDS) / 1e3
    sessions = people * taken.people.sessions_a_day.value * taken.share_of(taken.busiest_hour)
    cores = sessions * processor_s / 3600
    return cores / (taken.server.cores.value * taken.server.busy_at_most.value)


def _tried(taken: Assumptions, people: int, servers: int, seed: int) -> Sized:
    part = min(servers, taken.shard.servers.value)
    shard_people = people * part / servers
    whole_day = shard_people <= taken.shard.whole_day_people.value
    house = House(
        part, Machine(taken.server.cores.value, taken.server.crowding.value), taken.times,
        taken.database.writers.value, taken.database.network_ms.value / 1e3,
    )  # fmt: skip
    outcome = simulated_day(house, taken.habits, _arrivals(taken, shard_people, whole_day), seed)
    missed: tuple[Kind, ...] = tuple(
        kind for kind in KINDS if _p95_ms(outcome, kind) > taken.targets[kind].value
    )
    spare = max(1, ceil(servers * taken.server.spare.value))
    return Sized(people, servers, spare, part, shard_people, whole_day, outcome, missed)


def _p95_ms(outcome: Outcome, kind: Kind) -> float:
    """Nothing where nobody asked for it."""
    return outcome.by_kind[kind].p95_ms if kind in outcome.by_kind else 0.0


def _arrivals(taken: Assumptions, people: float, whole_day: bool) -> Arrivals:
    sessions = people * taken.people.sessions_a_day.value
    if whole_day:
        return Arrivals(tuple(sessions * taken.share_of(hour) for hour in range(24)))
    busiest = sessions * taken.share_of(taken.busiest_hour) * STRETCH_S / HOUR_S
    return Arrivals((busiest, busiest), counted_from=1, stretch_s=STRETCH_S)


def _is_better(after: Sized, before: Sized) -> bool:
    """Whether more servers brought what was missed any nearer."""
    return len(after.missed) < len(before.missed) or any(
        _p95_ms(after.outcome, kind) < NEARER * _p95_ms(before.outcome, kind) for kind in before.missed
    )
