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
    text = tool_words(step.tool.name)
    values = ", ".join(_parameters(step.tool))
    parts = [f"{text}: {values}" if values else text]
    if step.mask is not None:
        outside = "not " if step.mask.invert else ""
        parts.append(f"where: {outside}{step.mask.kind.replace('_', ' ')}")
    if step.opacity < 1:
        parts.append(f"opacity {step.opacity:.0%}")
    if step.tool.name == "lut" and step.reason:
        parts.append(step.reason)
    if not step.enabled:
        parts.append("turned off")
    return " · ".join(parts)


def tool_words(name: str) -> str:
    """A tool's name as people write it."""
    return name.upper() if name in ("hsl", "lut") else name.replace("_", " ").capitalize()


def _parameters(tool: Tool) -> Iterable[str]:
    defaults = type(tool)()
    for name, field in type(tool).model_fields.items():
        value = getattr(tool, name)
        if value != getattr(defaults, name):
            extra: object = field.json_schema_extra
            shown = cast("Mapping[str, Any]", extra) if isinstance(extra, Mapping) else {}
            is_signed = any(getattr(each, "ge", 0) < 0 for each in field.metadata)
            told = value_words(value, str(shown.get("unit", "")), is_signed=is_signed)
            yield f"{name.replace('_', ' ')} {told}"


def value_words(value: Any, unit: str = "", *, is_signed: bool = False) -> str:
    """A parameter's value with its unit; with its sign where the slider goes both ways."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        unit = unit if len(unit) <= 3 else ""
        digits = "d" if isinstance(value, int) else "g"
        return f"{value:{'+' if is_signed else ''}{digits}} {unit}".rstrip()
    if isinstance(value, tuple):
        points = cast("tuple[Any, ...]", value)
        return cut(" ".join("/".join(f"{part:g}" for part in point) for point in points))
    return f"{value[:15]}…" if str(value).startswith("sha256:") else cut(str(value))


def cut(text: str) -> str:
    """The text, shortened where it is long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def count(number: int, noun: str) -> str:
    """The number with its noun, plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
