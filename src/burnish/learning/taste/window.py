"""The latest sightings side by side, so that they are weighed all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.stillness import together


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
    def touched(self) -> NDArray[np.intp]:
        """Coefficients that anything is measured of."""
        return np.flatnonzero(self.rows.any(axis=0))

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
        size, places = self.rows.shape[1], self.touched
        often = np.repeat(weights, self.counts)
        counted = np.flatnonzero(often)
        roots = np.sqrt(often[counted] / self.variances[counted])
        scaled, errors = self.rows[np.ix_(counted, places)] * roots[:, None], self.values[counted] * roots
        precision, shift = np.zeros((size, size)), np.zeros(size)
        precision[np.ix_(places, places)] = scaled.T @ scaled
        shift[places] = scaled.T @ errors
        said = Information(precision, shift)
        still = [
            (each.alone, weight)
            for each, weight in zip(self.sightings, weights, strict=True)
            if each.alone is not None and weight
        ]
        return said + together(still, size) if still else said


@lru_cache(maxsize=16)
def window(sightings: tuple[Sighting, ...]) -> Window:
    """The same sightings are stacked once."""
    return Window(sightings)
