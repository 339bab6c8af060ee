"""What one person's signals about one kind of wish and photo say, kept so that it can be weighed again.

The latest sightings are kept as they are and weighed together: one that does not fit the others counts less (Student-t
errors by iterated weights; Lange, Little and Taylor 1989), and the size of the errors themselves is learned. Older ones
are folded into one sum, which fades slowly, so that a changed mind wins.
"""

from dataclasses import dataclass, replace

from burnish.learning.taste.gaussian import Information, nothing
from burnish.learning.taste.sighting import Sighting

WINDOW = 48
"""So many sightings are weighed again with every new one."""

FADE = 0.995
"""What is left of folded evidence after each further sighting."""

DEGREES = 4.0
"""Of freedom of the errors: smaller trusts outliers less."""

ROUNDS = 4

LEAST_SCALE, STEADY = 0.5, 6.0
"""Errors are not taken to be less than half of what is expected; that expectation counts as so many measurements."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """Evidence at one end of the tree of beliefs."""

    old: Information
    """Sightings that left the window."""
    old_shared: Information
    """Those of them that the house may learn from."""
    recent: tuple[Sighting, ...] = ()
    weights: tuple[float, ...] = ()
    """How much each recent one counts."""
    scale: float = 1.0
    """Variance of the errors as a multiple of what is expected."""
    count: int = 0
    """Sightings in all."""
    through: int = 0
    """Number of the last signal."""

    def evidence(self, *, shared_only: bool = False) -> Information:
        """All that was seen, weighed; or the part that the house may learn from."""
        total = self.old_shared if shared_only else self.old
        for sighting, weight in zip(self.recent, self.weights, strict=True):
            if sighting.shared or not shared_only:
                total = total + sighting.evidence.times(self._counted(sighting, weight))
        return total

    def _counted(self, sighting: Sighting, weight: float) -> float:
        return weight / self.scale if sighting.doubtful else weight

    def posterior(self, prior: Information) -> Information:
        """What is believed here, given what is believed one level up."""
        return prior + self.evidence()


def new_leaf(size: int) -> Leaf:
    """Nothing seen yet."""
    return Leaf(nothing(size), nothing(size))


def seen_more(leaf: Leaf, sighting: Sighting, prior: Information) -> Leaf:
    """The leaf with one more sighting, and all in the window weighed anew."""
    return weighed(_room_made(_appended(leaf, sighting)), prior)


def _appended(leaf: Leaf, sighting: Sighting) -> Leaf:
    return replace(
        leaf,
        recent=(*leaf.recent, sighting),
        weights=(*leaf.weights, 1.0),
        count=leaf.count + 1,
        through=max(leaf.through, sighting.number),
    )


def _room_made(leaf: Leaf) -> Leaf:
    """Sightings that no longer fit in the window are folded, and what is folded fades."""
    if len(leaf.recent) <= WINDOW:
        return leaf
    oldest, weight = leaf.recent[0], leaf.weights[0] / (leaf.scale if leaf.recent[0].doubtful else 1.0)
    said = oldest.evidence.times(weight)
    old = leaf.old.times(FADE) + said
    shared = leaf.old_shared.times(FADE) + said if oldest.shared else leaf.old_shared.times(FADE)
    return replace(leaf, old=old, old_shared=shared, recent=leaf.recent[1:], weights=leaf.weights[1:])


def weighed(leaf: Leaf, prior: Information) -> Leaf:
    """How much each sighting of the window counts, and how large errors are, found together."""
    for _ in range(ROUNDS):
        belief = leaf.posterior(prior)
        misfits = [each.misfit(belief) for each in leaf.recent]
        weights = tuple(
            (DEGREES + each.count) / (DEGREES + each.count * misfit / leaf.scale) if each.doubtful else 1.0
            for each, misfit in zip(leaf.recent, misfits, strict=True)
        )
        leaf = replace(leaf, weights=weights, scale=_scale(leaf, misfits, weights))
    return leaf


def _scale(leaf: Leaf, misfits: list[float], weights: tuple[float, ...]) -> float:
    errors, count = STEADY, STEADY
    for sighting, misfit, weight in zip(leaf.recent, misfits, weights, strict=True):
        if sighting.doubtful:
            errors += weight * misfit * sighting.count
            count += sighting.count
    return max(errors / count, LEAST_SCALE)
