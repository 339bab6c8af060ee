"""Steps that act in one place, taken out together: each alone leaves the edge that the other makes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from burnish.agent.checking.causes import left_out
from burnish.agent.checking.finding import Category, Finding
from burnish.agent.checking.keeping import box
from burnish.agent.checking.workpiece import RecipeWork, State
from burnish.agent.explain.step_words import step_words
from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.serving import direction_of, is_opposite, serving
from burnish.recipe.recipe import Step

ALIKE = 0.6
"""Share of both places that have to be one, for a step to act where it was asked for."""

COARSE_PX = 128
"""Long side at which it is seen where a step acts."""

_SERVES: dict[Op, frozenset[str]] = {
    "exposure": frozenset({"exposure", "brightness", "tone", "tone_curve"}),
    "contrast": frozenset({"contrast", "tone_curve", "clarity", "tone"}),
    "highlights": frozenset({"tone", "tone_curve"}), "shadows": frozenset({"tone", "tone_curve"}),
    "saturation": frozenset({"saturation", "vibrance", "hsl"}),
    "temperature": frozenset({"white_balance", "color_grading"}), "auto_color": frozenset({"white_balance"}),
    "sharpness": frozenset({"sharpen", "clarity", "texture"}), "denoise": frozenset({"denoise"}),
    "dehaze": frozenset({"dehaze", "contrast"}), "blur": frozenset({"blur"}), "vignette": frozenset({"vignette"}),
}  # fmt: skip
"""Tools by what they are there for; a wish that is not here may be served by any."""


_OF_THE_WISH: frozenset[Category] = frozenset({"not_done", "overdone", "wrong_direction", "wrong_place"})
"""Faults of how a wish was granted."""


def taken_out(
    work: RecipeWork, state: State, finding: Finding, cause: int | None
) -> Iterator[tuple[str, State]]:
    """What to say, and the edit without the steps that act in this place only: those that nobody asked for, or those
    of one mask. `cause` is the step that is taken for the culprit.
    """
    if finding.category in _OF_THE_WISH:
        return
    local = [place for place in _local(work, state) if _acts_there(work, state.recipe.steps[place], finding)]
    unasked = tuple(place for place in local if nobody_asked(work, state.recipe.steps[place]))
    if unasked and (cause not in unasked or len(unasked) > 1):
        yield _without(state, unasked, ", which nobody asked for")
    groups = dict.fromkeys(
        tuple(other for other in local if state.recipe.steps[other].mask == state.recipe.steps[place].mask)
        for place in local
        if cause in (None, place)
    )
    for group in groups:
        asked = bool(work.intents) and state.recipe.steps[group[0]].mask == work.asked
        if len(group) > 1 and group != unasked and not asked:
            yield _without(state, group, ", which act in one place")


def _local(work: RecipeWork, state: State) -> list[int]:
    return [
        place
        for place, step in enumerate(state.recipe.steps)
        if place in work.touchable and step.enabled and step.mask is not None and not step.tool.is_neutral
    ]


def _acts_there(work: RecipeWork, step: Step, finding: Finding) -> bool:
    """Whether a step acts where a finding is."""
    if step.mask is None:
        return True
    plane = work.in_frame(step.mask, COARSE_PX)
    height, width = plane.shape
    left, top, right, bottom = box(finding)
    inside = plane[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1]
    return bool((inside > 0.1).any())


def _without(state: State, places: Sequence[int], why: str) -> tuple[str, State]:
    told = " and ".join(f"“{step_words(state.recipe.steps[place])}”" for place in places)
    for place in places:
        state = replace(state, recipe=left_out(state.recipe, place))
    return f"took out {told}{why}", state


def nobody_asked(work: RecipeWork, step: Step) -> bool:
    """Whether wishes are known and none of them is one that this tool serves, the way that it goes; or all that it
    serves is for the whole picture, where another step does it already.
    """
    if not work.intents or any(each.op not in _SERVES for each in work.intents):
        return False
    served = [each for each in work.intents if _serves(step, each)]
    if step.mask is None or work.asked is not None or any(each.region is not None for each in served):
        return not served
    done = [
        each for each in work.after.steps if each.enabled and each.mask is None and not each.tool.is_neutral
    ]
    return all(any(_serves(each, wish) for each in done) for wish in served)


def is_as_asked(work: RecipeWork, step: Step) -> bool:
    """Whether a step does what was wished for, where it was wished for."""
    serves = any(each.op in _SERVES and _serves(step, each) for each in work.intents)
    return serves and _is_where_asked(work, step)


def _is_where_asked(work: RecipeWork, step: Step) -> bool:
    """Whether most of where it acts is where that was asked for, and the other way round."""
    if step.mask is None or work.asked is None:
        return step.mask == work.asked
    here, asked = (work.in_frame(mask, COARSE_PX) for mask in (step.mask, work.asked))
    both = float(np.minimum(here, asked).sum())
    return both >= ALIKE * max(float(here.sum()), float(asked.sum()), 1e-6)


def _serves(step: Step, wish: Intent) -> bool:
    if step.tool.name not in _SERVES[wish.op]:
        return False
    fields = serving(wish.op, step.tool)
    return fields is None or not is_opposite(direction_of(step.tool, fields), wish.direction)
