"""What `burnish capacity measure` measures of this machine."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from burnish.bench.capacity.acts import Habits, Kind
from burnish.bench.capacity.measuring import AT_ONCE, Times, measured_times
from burnish.bench.capacity.service_time import ServiceTime
from burnish.bench.capacity.trial_server import trial_server
from burnish.bench.capacity.visitor import Visitor, made_photo
from burnish.bench.environment import environment
from burnish.bench.row import Row

VISITORS = 2 * AT_ONCE


def measured_machine(
    habits: Habits, photos: int, megapixels: float, *, training: bool, tell: Callable[[str], None]
) -> tuple[Times, dict[str, float]]:
    """What each kind of request takes, and a run of the loop where that is wanted. Raises BadInput, Failure."""
    with trial_server(VISITORS) as server:
        visitors = [
            Visitor(server.host, server.port, token, k, made_photo(megapixels, k))
            for k, token in enumerate(server.tokens)
        ]
        times = measured_times(server, visitors, habits, photos, tell)
        for each in visitors:
            each.close()
    figures = {"crowding": times.crowding}
    if not training:
        return times, figures
    tell("two runs of the loop")
    from burnish.bench.capacity.training_time import measured_training

    return times, figures | measured_training()


def measured_document(times: Times, figures: Mapping[str, float]) -> dict[str, Any]:
    """As rows."""
    rows = list(time_rows(times.by_kind, times.crowding))
    if "fixed_s" in figures:
        rows.append(Row("training: each run", figures["fixed_s"], "s"))
        rows.append(Row("training: each signal", figures["ms_a_signal"], "ms"))
    return {
        "benchmark": "capacity_measured", "rows": [row.document() for row in rows], "environment": environment()
    }  # fmt: skip


def time_rows(times: Mapping[Kind, ServiceTime], crowding: float) -> Iterator[Row]:
    """What each kind takes."""
    for kind, each in times.items():
        yield Row(f"{kind}: processor time", each.processor_ms, "ms", note=each.why)
        yield Row(f"{kind}: of it in the interpreter", each.python_ms, "ms")
        yield Row(f"{kind}: of it after the answer", each.after_ms, "ms")
        yield Row(f"{kind}: waiting for the disk", each.wait_ms, "ms")
    yield Row("processor time at once, beside alone", crowding, "×")
