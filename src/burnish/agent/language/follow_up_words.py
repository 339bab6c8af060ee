"""Words about the edit before: more, less, undo, only there, the other one, the same for the others."""

import re
from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.amounts import quantity_at, strength_of
from burnish.agent.language.lexicon import Term
from burnish.agent.language.noun_phrases import NounPhrase, noun_phrases
from burnish.agent.language.restating import restated
from burnish.agent.planner.intents import COLORS, REGIONS, Color, Intent, Op, Quantity, Region, Strength

_JUMPS = {"others": "others", "other": "other", "again": "redo", "opposite": "opposite"}
"""Words that lead to another state, and what the target of the intent is called."""

_LONGEST_COMPARISON = 5
"""Terms of a clause in which a bare `more` or `less` is about the edit before."""

_LONGEST_CORRECTION = 9
"""Terms of a clause that only puts the place right."""

_ALSO = re.compile(
    r"^(?:and |also |ok(?:ay)? |yes |plus )*(?:do )?(?:the )?(?:same|likewise)\b|"
    r"\b(?:too|as well)(?: now| please)?$|^(?:and )?also\b"
)
"""The last edit is wanted in one more place."""

_LINKS = frozenset("and also plus in on for at to the same now then".split())
_SHARES = {
    "half": 50.0, "halve": 50.0, "halve it": 50.0, "half of that": 50.0, "half that": 50.0, "meet in the middle": 50.0,
    "third of that": 33.0, "a third less": 67.0, "double": 200.0, "double it": 200.0, "double that": 200.0,
    "twice": 200.0, "twice as much": 200.0, "twice as strong": 200.0, "triple": 300.0,
}  # fmt: skip
"""Set phrases that say which share of the edit is wanted, in percent."""

_BY_SO_MUCH = frozenset(("by", "another", "more", "less", "up", "down", "further", "extra"))
"""Words beside a number of stops that make it a change."""

_STAYING = frozenset(("stay", "stays", "remain", "remains", "leave", "keep", "kept"))
"""Words with which `untouched` is about what is to come."""

_JOINING = frozenset(("and", "&", ",", "nor", "or", "plus", "as well as"))
_THE_REST = ("rest", "everything else", "everything")
_BY_RESULT = {"frame": "crop", "framing": "crop", "uncropped": "crop", "uncrop": "crop", "removal": "remove"}
"""Nouns that name an operation by what it took or by what it does."""


def follow_up(clause: Sequence[Term], text: str) -> list[Intent]:
    """The intents of a clause that names no property: what is to become of the edit before."""
    span = (clause[0].start, clause[-1].end)
    places = [each for each in noun_phrases(clause) if each.region is not None and each.preposition != "like"]
    for kind, target in _JUMPS.items():
        if _has(clause, kind):
            return [Intent("scale", "0", target=target, span=span)]
    if _has(clause, "undo_all") and not any(term.text in _STAYING or term.text == "than" for term in clause):
        return [Intent("undo", target="all", span=span)]
    undoing = next((each for each in places if _is_undone(clause, each)), None)
    if undoing is not None:
        placed = _placed(clause, text, undoing, span, str(undoing.region))
        return [replace(placed, op="undo", direction=None)]
    if places and _adds_place(clause, places):
        return [_placed(clause, text, places[-1], span, "also")]
    if places and (_has(clause, "redirect") or _corrects(clause)):
        return [_placed(clause, text, places[-1], span)]
    if _has(clause, "undo_last"):
        return [Intent("undo", target="last", span=span)]
    return _scaled(clause, text, places, span)


def _is_undone(clause: Sequence[Term], place: NounPhrase) -> bool:
    """`undo just the grass`: whether a verb that takes back stands right before the place."""
    near = clause[max(0, place.first - 2) : place.first]
    before = [term for term in near if not term.can_be("redirect")]
    return bool(before) and before[-1].can_be("undo", "undo_last")


def _adds_place(clause: Sequence[Term], places: Sequence[NounPhrase]) -> bool:
    """`the sky too`, `same for the grass`: the last edit there as well."""
    words = " ".join(term.text for term in clause)
    if len(clause) > _LONGEST_CORRECTION or clause[places[-1].last].text in ("thing", "way", "treatment"):
        return False
    only = (
        all(term.text in _LINKS for term in clause[: places[0].first]) and places[0].last == len(clause) - 1
    )
    return _ALSO.search(words) is not None or (clause[0].text in ("and", "also", "plus") and only)


def _corrects(clause: Sequence[Term]) -> bool:
    """`no, the foreground`, `not the sky, the water`."""
    if clause[0].text not in ("no", "not", "nope") or len(clause) > _LONGEST_CORRECTION:
        return False
    places = [each for each in noun_phrases(clause) if each.region is not None]
    two = len(places) > 1 and places[-1].first == places[-2].last + 1
    return two or any(term.text == "," for term in clause)


def _scaled(
    clause: Sequence[Term], text: str, places: Sequence[NounPhrase], span: tuple[int, int]
) -> list[Intent]:
    if _has(clause, "praise") and not _has(clause, "scale_down", "too"):
        return []
    number = restated(clause)
    if number is not None:
        return [number]
    short = len(clause) <= _LONGEST_COMPARISON
    down = _has(clause, "scale_down") or (short and _has(clause, "less"))
    down = down or (short and _has(clause, "excess") and _has(clause, "small", "large"))
    up = _has(clause, "scale_up") or (short and _has(clause, "more"))
    if not (down or up) or len(clause) > 16:
        if _has(clause, "everywhere") and len(clause) <= 6:
            return [Intent("scale", "0", target="everywhere", span=span)]
        return []
    needs = any(term.can_be("need") for term in clause)
    where = [
        each for each in places if each.region != "obj" or each.preposition or (needs and not each.first)
    ]
    return [
        Intent(
            "scale", "-" if down else "+", strength_in(clause), quantity_in(clause), _region(where), None,
            _phrase(clause, text, where), _property(clause) or "last", span,
        )
    ]  # fmt: skip


def _property(clause: Sequence[Term]) -> str:
    """`the contrast, can we have more of that`: the one property that is named beside what is wanted of it."""
    named = {str(sense.op) for term in clause if (sense := term.sense("property")) is not None}
    return named.pop() if len(named) == 1 else ""


def undone_each(ahead: Sequence[Term]) -> tuple[str, ...]:
    """Everything that an undo names: `the warmth and the vignette`; only `last` where it names nothing."""
    parts: list[list[Term]] = [[]]
    for term in ahead:
        if term.text in _JOINING:
            parts.append([])
        else:
            parts[-1].append(term)
    named = dict.fromkeys(name for part in parts if (name := undone(part)) != "last")
    return tuple(named) if len(named) > 1 and "all" not in named else (undone(ahead),)


def undone(ahead: Sequence[Term]) -> str:
    """What an undo names: an operation, a region, `all`, or else `last`."""
    if any(term.text in _THE_REST for term in ahead):
        return "all"
    for term in ahead:
        if term.can_be("undo_all"):
            return "all"
        if term.text in _BY_RESULT:
            return _BY_RESULT[term.text]
        if term.text.startswith("enhanc"):
            return "enhance"
        sense = term.sense("property", "verb", "quality")
        if sense is not None and sense.op is not None and not term.can_be("whole"):
            return "color" if sense.value == "colors" else _named_op(sense.op, ahead)
    if any(term.can_be("color") and term.text.endswith("s") for term in ahead):
        return "color"
    for phrase in noun_phrases(ahead):
        if phrase.region in ("bg", "sky", "face", "skin", "eyes", "fg", "shadows", "highlights"):
            return str(phrase.region)
    return "last"


def color_named(terms: Sequence[Term]) -> Color | None:
    """The family of colors that is named: `the greens`."""
    said = next((sense.value for term in terms if (sense := term.sense("color")) is not None), None)
    return next((each for each in COLORS if each == said), None)


def _named_op(op: Op, ahead: Sequence[Term]) -> str:
    return "color" if op == "saturation" and any(term.can_be("color") for term in ahead) else str(op)


def _placed(
    clause: Sequence[Term], text: str, place: NounPhrase, span: tuple[int, int], target: str = "last"
) -> Intent:
    phrase = text[clause[place.first].start : clause[place.last].end]
    return Intent("scale", "0", region=_region([place]), phrase=phrase, target=target, span=span)


def _has(clause: Sequence[Term], *kinds: str) -> bool:
    return any(term.can_be(*kinds) for term in clause)


def strength_in(clause: Sequence[Term]) -> Strength:
    """How much a clause about the edit says."""
    said = [strength for term in clause if (strength := strength_of(term)) is not None]
    if "small" in said or any(term.text.startswith(("a bit", "a little", "slightly")) for term in clause):
        return "small"
    return (
        "large"
        if "large" in said or any(term.text in ("twice", "double", "double it") for term in clause)
        else "medium"
    )


def quantity_in(clause: Sequence[Term]) -> Quantity | None:
    """The number or share that a clause about the edit says."""
    stops = [
        said
        for at in range(len(clause))
        if (said := quantity_at(clause, at)) is not None and said.unit == "EV"
    ]
    if stops and any(term.text in _BY_SO_MUCH for term in clause):
        return stops[0]
    for at, term in enumerate(clause):
        if term.text in _SHARES:
            return Quantity(_SHARES[term.text], "%", absolute=True)
        found = quantity_at(clause, at)
        if found is not None:
            return found
    return None


def _region(places: Sequence[NounPhrase]) -> Region | None:
    return next((each for place in places for each in REGIONS if each == place.region), None)


def _phrase(clause: Sequence[Term], text: str, places: Sequence[NounPhrase]) -> str:
    return "" if not places else text[clause[places[0].first].start : clause[places[0].last].end]
