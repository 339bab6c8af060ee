"""The things that a clause names: noun phrases, and the region that each means."""

from collections.abc import Sequence
from dataclasses import dataclass

from burnish.agent.planner.intents import REGIONS, Region
from burnish.agent.planner.lexicon import Term

DETERMINERS = frozenset(
    "the a an this that these those his her my their our your its some all any each every both another other".split()
)
_POSSESSIVES = frozenset("his her my their our your its whose".split())
_FUNCTION = frozenset(
    """i you he she it we they me him them us is are was were be been being am do does did done has have had having will would can
    could should may might must shall to of in on at by for from with into onto over under above below near next beside
    between around about against across along through during before after behind beyond inside outside within without
    upon off out up down and or nor but so if then than as that which who whom whose what when where while because
    since until although though not no yes ok okay please thanks also too very just only even still yet again already
    always never ever here there now more most less least much many few lot bit little some any such same own other
    another each every all both either neither one two three four five i'm i'd i've it's that's there's let's don't
    doesn't isn't aren't wasn't won't can't couldn't wouldn't shouldn't you're you've you'd he's she's we're they're
    like um uh hmm oh well hey hi hello maybe perhaps possibly probably really quite rather pretty somewhat kind sort
    somehow however therefore anyway else instead how why am got get gets getting goes going gone see seen seeing looks look looked looking
    seem seems seemed feel feels felt think thought find found know known say says said want wanted try trying use used
    using come comes came stand stands make makes made makes put let help helps helped bring brings brought work works need
    way far close towards toward upside having doing being able possible sure hard easy good better best bad worse worst nice great
    im id ill ive thats dont doesnt isnt cant wont u ur pls plz thx em ya yeah nope etc e.g i.e s t m d ll re ve wish wonder guess believe hope
    first second last next new old ones slightly especially mostly mainly right left""".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from with into onto over under above below near beside between around against across along behind beyond inside outside within upon off to".split()
)
NOUN = ("region", "whole")


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
            if phrase is not None:
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
            if at > start and not _is_possessive(term):
                break
        elif not (is_noun(term) or _describes(terms, at)):
            break
        at += 1
    while at > start and not is_noun(terms[at - 1]):
        at -= 1
    return at


def _is_possessive(term: Term) -> bool:
    return term.text in _POSSESSIVES


def is_noun(term: Term) -> bool:
    """Whether this can be the head of a phrase: a place, a person, the picture, or a word that nothing else explains."""
    return term.can_be(*NOUN) or is_unknown(term)


def is_unknown(term: Term) -> bool:
    """Whether this is a content word that the lexicon does not have."""
    return (
        not term.senses
        and term.text[:1].isalpha()
        and term.text not in _FUNCTION
        and term.text not in DETERMINERS
        and not term.text.endswith("ly")
    )


def _describes(terms: Sequence[Term], at: int) -> bool:
    """A color, a quality or another word that stands before a noun of the same phrase."""
    term = terms[at]
    if at + 1 >= len(terms) or not term.can_be("color", "quality", "nothing", "small", "large"):
        return False
    after = terms[at + 1]
    return is_noun(after) or (after.can_be("color", "quality") and _describes(terms, at + 1))


def _phrase(terms: Sequence[Term], first: int, end: int) -> NounPhrase | None:
    regions = [_region_of(terms[at]) for at in range(first, end)]
    before = terms[first - 1].text if first else ""
    lead = before if before in _PREPOSITIONS else ""
    corners = any(region == "corners" for region in regions)
    named: str | None = None
    for region, term in zip(reversed(regions), reversed(terms[first:end]), strict=True):
        if term.text in _POSSESSIVES and end - first > 1:
            continue
        if region:
            named = region
            break
    if named is None:
        return None
    if named == "whole":
        return NounPhrase(first, end - 1, None, lead)
    if named == "corners":
        named = "obj"
    return NounPhrase(first, end - 1, next(each for each in REGIONS if each == named), lead, corners)


def _region_of(term: Term) -> str:
    region = term.sense("region")
    if region is not None:
        return region.value
    if term.can_be("whole"):
        return "whole"
    return "obj" if is_unknown(term) else ""
