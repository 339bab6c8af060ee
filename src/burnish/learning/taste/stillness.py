"""What leaving sliders alone says: each of their gradients is about zero where they were left.

All standstills under one metric are alike but for the photo and where sliders were left, so that many of them add up
in one product of small matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from burnish.learning.taste.gaussian import Doubles, Information


@dataclass(frozen=True, eq=False)
class Stillness:
    """Evidence of one standstill: `metric ∘ (factors factorsᵀ) / variance`, and its shift."""

    metric: Doubles
    """Of gradients of sliders, spread over coefficients, (coefficients, coefficients); many share one."""
    factors: Doubles
    """By how much each coefficient moves its slider, (coefficients,)."""
    shift: Doubles
    variance: float

    @cached_property
    def evidence(self) -> Information:
        """The same as an information by itself."""
        precision = self.metric * np.outer(self.factors, self.factors / self.variance)
        return Information(precision, self.shift)


def together(stillnesses: Sequence[tuple[Stillness, float]], size: int) -> Information:
    """The sum of several, each counted as often as said."""
    precision: Doubles = np.zeros((size, size))
    shift: Doubles = np.zeros(size)
    groups: dict[int, list[tuple[Stillness, float]]] = {}
    for each, weight in stillnesses:
        groups.setdefault(id(each.metric), []).append((each, weight))
        shift += each.shift * weight
    for group in groups.values():
        roots = np.sqrt([weight / each.variance for each, weight in group])
        factors = np.stack([each.factors for each, _ in group]) * roots[:, None]
        places = np.flatnonzero(factors.any(axis=0))
        scaled, among = factors[:, places], np.ix_(places, places)
        precision[among] += group[0][0].metric[among] * (scaled.T @ scaled)
    return Information(precision, shift)
