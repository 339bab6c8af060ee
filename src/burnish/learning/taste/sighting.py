"""What one signal says about a person's coefficients: a few linear measurements with their variances."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from burnish.learning.taste.design import Design, Seen
from burnish.learning.taste.gaussian import Doubles, Information, among
from burnish.learning.taste.sensitivity import Sensitivity
from burnish.learning.taste.stillness import Stillness

PATIENCE = 3.0
"""ΔE00 within which a picture that somebody takes is taken to lie of what they want."""

STOPPED_SHORT = 0.15
"""A hand stops this share of its way from where it meant to."""

VISIBLE = 0.8
"""ΔE00 below which nobody corrects, and to which sliders can say what somebody has in mind."""

TOLD_APART = 0.3
"""ΔE00 by which two distances differ when people begin to tell them apart."""

CURVED = 0.25
"""Error of reading a gradient as linear, as a share of what is still wrong."""

COUPLED = 0.15
"""Error of reading a slider's place as wanted for itself, as a share of what is still wrong."""

UNTOUCHED = 1.0
"""What was left alone would have gained no more than the least of what was moved, times this."""


@dataclass(frozen=True, eq=False)
class Standstill:
    """What was left alone while something else was moved, and how sure that is."""

    seen: Seen
    left: Doubles
    """All sliders as they were left, (sliders,)."""
    variance: float
    """Of the gradient of a slider that was left alone, in ΔE00²."""


@dataclass(frozen=True, eq=False)
class Way:
    """The way that a hand went: which sliders it moved, and how far."""

    moved: tuple[int, ...]
    moves: Doubles
    """(moved,)."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What was really said where measurements only stand for it: something shown was not wanted."""

    seen: Seen
    shown: Doubles
    """All sliders of what was not wanted, (sliders,)."""
    instead: Doubles | None = None
    """Those of what was found nearer; None where nothing was."""
    weight: float = 1.0
    """How often it counts."""


@dataclass(frozen=True, eq=False)
class Taken:
    """An edit that somebody took."""

    seen: Seen
    shown: Doubles
    """All its sliders, (sliders,)."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """Measurements `rows @ coefficients ≈ values`, and what was left alone."""

    rows: Doubles
    """(measurements, coefficients)."""
    values: Doubles
    variances: Doubles

    standstill: Standstill | None = None
    """What was left alone, where that says something."""
    alone: Stillness | None = None
    """What it says; `Reader.alone` reads it."""

    answer: Answer | None = None
    """What the measurements stand for, where that is not normal."""
    way: Way | None = None
    """How a correction went; `Reader.along` reads the measurements off it and the standstill."""
    taken: Taken | None = None
    """What was taken; `Reader.taking` reads the measurements off it."""
    mirrored: Doubles | None = None
    """What would have been measured, had the hand gone the other way, (measurements,)."""

    shared: bool = False
    """Whether the house may learn from it."""
    doubtful: bool = True
    """Whether it may be an outlier; choices between pictures have their lapses counted in already."""
    number: int = 0
    """Of the signal, in the log."""
    reading: "Callable[[Information], Sighting] | None" = None
    """Reads the same signal by what else is believed; None where that makes no difference."""

    def by(self, belief: Information) -> "Sighting":
        """The same signal, read by what somebody else is believed to want: what is still ahead of them is not alike."""
        return self if self.reading is None else self.reading(belief)

    @property
    def moved_only(self) -> "Sighting":
        """Without what was left alone: where all of a picture is wrong, that says only that hands are few."""
        return self if self.alone is None else replace(self, alone=None)

    @property
    def count(self) -> int:
        """Number of measurements."""
        return len(self.values)

    @cached_property
    def evidence(self) -> Information:
        """All that it says, counted in full."""
        scaled = self.rows.T / self.variances
        said = Information(scaled @ self.rows, scaled @ self.values)
        return said if self.alone is None else said + self.alone.evidence

    def misfit(self, belief: Information) -> float:
        """Mean squared error of the measurements under a belief's mean, in units of their variances."""
        if not self.count:
            return 0.0
        return float(np.mean((self.values - self.rows @ belief.mean) ** 2 / self.variances))


@dataclass(frozen=True)
class Reader:
    """Turns what people did into sightings, given what is believed of them so far."""

    design: Design
    sensitivity: Sensitivity

    def correction(
        self, seen: Seen, shown: Doubles, left: Doubles, belief: Information, *, shared: bool, number: int = 0
    ) -> Sighting | None:
        """A person moved sliders from what was shown; None where nothing was moved.

        The gradient of the picture's distance is zero along what was moved, up to a hand's error and up to how far
        from linear the way still ahead is; and what was moved is wanted about there by itself, for large moves are
        seldom a stand-in. What was left alone would have gained less than the least that was moved.
        """
        moved = np.flatnonzero(np.abs(left - shown) > 1e-6)
        if not len(moved):
            return None
        way = Way(tuple(moved.tolist()), (left - shown)[moved])
        return self._went(seen, left, way, belief, shared=shared, number=number)

    def _went(
        self, seen: Seen, left: Doubles, way: Way, belief: Information, *, shared: bool, number: int
    ) -> Sighting:
        """A correction, as far as it is to be trusted by somebody of whom this is believed."""
        metric = self.sensitivity.at(left)
        effects = np.abs(way.moves) * np.sqrt(np.diag(metric)[list(way.moved)])
        hand = (STOPPED_SHORT * effects) ** 2 + VISIBLE**2
        ahead = self.ahead(belief, seen, left)
        curved, coupled = CURVED**2 * ahead, COUPLED**2 * ahead
        least = (UNTOUCHED * max(float(effects.min()), VISIBLE)) ** 2
        standstill = Standstill(seen, left, least + VISIBLE**2 + curved)
        variances = np.concatenate([hand + curved, hand + coupled])
        return self.along(standstill, way, variances, shared=shared, number=number)

    def along(
        self, still: Standstill, way: Way, variances: Doubles, *, shared: bool, number: int = 0
    ) -> Sighting:
        """What was moved, and what was left alone meanwhile, as measurements."""
        moved, metric = list(way.moved), self.sensitivity.at(still.left)
        itself = np.sqrt(np.maximum(np.diag(metric), 1e-4))
        said = np.concatenate([metric[moved] / itself[moved, None], np.diag(itself)[moved]])
        values = said @ still.left
        return Sighting(
            self.design.rows(still.seen, said), values, variances, still, self.alone(still), way=way,
            mirrored=values - 2 * (said[:, moved] @ way.moves), shared=shared, number=number,
            reading=partial(self._went, still.seen, still.left, way, shared=shared, number=number),
        )  # fmt: skip

    def choice(
        self, seen: Seen, better: Doubles, worse: Doubles, belief: Information,
        *, shared: bool, lapse: float = 0.05, number: int = 0,
    ) -> Sighting:  # fmt: skip
        """A person found one edit nearer to what they want than another.

        ‖worse − w‖² − ‖better − w‖² is linear in the wanted sliders w; its sign is seen through a probit with lapses,
        and the product with the belief is matched by a normal (assumed density filtering, Minka 2001).
        """
        middle = (better + worse) / 2
        apart = self.sensitivity.at(middle) @ (better - worse)
        length = float(np.sqrt(max((better - worse) @ apart, 1e-9)))
        row, offset = self.design.rows(seen, apart) / length, float(apart @ middle) / length
        mean, variance = float(row @ belief.mean) - offset, float(row @ belief.covariance @ row)
        noise = TOLD_APART**2 + CURVED**2 * self.ahead(belief, seen, middle)
        value, site = _probit_site(mean, variance, noise, lapse)
        return Sighting(row[None], np.array([value + offset]), np.array([site]),
            answer=Answer(seen, worse, better), shared=shared, doubtful=False, number=number,
        )  # fmt: skip

    def agreement(self, seen: Seen, shown: Doubles, *, shared: bool, number: int = 0) -> Sighting:
        """A person took an edit: what they want is within their patience (ΔE00) of it, in every direction."""
        variance = PATIENCE**2 / DIRECTIONS_OF_PATIENCE + VISIBLE**2
        return self.taking(Taken(seen, shown), variance, shared=shared, number=number)

    def taking(self, taken: Taken, variance: float, *, shared: bool, number: int = 0) -> Sighting:
        """What was taken, as measurements of this variance."""
        metric = self.sensitivity.at(taken.shown)
        directions = self._plain_directions if metric is self.sensitivity.color else _directions(metric)
        rows, values = self.design.rows(taken.seen, directions), directions @ taken.shown
        variances = np.full(len(rows), variance)
        return Sighting(rows, values, variances, taken=taken, shared=shared, number=number)

    def refusal(self, seen: Seen, shown: Doubles, *, number: int = 0) -> Sighting:
        """A person did not take an edit: what they want is farther from it than their patience, wherever it is."""
        nothing_measured = np.zeros((0, self.design.size))
        return Sighting(nothing_measured, np.zeros(0), np.zeros(0),
            answer=Answer(seen, shown), doubtful=False, number=number,
        )  # fmt: skip

    def ahead(self, belief: Information, seen: Seen, left: Doubles) -> float:
        """Expected squared ΔE00 between an edit and what is wanted."""
        metric = self.sensitivity.at(left)
        way = self.design.wanted(seen, belief.mean) - left
        factors, together = self.design.factors(seen), self._of_coefficients(metric)
        spread = float(factors @ ((together * belief.covariance) @ factors))
        return float(way @ metric @ way) + max(spread, 0.0)

    def alone(self, still: Standstill) -> Stillness:
        """What leaving sliders alone says: none of their gradients is large."""
        metric = self.sensitivity.at(still.left)
        squared, spread = self._plain if metric is self.sensitivity.color else self._squared(metric)
        factors = self.design.factors(still.seen)
        shift = (squared @ still.left)[self.design.places] * factors / still.variance
        return Stillness(spread, factors, shift, still.variance)

    def _of_coefficients(self, metric: Doubles) -> Doubles:
        """A metric of sliders, spread over the coefficients that move them."""
        if metric is self.sensitivity.color:
            return self._plain_of_coefficients
        return among(metric, self.design.places)

    @cached_property
    def _plain_of_coefficients(self) -> Doubles:
        return among(self.sensitivity.color, self.design.places)

    @cached_property
    def _plain_directions(self) -> Doubles:
        return _directions(self.sensitivity.color)

    @cached_property
    def _plain(self) -> tuple[Doubles, Doubles]:
        return self._squared(self.sensitivity.color)

    def _squared(self, metric: Doubles) -> tuple[Doubles, Doubles]:
        """Squares of the gradients of single sliders; of sliders, and spread over coefficients."""
        gradients = metric / np.sqrt(np.maximum(np.diag(metric), 1e-4))[:, None]
        squared: Doubles = gradients.T @ gradients
        return squared, among(squared, self.design.places)


DIRECTIONS_OF_PATIENCE = 4.0
"""Among how many independent directions the distance that a person puts up with is shared out."""


def _directions(metric: Doubles, least: float = 0.5) -> Doubles:
    """Rows whose outer products make up the metric, those that matter."""
    lengths, vectors = np.linalg.eigh(metric)
    kept = lengths > least**2
    return np.sqrt(lengths[kept])[:, None] * vectors[:, kept].T


def _probit_site(mean: float, variance: float, noise: float, lapse: float) -> tuple[float, float]:
    """Value and variance of the normal site that stands for `x > 0` seen with noise, for x ~ N(mean, variance).

    Rasmussen and Williams 2006, equations 3.85 to 3.87, with a lapse rate that bounds what one choice can say.
    """
    from scipy.special import ndtr

    total = np.sqrt(variance + noise)
    z = mean / total
    density = float(np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi))
    chance = lapse + (1 - 2 * lapse) * float(ndtr(z))
    ratio = (1 - 2 * lapse) * density / chance
    new_mean = mean + variance * ratio / total
    new_variance = variance - variance**2 * ratio * (z + ratio) / (variance + noise)
    new_variance = min(max(new_variance, variance * 1e-3), variance * (1 - 1e-6))
    site = 1 / (1 / new_variance - 1 / variance)
    return site * (new_mean / new_variance - mean / variance), site
