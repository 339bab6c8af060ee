"""The latest sightings side by side, so that they are weighed all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.stillness import Standstills, side_by_side


@dataclass(frozen=True, eq=False)
class Window:
    """Sightings, stacked; one at least."""

    sightings: tuple[Sighting, ...]

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """Measurements of each."""
        return np.array([each.count for each in self.sightings], np.intp)

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """Where the measurements of each begin."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def rows(self) -> Doubles:
        """(measurements of all, coefficients)."""
        return np.concatenate([each.rows for each in self.sightings])

    @cached_property
    def values(self) -> Doubles:
        """Of all measurements."""
        return np.concatenate([each.values for each in self.sightings])

    @cached_property
    def variances(self) -> Doubles:
        """Of all measurements."""
        return np.concatenate([each.variances for each in self.sightings])

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """Coefficients that anything is said of."""
        still = [each.alone.factors for each in self.sightings if each.alone is not None]
        return np.flatnonzero(np.concatenate([self.rows, *([np.stack(still)] if still else [])]).any(axis=0))

    @cached_property
    def mirrors(self) -> NDArray[np.bool_]:
        """Which of them may have been meant the other way round."""
        return np.array([each.mirrored is not None for each in self.sightings])

    @cached_property
    def mirrored(self) -> Doubles:
        """All measurements, had they been meant so."""
        values = [each.values if each.mirrored is None else each.mirrored for each in self.sightings]
        return np.concatenate(values)

    def misfits(self, mean: Doubles) -> Doubles:
        """Mean squared error of each one's measurements, in units of their variances; 0 for one without any."""
        return self.mean_of((self.values - self.rows @ mean) ** 2 / self.variances)

    def mean_of(self, errors: Doubles) -> Doubles:
        """The mean over each one's measurements."""
        ends = np.concatenate([[0.0], np.cumsum(errors)])[np.concatenate([[0], np.cumsum(self.counts)])]
        return np.diff(ends) / np.maximum(self.counts, 1)

    def evidence(self, weights: Sequence[float]) -> Information:
        """All that they say, each counted as often as said."""
        each, places = np.asarray(weights, np.float64), self.places
        roots = np.sqrt(np.repeat(each, self.counts) / self.variances)
        scaled = self._rows_there * roots[:, None]
        told, pull = scaled.T @ scaled, scaled.T @ (self.values * roots)
        for still in self._still:
            told, pull = told + still.precision(each), pull + still.shift(each)
        size = self.rows.shape[1]
        precision, shift = np.zeros((size, size)), np.zeros(size)
        precision[np.ix_(places, places)] = told
        shift[places] = pull
        return Information(precision, shift)

    @cached_property
    def _rows_there(self) -> Doubles:
        return self.rows[:, self.places]

    @cached_property
    def _still(self) -> tuple[Standstills, ...]:
        return side_by_side([each.alone for each in self.sightings], self.places)


@lru_cache(maxsize=16)
def window(sightings: tuple[Sighting, ...]) -> Window:
    """The same sightings are stacked once."""
    return Window(sightings)
