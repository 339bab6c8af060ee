"""Wishes of one request that cannot both be met: “brighter and darker”."""

import re
from collections.abc import Iterator, Sequence

from burnish.agent.planner.conversation import is_step_back
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.serving import is_opposite, is_same_property
from burnish.agent.planner.sitting import Wish
from burnish.agent.planner.wording import quoted

_ON_SECOND_THOUGHT = re.compile(
    r"\b(no|nope|rather|i mean|i meant|actually|wait|instead|make that|sorry|scratch that)\b", re.IGNORECASE
)
"""Words between two wishes that say that the second is meant instead of the first."""


_JOINING = re.compile(r"[,.;:!?/&+\n]|\b(and|but|or|then|while|yet|also|with)\b", re.IGNORECASE)
"""What stands between two wishes that are two."""


def without_contradictions(wishes: Sequence[Wish], text: str) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """The wishes that can be met together, and what to say about the others.

    A wish that is taken back in the same breath gives way to the later one. Of color and black and white the colors
    stay: only they are asked for where there are none. Where nothing joins the two, the same words were read in two
    ways, and the likelier one is met. Of any other two that pull against each other, neither is.
    """
    out = _scaled_and_undone(wishes)
    notes: list[str] = []
    for first, second in _opposed(wishes):
        one, other = wishes[first], wishes[second]
        between = text[one.intent.span[1] : other.intent.span[0]]
        if one.intent.op == "black_and_white":
            out.add(first if one.intent.direction == "+" else second)
        elif _ON_SECOND_THOUGHT.search(between):
            out.add(first)
        elif not _JOINING.search(_spanned(one, other, text)):
            out.add(second if one.intent.confidence >= other.intent.confidence else first)
        else:
            out |= {first, second}
            notes.append(
                f"{quoted(one.words)} and {quoted(other.words)} contradict each other, so neither was done."
            )
    return tuple(wish for at, wish in enumerate(wishes) if at not in out), tuple(notes)


def _scaled_and_undone(wishes: Sequence[Wish]) -> set[int]:
    """`too much, go back one`: of what is taken back, nothing is left to make more or less of."""
    if not any(is_step_back(wish.intent) for wish in wishes):
        return set()
    return {
        at
        for at, wish in enumerate(wishes)
        if wish.intent.op == "scale" and wish.intent.target in ("", "last")
    }


def _spanned(one: Wish, other: Wish, text: str) -> str:
    """The words from the first of two wishes to the end of both."""
    ends = (*one.intent.span, *other.intent.span)
    return text[min(ends) : max(ends)] or text


def _opposed(wishes: Sequence[Wish]) -> Iterator[tuple[int, int]]:
    for later, wish in enumerate(wishes):
        for earlier in range(later):
            if _pull_apart(wishes[earlier].intent, wish.intent):
                yield earlier, later


def _pull_apart(one: Intent, other: Intent) -> bool:
    """Whether both move the same thing, in the same place, to opposite sides, with no number that adds up."""
    colorless = one.op == "color" and None in (one.color, other.color)
    same_thing = is_same_property(one, other) and (one.target, one.region) == (other.target, other.region)
    stated = one.quantity is not None or other.quantity is not None
    return (
        is_wish(one)
        and is_opposite(one.direction, other.direction)
        and same_thing
        and one.phrase == other.phrase
        and not colorless
        and not stated
    )
