"""A choice of the policy as a step in its place."""

from typing import TYPE_CHECKING

from burnish.imaging.masks import Combine, Mask
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool

if TYPE_CHECKING:
    from burnish.agent.policy.choice import Choice


def step_of(choice: "Choice", mask: Mask | None, reason: str) -> Step:
    """The step of a choice; a mask of its own counts inside the place."""
    return Step(choice.tool, placed(choice.tool, mask, choice.mask), reason=reason, author="planner")


def placed(tool: Tool, *masks: Mask | None) -> Mask | None:
    """The mask of a tool that acts in all of these places; none for a tool that moves pixels."""
    said = tuple(mask for mask in masks if mask is not None)
    if not said or not takes_mask(tool):
        return None
    return said[0] if len(said) == 1 else Combine(operation="intersect", masks=said)


def takes_mask(tool: Tool) -> bool:
    """Whether it can act in a part of the picture."""
    return tool.group != "geometry"
