"""What rules read in a turn, held against what the tagger sees: where that is likelier meant, it is believed.

Rules foresee the common ways of speaking about an edit and misread the others with the same certainty. The tagger has
met many more, is told nothing of the edit, and says how sure it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language.fusion import AIMED, PLACED, TWO_FACED, label_of
from burnish.agent.language.grammar import read
from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.tagger import Tagged
from burnish.agent.language.turn_choice import evidence_of, shipped_choice
from burnish.agent.language.turn_frames import frame_of
from burnish.agent.language.turn_words import pieces_of
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import REGIONS, Intent, Op, Region

SEEN = 0.5
"""Probability from which the tagger's word is a reading."""

LEAST = 0.5
"""Probability that its reading is the right one of the two, from which it is believed."""

LONGEST = 240
"""Characters of a turn that is read twice."""

_SAID_BY_RULES = frozenset({"step", "version", "before", "both"})
"""Beginnings of targets that no tagger tells: what counts and what goes back to a state."""


@dataclass(frozen=True)
class Weighed:
    """What the tagger reads in a turn, where it is not what rules read, and what speaks for either."""

    seen: tuple[Tagged, ...]
    evidence: Mapping[str, float]


def second_opinion(
    intents: Sequence[Intent], text: str, tagged: Sequence[Tagged], *, partly: bool = False
) -> tuple[tuple[Intent, ...], float] | None:
    """What the tagger reads in a turn and how likely that is what is meant; None where the rules' reading stands."""
    weighed = weighed_up(intents, text, tagged, partly=partly)
    chance = 0.0 if weighed is None else shipped_choice().chance(weighed.evidence)
    if weighed is None or chance < LEAST:
        return None
    return tuple(_intent(each, intents, text) for each in weighed.seen), chance


def weighed_up(
    intents: Sequence[Intent], text: str, tagged: Sequence[Tagged], *, partly: bool
) -> Weighed | None:
    """The tagger's reading beside the rules'; None where it sees nothing, gives no choice, or both come to the same."""
    if len(text) > LONGEST or any(map(_is_known_by_rules, intents)) or _spares_one(intents):
        return None
    best = [each for each in _likeliest(tagged) if not _keeps_what_goes(each, intents)]
    seen = _without_rivals([each for each in best if each.probability >= SEEN and _can_be_done(each)])
    chances = [_chance(each, tagged) for each in intents]
    missed = [each.probability for each in seen if not any(_is_alike(i, each) for i in intents)]
    if (
        not seen
        or (partly and len(seen) < len(intents))
        or (not missed and all(any(_is_alike(i, each) for each in seen) for i in intents))
    ):
        return None
    found = evidence_of(intents, seen, best, partly=partly, chances=chances, missed=max(missed, default=0.0))
    return Weighed(seen, found)


def _is_known_by_rules(intent: Intent) -> bool:
    """What no tagger tells: numbers, what counts, what goes back to a state, and why a wish cannot be met."""
    refused = intent.op == "unsupported" and intent.target
    return bool(refused) or intent.quantity is not None or intent.target.split(" ")[0] in _SAID_BY_RULES


def _spares_one(intents: Sequence[Intent]) -> bool:
    """`keep only the warmth`: all else goes."""
    all_goes = any((each.op, each.target) == ("undo", "all") for each in intents)
    return all_goes and any(each.op == "keep" for each in intents)


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


def _keeps_what_goes(tagged: Tagged, intents: Sequence[Intent]) -> bool:
    """`leave it uncropped`: what rules take back by its name is not what is to stay."""
    return tagged.op == "keep" and any(each.op == "undo" and each.target == tagged.target for each in intents)


def _without_rivals(seen: Sequence[Tagged]) -> tuple[Tagged, ...]:
    """Of what is to stay and to go at once, or to come and to go, the likelier."""
    return tuple(each for each in seen if not any(_is_against(each, other) for other in seen))


def _is_against(tagged: Tagged, other: Tagged) -> bool:
    ops = {tagged.op, other.op}
    about = {tagged.target or tagged.op, other.target or other.op}
    contrary = "undo" in ops and len(ops) == 2 and "scale" not in ops and len(about) == 1
    said_at_once = tagged.span[0] < other.span[1] and other.span[0] < tagged.span[1]
    return contrary and ("keep" in ops or said_at_once) and tagged.probability < other.probability


def _can_be_done(tagged: Tagged) -> bool:
    """Whether it says enough to be acted on: to move an edit takes a place."""
    moves = (tagged.op, tagged.direction) == ("scale", "0") and tagged.target in ("last", "also")
    return not moves or (tagged.region is not None and tagged.region_probability >= PLACED)


def _chance(intent: Intent, tagged: Sequence[Tagged]) -> float:
    """How likely the tagger finds what the rules read."""
    return max((each.probability for each in tagged if _is_alike(intent, each)), default=0.0)


def _is_alike(intent: Intent, tagged: Tagged) -> bool:
    """Whether both come to the same: what is kept from an edit, and what is less of it, are said in two ways; and to
    wish for the contrary (`no, darken it`) takes back what was done.
    """
    if intent.op == tagged.op:
        aimed = tagged.target_probability >= AIMED
        if intent.op in ("undo", "keep"):
            return not aimed or _same_target(intent.target, tagged.target)
        if intent.op == "scale":
            same = not aimed or _same_target(intent.target, tagged.target)
            return intent.direction == tagged.direction and same
        doubtful = tagged.op not in TWO_FACED and tagged.probability < AIMED
        return intent.direction == tagged.direction or doubtful
    if (tagged.op, tagged.target) == ("undo", intent.op):
        return True
    if (intent.op, intent.target, tagged.direction) == ("undo", tagged.op, "-"):
        return True
    if "scale" in (intent.op, tagged.op):
        scale, other = (intent, tagged) if intent.op == "scale" else (tagged, intent)
        if other.op == "undo":
            return scale.direction == "-" and _same_target(scale.target, other.target)
        if other.op == "keep":
            return scale.direction == "-" and scale.region is not None and scale.region == other.target
        return (
            scale.target in (other.op, "", "last")
            and scale.direction == other.direction
            and other.op not in _WHOLE
        )
    return False


_WHOLE = ("remove", "unsupported", "crop", "rotate", "flip")
"""Operations of which there is no more or less."""


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
        replace(each, phrase=_place(text, "obj", each.span), region=_thing_of(each))
        if not each.phrase and _is_thing(each)
        else each
        for each in intents
    )


def _is_thing(intent: Intent) -> bool:
    return "obj" in (intent.region, intent.target if intent.op in ("keep", "undo") else "")


def _thing_of(intent: Intent) -> Region | None:
    return "obj" if intent.op == "undo" else intent.region


_NO_NAMES = frozenset("thing things stuff bit bits part parts one ones".split())
"""Nouns that name nothing: `the thing with the lake`."""


def _place(text: str, region: Region | None, span: tuple[int, int]) -> str:
    """The words that name a place, the nearest to what speaks for the wish."""
    if region is None:
        return ""
    terms = shipped_lexicon().terms(split_words(text))
    named = [
        (terms[phrase.first].start, terms[phrase.last].end)
        for phrase in noun_phrases(terms)
        if phrase.region == region and terms[phrase.last].text not in _NO_NAMES
    ]
    first, end = min(named, key=lambda each: abs(each[0] - span[0]), default=(0, 0))
    return text[first:end]
