"""`--set exposure.stops=0.5`: edits written on the command line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from burnish.errors import InvalidStep
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import Catalogue

REASON = "set on the command line"


@dataclass(frozen=True)
class Setting:
    """One parameter of one tool."""

    tool: str
    name: str
    value: Any


def parse_setting(text: str) -> Setting:
    """The setting in `tool.parameter=value`; the value is JSON where it can be, else text.

    Raises:
        InvalidStep: not of that shape.
    """
    place, equals, value = text.partition("=")
    tool, dot, name = place.strip().partition(".")
    if not (equals and dot and tool and name):
        raise InvalidStep(f"--set takes tool.parameter=value, such as exposure.stops=0.5, not {text!r}")
    return Setting(tool, name, _value(value.strip()))


def _value(text: str) -> Any:
    """JSON; or a number as people write it, such as +0.5 and .5; or else the text."""
    for read in (json.loads, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def with_settings(recipe: Recipe, settings: Sequence[Setting], catalogue: Catalogue) -> Recipe:
    """The recipe with these parameters, in the last step of each tool that acts everywhere or in a new one.

    Raises:
        UnknownTool, InvalidStep: a name that does not exist or a value out of range.
    """
    grouped: dict[str, dict[str, Any]] = {}
    for each in settings:
        grouped.setdefault(each.tool, {})[each.name] = each.value
    for tool, params in grouped.items():
        place = _last_place(recipe, tool)
        if place is None:
            recipe = recipe.adding(Step(catalogue.make(tool, params), reason=REASON))
            continue
        step = recipe.steps[place]
        merged = step.tool.model_dump(mode="json", exclude_defaults=True) | params
        recipe = recipe.replacing(place, _with_tool(step, catalogue.make(tool, merged)))
    return recipe


def _with_tool(step: Step, tool: Any) -> Step:
    return replace(step, tool=tool, reason=REASON, author="person")


def _last_place(recipe: Recipe, tool: str) -> int | None:
    places = [
        k
        for k, step in enumerate(recipe.steps)
        if step.tool.name == tool and step.mask is None and step.enabled
    ]
    return places[-1] if places else None
