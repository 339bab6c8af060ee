"""What to show somebody who only takes pictures or does not: the one most likely to be taken, given all answers so far.

A refusal says little and nothing normal: what is wanted is *not* near what was shown. So beliefs are drawn as
particles, weighed by the chance of every answer (Gordon, Salmond and Smith 1993), and a picture is chosen by the share
of them that would take it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from burnish.learning.taste.design import Design, Seen
from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.population import Population
from burnish.learning.taste.sensitivity import Sensitivity

PARTICLES, CANDIDATES = 800, 150

VAGUE = 0.35
"""Spread of patience and of distances, as a share of the patience."""

TYPICAL, TYPICAL_DELTA_E = 0.67, 0.12
"""Share of particles that are typical looks while nothing is known, and how far each slider lies from them."""

ALL_OR_NOTHING = 0.35
"""Black and white is wanted in full or not at all: a share above this stands for in full."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """An answer to one proposal."""

    seen: Seen
    shown: Doubles
    taken: bool


@dataclass(frozen=True)
class Taking:
    """Chooses what to show by what was taken."""

    population: Population
    sensitivity: Sensitivity
    patience: float

    @property
    def design(self) -> Design:
        """The coefficients."""
        return self.population.design

    def most_likely(
        self, belief: Information, seen: Seen, verdicts: Sequence[Verdict], seed: int
    ) -> tuple[Doubles, float]:
        """The sliders to show for a photo, and the chance that they are taken."""
        random = np.random.default_rng(seed)
        drawn = self._drawn(belief, random)
        weights = self._weights(drawn, verdicts)
        wanted = self._wanted(seen, drawn)
        picked = random.choice(len(drawn), CANDIDATES, p=weights)
        share = random.choice([0.5, 0.75, 1.0], CANDIDATES)[:, None]
        mean = self.design.wanted(seen, belief.mean)
        near = self._snapped(seen.planned + share * (wanted[picked] - seen.planned))
        typical = self._snapped(seen.planned + self.population.archetypes)
        candidates = np.concatenate([[mean, seen.planned, weights @ wanted], typical, near])
        chances = self._chances(candidates, wanted) @ weights
        best = int(np.argmax(chances))
        return np.clip(candidates[best], self.design.sliders.low, self.design.sliders.high), float(
            chances[best]
        )

    def _drawn(self, belief: Information, random: np.random.Generator) -> Doubles:
        """Particles: some from the belief, and some typical looks, fewer of them the more is known."""
        root = np.linalg.cholesky(belief.covariance + 1e-12 * np.eye(self.design.size))
        drawn = belief.mean + random.normal(size=(PARTICLES, self.design.size)) @ root.T
        own = self.design.sliders.size
        known = np.trace(belief.covariance[:own, :own]) / np.trace(self.population.covariance[:own, :own])
        count = int(PARTICLES * TYPICAL * min(float(known), 1.0))
        chosen = random.choice(len(self.population.shares), count, p=self.population.shares)
        noise = np.minimum(TYPICAL_DELTA_E / np.maximum(self.sensitivity.strength, 0.5), 0.03)
        looks = self.population.archetypes[chosen] * random.uniform(0.5, 1.25, count)[:, None]
        drawn[:count, :own] = looks + random.normal(size=(count, own)) * noise
        return drawn

    def _weights(self, drawn: Doubles, verdicts: Sequence[Verdict]) -> Doubles:
        logs = np.zeros(len(drawn))
        for each in verdicts:
            chance = self._chances(each.shown[None], self._wanted(each.seen, drawn))[0]
            logs += np.log(np.clip(chance if each.taken else 1 - chance, 0.02, 1.0))
        weights = np.exp(logs - logs.max())
        return weights / weights.sum()

    def _wanted(self, seen: Seen, drawn: Doubles) -> Doubles:
        values = (drawn * self.design.factors(seen)) @ self._gathering
        return self._snapped(np.clip(values, self.design.sliders.low, self.design.sliders.high))

    def _snapped(self, values: Doubles) -> Doubles:
        place = self.design.sliders.place.get("black_and_white.amount")
        if place is not None:
            values[:, place] = np.where(values[:, place] > ALL_OR_NOTHING, 1.0, 0.0)
        return values

    @cached_property
    def _gathering(self) -> Doubles:
        """From coefficients to sliders, (coefficients, sliders)."""
        made = np.zeros((self.design.size, self.design.sliders.size))
        made[np.arange(self.design.size), self.design.places] = 1.0
        return made

    @cached_property
    def _root(self) -> Doubles:
        """Sliders to what shows, (sliders, directions)."""
        lengths, vectors = np.linalg.eigh(self.sensitivity.color)
        kept = lengths > LEAST_DIRECTION**2
        return vectors[:, kept] * np.sqrt(lengths[kept])

    def _chances(self, shown: Doubles, wanted: Doubles) -> Doubles:
        """Of each shown edit being taken by who wants each of these, (shown, wanted)."""
        from scipy.special import ndtr

        one, other = shown @ self._root, wanted @ self._root
        squared = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * one @ other.T
        distance = np.sqrt(np.maximum(squared, 0.0))
        return ndtr(
            (self.patience - MEAN_OF_ROOT * distance)
            / (VAGUE * (self.patience + MEAN_OF_ROOT * distance) / 2)
        )


LEAST_DIRECTION = 0.5
"""ΔE00 per unit below which a direction of sliders does not count."""

MEAN_OF_ROOT = 0.8
"""Mean ΔE00 over a picture as a share of its root mean square."""
