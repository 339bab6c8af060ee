"""What the readers of acts share: which way a segment goes, and the intents that it comes to."""

import re
from dataclasses import dataclass, field, replace

from burnish.agent.language.turn_frames import Frame
from burnish.agent.planner.intents import Direction, Intent, Quantity

NONE_OF_IT = Quantity(100.0, "%")
"""How much less is wanted in a place that is to be left out."""

VAGUE_BACK = frozenset("no not nope nah off out away back without none".split())


@dataclass(frozen=True)
class Act:
    """One act: its intents, and for `keep` and `rest` what they spare or drop of an edit."""

    intents: tuple[Intent, ...] = ()
    spares: tuple[str, ...] = ()
    drops_rest: bool = False
    span: tuple[int, int] = field(default=(0, 0))


def undoing(frame: Frame, target: str = "last", count: int | None = None) -> Intent:
    """The intent that takes something back."""
    quantity = None if count is None else Quantity(float(count))
    return Intent("undo", quantity=quantity, target=target, span=frame.span)


def scaling(frame: Frame, way: Direction, target: str = "last") -> Intent:
    """More or less of something, by the amount that the segment says."""
    said = frame.quantity
    if said is not None and said.unit != "%" and not said.absolute:
        said = replace(said, value=abs(said.value))
    return Intent("scale", way, frame.strength, said, target=target, span=frame.span)


def one(intent: Intent) -> Act:
    """The act of one intent."""
    return Act((intent,), span=intent.span)


def way_of(frame: Frame) -> Direction | None:
    """Whether more or less is said; None for neither or both."""
    if frame.quantity is not None and frame.quantity.unit == "%" and frame.quantity.absolute:
        return "-" if frame.quantity.value < 100 else "+"
    down = frame.has("weaker") or frame.text_has("-", "minus", "off", "subtract", "drop", "knock off")
    up = frame.has("stronger") or frame.text_has("+", "plus", "another")
    if is_to(frame):
        return None
    if down == up:
        return None
    return "-" if down else "+"


def is_to(frame: Frame, said: Quantity | None = None) -> bool:
    """Whether a number says what is to come out, whichever way that is: `back to 10`, `lower it to 5`."""
    said = said or frame.quantity
    return said is not None and said.unit == "" and said.absolute


_COMES_TO = ("only", "just", "instead", "say", "let's say", "lets say", "rather")


def comes_to(frame: Frame) -> bool:
    """`make it only plus 10`, `let's say -30`: what it is to come to, though a sign stands before it."""
    plain = frame.quantity is not None and not (frame.quantity.unit == "%" and frame.quantity.absolute)
    said = frame.text_has(*_COMES_TO) or _makes_it(frame)
    ways = [
        piece for piece in frame.pieces if piece.has("weaker", "stronger") and piece.text not in ("+", "-")
    ]
    return plain and said and not ways


def _makes_it(frame: Frame) -> bool:
    """`make it -30`: the number stands behind the verb and the pronoun."""
    return _MAKES_IT.search(" ".join(piece.text for piece in frame.pieces)) is not None


_MAKES_IT = re.compile(r"\bmake (?:it|that|this) [+-]")
