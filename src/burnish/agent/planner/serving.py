"""Which parameters serve which operation: how a step is known when nobody said what it is for."""

from collections.abc import Mapping

from burnish.agent.planner.intents import Direction, Intent, Op
from burnish.agent.planner.levers import levers, main_lever
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool

COMPOSED: frozenset[Op] = frozenset({"style", "enhance"})
"""Operations whose steps serve several properties at once."""

_ALL: tuple[str, ...] = ()

_SERVING: Mapping[Op, Mapping[str, tuple[str, ...]]] = {
    "exposure": {"exposure": _ALL, "brightness": _ALL},
    "contrast": {"contrast": _ALL},
    "highlights": {"tone": ("highlights", "whites")},
    "shadows": {"tone": ("shadows", "blacks")},
    "saturation": {"saturation": _ALL, "vibrance": _ALL},
    "temperature": {"white_balance": ("temperature",)},
    "color": {"hsl": _ALL, "color_grading": _ALL, "recolor": _ALL, "hue": _ALL, "white_balance": ("tint",)},
    "auto_color": {"white_balance": _ALL},
    "sharpness": {"sharpen": _ALL, "texture": _ALL, "clarity": _ALL},
    "denoise": {"denoise": _ALL, "grain": _ALL},
    "dehaze": {"dehaze": _ALL},
    "blur": {"blur": _ALL},
    "vignette": {"vignette": _ALL},
    "crop": {"crop": _ALL},
    "rotate": {"rotate": _ALL},
    "flip": {"flip": _ALL},
    "black_and_white": {"black_and_white": _ALL},
    "remove": {"heal": _ALL},
    "background": {"background": _ALL},
    "style": {"lut": _ALL, "fade": _ALL, "glow": _ALL, "grain": _ALL},
}
"""Tools by operation, and the levers that serve it where not all do."""

NEAR: Mapping[Op, tuple[Op, ...]] = {
    "color": ("saturation", "temperature", "auto_color", "black_and_white"),
    "saturation": ("color", "black_and_white"),
    "temperature": ("auto_color",),
    "auto_color": ("temperature", "color"),
    "blur": ("background",),
    "retouch": ("denoise",),
    "enhance": ("style",),
    "style": ("enhance",),
}
"""What else a person may call so, when nothing of that name was done."""

TURNED = frozenset({"vignette", "grain"})
"""Tools of which more, for what they serve, is a lower number: darker corners, less noise."""


def serving(op: Op, tool: Tool) -> tuple[str, ...] | None:
    """The levers of a tool that serve an operation and are moved; None where the tool does not serve it."""
    served = _SERVING.get(op, {}).get(tool.name)
    if served is None:
        return None
    moved = tuple(name for name in served or levers(tool) if getattr(tool, name))
    return moved if moved or not levers(tool) else None


def served_by(step: Step) -> frozenset[Op]:
    """The operations that a step's tool serves as it is set."""
    return frozenset(op for op in _SERVING if serving(op, step.tool) is not None)


def is_same_property(one: Intent, other: Intent) -> bool:
    """Whether two wishes are about one thing: the later one changes what the earlier one did."""
    if one.op != other.op:
        return False
    return one.op != "color" or one.color == other.color or None in (one.color, other.color)


def is_opposite(direction: Direction | None, other: Direction | None) -> bool:
    """Whether one says more and the other less."""
    return {direction, other} == {"+", "-"}


def direction_of(tool: Tool, fields: tuple[str, ...] | None) -> Direction | None:
    """Which way a tool goes, by the sign of its furthest lever; None where it has none."""
    name = main_lever(tool, fields)
    if name is None:
        return None
    return "+" if (getattr(tool, name) > 0) != (tool.name in TURNED) else "-"
