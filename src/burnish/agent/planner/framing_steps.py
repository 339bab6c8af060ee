"""Crop, rotate and flip: one step each, which later wishes change rather than repeat."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from burnish.agent.planner.draft import Because, Draft, with_tool
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.levers import remade
from burnish.agent.planner.placing import step_of
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.wording import because_of, noun, quoted
from burnish.tools.base import Tool
from burnish.tools.crop import Crop
from burnish.tools.flip import Flip
from burnish.tools.rotate import Rotate

if TYPE_CHECKING:
    from burnish.agent.policy.choice import Choice

SMALLEST_SIDE = 0.3
"""Of the frame: crops on crops come no smaller than this unless one wish asks for it."""

MOST_DEGREES = 45.0
"""Furthest that a picture is straightened."""

WIDER = {"small": 0.7, "medium": 0.5, "large": 0.2}
"""Share of the cut that is left when a wider crop is wanted."""

MOST_CUT_PERCENT = 95.0
"""A crop that takes off as much, or more, is no crop."""

_SHAPE = re.compile(r"\d\s*:\s*\d")
"""A shape of the frame, such as 3:2."""

NO_FRAME = "no crop has that frame; say a share of the picture below 95 %, or a shape such as 3:2"
_NONE_LEFT = "there is nothing beyond the frame; that needs a generative editor, and none is configured"
_BACK = re.compile(r"\b(wide[rn]?|widen|loos\w*|less|out|back|room|space|uncrop|undo)\b", re.IGNORECASE)

_PARTING = re.compile(r"[;!?\n]|[.,](?!\d)|\b(?:and|then|but)\b", re.IGNORECASE)
"""What parts one wish from the next; a point inside a number does not."""


def framed_steps(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with a wish about the frame met."""
    if wish.intent.op == "crop" and wish.intent.direction == "-":
        return _wider(draft, wish)
    located = sitting.located(wish.intent)
    if wish.intent.op == "crop" and wish.intent.region in ("person", "obj", "face") and not located.found:
        return draft.asking(Ask("place", wish.intent, wish.words))
    asked = replace(wish.intent, phrase=wish.intent.phrase or words_around(wish, sitting.request.text))
    choices = sitting.craft.framed(asked, sitting.perception, located)
    if any(_is_no_frame(choice.tool, asked) for choice in choices):
        return draft.refusing(wish.words, NO_FRAME, wish.index)
    if not choices and wish.intent.op == "rotate":
        return draft.asking(Ask("angle", wish.intent, wish.words))
    if not choices:
        return draft.noting(f"{quoted(wish.words)}: there is nothing to {wish.intent.op}.")
    confidence = wish.intent.confidence * (located.confidence if located.found else 1.0)
    for choice in choices:
        draft = _with(draft, wish, choice, confidence)
    return draft


def words_around(wish: Wish, text: str) -> str:
    """The part of the text that a wish stands in, which says how: `crop it to 16:9`, `turn it to the left`."""
    start, end = wish.intent.span
    if end <= start:
        return wish.words
    cuts = [0, *(cut for found in _PARTING.finditer(text) for cut in found.span()), len(text)]
    first = max(cut for cut in cuts if cut <= start)
    last = min(cut for cut in cuts if cut >= end)
    return text[first:last].strip()


def _is_no_frame(tool: Tool, asked: Intent) -> bool:
    """Whether a crop was stated by numbers that no frame can have: another one would be a guess."""
    if not isinstance(tool, Crop) or tool.aspect:
        return False
    stated = asked.quantity is not None and asked.quantity.unit in ("%", "")
    too_much = stated and asked.quantity is not None and abs(asked.quantity.value) >= MOST_CUT_PERCENT
    return too_much or _SHAPE.search(asked.phrase) is not None


def widened(crop: Crop, share: float) -> Tool:
    """A crop that cuts off only a share of what it cut off."""
    edges = {
        "left": crop.left * share,
        "top": crop.top * share,
        "right": 1.0 - (1.0 - crop.right) * share,
        "bottom": 1.0 - (1.0 - crop.bottom) * share,
    }
    return remade(crop, edges)


def _with(draft: Draft, wish: Wish, choice: "Choice", confidence: float) -> Draft:
    because = Because(wish.index, because_of(wish.words, choice.reason), confidence)
    kind = type(choice.tool)
    at = next((at for at, slot in enumerate(draft.slots) if type(slot.step.tool) is kind), None)
    if at is None:
        return draft.adding(step_of(choice, None, because.reason), wish.intent, because)
    step = draft.slots[at].step
    tool = _together(step.tool, choice.tool, level=wish.intent.direction == "0")
    return draft.changing(at, with_tool(step, tool, because.reason), because, wish.intent)


def _together(old: Tool, new: Tool, *, level: bool) -> Tool:
    match old, new:
        case Crop(), Crop():
            return _cropped_again(old, new)
        case Flip(), Flip():
            return Flip(horizontal=old.horizontal != new.horizontal, vertical=old.vertical != new.vertical)
        case Rotate(), Rotate():
            turns = (old.quarter_turns + new.quarter_turns) % 4
            angle = new.angle if level else min(max(old.angle + new.angle, -MOST_DEGREES), MOST_DEGREES)
            return Rotate(quarter_turns=turns, angle=angle, auto_crop=new.auto_crop)
        case _:
            return new


def _cropped_again(old: Crop, new: Crop) -> Crop:
    """The second crop inside the first; one to an aspect takes the place of another to an aspect."""
    if old.aspect and new.aspect:
        return new
    width, height = old.right - old.left, old.bottom - old.top
    left, right = old.left + new.left * width, old.left + new.right * width
    top, bottom = old.top + new.top * height, old.top + new.bottom * height
    if min(right - left, bottom - top) < SMALLEST_SIDE and min(width, height) <= 1.2 * SMALLEST_SIDE:
        left, right, top, bottom = old.left, old.right, old.top, old.bottom
    told = {
        name: getattr(new if new.aspect else old, name)
        for name in ("aspect", "place", "subject_x", "subject_y")
    }
    return Crop(left=left, top=top, right=right, bottom=bottom, **told)


def _wider(draft: Draft, wish: Wish) -> Draft:
    crops = [(at, slot.step, slot.step.tool) for at, slot in enumerate(draft.slots)]
    there = [(at, step, tool) for at, step, tool in crops if isinstance(tool, Crop)]
    if not there:
        if _BACK.search(wish.words):
            return draft.refusing(wish.words, _NONE_LEFT, wish.index)
        return draft.noting(f"There is no {noun('crop')} to widen.")
    at, step, crop = there[-1]
    because = Because(wish.index, because_of(wish.words, "a wider frame"), wish.intent.confidence)
    tool = widened(crop, WIDER[wish.intent.strength])
    return draft.changing(at, with_tool(step, tool, because.reason), because)
