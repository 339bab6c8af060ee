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

    def says_as(self, other: "Information") -> bool:
        """Whether it says the same as another, number for number."""
        return np.array_equal(self.shift, other.shift) and np.array_equal(self.precision, other.precision)

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

    The child is integrated out: Λ − Λ (Λ + Q⁻¹)⁻¹ Λ, in the form (I + Λ Q)⁻¹ Λ, which needs no inverse of Λ. Where the
    evidence says nothing, neither does what comes of it: only what it touches is reckoned with, and what nothing ties
    to others by itself.
    """
    if not evidence.precision.any():
        return evidence
    touched = evidence.precision.any(axis=0) | (evidence.shift != 0.0)
    tied, alone = (places[touched[places]] for places in _told_apart(evidence.precision, covariance))
    precision, shift = np.zeros_like(evidence.precision), np.zeros_like(evidence.shift)
    by_itself = 1.0 + evidence.precision[alone, alone] * covariance[alone, alone]
    precision[alone, alone] = evidence.precision[alone, alone] / by_itself
    shift[alone] = evidence.shift[alone] / by_itself
    told = among(evidence.precision, tied)
    right = np.column_stack([told, evidence.shift[tied]])
    loose = np.linalg.solve(np.eye(len(tied)) + told @ among(covariance, tied), right)
    precision[np.ix_(tied, tied)] = (loose[:, :-1] + loose[:, :-1].T) / 2
    shift[tied] = loose[:, -1]
    return Information(precision, shift)


def among(matrix: Doubles, places: NDArray[np.intp]) -> Doubles:
    """What some places have to do with each other, (places, places)."""
    return matrix[places][:, places]


def inverse(matrix: Doubles) -> Doubles:
    """Of a covariance or its like, in which most places may be tied to no other: those cost nothing."""
    tied, alone = _told_apart(matrix)
    made: Doubles = np.zeros(matrix.shape)
    made[alone, alone] = 1 / matrix[alone, alone]
    made[np.ix_(tied, tied)] = _inverse_of_all(among(matrix, tied))
    return made


def solved(matrix: Doubles, right: Doubles) -> Doubles:
    """The inverse of such a matrix times a few columns, (n, columns)."""
    tied, alone = _told_apart(matrix)
    made: Doubles = np.zeros(right.shape)
    made[alone] = right[alone] / matrix[alone, alone][:, None]
    made[tied] = np.linalg.solve(among(matrix, tied), right[tied])
    return made


def _inverse_of_all(matrix: Doubles) -> Doubles:
    """By Cholesky's factors, in half the time; by elimination where rounding has made it improper."""
    from scipy.linalg import get_lapack_funcs

    if not len(matrix):
        return matrix
    factored, inverted = get_lapack_funcs(("potrf", "potri"), (matrix,))
    factors, failed = factored(matrix, lower=1)
    if failed:
        return np.asarray(np.linalg.inv(matrix), np.float64)
    below: Doubles = inverted(factors, lower=1)[0]
    return np.where(np.tri(len(below), dtype=bool), below, below.T)


def _told_apart(*matrices: Doubles) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places that something off the diagonal of one of them ties to others, and all others."""
    there = np.logical_or.reduce([matrix != 0.0 for matrix in matrices])
    own = np.diagonal(there)
    tied = (there.sum(axis=0) > own) | (there.sum(axis=1) > own) | ~own
    return np.flatnonzero(tied), np.flatnonzero(~tied)
