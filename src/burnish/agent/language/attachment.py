"""Where each operation of a clause applies: the noun phrase that belongs to it."""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.clauses import is_soft, is_stated, segment_numbers
from burnish.agent.language.hits import Hit
from burnish.agent.language.lexicon import Term
from burnish.agent.language.listed_places import with_listed_places
from burnish.agent.language.noun_phrases import NounPhrase, noun_phrases

_WITHOUT_PLACE = frozenset(
    {"rotate", "flip", "black_and_white", "auto_color", "enhance", "style", "vignette"}
)
_LOOKS = frozenset(
    """look looks feel feeling vibe vibes mood tone tones effect style atmosphere version result one ones edit finish
    aesthetic ambience ambiance touch treatment appearance temperature setting settings side way
    edges corners""".split()
)
"""What a comparative stands before that speaks of the picture."""

_SIDES = frozenset({"left", "right", "top", "bottom"})
_LEAD_TO_OBJECT = frozenset({"in", "on", "at", "around", "of", "over", "for"})
_LEAD_AWAY = frozenset({"from", "with", "behind", "for", "like", "by"})


def with_regions(clause: Sequence[Term], hits: Sequence[Hit], end: int) -> list[Hit]:
    """The hits with the region that each one's words name; behind `end` the clause only says what for."""
    phrases = [phrase for phrase in noun_phrases(clause) if phrase.last < end]
    segments = segment_numbers(clause)
    singled_out = _singled_out(clause, phrases, hits)
    placed: list[Hit] = []
    for number, hit in enumerate(hits):
        if hit.settled_region or hit.op in _WITHOUT_PLACE:
            placed.append(hit)
            continue
        reach = _reach(hits, number, segments)
        own = [each for each in phrases if segments[each.first] == segments[hit.at]]
        found = singled_out or _set_apart(hit, hits, phrases) or _object(clause, hit, phrases, reach)
        found = found or _subject(clause, hit, own) or _subject(clause, hit, phrases)
        placed.append(_with(hit, found))
    return with_listed_places(clause, _shared(placed), phrases)


def _singled_out(
    clause: Sequence[Term], phrases: Sequence[NounPhrase], hits: Sequence[Hit]
) -> NounPhrase | None:
    """`brighter, especially the girl`: the place that is named for all that was said."""
    at = next((at for at, term in enumerate(clause) if term.can_be("specially")), None)
    if at is None or any(each.at > at for each in hits):
        return None
    return next((each for each in phrases if each.first > at and not each.is_whole), None)


def _reach(hits: Sequence[Hit], number: int, segments: Sequence[int]) -> tuple[int, int]:
    """First and last term that can hold the hit's own noun phrase: between its neighbors."""
    hit = hits[number]
    last = len(segments) - 1
    if number + 1 < len(hits):
        after = hits[number + 1]
        last = (after.at if after.governor <= hit.at else min(after.governor, after.at)) - 1
    within = [at for at in range(hit.at, last + 1) if segments[at] <= segments[hit.at]]
    return min(hit.governor, hit.at), within[-1] if within else hit.at


def _object(
    clause: Sequence[Term], hit: Hit, phrases: Sequence[NounPhrase], reach: tuple[int, int]
) -> NounPhrase | None:
    """`brighten the face`, `make the face brighter`, `the brightness of the face`."""
    between = [each for each in phrases if reach[0] < each.first and each.last < hit.at]
    behind = [each for each in phrases if hit.at < each.first <= reach[1]]
    if hit.op == "crop":
        return _cropped(hit, behind)
    own = _described(hit, phrases)
    if own is not None and (own.region != "obj" or _is_thing(clause, hit, own)):
        return own
    if hit.quality:
        behind = [each for each in behind if each.preposition in _LEAD_TO_OBJECT]
    if past := _backdrop(clause, hit, behind):
        return past
    named = [*between, *behind]
    whole = next((each for each in named if each.is_whole), None)
    thing = next((each for each in named if not each.is_whole and each.preposition not in _LEAD_AWAY), None)
    if thing is None or whole is None:
        return thing or whole
    if hit.quality and thing in between and whole in between and thing.first < whole.first:
        return whole
    aside = thing.region == "obj" and thing.preposition in ("in", "on", "at") and hit.op != "blur"
    return whole if aside and whole.first < thing.first else thing


def _backdrop(clause: Sequence[Term], hit: Hit, behind: Sequence[NounPhrase]) -> NounPhrase | None:
    """`blur behind her`, `darken everything behind the cup`: what is behind somebody is the background."""
    named = [each for each in behind if not each.is_whole]
    if not named or named[0].preposition != "behind" or named[0].region not in ("person", "obj", "face"):
        return None
    between = clause[hit.at + 1 : named[0].first - 1]
    plain = all(
        term.can_be("whole", "everywhere", "small", "large") or term.text in _FILLING for term in between
    )
    return replace(named[0], region="bg") if plain else None


_FILLING = frozenset("a it out everything all the that area part stuff what's".split()) | {"what is"}


def _described(hit: Hit, phrases: Sequence[NounPhrase]) -> NounPhrase | None:
    """`warmer skin`: the place that the quality stands before."""
    inside = (each for each in phrases if hit.quality and each.first <= hit.at < each.last)
    return next((each for each in inside if not each.is_whole), None)


def _is_thing(clause: Sequence[Term], hit: Hit, phrase: NounPhrase) -> bool:
    """`lighter grass`: the comparative stands before a thing, and both are all that is said."""
    quality, head = clause[hit.at].sense("quality"), clause[phrase.last].text
    bare = phrase.first == hit.at == phrase.last - 1 and phrase.last == len(clause) - 1
    leads = all(term.can_be("small", "large", "more") or is_soft(term) for term in clause[: hit.at])
    return bare and leads and quality is not None and quality.comparative and head not in _LOOKS


def _set_apart(hit: Hit, hits: Sequence[Hit], phrases: Sequence[NounPhrase]) -> NounPhrase | None:
    """`a cooler sky, warmer grass`: two ways of one property are for two places, known or not."""
    both = any(each.op == hit.op and each.direction != hit.direction for each in hits)
    return _described(hit, phrases) if both else None


def _cropped(hit: Hit, behind: Sequence[NounPhrase]) -> NounPhrase | None:
    """What is cut off, or what is kept: a side, or a person or thing right behind the verb."""
    sides = [each for each in behind if each.region in _SIDES]
    things = [each for each in behind if each.region in ("person", "face") or each.preposition == "out"]
    direct = [each for each in things if each.first <= hit.at + 2 and each.preposition in ("", "to", "out")]
    return (sides or direct or [None])[0]


def _subject(clause: Sequence[Term], hit: Hit, phrases: Sequence[NounPhrase]) -> NounPhrase | None:
    """`the sky is too bright and lacks contrast`: what the clause is about."""
    before = [each for each in phrases if each.last < hit.at]
    stated = any(is_stated(term) or _is_need(term) for term in clause[: hit.at + 1])
    if not before or not (stated or hit.quality or _is_headed(clause, hit, before)):
        return None
    nearest = [each for each in before if not each.preposition] or before
    return next((each for each in nearest if not each.is_whole), nearest[0])


def _is_headed(clause: Sequence[Term], hit: Hit, before: Sequence[NounPhrase]) -> bool:
    """`grass more light`: a place, and right behind it how much of what."""
    between = clause[before[-1].last + 1 : hit.at]
    starts = before[-1].first == 0 or clause[before[-1].first - 1].text in (",", "and", "but", "the")
    return starts and bool(between) and all(term.can_be("more", "less", "small", "large") for term in between)


def _is_need(term: Term) -> bool:
    """`needs`, and also `needs more`, which is one set phrase."""
    return (term.can_be("need") and term.text != "please") or term.text.startswith(("need ", "needs "))


def _with(hit: Hit, phrase: NounPhrase | None) -> Hit:
    if phrase is None or phrase.region is None or phrase.region == hit.op:
        return hit
    if hit.op == "exposure" and phrase.region in ("shadows", "highlights"):
        return replace(hit, op="shadows" if phrase.region == "shadows" else "highlights")
    if hit.op == "sharpness" and hit.direction == "-" and phrase.region == "bg":
        hit = replace(hit, op="blur", direction="+")
    return replace(hit, region=phrase.region, noun=(phrase.first, phrase.last))


def _shared(hits: Sequence[Hit]) -> list[Hit]:
    """`brightness and contrast of the sky`: a place said once at the end of a list belongs to all of it."""
    shared = list(hits)
    for at in range(len(shared) - 2, -1, -1):
        here, after = shared[at], shared[at + 1]
        is_list = here.governor == after.governor and here.governor != here.at
        said_behind = after.noun is not None and after.noun[0] > after.at
        if is_list and said_behind and here.region is None and not here.settled_region:
            shared[at] = replace(here, region=after.region, noun=after.noun)
    return shared
