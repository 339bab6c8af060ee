"""What one signal says by itself: which recipe over which, and how much that weighs."""

from collections.abc import Mapping

from burnish.feedback.claims import Claim, EvidenceKind, Nothing, Pair, Told, claims, unknown_proposal
from burnish.feedback.edit_difference import UNTOUCHED, edit_difference
from burnish.feedback.offers import Offer, Proposal, RecipeDocument
from burnish.feedback.signals import (
    Accept,
    Comment,
    Comparison,
    Implicit,
    Instruction,
    Mark,
    Modify,
    Ranking,
    Rating,
    Reject,
    Signal,
    Slider,
    Thumb,
)
from burnish.feedback.weights import Weights, change_share, order_correction, read_share

SAYS_NOTHING_OF_TASTE = frozenset({"artifact", "misread", "wrong_place"})
"""Reasons for a rejection that are about faults, whatever the person would have liked."""


def evidence(told: Told, weights: Weights) -> tuple[Claim, ...] | Nothing:
    """What this signal says without regard to any other. Ratings say nothing alone; see `rated_claims`."""
    signal, offer = told.signal, told.offer
    match signal:
        case Comparison():
            return _comparison(told, signal, weights)
        case Ranking():
            return _ranking(told, signal, weights)
        case Comment() | Slider() | Instruction() | Mark() | Rating():
            return _NO_ORDER[type(signal)]
        case _:
            about = offer.proposal(signal.proposal)
            if about is None:
                return unknown_proposal(signal.proposal, offer)
            return _about_one(told, about, weights)


def _about_one(told: Told, about: Proposal, weights: Weights) -> tuple[Claim, ...] | Nothing:
    match told.signal:
        case Modify() as signal:
            return _modify(told, signal, about, weights)
        case Accept():
            return _chosen(told, about, "accept", weights.accept, weights)
        case Reject(reasons=reasons) if reasons and SAYS_NOTHING_OF_TASTE.issuperset(reasons):
            named = " and ".join(sorted(set(reasons)))
            return Nothing(f"rejected for {named}, which says nothing about taste", for_triage=True)
        case Reject():
            return _before_over(told, about, "reject", weights.reject, weights)
        case Thumb(up=True):
            return _chosen(told, about, "thumb", weights.thumb_up, weights)
        case Thumb():
            return _before_over(told, about, "thumb", weights.thumb_down, weights)
        case Implicit(act=act):
            return _implicit(told, about, act, weights)
        case other:
            return Nothing(f"signals of {type(other).__name__!r} are not understood")


def _implicit(told: Told, about: Proposal, act: str, weights: Weights) -> tuple[Claim, ...] | Nothing:
    match act:
        case "undo":
            return _before_over(told, about, "implicit", weights.undone, weights)
        case "abandon":
            return _before_over(told, about, "implicit", weights.abandoned, weights)
        case "export":
            return _chosen(told, about, "implicit", weights.exported, weights)
        case "copy_to_others":
            return _chosen(told, about, "implicit", weights.copied, weights)
        case "re_edit":
            return Nothing("editing again says something only through the recipe that came of it")
        case _:
            return Nothing(f"{act} by itself says nothing: people look long at what they like and at faults")


def _chosen(
    told: Told, chosen: Proposal, kind: EvidenceKind, strength: float, weights: Weights
) -> tuple[Claim, ...] | Nothing:
    """One act of choosing over everything else that was there: the other proposals and what the turn began from."""
    others = [each for each in told.offer.proposals if each.id != chosen.id]
    pairs: list[Pair] = [(chosen.recipe, each.recipe, each.propensity) for each in others]
    pairs.append((chosen.recipe, _before(told.offer), 1.0))
    return claims(told, pairs, kind, strength, weights)


def _before_over(
    told: Told, about: Proposal, kind: EvidenceKind, strength: float, weights: Weights
) -> tuple[Claim, ...] | Nothing:
    return claims(told, [(_before(told.offer), about.recipe, about.propensity)], kind, strength, weights)


def _modify(told: Told, signal: Modify, about: Proposal, weights: Weights) -> tuple[Claim, ...] | Nothing:
    change = edit_difference(about.recipe, signal.recipe)
    strength = weights.modify * change_share(change, weights.half_change)
    if signal.way == "picture":
        left_over = weights.noticed_delta_e if signal.left_over is None else signal.left_over
        strength *= read_share(left_over, weights.noticed_delta_e)
    strength = max(strength, weights.least_explicit)
    return claims(told, [(signal.recipe, about.recipe, 1.0)], "modify", strength, weights)


def _comparison(told: Told, signal: Comparison, weights: Weights) -> tuple[Claim, ...] | Nothing:
    left, right = told.offer.proposal(signal.left), told.offer.proposal(signal.right)
    if left is None or right is None:
        return unknown_proposal(signal.left if left is None else signal.right, told.offer)
    if signal.winner == "tie":
        return Nothing("both were found equally good, so neither is over the other")
    if signal.winner == "both_bad":
        return Nothing("both were found bad, so neither is over the other", for_triage=True)
    better, worse = (left, right) if signal.winner == "left" else (right, left)
    strength = weights.comparison * order_correction(signal.left_propensity, weights.order_clip)
    return claims(told, [(better.recipe, worse.recipe, 1.0)], "comparison", min(strength, 1.0), weights)


def _ranking(told: Told, signal: Ranking, weights: Weights) -> tuple[Claim, ...] | Nothing:
    """All pairs of different groups; together they weigh as much as the choices that the ranking is made of."""
    groups: list[list[Proposal]] = []
    for group in signal.groups:
        found = [told.offer.proposal(each) for each in group]
        if None in found:
            return unknown_proposal(group[found.index(None)], told.offer)
        groups.append([each for each in found if each is not None])
    if len(groups) == 1:
        return Nothing("all were ranked equal, so none is over another")
    pairs: list[Pair] = [
        (above.recipe, below.recipe, above.propensity * below.propensity)
        for place, group in enumerate(groups)
        for lower in groups[place + 1 :]
        for above in group
        for below in lower
    ]
    strength = weights.ranking * (len(groups) - 1)
    return claims(told, pairs, "ranking", strength, weights)


def _before(offer: Offer) -> RecipeDocument:
    return UNTOUCHED if offer.before is None else offer.before


_NO_ORDER: Mapping[type[Signal], Nothing] = {
    Comment: Nothing("a comment is kept for triage; words alone put no recipe over another", for_triage=True),
    Mark: Nothing("a marked fault is kept for triage; it says nothing about taste", for_triage=True),
    Slider: Nothing("where a slider was left counts through the recipe that the person ended with"),
    Instruction: Nothing("a further wish counts through what becomes of the turn that answers it"),
    Rating: Nothing("a rating says something only beside another one"),
}
