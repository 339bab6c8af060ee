"""Telling a changed mind from somebody else who speaks in between.

Sightings that agree with each other and not with those before may be either: a slip that is made again and again, a
shared account, an attack that aims at one look. A changed mind speaks alone from then on; somebody else takes turns
with the mind there was. So for each place where a change may lie, what was told since is predicted both ways: all from
a mind that is learned anew on the way, each from those before it (run lengths; Adams and MacKay 2007; their marginal
likelihood, Rasmussen and Williams 2006, section 5.4.1), or each from either that mind or the old one, as often as
something strange was seen before. Errors are Student's t, so that a few outliers make no new mind.

A new mind reads what it told as somebody new would: by how far it was still from what it wants, which the old one did
not know. What was left alone on a picture of the old mind says nothing of the new one: all of it was wrong, and hands
are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.mirrors import TURNED
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.window import Window

LATEST, MOST_STARTS = 16, 4
"""A new mind is looked for among so many of the latest sightings, where strange ones begin, at so many places."""

CONVINCING, OFTEN, SURER = 2.0, 0.1, 12.0
"""Logarithm of the odds from which a mind is taken to have changed, and by how much more it must be for each share of
others above so many: who was often heard in between may well be heard several times in a row. It is taken back when
the odds are even."""

OTHERS, STEADY, MOST_OTHERS = 0.35, 10.0, 0.5
"""Share of sightings that somebody else is taken to slip in until more is known; that counts as so many sightings."""

STRANGE = 0.3
"""What counts less than this may be somebody else's."""

DEGREES = 4.0

MOST_ROWS = 6
"""Measurements of a sighting that are looked at; of a correction, the gradients, which are its first half."""


def starts(weights: Sequence[float], strange: float) -> list[int]:
    """Where sightings that count less than this begin, among the latest."""
    first = max(len(weights) - LATEST, 0)
    there = [weight < strange for weight in weights]
    begun = [k for k in range(first, len(weights) - 1) if there[k] and not (k > first and there[k - 1])]
    return begun[-MOST_STARTS:]


def share_of_others(weights: Sequence[float]) -> float:
    """Share of sightings that somebody else slips in, from how much those seen so far count."""
    strange = sum(weight < STRANGE for weight in weights)
    return min((OTHERS * STEADY + strange) / (STEADY + len(weights)), MOST_OTHERS)


def convincing(share: float) -> float:
    """Logarithm of the odds from which a mind is taken to have changed, where others slip in so often."""
    return CONVINCING + SURER * max(share - OFTEN, 0.0)


@dataclass(frozen=True, eq=False)
class Run:
    """A mind that is learned anew from some sighting on."""

    read: tuple[Sighting, ...]
    """Sightings, each as that mind reads it."""
    logs: tuple[float, ...]
    """Logarithm of the density of each, predicted from those before it."""
    belief: Information


@lru_cache(maxsize=48)
def run(told: tuple[Sighting, ...], anybody: Information) -> Run:
    """A mind of which this is believed before it told all these; what was worked out before one more is used again."""
    if not told:
        return Run((), (), anybody)
    before = run(told[:-1], anybody)
    latest = told[-1].by(before.belief).moved_only
    log = log_density(latest, before.belief, 1.0) if latest.count else 0.0
    belief = before.belief + Window((latest,)).evidence((1.0,))
    return Run((*before.read, latest), (*before.logs, log), belief)


def log_odds(
    told: Sequence[Sighting], before: Information, anybody: Information, scale: float, share: float
) -> float:
    """Logarithm of the odds that a new mind told all of these, against the old one and somebody else in turns.

    `anybody` is what is believed of a mind before it told anything; `scale` is the variance of errors as a multiple of
    what is expected.
    """
    total = 0.0
    for each, new in zip(told, run(tuple(told), anybody).logs, strict=True):
        if each.count:
            old = log_density(each.by(before), before, scale)
            total += new - float(np.logaddexp(np.log(1 - share) + old, np.log(share) + new))
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


def fitting(sighting: Sighting, mean: Doubles, scale: float) -> float:
    """Logarithm of the density of a sighting's errors around one belief, as it was made or turned around."""
    turned = sighting.mirrored
    several = sighting.count if turned is None else sighting.count // 2
    noise = sighting.variances[:several] * scale
    expected, size = sighting.rows[:several] @ mean, 0.5 * several * float(np.log(scale))

    def log(values: Doubles) -> float:
        squared = float(np.sum((values[:several] - expected) ** 2 / noise))
        return -0.5 * (DEGREES + several) * float(np.log1p(squared / DEGREES)) - size

    if turned is None:
        return log(sighting.values)
    return float(np.logaddexp(np.log(1 - TURNED) + log(sighting.values), np.log(TURNED) + log(turned)))
