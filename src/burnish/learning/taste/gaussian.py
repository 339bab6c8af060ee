"""Normal distributions in information form, in which evidence simply adds up."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Information:
    """Evidence, or a distribution: a precision matrix (n, n) and precision times mean (n,).

    Evidence of different sources is added; it need not be proper by itself (its precision may be singular).
    """

    precision: Doubles
    shift: Doubles

    def __add__(self, other: "Information") -> "Information":
        return Information(self.precision + other.precision, self.shift + other.shift)

    def __sub__(self, other: "Information") -> "Information":
        return Information(self.precision - other.precision, self.shift - other.shift)

    def times(self, weight: float) -> "Information":
        """The same evidence, counted this often."""
        return Information(self.precision * weight, self.shift * weight)

    @cached_property
    def covariance(self) -> Doubles:
        """Of a proper distribution."""
        return inverse(self.precision)

    @cached_property
    def mean(self) -> Doubles:
        """Of a proper distribution."""
        if "covariance" in vars(self):
            return np.asarray(self.covariance @ self.shift, np.float64)
        return solved(self.precision, self.shift[:, None])[:, 0]

    def predicted(self, rows: Doubles) -> tuple[Doubles, Doubles]:
        """Mean (n,) and covariance (n, n) of measurements, (n, coefficients), of a proper distribution."""
        if "covariance" in vars(self):
            return rows @ self.mean, rows @ self.covariance @ rows.T
        reach = solved(self.precision, np.column_stack([self.shift, rows.T]))
        return rows @ reach[:, 0], rows @ reach[:, 1:]

    @property
    def size(self) -> int:
        """How many numbers it is about."""
        return len(self.shift)


def nothing(size: int) -> Information:
    """No evidence."""
    return Information(np.zeros((size, size)), np.zeros(size))


def normal(mean: Doubles, covariance: Doubles) -> Information:
    """A proper distribution."""
    precision = inverse(covariance)
    return Information(precision, precision @ mean)


def loosened(evidence: Information, covariance: Doubles) -> Information:
    """What evidence about a child says about its parent, from which the child differs with this covariance.

    The child is integrated out: Λ − Λ (Λ + Q⁻¹)⁻¹ Λ, in the form Λ (I + Q Λ)⁻¹, which needs no inverse of Λ. Where the
    evidence says nothing, neither does what comes of it: only what it touches is reckoned with.
    """
    if not evidence.precision.any():
        return evidence
    touched = np.flatnonzero(evidence.precision.any(axis=0) | (evidence.shift != 0.0))
    block = np.ix_(touched, touched)
    told = evidence.precision[block]
    through = inverse(np.eye(len(touched)) + told @ covariance[block])
    loose = through @ told
    precision, shift = np.zeros_like(evidence.precision), np.zeros_like(evidence.shift)
    precision[block] = (loose + loose.T) / 2
    shift[touched] = through @ evidence.shift[touched]
    return Information(precision, shift)


def inverse(matrix: Doubles) -> Doubles:
    """Of a regular matrix, in which most places may be tied to no other: those cost nothing."""
    tied, alone = _told_apart(matrix)
    made: Doubles = np.zeros(matrix.shape)
    made[alone, alone] = 1 / matrix[alone, alone]
    made[np.ix_(tied, tied)] = np.linalg.inv(matrix[np.ix_(tied, tied)])
    return made


def solved(matrix: Doubles, right: Doubles) -> Doubles:
    """The inverse of such a matrix times a few columns, (n, columns)."""
    tied, alone = _told_apart(matrix)
    made: Doubles = np.zeros(right.shape)
    made[alone] = right[alone] / matrix[alone, alone][:, None]
    made[tied] = np.linalg.solve(matrix[np.ix_(tied, tied)], right[tied])
    return made


def _told_apart(matrix: Doubles) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places that something off the diagonal ties to others, and all others."""
    there = matrix != 0.0
    own = np.diagonal(there)
    tied = (there.sum(axis=0) > own) | (there.sum(axis=1) > own) | ~own
    return np.flatnonzero(tied), np.flatnonzero(~tied)
