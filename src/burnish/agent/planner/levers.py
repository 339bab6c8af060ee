"""How much a tool does: which of its parameters say so, and the same tool with more or less of it."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeAlias, cast

from burnish.tools.base import Tool

_TONES = ("highlights", "shadows", "whites", "blacks")
_GRADED = ("shadow", "midtone", "highlight", "global")
_BANDS = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")

_LEVERS: Mapping[str, tuple[str, ...]] = {
    "exposure": ("stops",),
    "tone": _TONES,
    "tone_curve": ("shadows", "darks", "lights", "highlights"),
    "white_balance": ("temperature", "tint"),
    "hue": ("degrees",),
    "hsl": tuple(f"{part}_{band}" for part in ("hue", "saturation", "luminance") for band in _BANDS),
    "color_grading": tuple(f"{part}_{what}" for part in _GRADED for what in ("saturation", "luminance")),
    "denoise": ("luma", "chroma"),
    "blur": ("radius",),
    "rotate": ("angle",),
    "perspective": ("vertical", "horizontal", "aspect", "offset_x", "offset_y"),
    "heal": (),
}
"""Parameters that are 0 when the tool does nothing and grow with what it does; `amount` for every other tool."""

_CURVES = ("points", "red", "green", "blue")
"""Curves of `tone_curve`, which go toward the straight line."""

DAYLIGHT_KELVIN = 5500.0
"""`white_balance.kelvin` that changes nothing."""

_CEILINGS: Mapping[str, float] = {
    "exposure": 0.5, "blur": 0.4, "hue": 1.0, "rotate": 1.0, "black_and_white": 1.0, "recolor": 1.0,
    "background": 1.0, "lut": 1.0, "perspective": 1.0,
}  # fmt: skip
_CEILING = 0.85
"""Share of a parameter's range that a wish repeated without end comes near to and never passes."""

NOTHING = 0.004
"""Size of an edit, as a share of its range, that nobody sees."""

Points: TypeAlias = tuple[tuple[float, float], ...]


def levers(tool: Tool) -> tuple[str, ...]:
    """The parameters that say how much the tool does; none for one that does all or nothing."""
    return _levers(type(tool))


def size(tool: Tool, fields: Collection[str] | None = None) -> float:
    """How much it does, 0 (nothing) to 1 (all that it can), by the furthest of its levers, or of those given."""
    names = levers(tool) if fields is None else fields
    shares = [abs(getattr(tool, name)) / bounds(type(tool), name)[1] for name in names]
    if tool.name == "tone_curve" and fields is None:
        shares += [abs(y - x) / 255 for name in _CURVES for x, y in cast("Points", getattr(tool, name))]
    return max(shares, default=0.0 if tool.is_neutral else 1.0)


def main_lever(tool: Tool, fields: Collection[str] | None = None) -> str | None:
    """The lever that is furthest from doing nothing, among those given."""
    names = levers(tool) if fields is None else tuple(fields)
    moved = [name for name in names if getattr(tool, name)]
    return max(moved, key=lambda name: size(tool, (name,)), default=None)


def scaled(tool: Tool, factor: float, fields: Collection[str] | None = None) -> Tool:
    """The tool with its levers, or those given, times a factor, inside their bounds."""
    names = levers(tool) if fields is None else fields
    values: dict[str, Any] = {name: getattr(tool, name) * factor for name in names}
    if fields is None:
        values |= _scaled_rest(tool, factor)
    return remade(tool, values)


def between(before: Tool, after: Tool, share: float) -> Tool:
    """From one tool (share 0) to another of its kind (1) and beyond, lever by lever; the rest is the second's."""
    values = {
        name: getattr(before, name) + share * (getattr(after, name) - getattr(before, name))
        for name in levers(after)
    }
    return remade(after, values)


def held(before: Tool, after: Tool) -> Tool:
    """The second tool with no lever past its ceiling that was not past it in the first."""
    ceiling = _CEILINGS.get(after.name, _CEILING)
    values: dict[str, float] = {}
    for name in levers(after):
        most = max(ceiling * bounds(type(after), name)[1], abs(getattr(before, name)))
        values[name] = min(max(getattr(after, name), -most), most)
    return remade(after, values)


def grown(old: Tool, more: Tool) -> Tool:
    """Both together, as one wish said again: the nearer to the ceiling, the smaller each step."""
    ceiling = _CEILINGS.get(old.name, _CEILING)
    values: dict[str, Any] = {}
    for name in levers(old):
        was, by = getattr(old, name), getattr(more, name)
        values[name] = _sum(was, by, ceiling * bounds(type(old), name)[1])
    return remade(old, {**_settings(more), **values})


def added(old: Tool, more: Tool) -> Tool:
    """Both together, number by number, inside the bounds."""
    values = {name: getattr(old, name) + getattr(more, name) for name in levers(old)}
    return remade(old, {**_settings(more), **values})


def reset(tool: Tool, fields: Collection[str]) -> Tool:
    """The tool with these parameters doing nothing."""
    return remade(tool, {name: type(tool).model_fields[name].default for name in fields})


def remade(tool: Tool, values: Mapping[str, Any]) -> Tool:
    """The tool with other values, each brought inside its bounds."""
    kind = type(tool)
    told = {name: getattr(tool, name) for name in kind.model_fields}
    for name, value in values.items():
        low, high = bounds(kind, name)
        told[name] = _brought(value, low, high, whole=isinstance(getattr(tool, name), int))
    return kind.model_validate(told)


def _brought(value: Any, low: float, high: float, *, whole: bool) -> Any:
    """A number inside its bounds, as fine as a slider shows it; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return value
    inside = min(max(value, low), high)
    if whole:
        return round(inside)
    span = high - low
    return round(inside, 1 if span > 50 else 2 if span > 2 else 4)


@cache
def bounds(kind: type[Tool], name: str) -> tuple[float, float]:
    """The least and the greatest value that a parameter takes."""
    low, high = float("-inf"), float("inf")
    for rule in kind.model_fields[name].metadata:
        low, high = getattr(rule, "ge", low), getattr(rule, "le", high)
    return low, high


@cache
def _levers(kind: type[Tool]) -> tuple[str, ...]:
    plain = ("amount",) if "amount" in kind.model_fields else ()
    return _LEVERS.get(kind.name, plain)


def _sum(was: float, by: float, ceiling: float) -> float:
    if by == 0 or was * by < 0:
        return was + by
    room = max(1.0 - abs(was) / ceiling, 0.0)
    return was + by * room if was else by


def _settings(tool: Tool) -> dict[str, Any]:
    """What it says besides how much: the values that are not its defaults."""
    fields = type(tool).model_fields
    return {
        name: getattr(tool, name)
        for name in fields
        if name not in levers(tool) and getattr(tool, name) != fields[name].default
    }


def _scaled_rest(tool: Tool, factor: float) -> dict[str, Any]:
    """Curves toward the straight line, and a stated color temperature toward daylight, in mired."""
    if tool.name == "tone_curve":
        return {name: _bent(getattr(tool, name), factor) for name in _CURVES}
    kelvin = getattr(tool, "kelvin", None)
    if tool.name == "white_balance" and kelvin is not None:
        daylight = 1e6 / DAYLIGHT_KELVIN
        mired = daylight + factor * (1e6 / kelvin - daylight)
        return {"kelvin": 1e6 / max(mired, 20.0)}
    return {}


def _bent(points: Points, factor: float) -> Points:
    return tuple((x, min(max(x + (y - x) * factor, 0.0), 255.0)) for x, y in points)
