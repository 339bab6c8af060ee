"""What follows from signals before they are weighed against each other: one recipe over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from burnish.feedback.edit_difference import same_edit_key
from burnish.feedback.offers import Offer, RecipeDocument
from burnish.feedback.signals import Signal
from burnish.feedback.weights import Weights, exposure_shares

EvidenceKind: TypeAlias = Literal[
    "modify", "accept", "comparison", "ranking", "reject", "thumb", "rating", "implicit"
]
"""What a preference was concluded from."""


@dataclass(frozen=True)
class Told:
    """A signal together with the turn that it is about."""

    signal: Signal
    offer: Offer


@dataclass(frozen=True)
class Claim:
    """One recipe over another, as far as one act (two, for ratings) says so."""

    better: RecipeDocument
    worse: RecipeDocument
    better_key: str
    worse_key: str
    weight: float
    kind: EvidenceKind
    sources: tuple[Told, ...]
    """In order of time; the last one's turn is what the claim is about."""

    @property
    def explicit(self) -> bool:
        """Whether somebody meant to say so."""
        return all(each.signal.explicit for each in self.sources)


@dataclass(frozen=True)
class Nothing:
    """No order of recipes follows from a signal."""

    reason: str
    for_triage: bool = False
    """Whether it still says that something went wrong."""


Pair: TypeAlias = tuple[RecipeDocument, RecipeDocument, float]
"""Better, worse, and the probability that both were there to see."""


def claims(
    told: Told, pairs: Sequence[Pair], kind: EvidenceKind, strength: float, weights: Weights
) -> tuple[Claim, ...] | Nothing:
    """One act's weight, divided over its pairs of different edits, each pair once."""
    found: dict[tuple[str, str], Pair] = {}
    for better, worse, propensity in pairs:
        keys = same_edit_key(better), same_edit_key(worse)
        if keys[0] != keys[1]:
            known = found.get(keys)
            found[keys] = (better, worse, propensity if known is None else max(known[2], propensity))
    kept = {keys: pair for keys, pair in found.items() if keys[::-1] not in found}
    if not kept:
        return Nothing("both recipes are the same edit" if not found else "it says both ways of the same two")
    shares = exposure_shares([pair[2] for pair in kept.values()], weights.exposure_clip)
    return tuple(
        Claim(better, worse, *keys, min(strength * share, 1.0), kind, (told,))
        for (keys, (better, worse, _)), share in zip(kept.items(), shares, strict=True)
    )


def when(told: Told) -> tuple[float, str, str]:
    """Sorts by time, and by id where times are equal."""
    return told.signal.at.timestamp(), told.signal.workspace, told.signal.id


def unknown_proposal(proposal: str, offer: Offer) -> Nothing:
    """A signal about something that its turn never showed."""
    return Nothing(f"proposal {proposal!r} is none of those that turn {offer.turn!r} offered")
