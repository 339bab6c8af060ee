"""What came of a load, simulated or real: how much was answered, and how soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from burnish.bench.capacity.acts import KINDS, Kind


@dataclass(frozen=True)
class Latency:
    """How soon one kind was answered."""

    count: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Outcome:
    """Latency by kind, and how busy the processors were."""

    by_kind: Mapping[Kind, Latency]
    seconds: float
    """How long it was counted."""
    busy: float
    """Share of processor time that was used, 0 to 1."""
    whole: Latency
    """Of all kinds together."""
    busiest: float
    """The same in the hour, or the stretch of one, in which it was most."""

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return sum(each.count for each in self.by_kind.values()) / self.seconds

    @staticmethod
    def of(
        seconds: Mapping[Kind, Sequence[float]], length_s: float, busy: float, busiest: float
    ) -> "Outcome":
        """From how long each request took."""
        found: dict[Kind, Latency] = {kind: _latency(seconds[kind]) for kind in KINDS if seconds.get(kind)}
        together = [each for kind in found for each in seconds[kind]]
        return Outcome(found, length_s, busy, _latency(together or [0.0]), busiest)


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile of some values, linear between two."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    k = int(place)
    after = ordered[min(k + 1, len(ordered) - 1)]
    return ordered[k] + (place - k) * (after - ordered[k])


def _latency(seconds: Sequence[float]) -> Latency:
    return Latency(len(seconds), quantile(seconds, 0.5) * 1e3, quantile(seconds, 0.95) * 1e3)
