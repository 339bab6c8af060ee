"""Wishes for a whole composed edit: a look by its name, or whatever the photo needs."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from burnish.agent.planner.adjusting import BACK, taken_out
from burnish.agent.planner.draft import Because, Draft, Handle, with_tool
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.levers import scaled
from burnish.agent.planner.placing import step_of
from burnish.agent.planner.scaling import scaled_step
from burnish.agent.planner.serving import COMPOSED, served_by
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.whereabouts import Place, place_of
from burnish.agent.planner.wording import because_of, noun, quoted
from burnish.recipe.recipe import Step

if TYPE_CHECKING:
    from burnish.agent.looks.library import Look
    from burnish.agent.policy.choice import Choice

MORE_OF_A_LOOK = 1.35
"""Times a look's amounts, when it is wanted again."""

REFERENCE = Intent("style", "+", target="reference")
"""The wish of a request with a reference picture."""


def with_look(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with a look; it takes the place of another one, and the same one again is more of it."""
    intent = wish.intent
    look = look_for(intent, wish.words, sitting.craft.looks)
    there = _steps_of_looks(draft)
    name = intent.target if look is None else look.name
    same = tuple(each for each in there if _name(draft, each) in (name, ""))
    if intent.direction == "-":
        return _less(draft, wish, same or there)
    if look is None:
        return draft.refusing(wish.words, _no_such_look(wish, sitting.craft.looks), wish.index)
    place, draft = place_of(wish, draft, sitting)
    if same and (place.mask is None or any(draft.slots[each.at].step.mask == place.mask for each in same)):
        return _by(draft, wish, same, MORE_OF_A_LOOK, "more of it")
    draft = draft.without([each.at for each in there], _because(wish, f"{name} takes its place", 1.0))
    choices = look.changes(sitting.facts(place.seen), sitting.kept.gentle(intent.strength))
    return _with_choices(draft, replace(wish, intent=replace(intent, target=name)), choices, place, sitting)


def look_for(intent: Intent, words: str, looks: "Sequence[Look]") -> "Look | None":
    """The look that a wish calls for, by its target or by its words."""
    from burnish.agent.looks.library import find_look, look_named

    named = look_named(intent.target, looks)
    said = (intent.target.replace("_", " "), f"{words} {intent.phrase}".strip())
    return named or next((look for text in said if text and (look := find_look(text, looks))), None)


def _no_such_look(wish: Wish, looks: "Sequence[Look]") -> str:
    """That there is none, and those that may be meant, or some of those there are."""
    from burnish.agent.looks.likeness import close_looks

    close = close_looks(f"{wish.intent.target} {wish.words} {wish.intent.phrase}", looks)
    if close:
        meant = " or ".join(quoted(each.title.lower()) for each in close)
        return f"there is no look of that name; did you mean {meant}?"
    known = ", ".join(each.name.replace("_", " ") for each in looks[:6])
    return f"there is no look of that name; there are {known} and more"


def with_look_names(intents: Iterable[Intent], text: str, looks: "Sequence[Look]") -> tuple[Intent, ...]:
    """The intents with the names of the looks that their words call for: "make it pop" is a look with a name."""
    named = tuple(
        _with_look_name(intent, text, looks) if intent.op in COMPOSED else intent for intent in intents
    )
    return _without_words_of_looks(named, text, looks)


def _without_words_of_looks(
    intents: tuple[Intent, ...], text: str, looks: "Sequence[Look]"
) -> tuple[Intent, ...]:  # fmt: skip
    """The intents without those whose words are part of a look's name: `bright and airy` is one wish."""
    called = {intent.target for intent in intents if intent.op in COMPOSED and intent.target}
    names = [words for look in looks if look.name in called for words in look.words if " " in words]
    spans = [found.span() for words in names for found in re.finditer(re.escape(words), text, re.IGNORECASE)]
    return tuple(
        intent
        for intent in intents
        if intent.op in COMPOSED or not any(_is_inside(intent, span) for span in spans)
    )


def _is_inside(intent: Intent, span: tuple[int, int]) -> bool:
    """Whether the last word of an intent lies in a span, and it has no number or place of its own."""
    plain = intent.quantity is None and intent.region is None and intent.op not in ("keep", "undo", "scale")
    return plain and span[0] < intent.span[1] <= span[1]


def _with_look_name(intent: Intent, text: str, looks: "Sequence[Look]") -> Intent:
    look = look_for(intent, text[slice(*intent.span)], looks)
    return intent if look is None else replace(intent, target=look.name)


def enhanced(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with what the photo needs, beside what was done by wish; a note where nothing needs doing."""
    there = _steps_of_enhancing(draft)
    if wish.intent.direction == "-":
        return _less(draft, wish, there)
    place, draft = place_of(wish, draft, sitting)
    choices = _needed(wish, place, sitting)
    if choices is None:
        return draft.noting("There is no photo to look at, so nothing was enhanced.")
    taken = {
        op for at, slot in enumerate(draft.slots) if at not in _places(there) for op in served_by(slot.step)
    }
    left = [choice for choice in choices if not served_by(Step(choice.tool)) & (taken - COMPOSED)]
    had = [draft.slots[each.at].step.tool for each in there]
    if not left or (len(had) == len(left) and all(choice.tool in had for choice in left)):
        return draft.noting(
            "Nothing needs doing." if not there else "It is enhanced already; nothing more needs doing."
        )
    draft = draft.without(_places(there), _because(wish, "done anew", 1.0))
    return _with_choices(draft, wish, left, place, sitting)


def with_reference(draft: Draft, steps: Sequence[Step], sitting: Sitting, index: int | None) -> Draft:
    """The draft with the steps that bring the photo to a reference picture's look, in place of an earlier one's."""
    earlier = [
        at
        for at, slot in enumerate(draft.slots)
        if slot.origin is not None and slot.origin.target == "reference"
    ]
    wish = Wish(index, REFERENCE, "")
    place, draft = place_of(wish, draft, sitting)
    draft = draft.without(earlier, _because(wish, "another reference picture takes its place", 1.0))
    for step in steps:
        tool = sitting.kept.spared(step.tool)
        reason = step.reason or "as in the reference picture"
        made = replace(step, tool=tool, reason=reason, author="planner")
        if made.mask is None and made.tool.group != "geometry":
            made = replace(made, mask=place.mask)
        draft = draft.adding(made, REFERENCE, Because(index, reason, place.confidence))
    return draft


def _needed(wish: Wish, place: Place, sitting: Sitting) -> "tuple[Choice, ...] | None":
    if place.named or sitting.perception is None:
        if sitting.perception is None and wish.index is None:
            return None
        return sitting.craft.policy.tools(wish.intent, sitting.facts(place.seen), masked=place.named)
    return sitting.craft.enhanced(sitting.perception)


def _with_choices(
    draft: Draft, wish: Wish, choices: Sequence["Choice"], place: Place, sitting: Sitting
) -> Draft:  # fmt: skip
    for choice in choices:
        tool = sitting.kept.spared(choice.tool)
        if tool != choice.tool:
            kept = ", ".join(
                noun(op) for op in sorted(sitting.kept.ops) if op in served_by(Step(choice.tool))
            )
            draft = draft.noting(f"The {kept} stays as it is, as you asked.")
        spared = replace(choice, tool=scaled(tool, sitting.emphasis) if sitting.emphasis != 1.0 else tool)
        because = _because(wish, choice.reason, place.confidence)
        draft = draft.adding(step_of(spared, place.mask, because.reason), wish.intent, because)
    return draft


def _steps_of_looks(draft: Draft) -> tuple[Handle, ...]:
    return _steps_for(draft, lambda wish: bool(wish.target) or wish.op == "style")


def _steps_of_enhancing(draft: Draft) -> tuple[Handle, ...]:
    return _steps_for(draft, lambda wish: wish.op == "enhance" and not wish.target)


def _steps_for(draft: Draft, is_meant: Callable[[Intent], bool]) -> tuple[Handle, ...]:
    return tuple(
        Handle(at, None)
        for at, slot in enumerate(draft.slots)
        if slot.origin is not None and slot.origin.op in COMPOSED and slot.origin != REFERENCE
        if is_meant(slot.origin)
    )


def _name(draft: Draft, handle: Handle) -> str:
    """The look that a step belongs to."""
    origin = draft.slots[handle.at].origin
    return "" if origin is None else origin.target


def _less(draft: Draft, wish: Wish, handles: Sequence[Handle]) -> Draft:
    if not handles:
        return draft.noting(f"{quoted(wish.words)}: there is nothing of that to take back.")
    back = BACK[wish.intent.strength]
    if back >= 1.0:
        return taken_out(draft, handles, _because(wish, "taken out", 1.0))
    return _by(draft, wish, handles, 1.0 - back, "less of it")


def _by(draft: Draft, wish: Wish, handles: Sequence[Handle], factor: float, why: str) -> Draft:
    because = _because(wish, why, 1.0)
    for handle in sorted(handles, key=lambda each: each.at, reverse=True):
        step = draft.slots[handle.at].step
        made = scaled_step(step, factor)
        draft = draft.changing(handle.at, with_tool(made, made.tool, because.reason), because)
    return draft


def _places(handles: Sequence[Handle]) -> list[int]:
    return [handle.at for handle in handles]


def _because(wish: Wish, why: str, sureness: float) -> Because:
    return Because(wish.index, because_of(wish.words, why), wish.intent.confidence * sureness)


def empty_request() -> Wish:
    """The wish of a request that says nothing."""
    from burnish.agent.planner.origins import AUTO_ENHANCE

    return Wish(None, AUTO_ENHANCE, "")
