"""`brighten the sky, the lake and the meadow`: every place of a list has what is asked for one of them."""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.function_words import DETERMINERS
from burnish.agent.language.hits import Hit
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import NounPhrase

_JOINING = frozenset((",", "and", "&", "plus", "both"))
_WHOLE_LISTS = frozenset({"remove", "crop", "background", "retouch"})
"""What takes the whole list as its object."""


def with_listed_places(
    clause: Sequence[Term], hits: Sequence[Hit], phrases: Sequence[NounPhrase]
) -> list[Hit]:
    """The hits, and for a place that stands in a list the same again for each other place of the list."""
    taken = {hit.noun for hit in hits if hit.noun is not None}
    found: list[Hit] = []
    for hit in hits:
        found.append(hit)
        at = next((at for at, each in enumerate(phrases) if (each.first, each.last) == hit.noun), None)
        if at is None or hit.op in _WHOLE_LISTS or hit.region is None:
            continue
        for each in _list_around(clause, hits, phrases, at):
            place = (each.first, each.last)
            if place not in taken and each.region is not None and each.region != hit.region:
                found.append(replace(hit, region=each.region, noun=place))
            elif place not in taken and each.region == hit.region == "obj":
                found.append(replace(hit, noun=place))
    return found


def _list_around(
    clause: Sequence[Term], hits: Sequence[Hit], phrases: Sequence[NounPhrase], at: int
) -> list[NounPhrase]:
    """The other phrases of the list that one stands in, where they stand on the same side of everything done."""
    first = last = at
    while first > 0 and _joined(clause, hits, phrases[first - 1], phrases[first]):
        first -= 1
    while last + 1 < len(phrases) and _joined(clause, hits, phrases[last], phrases[last + 1]):
        last += 1
    return [each for number, each in enumerate(phrases[first : last + 1], first) if number != at]


def _joined(clause: Sequence[Term], hits: Sequence[Hit], before: NounPhrase, after: NounPhrase) -> bool:
    between = clause[before.last + 1 : after.first]
    plain = bool(between) and all(term.text in _JOINING for term in between)
    said_inside = any(before.first <= hit.at <= after.last for hit in hits)
    named = clause[after.first].text in DETERMINERS or clause[after.last].can_be("region")
    named = named or clause[before.first].text not in DETERMINERS
    return plain and named and not said_inside and not (before.is_whole or after.is_whole)
