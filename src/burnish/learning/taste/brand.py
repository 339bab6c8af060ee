"""A recipe held to a brand's rules. They come after taste: what somebody likes never breaks them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from burnish.imaging.color import hex_to_linear, to_oklab
from burnish.learning.taste.brand_rules import BrandRules
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.catalogue import Catalogue
from burnish.tools.color_grading import REGIONS

NEAR_WHITE = 200
"""Code value from which every channel of a nearly gray background color counts as white."""

NEARLY_GRAY = 12
"""Largest difference between the channels of such a color."""

LEAST_CHROMA = 0.02
"""Oklab chroma below which a palette's color has no hue to tint with."""


@dataclass(frozen=True)
class Held:
    """A recipe within the rules, and what had to be changed for that."""

    recipe: Recipe
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Holder:
    rules: BrandRules
    catalogue: Catalogue
    frame: tuple[int, int] | None


def within(
    rules: BrandRules, recipe: Recipe, catalogue: Catalogue, frame: tuple[int, int] | None = None
) -> Held:
    """The recipe with every step inside the rules; a step that is changed says so in its reason.

    `frame`: width and height of the photo, by which the nearest shape for a free crop is found.
    """
    holder = _Holder(rules, catalogue, frame)
    notes: list[str] = []
    for hold in (_without_never, _bounded, _colored, _contrasty, _shaped):
        recipe, said = hold(holder, recipe)
        notes += said
    return Held(recipe, tuple(notes))


def _without_never(holder: _Holder, recipe: Recipe) -> tuple[Recipe, list[str]]:
    gone = [step for step in recipe.steps if step.tool.name in holder.rules.never]
    kept = tuple(step for step in recipe.steps if step.tool.name not in holder.rules.never)
    notes = [f"{name} is left out: the brand never uses it" for name in sorted({s.tool.name for s in gone})]
    return (replace(recipe, steps=kept), notes) if gone else (recipe, [])


def _bounded(holder: _Holder, recipe: Recipe) -> tuple[Recipe, list[str]]:
    """Sliders within their bounds. Steps for the whole picture add up; one with a mask counts by itself."""
    so_far: dict[tuple[str, str], float] = {}

    def values(step: Step) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name, (low, high) in holder.rules.bounds.get(step.tool.name, {}).items():
            value = float(getattr(step.tool, name))
            before = so_far.get((step.tool.name, name), 0.0) if step.mask is None else 0.0
            held = min(max(before + value, low), high) - before
            if abs(held - value) > 1e-9:
                changed[name] = round(held, 6)
            if step.mask is None:
                so_far[step.tool.name, name] = before + held
        return changed

    return _each(holder, recipe, values)


def _colored(holder: _Holder, recipe: Recipe) -> tuple[Recipe, list[str]]:
    rules = holder.rules

    def values(step: Step) -> dict[str, Any]:
        tool: Any = step.tool
        match tool.name:
            case "background" if tool.style == "color" and not tool.is_neutral:
                if rules.white_background is not None and _is_white(tool.color):
                    return _other("color", tool.color, "#" + f"{rules.white_background:02x}" * 3)
                return _other("color", tool.color, _nearest(rules, tool.color))
            case "recolor" if not tool.is_neutral:
                return _other("color", tool.color, _nearest(rules, tool.color))
            case "color_grading":
                return _tints(rules, tool)
            case _:
                return {}

    return _each(holder, recipe, values)


def _other(name: str, old: str, new: str) -> dict[str, Any]:
    return {} if old.lower() == new.lower() else {name: new}


def _is_white(color: str) -> bool:
    channels = [int(color[k : k + 2], 16) for k in (1, 3, 5)]
    return min(channels) >= NEAR_WHITE and max(channels) - min(channels) <= NEARLY_GRAY


def _nearest(rules: BrandRules, color: str) -> str:
    if not rules.palette:
        return color
    here = _oklab(color)
    return min(rules.palette, key=lambda each: float(np.sum((_oklab(each) - here) ** 2))).lower()


def _oklab(color: str) -> Any:
    return to_oklab(hex_to_linear(color))


def _tints(rules: BrandRules, tool: Any) -> dict[str, Any]:
    """Hues of tints moved to the nearest of the palette's, on the photographer's wheel."""
    hues = [_wheel(each) for each in rules.palette if float(np.hypot(*_oklab(each)[1:])) >= LEAST_CHROMA]
    changed: dict[str, Any] = {}
    for region in REGIONS if hues else ():
        hue = float(getattr(tool, f"{region}_hue"))
        if getattr(tool, f"{region}_saturation") > 0:
            near = min(hues, key=lambda each: _apart(each, hue))
            if _apart(near, hue) > 0.5:
                changed[f"{region}_hue"] = near
    return changed


def _wheel(color: str) -> float:
    """Degrees of a color on the wheel of HSV."""
    red, green, blue = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return round(math.degrees(math.atan2(math.sqrt(3) * (green - blue), 2 * red - green - blue)) % 360, 1)


def _apart(one: float, other: float) -> float:
    difference = abs(one - other) % 360
    return min(difference, 360 - difference)


def _contrasty(holder: _Holder, recipe: Recipe) -> tuple[Recipe, list[str]]:
    least = holder.rules.minimum_contrast
    if least is None or "contrast" in holder.rules.never:
        return recipe, []
    at = [k for k, step in enumerate(recipe.steps) if _counts(step) and step.tool.name == "contrast"]
    total = sum(_amount(recipe.steps[k]) for k in at)
    if total >= least:
        return recipe, []
    note = f"contrast.amount {least:g} at least"
    if not at:
        tool = holder.catalogue.make("contrast", {"amount": least})
        return recipe.adding(Step(tool, reason=_because(note), author="planner")), [_because(note)]
    step = recipe.steps[at[-1]]
    amount = min(100.0, _amount(step) + least - total)
    return recipe.replacing(at[-1], _changed(holder, step, {"amount": amount}, note)), [_because(note)]


def _amount(step: Step) -> float:
    return float(getattr(step.tool, "amount", 0.0))


def _shaped(holder: _Holder, recipe: Recipe) -> tuple[Recipe, list[str]]:
    allowed = holder.rules.crop_aspects

    def values(step: Step) -> dict[str, Any]:
        tool: Any = step.tool
        if tool.name != "crop" or tool.is_neutral or not allowed or tool.aspect in allowed:
            return {}
        wide, tall = holder.frame or (1, 1)
        shape = _ratio(tool.aspect) if tool.aspect else (
            (tool.right - tool.left) * wide / ((tool.bottom - tool.top) * tall)
        )  # fmt: skip
        return {"aspect": min(allowed, key=lambda each: abs(math.log(_ratio(each) / shape)))}

    return _each(holder, recipe, values)


def _ratio(aspect: str) -> float:
    across, down = (float(side) for side in aspect.split(":"))
    return across / down


def _counts(step: Step) -> bool:
    return step.enabled and step.mask is None


def _each(
    holder: _Holder, recipe: Recipe, values: Callable[[Step], dict[str, Any]]
) -> tuple[Recipe, list[str]]:
    """The recipe with new values for its steps that are on, and what was changed."""
    notes: list[str] = []
    for place, step in enumerate(recipe.steps):
        changed = values(step) if step.enabled else {}
        if changed:
            note = ", ".join(f"{step.tool.name}.{name} {_told(value)}" for name, value in changed.items())
            notes.append(_because(note))
            recipe = recipe.replacing(place, _changed(holder, step, changed, note))
    return recipe, notes


def _told(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _because(note: str) -> str:
    return f"held to the brand's rules: {note}"


def _changed(holder: _Holder, step: Step, changed: dict[str, Any], note: str) -> Step:
    params = step.tool.model_dump(mode="json", exclude_defaults=True) | changed
    reason = f"{step.reason}; {_because(note)}" if step.reason else _because(note)
    return replace(step, tool=holder.catalogue.make(step.tool.name, params), reason=reason)
