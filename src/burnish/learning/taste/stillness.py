"""What leaving sliders alone says: each of their gradients is about zero where they were left.

All standstills under one metric are alike but for the photo and where sliders were left, so that many of them add up
in one product of small matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.gaussian import Doubles, Information, among


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


@dataclass(frozen=True, eq=False)
class Standstills:
    """Several under one metric side by side, at the coefficients that are looked at."""

    which: NDArray[np.intp]
    """Their indices among all that were given."""
    metric: Doubles
    """(places, places)."""
    factors: Doubles
    """Divided by the roots of their variances, (standstills, places)."""
    shifts: Doubles
    """(standstills, places)."""

    def precision(self, weights: Doubles) -> Doubles:
        """Of all together, each counted as often as said, (places, places)."""
        scaled = self.factors * np.sqrt(weights[self.which])[:, None]
        return self.metric * (scaled.T @ scaled)

    def shift(self, weights: Doubles) -> Doubles:
        """The same of their shifts, (places,)."""
        return weights[self.which] @ self.shifts


def side_by_side(given: Sequence[Stillness | None], places: NDArray[np.intp]) -> tuple[Standstills, ...]:
    """What each says at these coefficients, by their metrics."""
    groups: dict[int, list[tuple[int, Stillness]]] = {}
    for k, each in enumerate(given):
        if each is not None:
            groups.setdefault(id(each.metric), []).append((k, each))
    return tuple(
        Standstills(
            np.array([k for k, _ in group], np.intp),
            among(group[0][1].metric, places),
            np.stack([each.factors for _, each in group])[:, places]
            / np.sqrt([[each.variance] for _, each in group]),
            np.stack([each.shift for _, each in group])[:, places],
        )
        for group in groups.values()
    )
