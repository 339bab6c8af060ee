"""Tone curve: any curve, by points or by regions."""

from itertools import pairwise
from typing import Annotated, ClassVar, TypeAlias

import numpy as np
from pydantic import AfterValidator, Field

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Curve, Doubles, Pass
from burnish.imaging.tone_scale import monotone_cubic, on_code_values, straight_above_white
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

Code: TypeAlias = Annotated[float, Field(ge=0, le=255)]

# JSON has lists where points are tuples; their numbers stay strict.
Point: TypeAlias = Annotated[tuple[Code, Code], Field(strict=False)]


def _increasing(points: tuple[Point, ...]) -> tuple[Point, ...]:
    if len(points) == 1 or any(a[0] >= b[0] for a, b in pairwise(points)):
        msg = f"curve points are {points!r}; they must be none, or at least two with x strictly increasing"
        raise ValueError(msg)
    return points


Points: TypeAlias = Annotated[
    tuple[Point, ...],
    Field(strict=False, max_length=32, json_schema_extra={"unit": "code value 0–255"}),
    AfterValidator(_increasing),
]


class ToneCurve(PixelTool):
    """Redraw the tones with a curve over code values (0 black, 255 white): a master curve and one for each channel."""

    name: ClassVar = "tone_curve"
    group: ClassVar[Group] = "light"

    points: Points = ()
    """Master curve as (input, output) points; hue is kept. Empty for a straight line."""

    red: Points = ()
    """Curve of the red channel."""

    green: Points = ()
    """Curve of the green channel."""

    blue: Points = ()
    """Curve of the blue channel."""

    shadows: Annotated[float, slider(-100, 100)] = 0.0
    """Lift (+) or lower (−) the region below the shadow split."""

    darks: Annotated[float, slider(-100, 100)] = 0.0
    """Lift or lower the region between the shadow and the mid-tone split."""

    lights: Annotated[float, slider(-100, 100)] = 0.0
    """Lift or lower the region between the mid-tone and the highlight split."""

    highlights: Annotated[float, slider(-100, 100)] = 0.0
    """Lift or lower the region above the highlight split."""

    shadow_split: Annotated[float, slider(10, 70, unit="%")] = 25.0
    """Where shadows end, in percent of the code scale."""

    midtone_split: Annotated[float, slider(20, 80, unit="%")] = 50.0
    """Where darks end and lights begin."""

    highlight_split: Annotated[float, slider(30, 90, unit="%")] = 75.0
    """Where highlights begin."""

    @property
    def is_neutral(self) -> bool:
        """Splits alone do nothing."""
        return not any((self.points, self.red, self.green, self.blue, *self._regions()))

    def _regions(self) -> tuple[float, float, float, float]:
        return self.shadows, self.darks, self.lights, self.highlights

    def compile(self, view: View) -> tuple[Pass, ...]:
        """The regions and the master curve as hue-keeping tone curves, then the channels."""
        made: list[Pass] = []
        if any(self._regions()):
            made.append(passes.Tone(self._by_regions()))
        if self.points:
            made.append(passes.Tone(_by_points(self.points)))
        if self.red or self.green or self.blue:
            made.append(
                passes.ChannelCurves(*(_by_points(points) for points in (self.red, self.green, self.blue)))
            )
        return tuple(made)

    def _by_regions(self) -> Curve:
        first, middle, last = np.sort([self.shadow_split, self.midtone_split, self.highlight_split]) / 100
        middle, last = max(middle, first + 0.05), max(last, first + 0.1)
        x = np.array([0, first / 2, (first + middle) / 2, (middle + last) / 2, (last + 1) / 2, 1])
        gaps = np.diff(x)
        # Outer regions may use more of the room to their fixed end; no two neighbors can then change places.
        room = np.minimum(gaps[:-1] * [1.7, 1, 1, 1], gaps[1:] * [1, 1, 1, 1.7]) * 0.33
        y = x.copy()
        y[1:-1] += room * np.array(self._regions()) / 100
        return on_code_values(straight_above_white(monotone_cubic(x, y), slope=1.0))


def _by_points(points: tuple[Point, ...]) -> Curve:
    if not points:
        return lambda light: light
    x, y = np.array(points).T / 255
    curve = monotone_cubic(x, y)
    end = float(curve(np.array([1.0]))[0] - curve(np.array([0.995]))[0]) / 0.005

    def held(v: Doubles) -> Doubles:
        return curve(v)

    return on_code_values(straight_above_white(held, slope=min(max(end, 0.0), 1.0)))
