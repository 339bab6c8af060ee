"""Steps and numbers in readable words."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import Tool

LONGEST = 72
"""Characters of one value; more are cut."""


def recipe_words(recipe: Recipe) -> list[str]:
    """One numbered line a step, in the recipe's own order."""
    return [f"{place}. {step_words(step)}" for place, step in enumerate(recipe.steps, 1)]


def step_words(step: Step) -> str:
    """The tool, what is not at its default, where it applies and how much."""
    text = step.tool.name.replace("_", " ").capitalize()
    values = ", ".join(_parameters(step.tool))
    parts = [f"{text}: {values}" if values else text]
    if step.mask is not None:
        parts.append(f"where: {step.mask.kind.replace('_', ' ')}")
    if step.opacity < 1:
        parts.append(f"opacity {step.opacity:.0%}")
    if not step.enabled:
        parts.append("turned off")
    return " · ".join(parts)


def _parameters(tool: Tool) -> Iterable[str]:
    defaults = type(tool)()
    for name, field in type(tool).model_fields.items():
        value = getattr(tool, name)
        if value != getattr(defaults, name):
            extra: object = field.json_schema_extra
            shown = cast("Mapping[str, Any]", extra) if isinstance(extra, Mapping) else {}
            yield f"{name.replace('_', ' ')} {value_words(value, str(shown.get('unit', '')))}"


def value_words(value: Any, unit: str = "") -> str:
    """A parameter's value with its unit; signed, as sliders show it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        unit = unit if len(unit) <= 3 else ""
        return f"{value:+g} {unit}".rstrip()
    if isinstance(value, tuple):
        points = cast("tuple[Any, ...]", value)
        return cut(" ".join("→".join(f"{part:g}" for part in point) for point in points))
    return cut(str(value))


def cut(text: str) -> str:
    """The text, shortened where it is long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def count(number: int, noun: str) -> str:
    """The number with its noun, plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
