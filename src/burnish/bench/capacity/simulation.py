"""People through a day, or through a trial, on simulated servers: a discrete-event simulation."""

import random
from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count, cycle
from typing import TypeAlias

from simpy import Environment, Event, Resource

from burnish.bench.capacity.acts import KINDS, Act, Habits, Kind, photo, session
from burnish.bench.capacity.cores import NOBODY, Wanting
from burnish.bench.capacity.outcome import Outcome
from burnish.bench.capacity.service_time import ServiceTime
from burnish.bench.capacity.simulated_server import Machine, SimulatedServer

Steps: TypeAlias = Generator[Event, object, None]

HOUR_S = 3600.0


@dataclass(frozen=True)
class House:
    """Servers that share one database, whom each request reaches in turn."""

    servers: int
    machine: Machine
    times: Mapping[Kind, ServiceTime]
    writers: int
    """Who may wait for the database's disk at the same time."""
    network_s: float = 0.0


@dataclass(frozen=True)
class Arrivals:
    """When people come: how many sessions begin in each stretch of time that is simulated."""

    sessions: tuple[float, ...]
    counted_from: int = 0
    """Index of the first stretch that is counted; those before let the house fill."""
    stretch_s: float = HOUR_S


@dataclass(frozen=True)
class Rivals:
    """What other programs wanted, looked at every so often; seen again from the beginning."""

    every_s: float
    wanted: tuple[Wanting, ...]


NO_RIVALS = Rivals(1e9, (NOBODY,))


@dataclass
class _Told:
    """What came of all requests, with when each was answered."""

    seconds: dict[Kind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    counted_from_s: float = 0.0
    counted_to_s: float = float("inf")

    def note(self, kind: Kind, begun_s: float, ended_s: float) -> None:
        if self.counted_from_s <= ended_s <= self.counted_to_s:
            self.seconds[kind].append(ended_s - begun_s)


def simulated_day(house: House, habits: Habits, arrivals: Arrivals, seed: int = 0) -> Outcome:
    """People who come by the hour and go when their session is over; the same seed gives the same day."""
    env, rng = Environment(), random.Random(seed)
    servers = _servers(env, house, rng)
    told = _Told(counted_from_s=arrivals.counted_from * arrivals.stretch_s)
    turns = cycle(servers)
    busy: list[float] = []

    def arriving() -> Steps:
        for at_s in _moments(arrivals, rng):
            yield env.timeout(max(0.0, at_s - env.now))
            env.process(_person(env, turns, session(habits, random.Random(rng.random())), told))

    env.process(arriving())
    for stretch in range(len(arrivals.sessions)):
        before_s = sum(each.cores.busy_s for each in servers)
        env.run(until=(stretch + 1) * arrivals.stretch_s)
        spent_s = sum(each.cores.busy_s for each in servers) - before_s
        busy.append(spent_s / arrivals.stretch_s / house.servers / house.machine.cores)
    counted = busy[arrivals.counted_from :]
    length_s = len(counted) * arrivals.stretch_s
    return Outcome.of(told.seconds, length_s, sum(counted) / len(counted), max(counted))


def simulated_crowd(
    house: House, habits: Habits, people: int, seconds: float, *, seed: int = 0, lead_s: float = 30.0,
    rivals: Rivals = NO_RIVALS,
) -> Outcome:  # fmt: skip
    """So many people who go on from photo to photo for so long; the first `lead_s` seconds are not counted."""
    env, rng = Environment(), random.Random(seed)
    servers = _servers(env, house, rng)
    told, turns = _Told(counted_from_s=lead_s), cycle(servers)
    for _ in range(people):
        own = random.Random(rng.random())
        acts = (act for _ in count() for act in photo(habits, own))
        env.process(_person(env, turns, acts, told, own.uniform(0, lead_s / 3)))
    env.process(_among(env, servers, rivals))
    env.run(until=lead_s)
    before_s = sum(each.cores.busy_s for each in servers)
    env.run(until=lead_s + seconds)
    spent_s = sum(each.cores.busy_s for each in servers) - before_s
    busy = spent_s / seconds / house.servers / house.machine.cores
    return Outcome.of(told.seconds, seconds, busy, busy)


def _servers(env: Environment, house: House, rng: random.Random) -> list[SimulatedServer]:
    database = Resource(env, house.writers)
    return [
        SimulatedServer(
            env, house.machine, house.times, database, house.network_s, random.Random(rng.random())
        )
        for _ in range(house.servers)
    ]


def _among(env: Environment, servers: Sequence[SimulatedServer], rivals: Rivals) -> Steps:
    for wanted in cycle(rivals.wanted):
        for each in servers:
            each.cores.among(wanted)
        yield env.timeout(rivals.every_s)


def _person(
    env: Environment, turns: Iterator[SimulatedServer], acts: Iterator[Act], told: _Told, first_s: float = 0.0
) -> Steps:
    if first_s:
        yield env.timeout(first_s)
    for act in acts:
        if act.pause_s:
            yield env.timeout(act.pause_s)
        begun_s = env.now
        yield from next(turns).serve(act.kind)
        told.note(act.kind, begun_s, env.now)


def _moments(arrivals: Arrivals, rng: random.Random) -> Iterator[float]:
    """When sessions begin, in seconds: independent of each other, as many a stretch as said (Poisson)."""
    sessions = arrivals.sessions
    ends = list(accumulate(sessions))
    reached = 0.0
    while True:
        reached += rng.expovariate(1.0)
        stretch = bisect_right(ends, reached)
        if stretch >= len(ends):
            return
        before = ends[stretch] - sessions[stretch]
        yield (stretch + (reached - before) / sessions[stretch]) * arrivals.stretch_s
