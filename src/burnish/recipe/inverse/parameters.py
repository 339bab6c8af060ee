"""What the solver may turn: a coordinate for each slider, and how coordinates become tools.

A coordinate is 0 where its tool does nothing (or has its default shape) and ±1 at the far end of its slider.
A tint of `color_grading` has two coordinates, its place on the wheel, since a hue means nothing at saturation 0.
A tone curve's points lie at fixed inputs; their coordinates are how far they are lifted.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import annotated_types

from burnish.imaging.hue_bands import BANDS
from burnish.tools.base import PixelTool
from burnish.tools.catalogue import Catalogue
from burnish.tools.color_grading import REGIONS

Kind: TypeAlias = Literal["slider", "shape", "across", "up", "point"]

KNOTS = (0.0, 40.0, 88.0, 136.0, 192.0, 255.0)
"""Inputs of the points of a recovered tone curve, code values."""

POINT_REACH = 128.0
"""Code values by which a coordinate of 1 lifts a point."""


@dataclass(frozen=True)
class Coordinate:
    """One direction in which the edit can change."""

    tool: str
    field: str
    group: str
    """What is tried and dropped together."""
    kind: Kind = "slider"
    low: float = -1.0
    high: float = 1.0
    scale: float = 100.0
    """Slider units of a coordinate of 1."""
    default: float = 0.0
    knot: float = 0.0

    @property
    def label(self) -> str:
        """`tool.parameter` for people."""
        suffix = {"across": ".across", "up": ".up", "point": f"@{self.knot:g}"}.get(self.kind, "")
        return f"{self.tool}.{self.field}{suffix}"

    @property
    def key(self) -> tuple[str, str, str, float]:
        """What tells this coordinate from all others."""
        return self.tool, self.field, self.kind, self.knot


Values: TypeAlias = Mapping[Coordinate, float]
"""Coordinates that are not listed are 0."""


def coordinates(catalogue: Catalogue) -> tuple[Coordinate, ...]:
    """All that can be recovered with the tools of this catalogue, in pipeline order."""
    made: list[Coordinate] = []
    for tool in catalogue.tools:
        if tool.name in _DECLARED and issubclass(tool, PixelTool):
            made.extend(_coordinates_of(tool))
    return tuple(made)


_DECLARED: dict[str, tuple[tuple[str, tuple[str, ...], Kind], ...]] = {
    "white_balance": (("white_balance", ("temperature", "tint"), "slider"),),
    "exposure": (("exposure", ("stops",), "slider"),),
    "dehaze": (("dehaze", ("amount",), "slider"),),
    "brightness": (("brightness", ("amount",), "slider"),),
    "contrast": (("contrast", ("amount",), "slider"), ("contrast_shape", ("pivot",), "shape")),
    "tone": (("tone", ("highlights", "shadows", "whites", "blacks"), "slider"),),
    "tone_curve": (
        ("tone_curve", ("shadows", "darks", "lights", "highlights"), "slider"),
        ("tone_curve_shape", ("shadow_split", "midtone_split", "highlight_split"), "shape"),
        ("curve_points", ("points",), "point"),
        ("channel_points", ("red", "green", "blue"), "point"),
    ),
    "clarity": (("clarity", ("amount",), "slider"),),
    "saturation": (("saturation", ("amount",), "slider"),),
    "vibrance": (("vibrance", ("amount",), "slider"),),
    "hue": (("hue", ("degrees",), "slider"),),
    "hsl": (
        ("hsl_hue", tuple(f"hue_{b}" for b in BANDS), "slider"),
        ("hsl_saturation", tuple(f"saturation_{b}" for b in BANDS), "slider"),
        ("hsl_luminance", tuple(f"luminance_{b}" for b in BANDS), "slider"),
    ),
    "color_grading": (
        ("color_grading", tuple(f"{r}_saturation" for r in REGIONS), "across"),
        ("color_grading", tuple(f"{r}_saturation" for r in REGIONS), "up"),
        ("color_grading_light", tuple(f"{r}_luminance" for r in REGIONS), "slider"),
        ("color_grading_shape", ("blending", "balance"), "shape"),
    ),
    "black_and_white": (
        ("black_and_white", ("amount",), "slider"),
        ("black_and_white_shape", tuple(f"mix_{b}" for b in BANDS), "shape"),
    ),
    "fade": (("fade", ("amount",), "slider"),),
    "vignette": (
        ("vignette", ("amount",), "slider"),
        ("vignette_shape", ("midpoint", "roundness", "feather", "highlights"), "shape"),
    ),
}  # fmt: skip
"""Tool: (group, parameters, kind). Groups that end in `_shape` wait until their tool is in use."""


def _coordinates_of(tool: type[PixelTool]) -> Iterable[Coordinate]:
    for group, fields, kind in _DECLARED[tool.name]:
        for field in fields:
            if field not in tool.model_fields:
                continue
            if kind == "point":
                yield from (
                    Coordinate(tool.name, field, group, kind, -1.0, 1.0, POINT_REACH, 0.0, knot)
                    for knot in KNOTS
                )
            elif kind in ("across", "up"):
                yield Coordinate(tool.name, field, group, kind)
            else:
                yield slider(tool, field, group, kind)


def slider(tool: type[PixelTool], field: str, group: str, kind: Kind = "slider") -> Coordinate:
    """The coordinate of one bounded number."""
    low, high = _bounds(tool, field)
    default = float(tool.model_fields[field].default)
    scale = max(high - default, default - low)
    return Coordinate(
        tool.name, field, group, kind, (low - default) / scale, (high - default) / scale, scale, default
    )


def rounded(tool: PixelTool, catalogue: Catalogue) -> PixelTool:
    """The tool with numbers as people write them: a tenth of a slider unit, or a hundredth of a stop."""
    params: dict[str, Any] = {}
    for field, value in tool.model_dump(exclude_defaults=True).items():
        if isinstance(value, float):
            span = _span(type(tool), field)
            params[field] = round(value, 1 if span > 50 else 3)
        elif isinstance(value, tuple):
            params[field] = tuple((x, round(y, 1)) for x, y in value)
    made = catalogue.make(tool.name, params)
    assert isinstance(made, PixelTool)
    return made


def _span(kind: type[PixelTool], field: str) -> float:
    low, high = _bounds(kind, field)
    return high - low


def _bounds(kind: type[PixelTool], field: str) -> tuple[float, float]:
    marks = kind.model_fields[field].metadata
    low = next(float(m.ge) for m in marks if isinstance(m, annotated_types.Ge))  # pyright: ignore[reportArgumentType]
    high = next(float(m.le) for m in marks if isinstance(m, annotated_types.Le))  # pyright: ignore[reportArgumentType]
    return low, high


def tools_of(values: Values, catalogue: Catalogue) -> dict[str, PixelTool]:
    """The tools that these coordinates stand for, by name; neutral ones are left out."""
    by_tool: dict[str, dict[Coordinate, float]] = {}
    for coordinate, value in values.items():
        by_tool.setdefault(coordinate.tool, {})[coordinate] = value
    made = {name: tool_of(name, own, catalogue) for name, own in by_tool.items()}
    return {name: tool for name, tool in made.items() if not tool.is_neutral}


def tool_of(name: str, values: Values, catalogue: Catalogue) -> PixelTool:
    """One tool from its own coordinates."""
    params: dict[str, Any] = {}
    wheel: dict[str, list[float]] = {}
    curves: dict[str, dict[float, float]] = {}
    for c, value in values.items():
        if c.kind == "point":
            curves.setdefault(c.field, dict.fromkeys(KNOTS, 0.0))[c.knot] = value * c.scale
        elif c.kind in ("across", "up"):
            wheel.setdefault(c.field, [0.0, 0.0])[c.kind == "up"] = value
        else:
            params[c.field] = _held(c.default + value * c.scale, c)
    for field, lifts in curves.items():
        if any(lifts.values()):
            params[field] = tuple((x, min(max(x + lift, 0.0), 255.0)) for x, lift in lifts.items())
    for field, (across, up) in wheel.items():
        params[field] = min(math.hypot(across, up), 1.0) * 100
        if params[field]:
            params[field.replace("_saturation", "_hue")] = _degrees(across, up)
    tool = catalogue.make(name, params)
    assert isinstance(tool, PixelTool)
    return tool


def _held(value: float, c: Coordinate) -> float:
    low, high = c.default + c.low * c.scale, c.default + c.high * c.scale
    return min(max(value, low), high)


def _degrees(across: float, up: float) -> float:
    return min(math.degrees(math.atan2(up, across)) % 360.0, 360.0)
