"""Rotate: quarter turns, which are exact, and straightening, which resamples."""

from math import cos, floor, radians, sin
from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.frame import Frame, Projection, project, shift
from burnish.imaging.inscribed import half_planes, largest_rectangle
from burnish.tools.base import GeometryTool, slider


class Rotate(GeometryTool):
    """Turn the picture, in quarter turns and by a few degrees to straighten it."""

    name: ClassVar[str] = "rotate"

    quarter_turns: Annotated[int, slider(0, 3, unit="quarter turns clockwise")] = 0
    """Quarter turns clockwise, done first. Exact: pixels move, none changes."""

    angle: Annotated[float, slider(-45, 45, unit="°", step=0.1)] = 0.0
    """Degrees clockwise: positive lowers the right end of a horizon."""

    auto_crop: bool = True
    """Keep the largest upright rectangle of the same aspect without empty corners. Without it the frame grows
    until it holds the whole picture, and the picture's edge is repeated into the corners."""

    def frame(self, before: Frame) -> Frame:
        """The turned frame; its pixels are as large as before."""
        turned = before
        for _ in range(self.quarter_turns):
            quarter = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, turned.height], [0.0, 0.0, 1.0]])
            turned = turned.seen_through(turned.height, turned.width, quarter)
        return turned if self.angle == 0 else self._straightened(turned)

    def _straightened(self, before: Frame) -> Frame:
        corners = before.corners() - (before.width / 2, before.height / 2)
        outline = project(_turn(self.angle), corners)
        if self.auto_crop:
            inner = largest_rectangle(half_planes(outline), before.aspect)
            size = inner.width, inner.height
        else:
            size = tuple(np.ptp(outline, axis=0))
        width, height = (max(1, floor(side + 1e-6)) for side in size)
        to_before = (
            shift(before.width / 2, before.height / 2) @ _turn(-self.angle) @ shift(-width / 2, -height / 2)
        )
        return before.seen_through(width, height, to_before)


def _turn(degrees: float) -> Projection:
    """The map that turns points clockwise around the origin, y pointing down."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
