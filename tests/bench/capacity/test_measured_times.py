"""What is read off measured requests, where the truth is known."""

import random

import pytest

from burnish.bench.capacity.measuring import Alone, Together, service_time, share_beside
from burnish.bench.capacity.service_time import ServiceTime, spread_of


def requests(
    answer_ms: float, own_ms: float, others_ms: float = 0, after_ms: float = 0, delayed_ms: float = 0
):
    return [Alone(answer_ms / 1e3, own_ms / 1e3, others_ms / 1e3, after_ms / 1e3, delayed_ms / 1e3)] * 8


def test_what_one_thread_does_and_the_disk_that_it_waits_for():
    found = service_time(requests(answer_ms=12, own_ms=8), None, cores=2)
    assert (found.python_ms, found.native_ms, found.wait_ms) == pytest.approx((8, 0, 4))
    assert found.quiet_ms == pytest.approx(12)


def test_what_several_processors_do_and_what_one_does_alone():
    found = service_time(requests(answer_ms=60, own_ms=90), None, cores=2)
    assert (found.python_ms, found.native_ms, found.width, found.wait_ms) == pytest.approx((30, 60, 2, 0))
    assert found.quiet_ms == pytest.approx(60)


def test_answers_that_come_faster_than_one_thread_could_give_them_are_partly_compiled():
    found = service_time(requests(answer_ms=20, own_ms=20), Together(0.012, 0.02, is_calm=True), cores=2)
    assert (found.python_ms, found.native_ms, found.width) == pytest.approx((12, 8, 1))


def test_another_process_is_no_part_of_the_interpreter():
    found = service_time(requests(answer_ms=430, own_ms=20, others_ms=400), None, cores=2)
    assert (found.python_ms, found.native_ms, found.wait_ms) == pytest.approx((20, 400, 10))


def test_what_comes_after_the_answer_is_work_but_no_waiting():
    found = service_time(requests(answer_ms=10, own_ms=10, after_ms=5), None, cores=2)
    assert (found.after_ms, found.processor_ms, found.quiet_ms) == pytest.approx((5, 15, 10))


def test_where_others_had_the_processors_an_answers_time_says_nothing():
    found = service_time(requests(answer_ms=15, own_ms=30, delayed_ms=100), None, cores=2)
    assert (found.python_ms, found.width, found.wait_ms) == pytest.approx((30, 1, 0))
    assert "other programs" in found.why


def test_the_share_of_the_interpreter_is_read_off_how_long_turns_hold_an_answer_up(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    time = ServiceTime(10, 0, 1, 0, 0, (1.0,) * 11)
    assert share_beside(time, 0.030, 1.0) == pytest.approx(1.0)
    assert share_beside(time, 0.050, 1.0) == pytest.approx(0.5)
    assert share_beside(time, 0.005, 1.0) == 1.0


def test_draws_scatter_as_what_was_measured_around_the_same_mean():
    rng = random.Random(3)
    measured = [rng.lognormvariate(0, 0.5) for _ in range(400)]
    time = ServiceTime(1, 0, 1, 0, 0, spread_of(measured))
    drawn = sorted(time.factor(rng) for _ in range(20_000))
    assert sum(drawn) / len(drawn) == pytest.approx(1, rel=0.02)
    mean = sum(measured) / len(measured)
    assert drawn[10_000] == pytest.approx(sorted(measured)[200] / mean, rel=0.1)
