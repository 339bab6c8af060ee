"""Damped Gauss-Newton on coordinates, with a robust loss, a pull toward zero and bounds by projection.

K. Levenberg 1944 and D. Marquardt 1963 (damping by the diagonal); P. Huber, "Robust Statistics", 1981 (weights that
fall with the residual). Derivatives are one-sided differences with an absolute step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from burnish.recipe.inverse.evidence import Evidence, Floats
from burnish.recipe.inverse.model import Model, Run, Trail
from burnish.recipe.inverse.parameters import Coordinate, Values, tools_of
from burnish.recipe.inverse.sensitivity import derivatives
from burnish.tools.catalogue import Catalogue

Doubles = NDArray[np.float64]

RIDGE = 2e-4
"""Squared ΔE per squared coordinate, for each place: what a slider must earn."""

JUDGES = 800
"""As how many independent places the evidence counts when tools are chosen: with fewer, compression hides true ones."""

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
    near: bool = False
    """Whether neighborhood tools were compiled on the coarse picture and the difference guessed."""


@dataclass(frozen=True, eq=False)
class Linearized:
    """A fit's pictures on the way, and the derivatives of its residuals so far as they have been asked for."""

    fit: Fit
    trail: Trail
    slopes: dict[Coordinate, Floats]


@dataclass(frozen=True, eq=False)
class Problem:
    """Evidence and the tools that may explain it."""

    evidence: Evidence
    model: Model
    catalogue: Catalogue
    _latest: list[Linearized] = field(default_factory=list)

    def linearized(self, fit: Fit) -> Linearized:
        """What is known of this fit's derivatives; the latest fit's are kept."""
        if not self._latest or self._latest[0].fit is not fit:
            trail = self.model.trail(tools_of(fit.values, self.catalogue))
            self._latest[:] = [Linearized(fit, trail, {})]
        return self._latest[0]

    def residuals(self, codes: Floats) -> Floats:
        """(places, 3), in ΔE."""
        difference = codes - self.evidence.target
        return np.matmul(self.evidence.metric, difference[..., None])[..., 0]

    def fit(self, values: Values, *, fine: bool = True) -> Fit:
        """These values as they are; `fine` compiles neighborhood tools on the larger of the reduced pictures."""
        run = self.model.run(tools_of(values, self.catalogue), fine=fine)
        loss, _ = self.loss(self.residuals(run.codes))
        return Fit(dict(values), run, loss)

    def near(self, values: Values, shift: Floats) -> Fit:
        """These values on the coarse picture; `shift` is how codes on the fine one differed not far from here."""
        codes = self.model.run(tools_of(values, self.catalogue), fine=False).codes + shift
        loss, _ = self.loss(self.residuals(codes))
        return Fit(dict(values), Run(codes), loss, near=True)

    def enough(self, criterion: float, count: int) -> float:
        """The loss that this many coordinates must reach for this criterion."""
        places = JUDGES
        return float(np.exp((criterion - count * np.log(places)) / places)) - FLOOR

    def criterion(self, loss: float, count: int) -> float:
        """Bayesian information criterion of a loss reached with this many coordinates; smaller is better."""
        places = JUDGES
        return places * float(np.log(loss + FLOOR)) + count * float(np.log(places))

    def loss(self, residuals: Floats) -> tuple[float, Floats]:
        """Mean pseudo-Huber loss, and the weight of each place in the next linear step."""
        squared = np.einsum("ij,ij->i", residuals, residuals)
        s2 = np.float32(ROBUST_DELTA_E**2)
        root = np.sqrt(1 + squared / s2)
        weights = self.evidence.weights
        return float(np.mean(weights * (2 * s2 * (root - 1)), dtype=np.float64)), weights / root


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
    shift: Floats
    """How codes on the fine picture differ from those on the coarse one."""

    def part(self, index: Sequence[int]) -> "Normal":
        """The equations of some of the coordinates."""
        own = list(index)
        return Normal(
            self.slopes[own], self.root, self.matrix[np.ix_(own, own)], self.gradient[own], self.shift
        )

    def elsewhere(self, problem: Problem, fit: Fit) -> "Normal":
        """The same derivatives with the residuals of another fit: a chord step needs no new derivatives."""
        weighted = problem.residuals(fit.run.codes).ravel() * self.root
        return Normal(self.slopes, self.root, self.matrix, _along(self.slopes, weighted), self.shift)

    def scores(self, problem: Problem, fit: Fit, groups: NDArray[np.intp]) -> Doubles:
        """What each group of places contributes to the gradient, (groups, coordinates)."""
        each = self.slopes * (problem.residuals(fit.run.codes).ravel() * self.root)
        places = each.reshape(len(each), -1, 3).sum(axis=2, dtype=np.float64)
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        return np.add.reduceat(places, starts, axis=1).T


def normal(problem: Problem, fit: Fit, active: Sequence[Coordinate]) -> Normal:
    """Linearize around a fit."""
    here = problem.linearized(fit)
    missing = [c for c in active if c not in here.slopes]
    fresh = derivatives(problem.model, here.trail, fit.values, missing, problem.catalogue)
    here.slopes.update(zip(missing, fresh, strict=True))
    residuals = problem.residuals(fit.run.codes)
    _, weights = problem.loss(residuals)
    root = np.repeat(np.sqrt(weights / np.float32(len(weights))), 3)
    slopes = np.empty((len(active), len(root)), np.float32)
    for k, c in enumerate(active):
        np.multiply(here.slopes[c], root, out=slopes[k])
    along = _along(slopes, residuals.ravel() * root)
    return Normal(slopes, root, normal_matrix(slopes), along, fit.run.codes - here.trail.codes)


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


PULL: Mapping[str, float] = {
    "brightness": 2.0,
    "curve_points": 2.0,
    "channel_points": 3.0,
    "hue": 2.0,
    "black_and_white": 3.0,
}
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
    """The best values of the active coordinates, from these on, in this many linearizations after `first`.

    It stops when the loss is below `enough`.
    """
    descent = _Descent(problem, active, pull(active) * ridge_factor)
    best = start if first is None or not active else _advanced(problem, descent, start, first, fine=fine)
    for _ in range(iterations if active else 0):
        if best.loss < enough:
            break
        before = descent.total(best)
        reached = _advanced(problem, descent, best, normal(problem, best, active), fine=fine)
        if reached is best:
            break
        best = reached
        if before - descent.total(best) < tolerance * before:
            break
    return problem.fit(best.values) if fine and best.near else best


def _advanced(problem: Problem, descent: "_Descent", fit: Fit, equations: Normal, *, fine: bool) -> Fit:
    """A better fit along one linearization; the same fit if there is none."""
    equations = equations.elsewhere(problem, fit)
    better = descent.along(fit, equations)
    if better is None:
        return fit
    if not fine:
        return better
    reached = problem.fit(better.values)
    if descent.total(reached) < descent.total(fit):
        return reached
    return descent.step(fit, equations, tries=5, fine=True) or fit


CHORDS, WORTHWHILE = 3, 0.1
"""Steps with the derivatives of the first, and the share of the loss that each must take away for another."""


@dataclass(eq=False)
class _Descent:
    problem: Problem
    active: Sequence[Coordinate]
    ridge: Doubles
    damping: float = 1e-2

    def at(self, fit: Fit) -> Doubles:
        """The active coordinates of a fit."""
        return np.array([fit.values.get(c, 0.0) for c in self.active])

    def total(self, fit: Fit) -> float:
        """Loss and pull."""
        return fit.loss + float(self.ridge @ self.at(fit) ** 2)

    def along(self, fit: Fit, equations: Normal) -> Fit | None:
        """A better fit by steps with the same derivatives; None if there is none."""
        better = self.step(fit, equations, tries=5)
        for _ in range(CHORDS if better is not None else 0):
            assert better is not None
            again = self.step(better, equations.elsewhere(self.problem, better), tries=1)
            if again is None:
                break
            slow = self.total(again) > (1 - WORTHWHILE) * self.total(better)
            better = again
            if slow:
                break
        return better

    def step(self, fit: Fit, equations: Normal, *, tries: int, fine: bool = False) -> Fit | None:
        """A better fit, with more damping at each try; None if there is none."""
        x = self.at(fit)
        low = np.maximum([c.low for c in self.active], x - LONGEST_STEP)
        high = np.minimum([c.high for c in self.active], x + LONGEST_STEP)
        matrix, gradient = equations.matrix + np.diag(self.ridge), equations.gradient + self.ridge * x
        for _ in range(tries):
            moved = _step(matrix, gradient, x, low, high, self.damping)
            values = {**fit.values, **dict(zip(self.active, moved.tolist(), strict=True))}
            trial = self.problem.fit(values) if fine else self.problem.near(values, equations.shift)
            if self.total(trial) < self.total(fit):
                if tries > 1:
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
