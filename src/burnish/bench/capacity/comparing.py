"""The simulation beside a real load of this machine: the same people and requests, service times of the same run."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from burnish.bench.capacity.acts import KINDS, Habits, Kind
from burnish.bench.capacity.load import Loaded, loaded
from burnish.bench.capacity.measured import time_rows
from burnish.bench.capacity.measuring import Times, measured_times
from burnish.bench.capacity.outcome import Outcome
from burnish.bench.capacity.service_time import ServiceTime
from burnish.bench.capacity.simulated_server import Machine
from burnish.bench.capacity.simulation import House, simulated_crowd
from burnish.bench.capacity.trial_server import trial_server
from burnish.bench.capacity.visitor import Visitor, made_photo
from burnish.bench.environment import environment
from burnish.bench.row import Row, Target

AGREEING = 0.2
"""How far the simulation may be off, as a share of what was measured."""

LEAST_COUNT = 40
"""Requests of a kind below which their p95 is told but not judged."""

TRIAL = Habits(
    photos_a_session=1, turns_a_photo=12, feedback_a_turn=0.8, recipes_a_turn=0.6, drags_a_recipe=5,
    exports_a_photo=0.3, looks_s=2.5, drag_pause_s=0.15,
)  # fmt: skip
"""People who hurry, so that few of them keep a small machine busy."""

BUSY = 0.4
"""Share of the processors that the load is to take where nobody says how many people."""

LEAD_S = 15.0
SIMULATED_TIMES = 8
"""How many times as long as the load the simulation runs, so that its own chance matters less."""


@dataclass(frozen=True)
class Trial:
    """How large it is."""

    people: int | None = None
    """None for as many as keep the machine as busy as `BUSY`."""
    seconds: float = 90.0
    photos: int = 4
    """That one person works on alone, before the load and after it."""
    megapixels: float = 2.0
    seed: int = 0
    most_people: int = 200


def compared(
    trial: Trial, tell: Callable[[str], None] = lambda _: None, date: str | None = None
) -> dict[str, Any]:
    """Measure, load, simulate; `{"benchmark", "rows", "environment"}` as JSON values. Raises BadInput, Failure."""
    with trial_server(trial.most_people) as server:
        visitors = [
            Visitor(server.host, server.port, token, k, made_photo(trial.megapixels, k % 8))
            for k, token in enumerate(server.tokens)
        ]
        before = measured_times(server, visitors[:8], TRIAL, trial.photos, tell)
        people = trial.people or people_for(before.by_kind, TRIAL, BUSY * _cores())
        tell(f"{people} people for {trial.seconds:.0f} s")
        load = loaded(server, visitors[:people], TRIAL, trial.seconds, LEAD_S, trial.seed)
        after = measured_times(server, visitors[:8], TRIAL, trial.photos, tell)
        for each in visitors:
            each.close()
    tell("simulating the same")
    times, crowding = _between(before, after), (before.crowding + after.crowding) / 2
    house = House(1, Machine(_cores(), crowding), times, writers=1)
    seconds = trial.seconds * SIMULATED_TIMES
    simulated = simulated_crowd(house, TRIAL, people, seconds, seed=trial.seed, rivals=load.rivals)
    return {
        "benchmark": "capacity_load",
        "rows": [row.document() for row in (*rows(load, simulated), *time_rows(times, crowding))],
        "environment": environment(date=date) | {"people": people, "seconds": trial.seconds},
    }


def people_for(times: Mapping[Kind, ServiceTime], habits: Habits, cores: float) -> int:
    """How many people keep so many processors busy: what one takes, over how long one takes for it."""
    counts = habits.counts()
    processor_s = sum(counts[kind] * times[kind].processor_ms for kind in KINDS) / 1e3
    answers_s = sum(counts[kind] * times[kind].quiet_ms for kind in KINDS) / 1e3
    pauses = (
        counts["import"]
        + counts["first_turn"]
        + counts["turn"]
        + counts["feedback"]
        + counts["recipe"]
        + counts["export"]
    )
    thinks_s = pauses * habits.looks_s + (counts["drag"] - counts["recipe"]) * habits.drag_pause_s
    return max(1, round(cores * (answers_s + thinks_s) / processor_s))


def rows(load: Loaded, simulated: Outcome) -> Iterator[Row]:
    """What was simulated beside what was measured, judged by how far it is off."""
    measured = load.outcome
    wanted = load.rivals.wanted
    threads = sum(each.threads for each in wanted) / len(wanted)
    groups = sum(each.groups for each in wanted) / len(wanted)
    with_rivals = (
        f"{threads:.1f} threads wanted one, too, the people's own among them, and {groups:.1f} other sessions"
    )
    yield from _pair("requests a second", simulated.per_second, measured.per_second, "/s", judged=True)
    yield from _pair(
        "processors kept busy", simulated.busy, measured.busy, "share", judged=False, note=with_rivals
    )
    whole, other_whole = measured.whole, simulated.whole
    yield from _pair("any request, p50", other_whole.p50_ms, whole.p50_ms, "ms", judged=False)
    yield from _pair("any request, p95", other_whole.p95_ms, whole.p95_ms, "ms", judged=True)
    for kind, found in measured.by_kind.items():
        other = simulated.by_kind.get(kind)
        if other is None:
            continue
        yield from _pair(f"{kind}, p50", other.p50_ms, found.p50_ms, "ms", judged=False)
        judged = found.count >= LEAST_COUNT
        note = f"{found.count} measured, {other.count} simulated"
        yield from _pair(f"{kind}, p95", other.p95_ms, found.p95_ms, "ms", judged=judged, note=note)
    yield Row(
        "requests refused",
        float(len(load.refused)),
        "requests",
        target=Target("at most", 0),
        note="; ".join(load.refused[:2]),
    )


def _pair(
    name: str, simulated: float, measured: float, unit: str, *, judged: bool, note: str = ""
) -> Iterator[Row]:
    """The two, and where it is judged how far the one is off the other."""
    ratio = simulated / measured if measured else None
    yield Row(f"{name}, simulated", simulated, unit, measured, ratio, None, "measured", note)
    if judged and ratio is not None:
        off = abs(ratio - 1)
        yield Row(f"{name}, off by", off, "share", target=Target("at most", AGREEING))


def _between(before: Times, after: Times) -> dict[Kind, ServiceTime]:
    """The means of what was measured before the load and after it."""
    return {kind: _mean(before.by_kind[kind], after.by_kind[kind]) for kind in KINDS}


def _mean(a: ServiceTime, b: ServiceTime) -> ServiceTime:
    figures = ("python_ms", "native_ms", "wait_ms", "after_ms", "share")
    means = {name: (getattr(a, name) + getattr(b, name)) / 2 for name in figures}
    spread = tuple((x + y) / 2 for x, y in zip(a.spread, b.spread, strict=True))
    return replace(a, width=max(a.width, b.width), spread=spread, **means)


def _cores() -> int:
    return os.cpu_count() or 1
