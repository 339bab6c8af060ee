"""What people do with an edit that was made: one reader for each act, over a segment whose words are all accounted for.

Acts: more or less of it, by words, by a share, by a number; taken back, by its name, its place, its number or all of
it but something; done again; to another place, to fewer or more places; kept; the other way; to other photos. What
they are about is left to the planner, which knows what was done.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from burnish.agent.language.acts_by_name import (
    all_but,
    as_it_came,
    named,
    not_done,
)
from burnish.agent.language.acts_by_order import both, by_order, counted
from burnish.agent.language.acts_by_place import everywhere, others, placed, praised_there, undone_there
from burnish.agent.language.acts_by_result import (
    approved,
    complained,
    denied,
    given_up,
    kept,
    less_so,
    more_so,
    preferred,
)
from burnish.agent.language.acts_on_the_last import (
    afresh,
    back_up,
    meant,
    of_all,
    of_the_last,
    replaced,
    swapped,
    turned,
    uncropped,
)
from burnish.agent.language.done import Done
from burnish.agent.language.turn_frames import Frame
from burnish.agent.language.turn_saying import NONE_OF_IT, Act
from burnish.agent.planner.intents import Intent

_WHOLE = ("style", "enhance", "all")


def act_of(frame: Frame, done: Done) -> Act | None:
    """The act of a segment; None where no reader knows it or a word is left over."""
    if not frame.is_covered:
        return others(frame, done)
    for reader in _READERS:
        act = reader(frame, done)
        if act is not None:
            return act
    return None


def combined(acts: Collection[Act]) -> tuple[Intent, ...]:
    """The intents of the acts of one turn; what is kept while the rest goes is spared of taking all back."""
    spared = [name for act in acts for name in act.spares]
    dropping = [act for act in acts if act.drops_rest]
    if spared and any(each.op == "undo" and each.target in _WHOLE for act in acts for each in act.intents):
        acts = [replace(act, intents=(), drops_rest=True) if not act.spares else act for act in acts]
        dropping = list(acts)
    intents = list(dict.fromkeys(intent for act in acts for intent in act.intents))
    if any(each.op == "undo" and each.target not in ("", "last") for each in intents):
        intents = [each for each in intents if each.op != "undo" or each.target not in ("", "last")]
    if any(each.target == "everywhere" for each in intents):
        intents = [
            each
            for each in intents
            if each.op != "scale" or each.direction != "0" or each.region or each.target != "last"
        ]
    moved = [each for each in intents if _is_moved(each)]
    if moved:
        intents = [
            each for each in intents if each is moved[-1] or not (_is_moved(each) or _is_moved_away(each))
        ]
    if any(each.target == "opposite" for each in intents):
        intents = [
            each
            for each in intents
            if each.op != "scale" or each.target not in ("", "last") or each.quantity or each.region
        ]
    if any(_is_counted(each) for each in intents):
        intents = [
            each
            for each in intents
            if _is_counted(each) or each.op != "undo" or each.target not in ("", "last")
        ]
    if any(_is_set(each) for each in intents):
        intents = [
            each
            for each in intents
            if each.op != "scale" or each.direction == "0" or _is_set(each) or each.target not in ("", "last")
        ]
    stated = [each for each in intents if each.op == "scale" and each.quantity is not None]
    intents = [
        each for at, each in enumerate(intents)
        if not any(_same(each, one) for one in intents[:at])
        and not any(_about_one(each, one) for one in (stated if each.quantity is None else ()))
    ]  # fmt: skip
    if any(_less_of_a_name(each) for each in intents):
        intents = [
            each
            for each in intents
            if each.target not in ("", "last") or (each.op, each.direction) != ("scale", "-") or each.region
        ]
    if dropping and spared:
        span = min(act.span[0] for act in acts), max(act.span[1] for act in acts)
        gone = Intent("undo", target="all", span=span)
        return (gone, *(Intent("keep", target=name, span=span) for name in spared), *intents)
    return tuple(intents)


def _less_of_a_name(intent: Intent) -> bool:
    """`colours are over the top, reduce that a little`: what is too much is named, and then pointed at."""
    return (intent.op, intent.direction) == ("scale", "-") and intent.target not in ("", "last")


def _is_moved(intent: Intent) -> bool:
    """`scratch that, the water`: the last edit in another place."""
    moves = (intent.op, intent.direction, intent.target) == ("scale", "0", "last")
    return moves and intent.region is not None


def _is_counted(intent: Intent) -> bool:
    """`the last two were a mistake, undo them`: how many of the last go."""
    return intent.op == "undo" and intent.target == "last" and intent.quantity is not None


def _is_moved_away(intent: Intent) -> bool:
    """What a move says besides: that the last edit goes from where it was."""
    if intent.target not in ("", "last"):
        return False
    return intent.op == "undo" or (intent.op == "scale" and intent.quantity == NONE_OF_IT)


def _is_set(intent: Intent) -> bool:
    """`20 is too much, make it 10`: the last edit by the number that it is to come to."""
    said = intent.quantity
    return (
        intent.op == "scale"
        and intent.direction == "+"
        and said is not None
        and said.absolute
        and said.unit != "%"
    )


def _about_one(one: Intent, other: Intent) -> bool:
    """`less again, 20`: more or less of one thing, with and without the number."""
    alike = other.target in (one.target, "last") and one.region == other.region
    return one.op == "scale" and one.direction in ("+", "-") and alike


def _same(one: Intent, other: Intent) -> bool:
    """`too strong, tone it down`: one thing said twice; of two ways the first is meant."""
    if one.op == other.op == "scale" and "0" not in (one.direction, other.direction):
        one = replace(one, direction=other.direction)
    return replace(one, span=(0, 0), strength="medium") == replace(other, span=(0, 0), strength="medium")


_READERS: tuple[Callable[[Frame, Done], Act | None], ...] = (
    others,
    by_order,
    both,
    back_up,
    counted,
    uncropped,
    afresh,
    all_but,
    meant,
    of_all,
    complained,
    given_up,
    less_so,
    more_so,
    denied,
    approved,
    kept,
    not_done,
    as_it_came,
    preferred,
    named,
    undone_there,
    praised_there,
    placed,
    everywhere,
    turned,
    replaced,
    swapped,
    of_the_last,
)
