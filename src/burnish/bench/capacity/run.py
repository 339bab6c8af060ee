"""`burnish capacity`: machines, cost and latency for so many people a day, as rows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from burnish.bench.capacity.assumptions import Assumptions
from burnish.bench.capacity.cost import Cost, cost
from burnish.bench.capacity.sizing import Sized, sized
from burnish.bench.environment import environment
from burnish.bench.row import Row, Target
from burnish.errors import BadInput

PEOPLE = (1_000, 100_000, 10_000_000)
"""A day, where nobody says how many."""

MOST_PEOPLE = 1_000_000_000


def run(
    taken: Assumptions,
    people: Sequence[int] = PEOPLE,
    *,
    seed: int = 0,
    date: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Simulate and give `{"benchmark", "rows", "environment"}` as plain JSON values. Raises BadInput."""
    found: list[Row] = []
    for count in people:
        if not 1 <= count <= MOST_PEOPLE:
            raise BadInput(f"{count!r} people a day; 1 to {MOST_PEOPLE:_} can be simulated")
        tell(f"{count:,} people a day")
        found += rows(taken, sized(taken, count, seed))
    return {
        "benchmark": "capacity",
        "rows": [row.document() for row in found],
        "environment": environment(date=date) | {"seed": seed},
    }


def rows(taken: Assumptions, house: Sized) -> Iterator[Row]:
    """What is said of one number of people."""
    name, spent = f"{house.people:,} people a day", cost(taken, house)
    yield Row(f"{name}: servers", house.servers, "servers", note=_how(taken, house))
    yield Row(f"{name}: servers to spare", house.spare, "servers", note=taken.server.spare.why)
    yield Row(f"{name}: database servers", spent.database_servers, "servers")
    busy = Target("at most", taken.server.busy_at_most.value)
    yield Row(f"{name}: busiest hour", house.outcome.busiest, "share of processors", target=busy)
    yield Row(f"{name}: requests a second", _per_second(house), "/s", note=_hours(house))
    yield from _costs(name, house, spent)
    for kind, each in house.outcome.by_kind.items():
        yield Row(f"{name}: {kind}, p50", each.p50_ms, "ms")
        target = Target("at most", taken.targets[kind].value)
        yield Row(f"{name}: {kind}, p95", each.p95_ms, "ms", target=target, note=f"{each.count:,} simulated")


def _costs(name: str, house: Sized, spent: Cost) -> Iterator[Row]:
    unit = "dollars a month"
    yield Row(
        f"{name}: cost", spent.total, unit, note="list prices; servers by the hour, as autoscaling has them"
    )
    yield Row(f"{name}: cost a person", spent.total / house.people, unit)
    yield Row(
        f"{name}: cost of servers", spent.servers_by_the_hour, unit, spent.servers, against="day and night"
    )
    yield Row(f"{name}: cost of the database", spent.database, unit)
    yield Row(f"{name}: cost of pictures", spent.objects, unit, note=f"{spent.stored_gb:,.0f} GB kept")
    hours = f"{spent.training_core_hours_a_day:,.1f} core-hours a day"
    yield Row(f"{name}: cost of training", spent.training, unit, note=hours)


def _how(taken: Assumptions, house: Sized) -> str:
    each = f"of {taken.server.cores.value} processors"
    if not house.is_scaled:
        return f"{each}; all of them are simulated, {_hours(house)}"
    part = f"{house.shard_servers} with {house.shard_people:,.0f} people a day"
    return f"{each}; by scaling: {part} are simulated, {_hours(house)}, and stand for all"


def _hours(house: Sized) -> str:
    return "a whole day" if house.whole_day else "in the busiest hour"


def _per_second(house: Sized) -> float:
    return house.outcome.per_second * house.servers / house.shard_servers
