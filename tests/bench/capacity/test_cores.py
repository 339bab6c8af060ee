"""Processors that are shared: against what queueing theory says, which knows nothing of how it is reckoned here."""

import random

import pytest
from simpy import Environment

from burnish.bench.capacity.cores import Cores, Wanting


def ended(works: list[tuple[float, float, float]], **settings) -> list[float]:
    """When each of these (begun, seconds, width) is done."""
    env = Environment()
    cores, found = Cores(env, **settings), [0.0] * len(works)

    def one(k: int, begun_s: float, seconds: float, width: float):
        yield env.timeout(begun_s)
        yield cores.work(seconds, width)
        found[k] = env.now

    for k, work in enumerate(works):
        env.process(one(k, *work))
    env.run()
    return found


def test_two_in_the_interpreter_share_one_processor_however_many_there_are():
    assert ended([(0, 1, 0), (0, 1, 0)], count=4) == pytest.approx([2, 2])


def test_what_lets_go_of_the_interpreter_often_gets_less_of_it():
    env = Environment()
    cores = Cores(env, 1)
    often, seldom = cores.work(1, share=0.5), cores.work(1, share=1.0)
    env.run(until=seldom)
    assert env.now == pytest.approx(1.5)
    env.run(until=often)
    assert env.now == pytest.approx(2)


def test_compiled_work_uses_as_many_as_it_can():
    assert ended([(0, 4, 4)], count=4) == pytest.approx([1])
    assert ended([(0, 4, 4)], count=2) == pytest.approx([2])
    assert ended([(0, 1, 1), (0, 1, 1), (0, 1, 0)], count=3) == pytest.approx([1, 1, 1])


def test_one_that_comes_later_takes_its_share_from_then_on():
    assert ended([(0, 2, 1), (1, 1, 1)], count=1) == pytest.approx([3, 3])


def test_other_programs_take_their_share():
    assert ended([(0, 1, 1)], count=2, rivals=Wanting(threads=1)) == pytest.approx([1])
    assert ended([(0, 1, 1)], count=2, rivals=Wanting(threads=3)) == pytest.approx([2])


def test_other_sessions_take_theirs_however_many_threads_we_have():
    crowded = Wanting(groups=3, in_groups=8)
    assert ended([(0, 1, 1)], count=2, rivals=crowded) == pytest.approx([2])
    assert ended([(0, 1, 1)] * 2, count=2, rivals=crowded) == pytest.approx([4, 4])
    assert ended([(0, 1, 1)] * 2, count=4, rivals=Wanting(groups=1, in_groups=1)) == pytest.approx([1, 1])


def test_crowded_processors_are_slower():
    assert ended([(0, 1, 1), (0, 1, 1)], count=2, crowding=1.25) == pytest.approx([1.25, 1.25])
    assert ended([(0, 1, 2)], count=2, crowding=1.25) == pytest.approx([0.5])


@pytest.mark.parametrize(
    "draw", [lambda rng: 1.0, lambda rng: rng.expovariate(1.0)], ids=["fixed", "exponential"]
)
def test_the_mean_answer_is_that_of_processor_sharing_whatever_the_spread(draw):
    """M/G/1 processor sharing: mean service over one minus the load, whatever the spread (Kleinrock 1976, 4.17)."""
    load, rng, env = 0.6, random.Random(5), Environment()
    cores, took_s = Cores(env, 1), []

    def one():
        begun_s = env.now
        yield cores.work(draw(rng), 1.0)
        took_s.append(env.now - begun_s)

    def arriving():
        for _ in range(20_000):
            yield env.timeout(rng.expovariate(load))
            env.process(one())

    env.process(arriving())
    env.run()
    assert sum(took_s) / len(took_s) == pytest.approx(1 / (1 - load), rel=0.06)
    assert cores.busy_s / env.now == pytest.approx(load, rel=0.03)
