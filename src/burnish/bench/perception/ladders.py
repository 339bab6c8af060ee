"""The critic on ladders: one fault on one photo, in steps of severity, so that the order of worth is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from burnish.agent.checking.critic import DIMENSIONS, shipped_critic
from burnish.bench.perception.sights import Perceive, pair_of_planted
from burnish.bench.row import Row, Target
from burnish.evaluation.faults.planted import Planted
from burnish.evaluation.faults.planting import FAMILIES, plant
from burnish.evaluation.faults.worth import worth
from burnish.evaluation.rank_metrics import spearman
from burnish.imaging.picture import Picture

SEVERITIES = (0.1, 0.3, 0.5, 0.7, 0.9)

LEAST_RUNGS = 4
"""A photo may have no place for a fault of some severity; fewer rungs than this say little of an order."""

SRCC, COVERED = 0.85, 0.85
"""Promises: rank correlation within a ladder, and how often a 90 % interval holds what the edit is worth."""

SEEN_APART = 1.0
"""Points by which a score must rise with severity to count as a rise."""


@dataclass(frozen=True)
class Ladder:
    """One fault on one photo, from faint to severe."""

    severities: tuple[float, ...]
    scores: tuple[float, ...]
    """Means of the three dimensions."""
    covered: tuple[bool, ...]
    """Of every dimension of every rung, whether the interval holds what the edit is worth."""


def ladders(photos: Sequence[Picture], perceive: Perceive, each: int, seed: int) -> Iterator[Ladder]:
    """`each` ladders of every family, in ways that nothing was trained on."""
    for place, family in enumerate(FAMILIES):
        for turn in range(each):
            photo = photos[(place * each + turn) % len(photos)]
            rungs = [
                plant(photo, family, severity, np.random.default_rng((seed, place, turn)), variant="held_out")
                for severity in SEVERITIES
            ]
            made = [rung for rung in rungs if rung is not None]
            if len(made) >= LEAST_RUNGS:
                yield _climbed(made, perceive)


def _climbed(rungs: Sequence[Planted], perceive: Perceive) -> Ladder:
    critic, means, covered = shipped_critic(), list[float](), list[bool]()
    for rung in rungs:
        pair = pair_of_planted(rung)
        scores = critic.score(pair, perceive(pair))
        means.append(scores.mean.value)
        for name, true in zip(DIMENSIONS, worth(rung.categories, rung.severity), strict=True):
            low, high = scores.of(name).interval
            covered.append(low <= true <= high)
    return Ladder(tuple(rung.severity for rung in rungs), tuple(means), tuple(covered))


def ladder_rows(climbed: Sequence[Ladder]) -> list[Row]:
    """How well the critic keeps the order of severities, and how sure it says it is."""
    orders = [_order(each) for each in climbed]
    steps = [
        later - sooner
        for each in climbed
        for sooner, later in zip(each.scores, each.scores[1:], strict=False)
    ]
    inside = [held for each in climbed for held in each.covered]
    note = f"mean of {len(orders)} ladders of up to {len(SEVERITIES)} severities"
    return [
        Row("critic against severity (SRCC), ways not trained on", _mean(orders), "", target=Target("at least", SRCC),
            note=note),
        Row("steps of severity that the critic scores better", _mean([step > SEEN_APART for step in steps]), "",
            note=f"by more than {SEEN_APART:g} of 100, of {len(steps)}"),
        Row("the critic's 90 % intervals that hold what an edit is worth", _mean(inside), "",
            target=Target("at least", COVERED), note=f"{len(inside)} scores; worth as planted"),
    ]  # fmt: skip


def _order(ladder: Ladder) -> float:
    """1 where worse faults score worse, 0 where all score alike."""
    if max(ladder.scores) == min(ladder.scores):
        return 0.0
    return spearman([-score for score in ladder.scores], ladder.severities)


def _mean(values: Sequence[float] | Sequence[bool]) -> float | None:
    return float(np.mean(values)) if values else None
