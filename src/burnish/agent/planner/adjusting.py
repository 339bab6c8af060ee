"""A wish about a property becomes steps: new ones, or other amounts in those that serve it already."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from burnish.agent.planner.draft import Because, Draft, Handle, with_tool
from burnish.agent.planner.intents import Intent, Region, Strength
from burnish.agent.planner.levers import NOTHING, added, grown, main_lever, scaled, size
from burnish.agent.planner.placing import step_of
from burnish.agent.planner.serving import COMPOSED, direction_of, is_opposite
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.whereabouts import Place
from burnish.agent.planner.wording import because_of, difference_words

if TYPE_CHECKING:
    from burnish.agent.policy.choice import Choice

BACK: dict[Strength, float] = {"small": 0.28, "medium": 0.5, "large": 0.75}
"""Share of an edit that its opposite takes back: "a bit less contrast" after "more contrast"."""

BACK_OF_FRESH = 0.35
"""At least this share of what the opposite would do by itself, so that it never fades to nothing."""

_POINTING = frozenset("a an the this that these those my your his her its our their".split())
_ONE_OF_ITS_KIND: frozenset[Region] = frozenset({"sky", "bg", "fg", "shadows", "highlights"})

ENDING = re.compile(
    r"\b(remove|lose|without|get rid of|drop|kill|delete|cancel|turn off|take (out|off|away)|no more)\b"
    r"(?! some)|^no\b(?!,| (?:no|i|it|that|not|wait|sorry)\b)",
    re.IGNORECASE,
)
"""Words that want none of it, where others want less of it."""

WORTH_A_STEP = 0.1
"""Least share of a fresh edit that is worth doing when the old one is used up."""


def adjusted(draft: Draft, wish: Wish, choices: Sequence["Choice"], place: Place, sitting: Sitting) -> Draft:
    """The draft with a wish met by the policy's tools, in the steps there are where it can be."""
    fresh = tuple(_emphasized(choice, sitting) for choice in choices)
    handles = _in_place(draft, wish, place, sitting)
    own = tuple(handle for handle in handles if _is_own(draft, handle, wish))
    quantity = wish.intent.quantity
    if wish.intent.direction == "0" or (quantity is not None and quantity.absolute):
        return _set(draft, wish, fresh, own, place)
    opposed = tuple(handle for handle in handles if _opposes(draft, handle, wish, fresh))
    share = quantity is not None and quantity.unit == "%"
    if opposed and (quantity is None or share):
        return _taken_back(draft, wish, fresh, opposed, place)
    return _more(draft, wish, fresh, own, place)


def taken_out(draft: Draft, handles: Sequence[Handle], because: Because) -> Draft:
    """The draft without what these handles hold: whole steps, or levers in steps that do more."""
    for handle in sorted(handles, key=lambda each: each.at, reverse=True):
        step = draft.slots[handle.at].step
        if handle.fields is None or size(scaled(step.tool, 0.0, handle.fields)) < NOTHING:
            draft = draft.without([handle.at], because)
        else:
            tool = scaled(step.tool, 0.0, handle.fields)
            draft = draft.changing(handle.at, with_tool(step, tool, because.reason), because)
    return draft


def _emphasized(choice: "Choice", sitting: Sitting) -> "Choice":
    if sitting.emphasis == 1.0:
        return choice
    return replace(choice, tool=scaled(choice.tool, sitting.emphasis))


def _in_place(draft: Draft, wish: Wish, place: Place, sitting: Sitting) -> tuple[Handle, ...]:
    """What serves the property at the place; for the whole picture also what acts on all of it."""
    handles = draft.handles(wish.intent)
    masks = (place.mask,) if place.named else (place.mask, None)
    slots = [(handle, draft.slots[handle.at]) for handle in handles]
    drawn = sitting.request.mask is not None
    here = tuple(
        handle
        for handle, slot in slots
        if slot.step.mask in masks or (not drawn and _is_same_place(slot.origin, wish.intent))
    )
    return handles if not here and not place.named and _means_what_is_there(wish) else here


def _is_same_place(origin: Intent | None, wish: Intent) -> bool:
    """Whether both name one place, if not in the very same words: "her face" and "the face"."""
    if origin is None or wish.region is None or origin.region != wish.region:
        return False
    return alike(origin.phrase, wish.phrase) or wish.region in _ONE_OF_ITS_KIND


def alike(one: str, other: str) -> bool:
    """Whether two phrases name a thing in the same words, but for what points at it."""
    return _thing(one) == _thing(other)


def _thing(phrase: str) -> tuple[str, ...]:
    return tuple(word for word in phrase.lower().split() if word not in _POINTING)


def _means_what_is_there(wish: Wish) -> bool:
    """Whether "less" names what was done, wherever that was, rather than a new wish for the whole picture."""
    said = f" {wish.words.lower()} "
    return any(
        f" {word} " in said for word in ("less", "reduce", "lower", "too much", "back", "down", "ease")
    )


def _is_own(draft: Draft, handle: Handle, wish: Wish) -> bool:
    origin = draft.slots[handle.at].origin
    return origin is None or origin.op not in COMPOSED or origin.op == wish.intent.op


def _opposes(draft: Draft, handle: Handle, wish: Wish, fresh: Sequence["Choice"]) -> bool:
    """Whether the step goes the other way than the wish."""
    slot = draft.slots[handle.at]
    tool = slot.step.tool
    name = main_lever(tool, handle.fields)
    for choice in fresh:
        if name is not None and type(choice.tool) is type(tool) and getattr(choice.tool, name):
            return getattr(choice.tool, name) * getattr(tool, name) < 0
    if slot.origin is not None and slot.origin.op == wish.intent.op and slot.origin.direction in ("+", "-"):
        return is_opposite(slot.origin.direction, wish.intent.direction)
    return is_opposite(direction_of(tool, handle.fields), wish.intent.direction)


def _set(draft: Draft, wish: Wish, fresh: Sequence["Choice"], own: Sequence[Handle], place: Place) -> Draft:
    """The property at exactly these tools, whatever it was."""
    left = {handle.at: draft.slots[handle.at].step for handle in own}
    if any(choice.named for choice in fresh):
        tools = {type(choice.tool) for choice in fresh}
        left = {at: step for at, step in left.items() if type(step.tool) in tools}
    for choice in fresh:
        because = _because(wish, choice.reason, place)
        at = next((at for at, step in left.items() if type(step.tool) is type(choice.tool)), None)
        if at is None:
            draft = draft.adding(step_of(choice, place.mask, because.reason), wish.intent, because)
        else:
            step = left.pop(at)
            draft = draft.changing(at, with_tool(step, choice.tool, because.reason), because, wish.intent)
            if choice.tool.is_neutral:
                left = {other - (other > at): step for other, step in left.items()}
    return draft.without(list(left), _because(wish, "replaced", place)) if left else draft


def _more(draft: Draft, wish: Wish, fresh: Sequence["Choice"], own: Sequence[Handle], place: Place) -> Draft:
    """The steps there are with more in them, and new ones for tools that are not there yet."""
    together = added if wish.intent.quantity is not None else grown
    slots = {handle.at for handle in own}
    for choice in fresh:
        at = next((at for at in sorted(slots) if _can_join(draft, at, choice, place)), None)
        if at is None:
            because = _because(wish, choice.reason, place)
            draft = draft.adding(step_of(choice, place.mask, because.reason), wish.intent, because)
            continue
        step = draft.slots[at].step
        tool = together(step.tool, choice.tool)
        because = _because(wish, difference_words(step.tool, tool) or "as far as it goes", place)
        count = len(draft.slots)
        draft = draft.changing(at, with_tool(step, tool, because.reason), because, wish.intent)
        if len(draft.slots) < count:
            slots = {other - (other > at) for other in slots - {at}}
    return draft


def _can_join(draft: Draft, at: int, choice: "Choice", place: Place) -> bool:
    step = draft.slots[at].step
    there = place.named or step.mask == step_of(choice, place.mask, "").mask
    return type(step.tool) is type(choice.tool) and there


def _taken_back(
    draft: Draft, wish: Wish, fresh: Sequence["Choice"], opposed: Sequence[Handle], place: Place
) -> Draft:  # fmt: skip
    """Part of what was done taken back; once it is used up, the opposite begins."""
    done = max(size(draft.slots[handle.at].step.tool, handle.fields) for handle in opposed)
    alone = max((size(choice.tool) for choice in fresh), default=0.0)
    back = _share_back(wish, done, alone)
    if back < 1.0 - NOTHING / max(done, NOTHING):
        return _scaled_back(draft, wish, opposed, 1.0 - back, place)
    draft = taken_out(draft, opposed, _because(wish, "taken back", place))
    left = (back - 1.0) * done / alone if alone else 0.0
    if left < WORTH_A_STEP:
        return draft
    rest = [replace(choice, tool=scaled(choice.tool, left)) for choice in fresh]
    return _more(draft, wish, rest, (), place)


def _share_back(wish: Wish, done: float, alone: float) -> float:
    quantity = wish.intent.quantity
    if quantity is not None:
        return min(abs(quantity.value) / 100, 1.0)
    if wish.intent.strength != "small" and ENDING.search(wish.words):
        return 1.0
    return max(BACK[wish.intent.strength], BACK_OF_FRESH * alone / max(done, NOTHING))


def _scaled_back(draft: Draft, wish: Wish, handles: Sequence[Handle], factor: float, place: Place) -> Draft:
    for handle in sorted(handles, key=lambda each: each.at, reverse=True):
        step = draft.slots[handle.at].step
        tool = scaled(step.tool, factor, handle.fields)
        because = _because(wish, difference_words(step.tool, tool), place)
        draft = draft.changing(handle.at, with_tool(step, tool, because.reason), because, wish.intent)
    return draft


def _because(wish: Wish, why: str, place: Place) -> Because:
    return Because(wish.index, because_of(wish.words, why), wish.intent.confidence * place.confidence)
