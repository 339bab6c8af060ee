"""The guard: when a repair may take the place of what is there. In doubt it may not."""

from burnish.agent.checking.critic.scores import DIMENSIONS
from burnish.agent.checking.finding import Finding
from burnish.agent.checking.trace import Sighting

LEAST_GAIN = 0.05
"""Burden that a repair has to take away to be worth anything."""

WORSE = 0.06
"""Severity by which a finding may rise beside one that goes: below it is measuring noise."""

TRADED, TRADED_BURDEN = 0.5, 0.6
"""A new fault may have this share of the worst severity, where no more than that share of the burden is left."""

SCORE_NOISE = 2.0
"""Points by which one score may fall while the mean does not."""

FLAWLESS_NOISE, FLAWLESS_MEAN = 4.0, 1.0
"""The same, and by how much the mean may fall, where no fault is left."""

CLEARLY = 8.0
"""Points by which the mean rises of what is better beyond doubt: a great fault hides lesser ones, which then show."""

LEFT_ANEW = 1 / 3
"""Share of the burden that what is done anew may leave."""

WORST_LEFT = 0.75
"""Share of the worst severity that such lesser faults may have."""


def helps(now: Sighting, then: Sighting) -> bool:
    """Whether a repair leads to something better: fewer or lesser faults, no new one, and no lower scores.

    Or to what is clearly better by its scores, though lesser faults are seen now that a great one is gone.
    """
    lesser = now.burden - then.burden >= LEAST_GAIN and _is_lesser(now, then)
    return (lesser and not _scores_fall(now, then)) or _is_clearly_better(now, then)


def comes_out_well(now: Sighting, then: Sighting) -> bool:
    """Whether work that takes the place of other work has next to no faults of its own."""
    return then.burden <= LEFT_ANEW * now.burden


def holds(first: Sighting, last: Sighting) -> bool:
    """Whether a refined edit is no worse than it began, in faults and in scores."""
    lesser = last.burden <= first.burden and _is_lesser(first, last)
    return (lesser and not _scores_fall(first, last)) or _is_clearly_better(first, last)


def counterpart(finding: Finding, among: Sighting) -> Finding | None:
    """The same fault in another sighting: of its category, and in the same place."""
    same = [each for each in among.findings if each.category == finding.category and touches(each, finding)]
    return max(same, key=lambda each: each.severity, default=None)


def severity_left(finding: Finding, among: Sighting) -> float:
    """How bad the same fault is in another sighting; 0 where it is gone."""
    found = counterpart(finding, among)
    return 0.0 if found is None else found.severity


def touches(one: Finding, other: Finding) -> bool:
    """Whether the boxes around two findings overlap."""
    a, b = box(one), box(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def box(finding: Finding) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a finding."""
    xs, ys = zip(*finding.polygon, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_lesser(now: Sighting, then: Sighting) -> bool:
    """Whether no fault is new or worse than the worst of its category was; or a great one became a small one."""
    rising = [each for each in then.findings if each.severity > _worst(now, each.category) + WORSE]
    if not rising:
        return True
    limit = TRADED * max((each.severity for each in now.findings), default=0.0)
    return then.burden <= TRADED_BURDEN * now.burden and all(each.severity <= limit for each in rising)


def _worst(seen: Sighting, category: str) -> float:
    return max((each.severity for each in seen.findings if each.category == category), default=0.0)


def _scores_fall(now: Sighting, then: Sighting) -> bool:
    before, after = now.scores, then.scores
    if before is None or after is None:
        return False
    mean, noise = (1e-6, SCORE_NOISE) if then.findings else (FLAWLESS_MEAN, FLAWLESS_NOISE)
    if after.mean.value < before.mean.value - mean:
        return True
    return any(after.of(name).value < before.of(name).value - noise for name in DIMENSIONS)


def _is_clearly_better(now: Sighting, then: Sighting) -> bool:
    """Whether the scores rise beyond doubt, none falls, and the worst fault is a good deal less than the worst was."""
    before, after = now.scores, then.scores
    if before is None or after is None or after.mean.value < before.mean.value + CLEARLY:
        return False
    worst = max((each.severity for each in now.findings), default=0.0)
    falls = any(after.of(name).value < before.of(name).value - SCORE_NOISE for name in DIMENSIONS)
    return not falls and all(each.severity <= WORST_LEFT * worst for each in then.findings)
