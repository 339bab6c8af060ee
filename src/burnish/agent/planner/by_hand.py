"""Slider moves: facts that need no interpretation."""

from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.planner.draft import Because, Draft
from burnish.agent.planner.levers import levers, remade
from burnish.agent.planner.placing import placed
from burnish.agent.planner.request import SliderMove
from burnish.imaging.masks import Mask
from burnish.recipe.recipe import Step
from burnish.tools.catalogue import Catalogue

_MOVED = Because(None, "set by hand")


def with_sliders(draft: Draft, moves: Sequence[SliderMove], mask: Mask | None, catalogue: Catalogue) -> Draft:
    """The draft with each slider exactly where the person put it.

    Raises:
        UnknownTool, InvalidStep: there is no such tool or parameter, or the value is out of its range.
    """
    for move in moves:
        draft = _with_slider(draft, move, mask, catalogue)
    return draft


def _with_slider(draft: Draft, move: SliderMove, mask: Mask | None, catalogue: Catalogue) -> Draft:
    alone = catalogue.make(move.tool, {move.parameter: move.value})
    place = placed(alone, mask)
    there = [
        at
        for at, slot in enumerate(draft.slots)
        if type(slot.step.tool) is type(alone) and slot.step.mask == place
    ]
    if not there:
        return draft.adding(Step(alone, place, reason=_MOVED.reason), None, _MOVED)
    *earlier, last = there
    step = draft.slots[last].step
    values = {name: getattr(step.tool, name) for name in type(alone).model_fields} | {
        move.parameter: move.value
    }
    made = replace(step, tool=catalogue.make(move.tool, values), reason=_MOVED.reason, author="person")
    draft = draft.changing(last, made, _MOVED)
    return _only_there(draft, earlier, move.parameter)


def _only_there(draft: Draft, places: Sequence[int], parameter: str) -> Draft:
    """The draft without the parameter in other steps of the same tool, so that what shows is what was set."""
    for at in sorted(places, reverse=True):
        step = draft.slots[at].step
        if parameter in levers(step.tool) and getattr(step.tool, parameter):
            tool = remade(step.tool, {parameter: 0.0})
            draft = draft.changing(
                at, replace(step, tool=tool, reason=_MOVED.reason, author="person"), _MOVED
            )
    return draft
