"""What one person's signals about one kind of wish and photo say, kept so that it can be weighed again.

The latest sightings are kept as they are and weighed together: one that does not fit the others counts less (Student-t
errors by iterated weights; Lange, Little and Taylor 1989), and the size of the errors themselves is learned. Older ones
are folded into one sum, which fades slowly, so that a changed mind wins.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.changes import convincing, fitting, log_odds, run, share_of_others, starts
from burnish.learning.taste.gaussian import Doubles, Information, nothing
from burnish.learning.taste.mirrors import meant
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.window import Window, window

WINDOW = 48
"""So many sightings are weighed again with every new one."""

FADE = 0.995
"""What is left of folded evidence after each further sighting."""

DEGREES = 4.0
"""Of freedom of the errors: smaller trusts outliers less."""

ROUNDS = 2
"""Weights begin from those before the latest sighting, so few rounds are enough."""

LEAST_RESTARTED, RESTARTED_ROUNDS, BETTER = 6, 3, 1.0
"""Sightings from which weights are begun anew, in so many rounds each, and by how much an answer must be likelier."""

OUTDATED = 0.0
"""What is left of evidence from before a mind was changed: even little of much outweighs what is not measured anew."""

SETTLED = 24
"""After so many sightings a changed mind is not changed back by what was before."""

STRANGE, STRANGE_OF, STRANGE_MANY = 0.6, 4, 2
"""Of the latest four sightings two must count less than this before a change of mind is looked for."""

LEAST_SCALE, STEADY = 1.0, 6.0
"""Errors are not taken to be smaller than expected; that expectation counts as so many measurements."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """Evidence at one end of the tree of beliefs."""

    old: Information
    """Sightings that left the window."""
    old_shared: Information
    """Those of them that the house may learn from; `old` itself where those are all."""
    recent: tuple[Sighting, ...] = ()
    weights: tuple[float, ...] = ()
    """How much each recent one counts."""
    scale: float = 1.0
    """Variance of the errors as a multiple of what is expected."""
    count: int = 0
    """Sightings in all."""
    through: int = 0
    """Number of the last signal."""
    since: int = 0
    """Index of the first recent sighting of a changed mind; 0 where none is known to have changed."""

    def evidence(self, *, shared_only: bool = False) -> Information:
        """All that was seen, weighed; or the part that the house may learn from."""
        return self._summed(shared_only=True) if shared_only and not self._all_shared else self._whole

    @property
    def _all_shared(self) -> bool:
        """Whether the house may learn from everything here: then nothing is summed up or folded a second time."""
        return self.old_shared is self.old and all(each.shared for each in self.recent)

    @cached_property
    def _whole(self) -> Information:
        return self._summed(shared_only=False)

    def _summed(self, *, shared_only: bool) -> Information:
        total = self.old_shared if shared_only else self.old
        total = total.times(OUTDATED) if self.since else total
        weights = [
            self.counted(k) if sighting.shared or not shared_only else 0.0
            for k, sighting in enumerate(self.recent)
        ]
        return total + window(self.recent).evidence(weights) if any(weights) else total

    @property
    def answered(self) -> tuple[tuple[Sighting, float], ...]:
        """Recent sightings that stand for an answer, and how often each counts."""
        return tuple((each, self.counted(k)) for k, each in enumerate(self.recent) if each.answer is not None)

    def between(self, first: int, last: int) -> "Leaf":
        """Only what was seen from one recent sighting to before another; from the first on, what is folded, too."""
        old, shared = (self.old, self.old_shared) if not first else (nothing(self.old.size),) * 2
        weights = tuple(weight if first <= k < last else 0.0 for k, weight in enumerate(self.weights))
        return replace(self, old=old, old_shared=shared, weights=weights, since=0)

    def counted(self, index: int) -> float:
        """How often a recent sighting's evidence counts."""
        weight = self.weights[index] / (self.scale if self.recent[index].doubtful else 1.0)
        return weight * (OUTDATED if index < self.since else 1.0)

    def posterior(self, prior: Information) -> Information:
        """What is believed here, given what is believed one level up."""
        return prior + self.evidence()


def new_leaf(size: int) -> Leaf:
    """Nothing seen yet."""
    empty = nothing(size)
    return Leaf(empty, empty)


def seen_more(leaf: Leaf, sighting: Sighting, prior: Information) -> Leaf:
    """The leaf with one more sighting, all in the window weighed anew, and a changed mind noticed."""
    counted = 1 / leaf.scale if sighting.doubtful else 1.0
    begun = leaf.posterior(prior) + Window((sighting,)).evidence((counted,))
    more = weighed(_room_made(_appended(leaf, sighting)), prior, begun)
    more = likelier(more, prior) if _is_strange(more) else more
    return _settled(_told_apart(more, prior) if more.since or _is_strange(more) else more)


def _appended(leaf: Leaf, sighting: Sighting) -> Leaf:
    return replace(
        leaf,
        recent=(*leaf.recent, sighting),
        weights=(*leaf.weights, 1.0),
        count=leaf.count + 1,
        through=max(leaf.through, sighting.number),
    )


def _room_made(leaf: Leaf) -> Leaf:
    """A sighting that no longer fits in the window is folded, and what is folded fades."""
    return _folded(leaf, 1) if len(leaf.recent) > WINDOW else leaf


def likelier(leaf: Leaf, prior: Information) -> Leaf:
    """The leaf weighed from other beginnings, where one of them explains all that was told better.

    Iterated weights end in the nearest of several answers: what was believed when somebody told the opposite a few
    times in a row makes all that is honest look strange. So they are begun anew without the latest sightings, and with
    them alone.
    """
    many = len(leaf.recent)
    if leaf.since or many < LEAST_RESTARTED:
        return leaf
    best, most = leaf, _explained(leaf, prior)
    for first, last in ((0, many - STRANGE_OF), (0, many - 2 * STRANGE_OF), (many - STRANGE_OF, many)):
        if last - first < STRANGE_MANY:
            continue
        begun = replace(leaf, weights=(1.0,) * many).between(first, last).posterior(prior)
        tried = replace(leaf, scale=LEAST_SCALE)
        for _ in range(RESTARTED_ROUNDS):
            tried = weighed(tried, prior, begun)
            begun = tried.posterior(prior)
        found = _explained(tried, prior)
        if found > most + BETTER:
            best, most = tried, found
    return best


def _explained(leaf: Leaf, prior: Information) -> float:
    """Logarithm of how likely what was told is under what is believed, turned around or not, and that belief itself."""
    belief = leaf.posterior(prior)
    mean, told = belief.mean, window(leaf.recent)
    total = 0.0
    for each in told.sightings:
        if each.count and each.doubtful:
            total += fitting(each, mean, leaf.scale)
    away = mean - prior.mean
    return total - 0.5 * float(away @ prior.precision @ away)


def _settled(leaf: Leaf) -> Leaf:
    """What was before a change of mind that lasts is folded for good."""
    if not leaf.since or len(leaf.recent) - leaf.since < SETTLED:
        return leaf
    old = leaf.old.times(OUTDATED)
    shared = old if leaf.old_shared is leaf.old else leaf.old_shared.times(OUTDATED)
    return replace(_folded(replace(leaf, old=old, old_shared=shared), leaf.since), since=0)


def _folded(leaf: Leaf, count: int) -> Leaf:
    """The first sightings of the window, added to the old evidence as much as they count."""
    old, shared = leaf.old, leaf.old_shared
    for k in range(count):
        said = leaf.recent[k].evidence.times(leaf.counted(k))
        before, old = old, old.times(FADE) + said
        if shared is before and leaf.recent[k].shared:
            shared = old
        else:
            shared = shared.times(FADE) + said if leaf.recent[k].shared else shared.times(FADE)
    return replace(
        leaf, old=old, old_shared=shared, recent=leaf.recent[count:], weights=leaf.weights[count:],
        since=max(leaf.since - count, 0),
    )  # fmt: skip


def _is_strange(leaf: Leaf) -> bool:
    latest = [
        weight
        for each, weight in zip(leaf.recent[-STRANGE_OF:], leaf.weights[-STRANGE_OF:], strict=True)
        if each.doubtful
    ]
    return sum(weight < STRANGE for weight in latest) >= STRANGE_MANY


def _told_apart(leaf: Leaf, prior: Information) -> Leaf:
    """The leaf with a change of mind where its latest sightings speak for one, and without where they no longer do."""
    since = leaf.since if leaf.since and _odds(leaf, 0, leaf.since, prior) > 0 else 0
    leaf = leaf if since == leaf.since else _as_before(leaf, prior)
    surest = 0.0
    for start in (start for start in starts(leaf.weights, STRANGE) if start > leaf.since):
        share = share_of_others(leaf.weights[leaf.since : start])
        more = _odds(leaf, leaf.since, start, prior) - convincing(share)
        if more > surest:
            since, surest = start, more
    return leaf if since == leaf.since else _anew(leaf, since, prior)


def _as_before(leaf: Leaf, prior: Information) -> Leaf:
    """The leaf as if no mind had changed."""
    return weighed(replace(leaf, since=0), prior)


def _anew(leaf: Leaf, since: int, prior: Information) -> Leaf:
    """The leaf of a mind that is new from a sighting on, and reads them as such."""
    read = run(leaf.recent[since:], prior).read
    recent, weights = (*leaf.recent[:since], *read), (*leaf.weights[:since], *(1.0 for _ in read))
    return weighed(replace(leaf, recent=recent, weights=weights, since=since), prior)


def _odds(leaf: Leaf, first: int, since: int, prior: Information) -> float:
    """Logarithm of the odds that the mind of the sightings from one on changed at another, and stayed so."""
    before = leaf.between(first, since).posterior(prior)
    share = share_of_others(leaf.weights[first:since])
    return log_odds(leaf.recent[since:], before, prior, leaf.scale, share)


def weighed(leaf: Leaf, prior: Information, begun: Information | None = None) -> Leaf:
    """How much each sighting of the window counts, and how large errors are, found together.

    `begun` is about what is believed before anything is weighed anew, where that is known.
    """
    recent = window(leaf.recent)
    doubtful = np.array([each.doubtful for each in leaf.recent])
    belief = leaf.posterior(prior) if begun is None else begun
    counted = np.array([leaf.counted(k) for k in range(len(leaf.recent))])
    chances = meant(recent, belief, counted, leaf.scale)
    for turn in range(ROUNDS):
        belief = leaf.posterior(prior) if turn else belief
        misfits = recent.misfits(belief.mean)
        fits = (DEGREES + recent.counts) / (DEGREES + recent.counts * misfits / leaf.scale)
        weights = np.where(doubtful, fits * chances, 1.0)
        weights[: leaf.since] = leaf.weights[: leaf.since]  # The belief is not of the mind there was.
        scale = _scale(recent.counts * doubtful, misfits, weights, leaf.since)
        leaf = replace(leaf, weights=tuple(weights.tolist()), scale=scale)
    return leaf


def _scale(counts: NDArray[np.intp], misfits: Doubles, weights: Doubles, since: int) -> float:
    errors = float(np.sum((counts * misfits * weights)[since:]))
    return max((STEADY + errors) / (STEADY + float(counts[since:].sum())), LEAST_SCALE)
