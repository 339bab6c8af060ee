"""What rules read in a turn, held against what the tagger sees: where that is surely something else, it is believed.

Rules foresee the common ways of speaking about an edit and misread the others with the same certainty. The tagger has
met many more, is told nothing of the edit, and says how sure it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.language.fusion import PLACED, label_of
from burnish.agent.language.grammar import read
from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.tagger import Tagged
from burnish.agent.language.turn_frames import frame_of
from burnish.agent.language.turn_words import pieces_of
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import REGIONS, Intent, Op, Region

SEEN = 0.5
"""Probability from which the tagger's word is a reading."""

UNSEEN = 0.05
"""Probability under which it sees nothing of what the rules read."""

MISSED = 0.8
"""Probability from which what the rules did not read at all is believed beside what they did."""

LONGEST = 240
"""Characters of a turn that is read twice."""

_SAID_BY_RULES = frozenset({"step", "version", "both"})
"""Beginnings of targets that no tagger tells: what counts and what goes back to a state."""


def second_opinion(
    intents: Sequence[Intent], text: str, tagged: Sequence[Tagged]
) -> tuple[tuple[Intent, ...], float] | None:
    """What the tagger reads in a turn and how likely all of it is; None where the rules' reading stands."""
    if len(text) > LONGEST or any(each.target.split(" ")[0] in _SAID_BY_RULES for each in intents):
        return None
    seen = [each for each in _likeliest(tagged) if each.probability >= SEEN and _can_be_done(each)]
    borne_out = min((_chance(each, tagged) for each in intents), default=0.0)
    missed = max(
        (each.probability for each in seen if not any(_is_alike(i, each) for i in intents)), default=0.0
    )
    if not missed or (borne_out >= UNSEEN and missed < MISSED):
        return None
    sure = min(each.probability for each in seen)
    return tuple(_intent(each, intents, text) for each in seen), sure


def _likeliest(tagged: Sequence[Tagged]) -> list[Tagged]:
    """One of each label, in the order of their words."""
    best: dict[tuple[Op, str | None, str], Tagged] = {}
    for each in tagged:
        label = (
            *label_of(each.op, each.direction),
            each.target if each.op in ("undo", "keep", "scale") else "",
        )
        if label not in best or best[label].probability < each.probability:
            best[label] = each
    return sorted(best.values(), key=lambda each: each.span)


def _can_be_done(tagged: Tagged) -> bool:
    """Whether it says enough to be acted on: to move an edit takes a place."""
    moves = (tagged.op, tagged.direction) == ("scale", "0") and tagged.target in ("last", "also")
    return not moves or (tagged.region is not None and tagged.region_probability >= PLACED)


def _chance(intent: Intent, tagged: Sequence[Tagged]) -> float:
    """How likely the tagger finds what the rules read."""
    return max((each.probability for each in tagged if _is_alike(intent, each)), default=0.0)


def _is_alike(intent: Intent, tagged: Tagged) -> bool:
    """Whether both come to the same: what is kept from an edit, and what is less of it, are said in two ways."""
    if intent.op == tagged.op:
        if intent.op in ("undo", "keep"):
            return _same_target(intent.target, tagged.target)
        if intent.op == "scale":
            return intent.direction == tagged.direction and _same_target(intent.target, tagged.target)
        return intent.direction == tagged.direction or intent.quantity is not None
    if "scale" in (intent.op, tagged.op):
        scale, other = (intent, tagged) if intent.op == "scale" else (tagged, intent)
        if other.op == "undo":
            return scale.direction == "-" and _same_target(scale.target, other.target)
        if other.op == "keep":
            return scale.direction == "-" and scale.region is not None and scale.region == other.target
        return scale.target in (other.op, "", "last") and scale.direction != "0"
    return False


def _same_target(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"", "last"}


def _intent(tagged: Tagged, intents: Sequence[Intent], text: str) -> Intent:
    """What the tagger sees, in the rules' words where they read the same."""
    for each in (*intents, *read(text, has_history=True)):
        if each.op == tagged.op and _is_alike(each, tagged) and each.quantity is None:
            return replace(each, confidence=tagged.probability)
    region = _region(tagged)
    found = Intent(
        tagged.op, tagged.direction, tagged.strength, None, region, tagged.color, _place(text, region, tagged.span),
        tagged.target, tagged.span, tagged.probability,
    )  # fmt: skip
    return replace(found, quantity=frame_of(pieces_of(text), text).quantity) if _has_amount(found) else found


def _has_amount(intent: Intent) -> bool:
    return intent.op == "scale" and intent.direction in ("+", "-")


def _region(tagged: Tagged) -> Region | None:
    """Where it is: for what is undone or kept, the place that it is about."""
    if tagged.op in ("undo", "keep"):
        return next((each for each in REGIONS if each == tagged.target), None)
    return tagged.region if tagged.region_probability >= PLACED else None


def with_names(intents: Sequence[Intent], text: str) -> tuple[Intent, ...]:
    """The intents, each thing that only the tagger saw with the words that name it."""
    return tuple(
        replace(each, phrase=_place(text, "obj", each.span)) if not each.phrase and _is_thing(each) else each
        for each in intents
    )


def _is_thing(intent: Intent) -> bool:
    return intent.target == "obj" if intent.op == "keep" else intent.region == "obj"


def _place(text: str, region: Region | None, span: tuple[int, int]) -> str:
    """The words that name a place, the nearest to what speaks for the wish."""
    if region is None:
        return ""
    terms = shipped_lexicon().terms(split_words(text))
    named = [
        (terms[phrase.first].start, terms[phrase.last].end)
        for phrase in noun_phrases(terms)
        if phrase.region == region
    ]
    first, end = min(named, key=lambda each: abs(each[0] - span[0]), default=(0, 0))
    return text[first:end]
