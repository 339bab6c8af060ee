"""The simulation beside a real load: how it is judged, and a small trial of all of it."""

import pytest

from burnish.bench.capacity.comparing import TRIAL, Trial, compared, people_for, rows
from burnish.bench.capacity.cores import Wanting
from burnish.bench.capacity.load import Loaded
from burnish.bench.capacity.outcome import Latency, Outcome
from burnish.bench.capacity.simulated_server import Machine
from burnish.bench.capacity.simulation import House, Rivals, simulated_crowd


def outcome(p95_ms: float, count: int = 100) -> Outcome:
    latency = Latency(count, p95_ms / 2, p95_ms)
    return Outcome({"turn": latency}, 60, 0.5, latency, 0.5)


def judged(simulated_ms: float, measured_ms: float, count: int = 100) -> dict[str, object]:
    load = Loaded(outcome(measured_ms, count), Rivals(1.0, (Wanting(0.5),)), ())
    return {row.name: row.ok for row in rows(load, outcome(simulated_ms))}


def test_within_a_fifth_it_agrees_to_either_side():
    assert judged(110, 100)["turn, p95, off by"] is True
    assert judged(85, 100)["turn, p95, off by"] is True
    assert judged(130, 100)["turn, p95, off by"] is False
    assert judged(75, 100)["turn, p95, off by"] is False


def test_a_kind_that_was_hardly_asked_for_is_told_and_not_judged():
    assert "turn, p95, off by" not in judged(500, 100, count=5)


def test_as_many_people_are_taken_as_keep_the_processors_so_busy(times):
    people = people_for(times, TRIAL, 1.0)
    found = simulated_crowd(House(1, Machine(2), times, 1), TRIAL, people, 300, lead_s=60)
    assert found.busy == pytest.approx(0.5, rel=0.15)


@pytest.mark.slow
def test_a_real_server_is_measured_loaded_and_simulated():
    document = compared(Trial(people=3, seconds=10, photos=1, megapixels=0.3, most_people=8))
    found = {row["name"]: row for row in document["rows"]}
    assert found["requests refused"]["value"] == 0
    assert found["requests a second, simulated"]["value"] > 0
    assert found["requests a second, simulated"]["baseline"] > 0
    assert document["environment"]["people"] == 3
