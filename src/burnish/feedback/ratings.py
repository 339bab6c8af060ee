"""What ratings say: nothing alone, and weakly which recipe over which where they differ enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from burnish.feedback.claims import Claim, Nothing, Told, claims, unknown_proposal, when
from burnish.feedback.offers import RecipeDocument
from burnish.feedback.signals import Signal
from burnish.feedback.weights import Weights

FULL_DIFFERENCE = 50.0
"""Points of 100 at which a difference of ratings has its full weight."""


def rated_claims(
    rated: Iterable[Told], weights: Weights
) -> tuple[tuple[Claim, ...], Mapping[tuple[str, str], Nothing]]:
    """Weak pairs between what one person rated differently for one photo and request.

    Two ratings are compared by the mean of the scores that both have. A pair weighs with the difference, and 2 / n
    where n proposals were rated, so that all pairs together grow like n.

    Returns:
        The claims, and why by (workspace, signal id) for ratings that cannot count.
    """
    groups: dict[tuple[str, ...], dict[tuple[str, str], Told]] = {}
    nothing: dict[tuple[str, str], Nothing] = {}
    for told in sorted(rated, key=when):
        signal, offer = told.signal, told.offer
        key = (signal.workspace, signal.person, offer.photo, offer.situation.request)
        if offer.proposal(signal.proposal) is None:
            nothing[signal.workspace, signal.id] = unknown_proposal(signal.proposal, offer)
            continue
        place = (signal.turn, signal.proposal)
        before = groups.setdefault(key, {}).get(place)
        if before is not None:
            nothing[signal.workspace, before.signal.id] = Nothing("the same person rated it again later")
        groups[key][place] = told
    found = tuple(claim for group in groups.values() for claim in _rated_group(list(group.values()), weights))
    return found, nothing


def _rated_group(group: Sequence[Told], weights: Weights) -> Iterable[Claim]:
    share = 2 / max(len(group), 2)
    for place, first in enumerate(group):
        for second in group[place + 1 :]:
            difference = _rating_difference(first.signal, second.signal)
            if abs(difference) < weights.rating_step:
                continue
            higher, lower = (first, second) if difference > 0 else (second, first)
            strength = weights.rating * share * min(abs(difference) / FULL_DIFFERENCE, 1.0)
            pair = _rated_recipe(higher), _rated_recipe(lower), 1.0
            said = claims(second, [pair], "rating", strength, weights)
            if not isinstance(said, Nothing):
                sources = tuple(sorted((first, second), key=when))
                yield replace(said[0], sources=sources)


def _rating_difference(a: Signal, b: Signal) -> float:
    """How much higher the first is, in points; 0 where they have no score in common."""
    differences = [
        getattr(a, name) - getattr(b, name)
        for name in ("perceptual_quality", "instruction_following", "visual_consistency")
        if getattr(a, name) is not None and getattr(b, name) is not None
    ]
    return sum(differences) / len(differences) if differences else 0.0


def _rated_recipe(told: Told) -> RecipeDocument:
    found = told.offer.proposal(told.signal.proposal)
    return {} if found is None else found.recipe
