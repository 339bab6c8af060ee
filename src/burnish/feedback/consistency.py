"""When claims disagree, or say the same thing twice: which of them count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TypeAlias

from burnish.feedback.claims import Claim, when

_Pair: TypeAlias = tuple[str, str, str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Consistent:
    """Claims that stand beside each other, and those that had to go."""

    kept: tuple[Claim, ...]
    dropped: tuple[tuple[Claim, str], ...]
    """With the reason in words."""


def consistent(claims: Iterable[Claim]) -> Consistent:
    """One direction a pair of edits, for one person, photo and request.

    What was said stands over what was only observed. Of what was said, the last change of mind counts, and
    nothing from before it; likewise of what was observed. The same kind of act about the same pair in one turn
    counts once, the latest.
    """
    kept: list[Claim] = []
    dropped: list[tuple[Claim, str]] = []
    for _, group in groupby(sorted(claims, key=_order), key=_pair):
        ordered = list(group)
        said = _last_word([each for each in ordered if each.explicit], dropped)
        observed = _last_word([each for each in ordered if not each.explicit], dropped)
        if said and observed and said[0].better_key != observed[0].better_key:
            reason = "only observed, and the same person said the opposite"
            dropped.extend((each, reason) for each in observed)
            observed = []
        kept.extend(_once(said + observed, dropped))
    return Consistent(tuple(kept), tuple(dropped))


def _last_word(ordered: Sequence[Claim], dropped: list[tuple[Claim, str]]) -> list[Claim]:
    """The claims since the last change of mind."""
    if not ordered:
        return []
    direction = ordered[-1].better_key
    standing = list(takewhile(lambda each: each.better_key == direction, reversed(ordered)))[::-1]
    reason = "the same person later said the opposite about the same two"
    dropped.extend((each, reason) for each in ordered[: len(ordered) - len(standing)])
    return standing


def _once(ordered: Sequence[Claim], dropped: list[tuple[Claim, str]]) -> list[Claim]:
    latest = {(each.kind, each.sources[-1].signal.turn): each for each in ordered}
    kept = [each for each in ordered if latest[each.kind, each.sources[-1].signal.turn] is each]
    reason = "the same was said or done again later in the turn"
    dropped.extend((each, reason) for each in ordered if not any(each is other for other in kept))
    return kept


def _order(claim: Claim) -> tuple[_Pair, tuple[tuple[float, str, str], ...], str]:
    times = tuple(when(each) for each in reversed(claim.sources))
    return _pair(claim), times, claim.better_key


def _pair(claim: Claim) -> _Pair:
    last = claim.sources[-1]
    signal, offer = last.signal, last.offer
    keys = tuple(sorted((claim.better_key, claim.worse_key)))
    return signal.workspace, signal.person, offer.photo, offer.situation.request, keys
