"""From what is believed to what is shown."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from burnish.learning.taste.believing import Believed
from burnish.learning.taste.cloud import Look
from burnish.learning.taste.design import Design, Seen
from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.guesses import Guesses
from burnish.learning.taste.offering import SMALLEST_SHOWN, Offering, Version
from burnish.learning.taste.population import Population
from burnish.learning.taste.sensitivity import Sensitivity

SHARP = 64.0
"""Versions are drawn in proportion to what their comparison tells, to this power."""

LEAST_TOLD = 1e-3
"""Nats below which a comparison is not worth showing."""

LEAST_OF_ASKED, MOST_OF_ASKED = 0.3, 2.5
"""Bounds on what taste makes of a slider that was asked for, as a multiple of what the planner made of it."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked, of whom."""

    seen: Seen
    believed: Believed
    whole_look: bool
    """Whether nothing in particular is asked for, so that typical looks may be tried."""


@dataclass(frozen=True)
class Deciding:
    """Chooses pictures to show."""

    design: Design
    sensitivity: Sensitivity
    population: Population

    def best(self, asked: Question) -> Doubles:
        """The sliders to show: the mean of what is believed, or the best guess where answers say more than that."""
        if not asked.believed.leaf.answered:
            return self._mean(asked)
        look = self._look(asked)
        return look.candidates[_best_of(asked, look)]

    def versions(self, asked: Question, count: int, random: np.random.Generator) -> tuple[Version, ...]:
        """The best, and others whose comparison with it tells most, each with the chance of being drawn."""
        if not asked.whole_look:
            mean = self.best(asked)
            return self._offering.versions(asked.believed.belief, asked.seen, count, random, mean)
        look = self._look(asked)
        best = _best_of(asked, look)
        made = [Version(look.candidates[best], 1.0)]
        tells = np.where(look.differs(best) >= SMALLEST_SHOWN, look.tells(best), 0.0)
        while len(made) < count and np.any(tells > LEAST_TOLD):
            chances = (tells / tells.max()) ** SHARP
            k = int(random.choice(len(chances), p=chances / chances.sum()))
            made.append(Version(self._held(look.candidates[k]), float(chances[k] / chances.sum())))
            tells = np.where(look.differs(k) >= SMALLEST_SHOWN, tells, 0.0)
        return tuple(made)

    def gallery(self, asked: Question, random: np.random.Generator) -> tuple[Version, ...]:
        """Nine versions, row by row, about the best."""
        return self._offering.gallery(asked.believed.belief, asked.seen, random, self.best(asked))

    def _look(self, asked: Question) -> Look:
        """All chance in it comes from the number of the last signal: the same knowledge guesses the same."""
        believed = asked.believed
        seed = believed.leaf.through
        cloud = self._guesses.drawn(
            believed.belief, believed.leaf.answered, typical=asked.whole_look, seed=seed
        )
        return cloud.look(asked.seen, self._mean(asked), seed)

    def _mean(self, asked: Question) -> Doubles:
        return self.design.wanted(asked.seen, asked.believed.belief.mean)

    def _held(self, values: Doubles) -> Doubles:
        return np.clip(values, self.design.sliders.low, self.design.sliders.high)

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses(self.population, self.sensitivity)

    @cached_property
    def _offering(self) -> Offering:
        return Offering(self.design, self.sensitivity)


def _best_of(asked: Question, look: Look) -> int:
    """The mean where there are no answers; the likeliest to be taken where something was not."""
    answered = asked.believed.leaf.answered
    if not answered:
        return 0
    refused = any(each.answer is not None and each.answer.instead is None for each, _ in answered)
    return look.likeliest if refused else look.nearest


def within_what_was_asked(planned: Doubles, offset: Doubles) -> Doubles:
    """Taste may do more or less of what was asked for; it never turns it around and adds nothing beside it."""
    wanted = planned + offset
    least, most = planned * LEAST_OF_ASKED, planned * MOST_OF_ASKED
    held = np.clip(wanted, np.minimum(least, most), np.maximum(least, most))
    return np.where(planned == 0, 0.0, held - planned)
