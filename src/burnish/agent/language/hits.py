"""What the scan of a clause finds: an operation at a place in the clause."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language.lexicon import Term
from burnish.agent.planner.intents import Color, Direction, Intent, Op, Quantity, Region, Strength

FLIPPED: dict[Direction, Direction] = {"+": "-", "-": "+", "0": "0"}


@dataclass(frozen=True)
class Hit:
    """One operation that a clause states."""

    op: Op
    direction: Direction | None
    at: int
    """Index of the term that says it."""

    governor: int
    """Index of the term that rules it; its own where it rules itself."""

    color: Color | None = None
    region: Region | None = None
    settled_region: bool = False
    """Whether the region is known already and need not be sought."""

    noun: tuple[int, int] | None = None
    """First and last term of the words that say where or what."""

    strength: Strength = "medium"
    quantity: Quantity | None = None
    target: str = ""
    quality: bool = False
    """Found by an adjective (`too dark`), not by a noun or a verb."""

    def intent(self, clause: Sequence[Term], text: str) -> Intent:
        """The hit as an intent, with its words."""
        ends = [self.at, self.governor, *(self.noun or ())]
        span = (clause[min(ends)].start, clause[max(ends)].end)
        if self.noun is None and self.op in _FRAMED:
            return self._framed(clause, text, span)
        phrase = "" if self.noun is None else text[clause[self.noun[0]].start : clause[self.noun[1]].end]
        return self._intent(phrase, span)

    def _framed(self, clause: Sequence[Term], text: str, span: tuple[int, int]) -> Intent:
        """How the frame is to be: all that the clause says from the verb on; `a 4:5 crop` says it before."""
        whole = text[clause[0].start : clause[-1].end]
        return self._intent(whole if _SHAPE.search(whole) else text[span[0] : clause[-1].end], span)

    def _intent(self, phrase: str, span: tuple[int, int]) -> Intent:
        return Intent(
            self.op, self.direction, self.strength, self.quantity, self.region, self.color, phrase, self.target, span
        )  # fmt: skip


_SHAPE = re.compile(r"\d\s*[:x]\s*\d")
_FRAMED = frozenset(("crop", "rotate", "flip"))
"""Operations on the frame, whose words say how: `to 16:9`, `upside down`, `by 3 degrees`."""


def settled(found: Iterable[Intent]) -> tuple[Intent, ...]:
    """The intents without repetition: one wish said twice is one wish."""
    kept: list[Intent] = []
    for intent in _without_vague(found):
        twin = next((at for at, each in enumerate(kept) if _is_same(each, intent)), None)
        if twin is None:
            kept.append(intent)
        elif kept[twin].region is None and intent.region is not None and intent.op != "remove":
            kept[twin] = replace(kept[twin], region=intent.region, phrase=intent.phrase)
    return tuple(kept)


def _without_vague(found: Iterable[Intent]) -> list[Intent]:
    """Without what a more exact wish beside it says better: a turn that is to make it level, a `better`."""
    said = list(found)
    intents = [one for one in said if one.op != "auto_color" or not any(_goes_on(one, each) for each in said)]
    level = any(intent.op == "rotate" and intent.direction == "0" for intent in intents)
    return [
        intent
        for intent in intents
        if not (level and intent.op == "rotate" and intent.direction != "0" and intent.quantity is None)
    ]


def _goes_on(one: Intent, other: Intent) -> bool:
    """`white balance warmer`: which way, right behind what."""
    return other.op == "temperature" and one.span[0] <= other.span[0] <= one.span[1] + 1


def _is_same(one: Intent, other: Intent) -> bool:
    return (
        one.op == other.op
        and one.direction == other.direction
        and one.color == other.color
        and one.target == other.target
        and (one.region == other.region or None in (one.region, other.region))
        and not _are_listed(one, other)
    )


def _are_listed(one: Intent, other: Intent) -> bool:
    """`brighten the lake and the meadow`: two things, of which the same words say what is to be done."""
    named = one.region == other.region == "obj" and one.phrase != other.phrase
    return named and one.span[0] < other.span[1] and other.span[0] < one.span[1]
