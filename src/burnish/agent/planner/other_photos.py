"""The same for the other photos: what of an edit travels, and what belongs to one photo alone."""

from dataclasses import dataclass, replace

from burnish.agent.planner.conversation import Conversation
from burnish.imaging.masks import Combine, Mask, Radial
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.crop import Crop

_TRAVELING = frozenset({"linear", "luminosity_range", "sky", "skin", "face", "eyes"})
"""Masks that find their place anew in another photo, or lie in the frame."""

_ONE_PHOTO = frozenset({"heal", "rotate", "perspective", "flip"})
"""Tools that mend what one photo has."""

CENTRAL = 0.1
"""How far from the middle, in picture widths and heights, an ellipse may lie that is meant for the frame."""


@dataclass(frozen=True)
class Carried:
    """An edit as it is for another photo."""

    recipe: Recipe

    left_out: tuple[Step, ...]
    """Steps that belong to the first photo alone."""


def carried_over(recipe: Recipe) -> Carried:
    """The recipe for another photo: without healing, straightening, and places that were drawn or cut out."""
    kept = tuple(step for step in map(_for_another, recipe.steps) if step is not None)
    left_out = tuple(step for step in recipe.steps if _for_another(step) is None)
    return Carried(recipe if kept == recipe.steps else replace(recipe, steps=kept), left_out)


def conversation_on(photo: str, earlier: Conversation) -> Conversation:
    """A conversation about another photo (by digest), which begins with the same edit and keeps the same things."""
    recipe = carried_over(earlier.recipe).recipe
    return Conversation(photo, recipe, recipe, keeps=earlier.keeps)


def _for_another(step: Step) -> Step | None:
    tool = step.tool
    if isinstance(tool, Crop):
        return replace(step, tool=Crop(aspect=tool.aspect)) if tool.aspect else None
    if tool.name in _ONE_PHOTO or (step.mask is not None and not _travels(step.mask)):
        return None
    return step


def _travels(mask: Mask) -> bool:
    match mask:
        case Combine():
            return all(_travels(part) for part in mask.masks)
        case Radial():
            return max(abs(mask.x - 0.5), abs(mask.y - 0.5)) <= CENTRAL
        case _ if mask.kind == "color_range":
            return all(isinstance(sample, str) for sample in mask.samples)
        case _:
            return mask.kind in _TRAVELING
