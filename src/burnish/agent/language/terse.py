"""Requests in note form: `exp +0.5, con -10`, `sky: -0.7 ev`, `bg down half a stop`, `face up a touch`, `4:5 pls`."""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.amounts import quantity_at, strength_of
from burnish.agent.language.clauses import clauses
from burnish.agent.language.hits import FLIPPED
from burnish.agent.language.lexicon import Term, shipped_lexicon
from burnish.agent.language.noun_phrases import NounPhrase, noun_phrases
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Direction, Intent, Op, Quantity, Region, Strength

LONGEST = 10
"""Terms of a note."""

LONGEST_TEXT = 120
"""Characters of a text of notes."""

FEW_STOPS = 3.0
"""A number beside a place that is no larger is one of stops."""

_UP = frozenset("+ up plus lift raise push brighter lighter brighten lighten bump open".split()) | {
    "open up", "bring up", "push up", "bump up", "up by", "pull up",
}  # fmt: skip
_DOWN = frozenset("- down minus drop pull lower darker darken".split()) | {
    "pull down", "bring down", "take down", "stop down", "knock down", "down by",
}  # fmt: skip
_AROUND = frozenset(
    """please pls plz now then by of a an the it ok okay and : , thanks thx only just to me let's lets for me
    stop stops ev third half quarter two one can we could you""".split()
)
_PARTING = frozenset((",", "/", "&", "and", ";"))
_DIALS = frozenset(
    "+ - plus minus to at by = : % percent ev stop stops k ° degrees please pls also too".split()
)
_SQUARE = frozenset("square squared".split())
_FRAMED = frozenset(
    "crop format frame ratio aspect square please pls for the to make it it's version cut".split()
)
_PLAIN: frozenset[Op] = frozenset({"exposure", "contrast", "saturation", "temperature", "sharpness"})
_AUTO = frozenset("auto automatic".split())
_OF_AUTO = frozenset("auto automatic quick quickly please pls just do the run all mode a an".split())
_PLACES: frozenset[Region] = frozenset(
    {"bg", "fg", "sky", "face", "eyes", "skin", "person", "left", "right", "top", "bottom", "center"}
)


def notes_of(text: str) -> tuple[Intent, ...]:
    """The intents of a text that has nothing but notes; none of any other text."""
    if len(text) > LONGEST_TEXT:
        return ()
    parts = [noted(clause, text) for clause in clauses(shipped_lexicon().terms(split_words(text)), text)]
    return tuple(intent for part in parts for intent in part) if all(parts) else ()


def noted(clause: Sequence[Term], text: str) -> list[Intent]:
    """The intents of a clause that is a note, or a list of them; none for any other clause."""
    parts: list[list[Term]] = [[]]
    for term in clause:
        if term.text in _PARTING:
            parts.append([])
        else:
            parts[-1].append(term)
    found = [_noted(part, text) for part in parts if part]
    return [intent for part in found for intent in part] if all(found) else []


def _noted(clause: Sequence[Term], text: str) -> list[Intent]:
    if not 0 < len(clause) <= LONGEST:
        return []
    span = clause[0].start, clause[-1].end
    texts = {term.text for term in clause}
    if texts <= _SQUARE | _FRAMED and texts & _SQUARE:
        return [Intent("crop", "+", phrase="1:1", span=span)]
    if _is_ratio(clause):
        return [Intent("crop", "+", span=span)]
    if texts & _AUTO and texts <= _OF_AUTO:
        return [Intent("enhance", "+", span=span)]
    return _single(clause) or _dialed(clause) or _light(clause, text)


def _single(clause: Sequence[Term]) -> list[Intent]:
    """`contrasty`, `bright pls`: one quality and nothing else."""
    said = [term for term in clause if term.text not in ("please", "pls")]
    sense = said[0].sense("quality") if len(said) == 1 else None
    if sense is None or sense.op is None or sense.fault or said[0].can_be("praise", "verb", "property"):
        return []
    span = clause[0].start, clause[-1].end
    return [Intent(sense.op, sense.direction, span=span)] if sense.op in _PLAIN else []


def _dialed(clause: Sequence[Term]) -> list[Intent]:
    """`contrast -15`, `sh +30`: a property and its number."""
    named = [(term, sense) for term in clause if (sense := term.sense("property")) is not None]
    senses = [sense for _, sense in named]
    said = next((q for at in range(len(clause)) if (q := quantity_at(clause, at))), None)
    if len(senses) != 1 or said is None or senses[0].op is None or senses[0].value:
        return []
    known = all(term.can_be("property") or term.text in _DIALS or term.text[:1].isdigit() for term in clause)
    more = senses[0].direction
    if not known or more is None:
        return []
    lowered = any(term.text in ("-", "minus") for term in clause) and senses[0].op != "vignette"
    way = FLIPPED[more] if lowered else more
    if more == "-":
        said = replace(said, value=abs(said.value))
    return [Intent(senses[0].op, way, quantity=said, span=(named[0][0].start, named[0][0].end))]


def _light(clause: Sequence[Term], text: str) -> list[Intent]:
    """So much more or less light, in a place or in all of the picture."""
    place = _place(clause)
    inside = set[int]() if place is None else set(range(place.first, place.last + 1))
    said = next((q for at in range(len(clause)) if at not in inside and (q := quantity_at(clause, at))), None)
    way = _way(clause, inside)
    if way is None and said is not None and place is not None and said.unit == "EV":
        way = "+"
    if way is None or not all(at in inside or _is_known(term) for at, term in enumerate(clause)):
        return []
    if place is None and (said is None or said.unit != "EV"):
        return []
    if place is not None and said is None and not _is_short(clause, inside):
        return []
    strengths: list[Strength] = [how for term in clause if (how := strength_of(term)) is not None]
    region: Region | None = next(
        (each for each in _PLACES if place is not None and each == place.region), None
    )
    phrase = "" if place is None else text[clause[place.first].start : clause[place.last].end]
    span = clause[0].start, clause[-1].end
    return [Intent("exposure", way, _first(strengths), _in_stops(said), region, phrase=phrase, span=span)]


def _in_stops(said: Quantity | None) -> Quantity | None:
    if said is None:
        return None
    few = said.unit == "" and abs(said.value) <= FEW_STOPS
    return replace(said, value=abs(said.value), unit="EV" if few else said.unit, absolute=False)


def _place(clause: Sequence[Term]) -> NounPhrase | None:
    places = [each for each in noun_phrases(clause) if each.region in _PLACES]
    return places[0] if len(places) == 1 else None


def _way(clause: Sequence[Term], inside: set[int]) -> Direction | None:
    texts = {term.text for at, term in enumerate(clause) if at not in inside}
    up, down = bool(texts & _UP), bool(texts & _DOWN)
    return None if up == down else "+" if up else "-"


def _is_known(term: Term) -> bool:
    plain = term.text in _UP or term.text in _DOWN or term.text in _AROUND
    return plain or term.text[:1].isdigit() or strength_of(term) == "small"


def _is_short(clause: Sequence[Term], inside: set[int]) -> bool:
    """`face up a touch`, `fg up`: up and down alone, and no verb that has the place for its object."""
    behind = [term.text for at, term in enumerate(clause) if at not in inside and at > min(inside)]
    return any(text in ("up", "down", "+", "-") for text in behind)


def _is_ratio(clause: Sequence[Term]) -> bool:
    """`16:9`, `4x5 please`: the shape of a frame and nothing else."""
    shaped = any(
        clause[at].text in (":", "x") and _is_number(clause, at - 1) and _is_number(clause, at + 1)
        for at in range(1, len(clause) - 1)
    )
    texts = {term.text for term in clause if not term.text[:1].isdigit()}
    return shaped and texts <= _FRAMED | {":", "x", "crop"}


def _is_number(clause: Sequence[Term], at: int) -> bool:
    return clause[at].text[:1].isdigit()


def _first(strengths: Sequence[Strength]) -> Strength:
    return strengths[0] if strengths else "medium"
