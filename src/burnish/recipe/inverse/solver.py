"""Damped Gauss-Newton on coordinates, with a robust loss, a pull toward zero and bounds by projection.

K. Levenberg 1944 and D. Marquardt 1963 (damping by the diagonal); P. Huber, "Robust Statistics", 1981 (weights that
fall with the residual). Derivatives are one-sided differences with an absolute step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burnish.recipe.inverse.evidence import Evidence, Floats
from burnish.recipe.inverse.model import Model, Run
from burnish.recipe.inverse.parameters import Coordinate, Values, tool_of, tools_of
from burnish.tools.catalogue import Catalogue

Doubles = NDArray[np.float64]

STEP = 0.004
"""Difference step in coordinates, 0.002 of a symmetric slider's range: longer ones stall in narrow valleys."""

RIDGE = 2e-4
"""Squared ΔE per squared coordinate, for each place: what a slider must earn."""

ROBUST_DELTA_E = 2.0

FLOOR = 0.01
"""Loss below which nothing is left to explain: 8-bit rounding."""

LONGEST_STEP = 0.4
"""How far a coordinate may move at once: derivatives say little about the far end of a slider."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Coordinates and how well they do."""

    values: dict[Coordinate, float]
    run: Run
    loss: float
    """Weighted mean robust squared ΔE, without the pull."""
    steps: int = 0


@dataclass(frozen=True, eq=False)
class Problem:
    """Evidence and the tools that may explain it."""

    evidence: Evidence
    model: Model
    catalogue: Catalogue

    def residuals(self, codes: Floats) -> Floats:
        """(places, 3), in ΔE."""
        difference = codes - self.evidence.target
        return np.matmul(self.evidence.metric, difference[..., None])[..., 0]

    def fit(self, values: Values, *, fine: bool = True) -> Fit:
        """These values as they are; `fine` compiles neighborhood tools on the larger of the reduced pictures."""
        run = self.model.run(tools_of(values, self.catalogue), fine=fine)
        loss, _ = self.loss(self.residuals(run.codes))
        return Fit(dict(values), run, loss)

    def criterion(self, loss: float, count: int) -> float:
        """Bayesian information criterion of a loss reached with this many coordinates; smaller is better."""
        places = self.evidence.independent
        return places * float(np.log(loss + FLOOR)) + count * float(np.log(places))

    def loss(self, residuals: Floats) -> tuple[float, Floats]:
        """Mean pseudo-Huber loss, and the weight of each place in the next linear step."""
        squared = np.einsum("ij,ij->i", residuals, residuals)
        s2 = np.float32(ROBUST_DELTA_E**2)
        root = np.sqrt(1 + squared / s2)
        weights = self.evidence.weights
        return float(np.mean(weights * (2 * s2 * (root - 1)), dtype=np.float64)), weights / root

    def jacobian(self, values: Values, active: Sequence[Coordinate]) -> Floats:
        """Derivatives of the residuals, (coordinates, places · 3), on the coarse picture."""
        base = self.model.run(tools_of(values, self.catalogue), fine=False)
        rows = np.empty((len(active), self.evidence.target.size), np.float32)
        for k, coordinate in enumerate(active):
            here = values.get(coordinate, 0.0)
            step = STEP if here + STEP <= coordinate.high else -STEP
            own = {c: v for c, v in values.items() if c.tool == coordinate.tool}
            own[coordinate] = here + step
            codes = self.model.varied(base, tool_of(coordinate.tool, own, self.catalogue))
            rows[k] = ((codes - base.codes) * np.float32(1 / step)).ravel()
        metric = self.evidence.metric
        shaped = rows.reshape(len(active), -1, 3)
        return np.einsum("nij,knj->kni", metric, shaped, optimize=True).reshape(len(active), -1)


@dataclass(frozen=True, eq=False)
class Normal:
    """Normal equations of one linearization."""

    slopes: Floats
    """Weighted derivatives, (coordinates, places · 3)."""
    root: Floats
    """Square root of each residual's weight, (places · 3,)."""
    matrix: Doubles
    gradient: Doubles
    """Of half the loss."""

    def part(self, index: Sequence[int]) -> "Normal":
        """The equations of some of the coordinates."""
        own = list(index)
        return Normal(self.slopes[own], self.root, self.matrix[np.ix_(own, own)], self.gradient[own])

    def elsewhere(self, problem: Problem, fit: Fit) -> "Normal":
        """The same derivatives with the residuals of another fit: a chord step needs no new derivatives."""
        weighted = problem.residuals(fit.run.codes).ravel() * self.root
        return Normal(self.slopes, self.root, self.matrix, _along(self.slopes, weighted))

    def scores(self, problem: Problem, fit: Fit, groups: NDArray[np.intp]) -> Doubles:
        """What each group of places contributes to the gradient, (groups, coordinates)."""
        each = self.slopes * (problem.residuals(fit.run.codes).ravel() * self.root)
        places = each.reshape(len(each), -1, 3).sum(axis=2, dtype=np.float64)
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        return np.add.reduceat(places, starts, axis=1).T


def normal(problem: Problem, fit: Fit, active: Sequence[Coordinate]) -> Normal:
    """Linearize around a fit."""
    residuals = problem.residuals(fit.run.codes)
    _, weights = problem.loss(residuals)
    slopes = problem.jacobian(fit.values, active)
    root = np.repeat(np.sqrt(weights / np.float32(len(weights))), 3)
    slopes *= root
    return Normal(slopes, root, normal_matrix(slopes), _along(slopes, residuals.ravel() * root))


SERIAL_PRODUCTS = 200_000
"""Products of a matrix multiplication for which BLAS starts no threads; theirs cost more than they give here."""


def normal_matrix(slopes: Floats) -> Doubles:
    """`slopes @ slopes.T`, the same whatever the number of threads."""
    count, length = slopes.shape
    columns = min(64, max(1, SERIAL_PRODUCTS // count**2))
    whole = length - length % columns
    parts = slopes[:, :whole].reshape(count, -1, columns).swapaxes(0, 1)
    rest = slopes[:, whole:]
    return np.matmul(parts, parts.swapaxes(1, 2)).sum(axis=0, dtype=np.float64) + rest @ rest.T


def _along(slopes: Floats, weighted: Floats) -> Doubles:
    return np.einsum("ij,j->i", slopes, weighted).astype(np.float64)


def pull(active: Sequence[Coordinate]) -> Doubles:
    """Ridge of each coordinate."""
    return np.array([RIDGE * PULL.get(c.group, 1.0) for c in active])


PULL: Mapping[str, float] = {"brightness": 2.0, "curve_points": 2.0, "channel_points": 3.0, "hue": 2.0}
"""Among equals the simpler tool wins."""


def solve(
    problem: Problem,
    start: Fit,
    active: Sequence[Coordinate],
    *,
    iterations: int,
    tolerance: float = 2e-3,
    first: Normal | None = None,
    ridge_factor: float = 1.0,
    fine: bool = True,
    enough: float = 0.0,
) -> Fit:
    """The best values of the active coordinates, from these on; `first` saves linearizing at the start.

    It stops when the loss is below `enough`.
    """
    descent = _Descent(problem, active, pull(active) * ridge_factor, fine=fine)
    best, steps = start, 0
    for _ in range(iterations if active else 0):
        steps += 1
        equations = first if first is not None and best is start else normal(problem, best, active)
        before = descent.total(best)
        better = descent.step(best, equations, tries=5)
        if better is None:
            break
        again = descent.step(better, equations.elsewhere(problem, better), tries=1)
        best = better if again is None else again
        if before - descent.total(best) < tolerance * before or best.loss < enough:
            break
    return Fit(best.values, best.run, best.loss, steps)


@dataclass(eq=False)
class _Descent:
    problem: Problem
    active: Sequence[Coordinate]
    ridge: Doubles
    fine: bool
    damping: float = 1e-2

    def at(self, fit: Fit) -> Doubles:
        """The active coordinates of a fit."""
        return np.array([fit.values.get(c, 0.0) for c in self.active])

    def total(self, fit: Fit) -> float:
        """Loss and pull."""
        return fit.loss + float(self.ridge @ self.at(fit) ** 2)

    def step(self, fit: Fit, equations: Normal, *, tries: int) -> Fit | None:
        """A better fit, with more damping at each try; None if there is none."""
        x = self.at(fit)
        low = np.maximum([c.low for c in self.active], x - LONGEST_STEP)
        high = np.minimum([c.high for c in self.active], x + LONGEST_STEP)
        matrix, gradient = equations.matrix + np.diag(self.ridge), equations.gradient + self.ridge * x
        for _ in range(tries):
            moved = _step(matrix, gradient, x, low, high, self.damping)
            values = {**fit.values, **dict(zip(self.active, moved.tolist(), strict=True))}
            trial = self.problem.fit(values, fine=self.fine)
            if self.total(trial) < self.total(fit):
                self.damping = max(self.damping / 5, 1e-6)
                return trial
            if tries > 1:
                self.damping *= 10
        return None


def _step(
    matrix: Doubles, gradient: Doubles, x: Doubles, low: Doubles, high: Doubles, damping: float
) -> Doubles:
    """A damped step that stays within bounds: what would leave is held at its bound and the rest solved again."""
    free = ~(((x <= low) & (gradient > 0)) | ((x >= high) & (gradient < 0)))
    damped = matrix + np.diag(damping * np.diag(matrix) + 1e-9)
    moved = x.copy()
    for _ in range(8):
        if not free.any():
            break
        index = np.flatnonzero(free)
        held = np.flatnonzero(~free)
        right = -gradient[index] - damped[np.ix_(index, held)] @ (moved - x)[held]
        moved[index] = x[index] + np.linalg.solve(damped[np.ix_(index, index)], right)
        outside = free & ((moved < low) | (moved > high))
        moved = np.clip(moved, low, high)
        if not outside.any():
            break
        free &= ~outside
    return moved
