"""A server as the service is built: lanes of threads, a turnstile, a learner, a thread for jobs, and the database."""

import random
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from simpy import Environment, Event, Resource

from burnish.app.studio.turnstile import places_of
from burnish.bench.capacity.acts import Kind
from burnish.bench.capacity.cores import Cores
from burnish.bench.capacity.service_time import ServiceTime

Steps: TypeAlias = Generator[Event, object, None]

RECKONING: frozenset[Kind] = frozenset({"first_turn", "turn", "picture", "drag"})
"""What passes the turnstile, as many at a time as it has places."""

JUDGING: frozenset[Kind] = frozenset({"feedback"})
"""What has a lane of its own."""

IMPORTS_AT_ONCE = 2
JUDGING_PLACES = 8
THREADS = 40
"""As in `app.studio.importing`, `service.api`, and anyio's own threads for plain routes."""


@dataclass(frozen=True)
class Machine:
    """What a server runs on."""

    cores: float
    crowding: float = 1.0


@dataclass(eq=False)
class SimulatedServer:
    """One process of the service on one machine."""

    env: Environment
    machine: Machine
    times: Mapping[Kind, ServiceTime]
    database: Resource
    """Who may write at the same time: one on SQLite, more on PostgreSQL. Shared by all servers."""
    network_s: float
    """Added to each wait for the database where it is another machine."""
    rng: random.Random
    cores: Cores = field(init=False)

    def __post_init__(self) -> None:
        self.cores = Cores(self.env, self.machine.cores, crowding=self.machine.crowding)
        self._turnstile = Resource(self.env, places_of(self.machine.cores))
        self._threads, self._judging = Resource(self.env, THREADS), Resource(self.env, JUDGING_PLACES)
        self._importing = Resource(self.env, IMPORTS_AT_ONCE)
        self._learner, self._jobs = Resource(self.env, 1), Resource(self.env, 1)

    def serve(self, kind: Kind) -> Steps:
        """Everything from a request to its answer, or to the finished file of an export."""
        service = self.times[kind]
        factor = service.factor(self.rng)
        with self._lane(kind).request() as place:
            yield place
            yield from self._answered(kind, service, factor)
        if service.after_ms:
            self.env.process(self._afterwards(service.after_ms / 1e3 * factor))

    def _lane(self, kind: Kind) -> Resource:
        if kind == "export":
            return self._jobs
        return self._judging if kind in JUDGING else self._threads

    def _answered(self, kind: Kind, service: ServiceTime, factor: float) -> Steps:
        if kind in RECKONING or kind == "import":
            gate = self._importing if kind == "import" else self._turnstile
            with gate.request() as turn:
                yield turn
                yield from self._reckoned(service, factor)
        else:
            yield from self._reckoned(service, factor)
        if service.wait_ms:
            with self.database.request() as mine:
                yield mine
                yield self.env.timeout(service.wait_ms / 1e3 * factor)
        if self.network_s:
            yield self.env.timeout(self.network_s)

    def _reckoned(self, service: ServiceTime, factor: float) -> Steps:
        yield self.cores.work(service.python_ms / 1e3 * factor, share=service.share)
        yield self.cores.work(service.native_ms / 1e3 * factor, max(1.0, service.width))

    def _afterwards(self, seconds: float) -> Steps:
        with self._learner.request() as turn:
            yield turn
            yield self.cores.work(seconds)
