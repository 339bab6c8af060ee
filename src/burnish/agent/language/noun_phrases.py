"""The things that a clause names: noun phrases, and the region that each means."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.agent.language.function_words import DETERMINERS, FUNCTION, POSSESSIVES, PREPOSITIONS
from burnish.agent.language.lexicon import Term
from burnish.agent.planner.intents import REGIONS, Region

_PICTURES = frozenset("portrait selfie headshot landscape snapshot pano panorama closeup capture".split())
"""What a photo is called, where it is pointed at."""

_GIVES = ("give", "get", "show", "bring", "do", "gimme", "let")
NOUN = ("region", "whole", "everywhere")
_ADJECTIVES = frozenset("old new first second last big other own extra same young".split())
_ALSO_THINGS = frozenset(("light", "lights", "shade", "level", "shadow", "filter", "glare"))
_DESCRIBING = ("color", "quality", "nothing", "small", "large", "distracting", "faulty", "excess", "praise")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A run of terms that names something."""

    first: int
    last: int
    """Indices of its terms, both included."""

    region: Region | None
    """None for the whole picture."""

    preposition: str = ""
    """The word that leads it in: `of`, `in`; empty for a subject or an object."""

    corners: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it names the picture itself."""
        return self.region is None


def noun_phrases(terms: Sequence[Term]) -> list[NounPhrase]:
    """The noun phrases of a clause, in order; abstract nouns are left out."""
    found: list[NounPhrase] = []
    at = 0
    while at < len(terms):
        end = _run(terms, at)
        if end > at:
            phrase = _phrase(terms, at, end)
            spoken_of = _is_recipient(terms, at, end) or _is_simile(terms, at) or _is_manner(terms, at, end)
            if phrase is not None and not spoken_of:
                found.append(phrase)
            at = end
        else:
            at += 1
    return found


def _run(terms: Sequence[Term], start: int) -> int:
    """One past the run of determiners, describing words and nouns that begins here."""
    at = start
    while at < len(terms):
        term = terms[at]
        if term.text in DETERMINERS:
            if at > start and (not _is_possessive(term) or _begins_anew(terms, start, at)):
                break
        elif (
            not (is_noun(term) or is_compound(terms, at) or _describes(terms, at))
            or _acts(terms, at)
            or not _is_side(terms, at)
            or _is_adverb(terms, at)
        ):
            break
        at += 1
    while at > start and not (is_noun(terms[at - 1]) or is_compound(terms, at - 1)):
        at -= 1
    return at


def _begins_anew(terms: Sequence[Term], start: int, at: int) -> bool:
    """`warm her face`: what stands before is no part of the name."""
    behind = terms[at + 1] if at + 1 < len(terms) else None
    return behind is not None and is_noun(behind) and not any(map(is_noun, terms[start:at]))


def _is_recipient(terms: Sequence[Term], first: int, end: int) -> bool:
    """`give me more contrast`: who is to have it, not where it is to be."""
    if end - first != 1 or terms[first].text not in ("me", "us") or not first:
        return False
    return terms[first - 1].text.startswith(_GIVES) and end < len(terms)


def _is_manner(terms: Sequence[Term], first: int, end: int) -> bool:
    """`the way it was`: how something is, and no thing."""
    return any(term.text in ("way", "the way") for term in terms[first : min(end, first + 2)]) and end < len(
        terms
    )


def _is_simile(terms: Sequence[Term], first: int) -> bool:
    """`grain like an old film`: what it is likened to, not where it is to be."""
    return first > 0 and terms[first - 1].text == "like" and terms[first].text in ("a", "an", "some")


def _acts(terms: Sequence[Term], at: int) -> bool:
    """`the people walking`: what a named one does is not its name."""
    if not terms[at].text.endswith("ing") or not is_unknown(terms[at]) or at == 0:
        return False
    return terms[at - 1].can_be("region") or is_unknown(terms[at - 1]) or terms[at - 1].text in _BECOMING


_BECOMING = ("it's", "it is", "its", "that's", "is", "are")
"""`it's starting to look gaudy`."""


def _is_possessive(term: Term) -> bool:
    return term.text in POSSESSIVES


def is_noun(term: Term) -> bool:
    """Whether this can be the head of a phrase: a place, a person, the picture, or a word without a sense."""
    return term.can_be(*NOUN) or is_unknown(term)


def is_compound(terms: Sequence[Term], at: int) -> bool:
    """`the street light`: a word that is a property elsewhere, and here the name of a thing."""
    if terms[at].text not in _ALSO_THINGS or at < 2 or not is_unknown(terms[at - 1]):
        return False
    return terms[at - 2].text in DETERMINERS


def _is_side(terms: Sequence[Term], at: int) -> bool:
    """`right` is a place behind `the` or another side, and else a word of many uses."""
    return terms[at].text != "right" or (
        at > 0 and (terms[at - 1].text == "the" or terms[at - 1].can_be("region"))
    )


def _is_adverb(terms: Sequence[Term], at: int) -> bool:
    """`the sky back`: a place only behind a determiner, as in `the back`."""
    return terms[at].text == "back" and not (at and terms[at - 1].text in DETERMINERS)


def is_unknown(term: Term) -> bool:
    """Whether this is a content word that the lexicon does not have."""
    return (
        not term.senses
        and term.text[:1].isalpha()
        and term.text not in FUNCTION
        and term.text not in DETERMINERS
        and not term.text.endswith("ly")
    )


def _describes(terms: Sequence[Term], at: int) -> bool:
    """A color, a quality or another word that stands before a noun of the same phrase."""
    term = terms[at]
    if at + 1 >= len(terms) or not (term.can_be(*_DESCRIBING) or term.text in _ADJECTIVES):
        return False
    after = terms[at + 1]
    return is_noun(after) or (after.can_be(*_DESCRIBING) and _describes(terms, at + 1))


def _phrase(terms: Sequence[Term], first: int, end: int) -> NounPhrase | None:
    regions = [_region_of(terms[at]) for at in range(first, end)]
    before = terms[first - 1].text if first else ""
    lead = before if before in PREPOSITIONS else ""
    corners = any(region == "corners" for region in regions)
    named: str | None = None
    for region, term in zip(reversed(regions), reversed(terms[first:end]), strict=True):
        if term.text in POSSESSIVES and end - first > 1:
            continue
        if region:
            named = region
            break
    if named is None:
        return None
    if (
        named in ("obj", "person")
        and terms[first].text in ("this", "that")
        and terms[end - 1].text in _PICTURES
    ):
        named = "whole"
    if named == "whole":
        return NounPhrase(first, end - 1, None, lead)
    if named == "corners":
        named = "obj"
    return NounPhrase(first, end - 1, next(each for each in REGIONS if each == named), lead, corners)


def _region_of(term: Term) -> str:
    region = term.sense("region")
    if region is not None:
        return region.value
    if term.can_be("whole", "everywhere"):
        return "whole"
    return "obj" if is_unknown(term) else ""
