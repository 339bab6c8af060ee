"""How much of a server one request takes, as it was measured, and draws of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from burnish.bench.capacity.outcome import quantile

STEPS = 10
"""Steps between the quantiles that are kept: the least, each tenth, the most."""


@dataclass(frozen=True)
class ServiceTime:
    """One kind of request, on average, with how it scatters."""

    python_ms: float
    """Processor time of the interpreter, which only one thread of a process has at a time."""
    native_ms: float
    """Processor time outside of it: compiled kernels, codecs, other processes."""
    width: float
    """Processors that the native part can use at the same time."""
    wait_ms: float
    """Neither: the disk, mostly."""
    after_ms: float
    """Processor time after the answer: learning from what was said."""
    spread: tuple[float, ...]
    """Quantiles of the whole over its mean, from the least to the most in equal steps."""
    share: float = 1.0
    """Of the interpreter beside one turn: what lets go of it often waits for it often, and gets less than half."""
    why: str = ""
    """How it was measured."""

    @property
    def processor_ms(self) -> float:
        """Processor time in all."""
        return self.python_ms + self.native_ms + self.after_ms

    @property
    def quiet_ms(self) -> float:
        """How long an answer takes where nothing else is asked."""
        return self.python_ms + self.native_ms / max(1.0, self.width) + self.wait_ms

    def factor(self, rng: random.Random) -> float:
        """How much more or less than the mean one request takes: between quantiles all are equally likely."""
        place = rng.random() * (len(self.spread) - 1)
        k = int(place)
        return self.spread[k] + (place - k) * (self.spread[k + 1] - self.spread[k])


def spread_of(values: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of values over their mean, such that draws between them have that mean, too."""
    found = [quantile(values, k / STEPS) for k in range(STEPS + 1)]
    mean = sum((a + b) / 2 for a, b in pairwise(found)) / STEPS
    return tuple(each / mean for each in found) if mean > 0 else (1.0,) * (STEPS + 1)
