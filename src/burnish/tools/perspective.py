"""Perspective: the picture as if the camera had been held level."""

from math import cos, floor, hypot, radians, sin
from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.frame import Frame, Projection, project, scaling, shift
from burnish.imaging.inscribed import half_planes, largest_rectangle
from burnish.tools.base import GeometryTool, slider

_FOCAL_PER_HALF_DIAGONAL = 28 / hypot(18, 12)
"""The lens that is assumed: 28 mm on a frame of 36 x 24 mm, usual for buildings and close to a phone's."""

_FULL_TILT_DEGREES = 30.0


class Perspective(GeometryTool):
    """Make converging lines parallel, and stretch, scale or shift the picture.

    Vertical and horizontal turn the camera around its own center, which maps one picture plane to another
    (Hartley and Zisserman, "Multiple View Geometry", 2nd edition, 2004, section 8.4).
    """

    name: ClassVar[str] = "perspective"

    vertical: Annotated[float, slider(-100, 100)] = 0.0
    """Tilt: negative widens the top, which straightens buildings seen from below; 100 is 30 degrees."""

    horizontal: Annotated[float, slider(-100, 100)] = 0.0
    """Pan: negative enlarges the left side, positive the right; 100 is 30 degrees."""

    aspect: Annotated[float, slider(-100, 100)] = 0.0
    """Negative makes things wider, positive taller; 100 doubles height over width."""

    scale: Annotated[float, slider(50, 150, unit="%")] = 100.0
    """Size of the picture inside its frame. Enlarging crops; it does not add pixels."""

    offset_x: Annotated[float, slider(-100, 100)] = 0.0
    """Shift to the right; 100 is half the frame."""

    offset_y: Annotated[float, slider(-100, 100)] = 0.0
    """Shift downwards; 100 is half the frame."""

    auto_crop: bool = True
    """Keep the largest rectangle of the same aspect without empty corners. Without it the frame stays as
    large as it was, and the picture's edge is repeated where it shows beyond."""

    def frame(self, before: Frame) -> Frame:
        """The corrected frame. At its center one pixel is as large as before, unless the frame would grow."""
        if self.is_neutral:
            return before
        to_canvas = self._to_canvas(before)
        region = half_planes(before.corners())
        if self.auto_crop:
            picture = half_planes(project(to_canvas, before.corners()))
            region = np.concatenate([region, picture])
        seen = largest_rectangle(region, before.aspect)
        density = min(100 / self.scale, before.width / seen.width)
        width = max(1, floor(seen.width * density + 1e-6))
        height = max(1, floor(seen.height * density + 1e-6))
        in_canvas = shift(*seen.center) @ scaling(1 / density, 1 / density) @ shift(-width / 2, -height / 2)
        return before.seen_through(width, height, np.linalg.inv(to_canvas) @ in_canvas)

    def _to_canvas(self, before: Frame) -> Projection:
        """From pixels of the frame before to where they are drawn, in pixels of a canvas of the same size."""
        center = shift(before.width / 2, before.height / 2)
        size, taller = self.scale / 100, 2.0 ** (self.aspect / 200)
        focal = _FOCAL_PER_HALF_DIAGONAL * hypot(before.width, before.height) / 2
        moved = shift(before.width * self.offset_x / 200, before.height * self.offset_y / 200)
        keystone = _camera_turn(self.vertical, self.horizontal, focal)
        return moved @ center @ scaling(size / taller, size * taller) @ keystone @ np.linalg.inv(center)


def _camera_turn(vertical: float, horizontal: float, focal: float) -> Projection:
    """The map of a camera turned around its center, with the picture's middle kept in place and in size."""
    tilt = radians(_FULL_TILT_DEGREES * vertical / 100)
    pan = radians(_FULL_TILT_DEGREES * horizontal / 100)
    about_x = np.array([[1, 0, 0], [0, cos(tilt), sin(tilt)], [0, -sin(tilt), cos(tilt)]])
    about_y = np.array([[cos(pan), 0, sin(pan)], [0, 1, 0], [-sin(pan), 0, cos(pan)]])
    lens = np.diag([focal, focal, 1.0])
    turned = lens @ about_x @ about_y @ np.linalg.inv(lens)
    turned /= turned[2, 2]
    kept = shift(-turned[0, 2], -turned[1, 2]) @ turned
    area = float(np.linalg.det(kept[:2, :2]))
    return scaling(area**-0.5, area**-0.5) @ kept
