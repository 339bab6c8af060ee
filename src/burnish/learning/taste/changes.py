"""Telling a changed mind from somebody else who speaks in between.

Sightings that agree with each other and not with those before may be either: a slip that is made again and again, a
shared account, an attack that aims at one look. A changed mind speaks alone from then on; somebody else takes turns
with the mind there was. So the latest sightings are predicted both ways: all from a mind that is learned anew on the
way, each from those before it (their marginal likelihood; Rasmussen and Williams 2006, section 5.4.1), or each from
either that mind or the old one, as often as something strange was seen before. Errors are Student's t, so that a few
outliers make no new mind.
"""

from collections.abc import Sequence

import numpy as np

from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.mirrors import TURNED
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.window import Window

FRESH = (3, 5, 8, 13)
"""Lengths of a new mind that are looked at."""

CONVINCING = 3.5
"""Logarithm of the odds from which a mind is taken to have changed; it is taken back when they are even."""

OTHERS, STEADY, MOST_OTHERS = 0.35, 10.0, 0.5
"""Share of sightings that somebody else is taken to slip in until more is known; that counts as so many sightings."""

STRANGE = 0.3
"""What counts less than this may be somebody else's."""

DEGREES = 4.0

MOST_ROWS = 6
"""Measurements of a sighting that are looked at; of a correction, the gradients, which are its first half."""


def share_of_others(weights: Sequence[float]) -> float:
    """Share of sightings that somebody else slips in, from how much those seen so far count."""
    strange = sum(weight < STRANGE for weight in weights)
    return min((OTHERS * STEADY + strange) / (STEADY + len(weights)), MOST_OTHERS)


def log_odds(
    told: Sequence[Sighting], before: Information, anybody: Information, scale: float, share: float
) -> float:
    """Logarithm of the odds that a new mind told all of these, against the old one and somebody else in turns.

    `anybody` is what is believed of a mind before it told anything; `scale` is the variance of errors as a multiple of
    what is expected.
    """
    total, fresh = 0.0, anybody
    for each in (each for each in told if each.count):
        old, new = log_density(each, before, scale), log_density(each, fresh, scale)
        total += new - float(np.logaddexp(np.log(1 - share) + old, np.log(share) + new))
        fresh = fresh + Window((each,)).evidence((1.0,))
    return total


def log_density(sighting: Sighting, belief: Information, scale: float) -> float:
    """Of a sighting, predicted from a belief that does not rest on it, but for a constant of its size.

    A correction may have been turned around, which by itself is no change of mind.
    """
    turned = sighting.mirrored
    several = min(sighting.count if turned is None else sighting.count // 2, MOST_ROWS)
    mean, total = belief.predicted(sighting.rows[:several])
    noise = sighting.variances[:several] * (scale if sighting.doubtful else 1.0)
    total = total + np.diag(noise)
    size = 0.5 * float(np.linalg.slogdet(total)[1])
    said = [sighting.values] if turned is None else [sighting.values, turned]
    errors = np.stack([each[:several] - mean for each in said])
    squared = np.sum(errors.T * np.linalg.solve(total, errors.T), axis=0)
    logs = -size - 0.5 * (DEGREES + several) * np.log1p(squared / DEGREES)
    if turned is None:
        return float(logs[0])
    return float(np.logaddexp(np.log(1 - TURNED) + logs[0], np.log(TURNED) + logs[1]))
