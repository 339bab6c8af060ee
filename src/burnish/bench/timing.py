"""Seconds of several works that take turns, so that a machine's drift falls on all of them alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Rounds:
    """Seconds of every work in every round."""

    seconds: tuple[tuple[float, ...], ...]
    """[round][work]"""

    def median(self, work: int) -> float:
        """The median seconds of a work."""
        return median(each[work] for each in self.seconds)

    def ratio(self, work: int, baseline: int) -> float:
        """The median over rounds of one work's seconds over another's in the same round."""
        return median(each[work] / each[baseline] for each in self.seconds)


def taking_turns(works: Sequence[Callable[[], object]], repeats: int) -> Rounds:
    """Time the works one after the other, this many rounds, after one untimed round."""
    for work in works:
        work()
    return Rounds(tuple(tuple(timed(work) for work in works) for _ in range(repeats)))


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started
