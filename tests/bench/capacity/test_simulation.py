"""Simulated people on simulated servers: laws that hold for any queue, and the same day from the same seed."""

import random
from dataclasses import replace

import pytest

from burnish.bench.capacity.acts import KINDS, session
from burnish.bench.capacity.cores import Wanting
from burnish.bench.capacity.simulated_server import Machine
from burnish.bench.capacity.simulation import Arrivals, House, Rivals, simulated_crowd, simulated_day


def house(times, **changes):
    return House(**{"servers": 1, "machine": Machine(2), "times": times, "writers": 1, **changes})


def test_people_do_on_average_what_their_habits_say(habits):
    rng, count = random.Random(1), 1500
    acts = [act for _ in range(count) for act in session(habits, rng)]
    for kind, mean in habits.counts().items():
        assert sum(act.kind == kind for act in acts) / count == pytest.approx(mean, rel=0.1), kind


def test_alone_everybody_is_answered_in_the_time_that_was_measured_alone(times, habits):
    found = simulated_crowd(house(times), habits, 1, 400)
    for kind, each in found.by_kind.items():
        assert each.p50_ms == pytest.approx(times[kind].quiet_ms, rel=1e-6), kind


def test_people_are_throughput_times_answer_and_thinking(times, habits):
    """Little's law, for a crowd that keeps a server busy."""
    people, seconds = 60, 240
    found = simulated_crowd(house(times), habits, people, seconds, lead_s=60)
    answers_s = sum(each.count * each.p50_ms / 1e3 for each in found.by_kind.values())
    counts = {kind: each.count for kind, each in found.by_kind.items()}
    looks = sum(counts[kind] for kind in ("import", "first_turn", "turn", "feedback", "recipe", "export"))
    thinks_s = looks * habits.looks_s
    assert (answers_s + thinks_s) / seconds == pytest.approx(people, rel=0.12)


def test_busy_is_the_work_that_was_asked_for(times, habits):
    found = simulated_crowd(house(times), habits, 40, 600)
    work_s = sum(each.count * times[kind].processor_ms / 1e3 for kind, each in found.by_kind.items())
    assert found.busy == pytest.approx(work_s / 600 / 2, rel=0.02)


def test_the_same_seed_is_the_same_day_and_another_is_another(times, habits):
    arrivals = Arrivals((60.0, 60.0), counted_from=1)
    first, again, other = (simulated_day(house(times), habits, arrivals, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_more_people_wait_longer_and_more_servers_less(times, habits):
    few, many = (simulated_crowd(house(times), habits, count, 120) for count in (10, 150))
    shared = simulated_crowd(house(times, servers=3, writers=3), habits, 150, 120)
    assert 2 * few.by_kind["turn"].p95_ms < many.by_kind["turn"].p95_ms
    assert 2 * shared.by_kind["turn"].p95_ms < many.by_kind["turn"].p95_ms


def test_feedback_does_not_wait_behind_pictures_that_fill_every_thread(times, habits):
    slow = times | {"picture": replace(times["picture"], native_ms=3000.0)}
    found = simulated_crowd(house(slow, machine=Machine(8)), habits, 150, 200)
    assert found.by_kind["feedback"].p95_ms < found.by_kind["picture"].p50_ms / 4


def test_learning_comes_after_the_answer(times, habits):
    learning = times | {"feedback": replace(times["feedback"], after_ms=200.0)}
    found = simulated_crowd(house(learning), habits, 1, 400)
    assert found.by_kind["feedback"].p50_ms == pytest.approx(times["feedback"].quiet_ms, rel=1e-6)
    assert found.busy > simulated_crowd(house(times), habits, 1, 400).busy


def test_other_programs_slow_everything_down(times, habits):
    among = simulated_crowd(house(times), habits, 10, 300, rivals=Rivals(1.0, (Wanting(6), Wanting(8))))
    alone = simulated_crowd(house(times), habits, 10, 300)
    assert among.by_kind["picture"].p50_ms > 2 * alone.by_kind["picture"].p50_ms


def test_every_kind_is_asked_for_in_a_day(times, habits):
    found = simulated_day(house(times, servers=2), habits, Arrivals((40.0,) * 2))
    assert set(found.by_kind) == set(KINDS)
