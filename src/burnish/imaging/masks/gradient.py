"""Gradients: a soft ellipse and a soft half-plane."""

import math
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from burnish.imaging.masks.base import Degrees, Fraction, MaskBase, Position, Scene, Size
from burnish.imaging.pixels import Plane

BAND_ROWS = 32
"""Rows worked on at once, so that temporaries stay in cache."""

EDGE_PX = 1.0
"""Width of the narrowest edge: one pixel, so that hard shapes are anti-aliased."""

MIN_SPAN = 1e-4
"""Shortest distance between the two points of a linear gradient, in picture widths and heights."""


def smoothstep(t: NDArray[np.floating]) -> Plane:
    """The cubic 3t² - 2t³ of t clamped to [0, 1]; float32 is worked on in place."""
    plane = t.astype(np.float32, copy=False)
    np.clip(plane, 0.0, 1.0, out=plane)
    plane *= plane * (np.float32(3.0) - np.float32(2.0) * plane)
    return plane


class Radial(MaskBase):
    """An ellipse, full in the middle and fading towards its rim."""

    kind: Literal["radial"] = "radial"

    x: Position = 0.5
    """Center, as a fraction of the width."""

    y: Position = 0.5
    """Center, as a fraction of the height."""

    radius_x: Size = 0.4
    """Half axis that lies horizontally at angle 0, as a fraction of the short side."""

    radius_y: Size = 0.4
    """Half axis that stands vertically at angle 0, as a fraction of the short side."""

    angle: Degrees = 0.0
    """Turn of the ellipse, in degrees clockwise."""

    softness: Fraction = 0.5
    """Share of the radius over which it fades: 0 a hard rim, 1 a fade that starts in the center."""

    def raster(self, height: int, width: int, scene: Scene | None) -> Plane:  # noqa: ARG002
        """The ellipse, in [0, 1]."""
        plane = np.zeros((height, width), np.float32)
        short = min(height, width)
        reach_x, reach_y = self._reach_px(short)
        left, right = _clipped(self.x * width, reach_x, width)
        top, bottom = _clipped(self.y * height, reach_y, height)
        columns = np.arange(left, right, dtype=np.float32) + np.float32(0.5 - self.x * width)
        for row in range(top, bottom, BAND_ROWS):
            stop = min(row + BAND_ROWS, bottom)
            rows = np.arange(row, stop, dtype=np.float32)[:, None] + np.float32(0.5 - self.y * height)
            plane[row:stop, left:right] = self._band(columns, rows, short)
        return plane

    def _reach_px(self, short: int) -> tuple[float, float]:
        """Half width and half height of the box around the turned ellipse and its anti-aliased rim."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        a, b = self.radius_x * short + EDGE_PX, self.radius_y * short + EDGE_PX
        return math.hypot(a * cos, b * sin) + EDGE_PX, math.hypot(a * sin, b * cos) + EDGE_PX

    def _band(self, dx: Plane, dy: Plane, short: int) -> Plane:
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        a, b = self.radius_x * short, self.radius_y * short
        u = dx * np.float32(cos / a) + dy * np.float32(sin / a)
        v = dy * np.float32(cos / b) - dx * np.float32(sin / b)
        distance = np.sqrt(u * u + v * v)
        if self.softness * min(a, b) > 2.0 * EDGE_PX:
            return smoothstep((np.float32(1.0) - distance) * np.float32(1.0 / self.softness))
        slope = np.sqrt(u * u / np.float32(a * a) + v * v / np.float32(b * b))
        slope /= np.maximum(distance, np.float32(1e-6))
        half = np.maximum(np.float32(self.softness / 2), slope * np.float32(EDGE_PX / 2))
        middle = np.float32(1.0 - self.softness / 2)
        return smoothstep((middle + half - distance) / (half + half))


def _clipped(center: float, reach: float, size: int) -> tuple[int, int]:
    first = min(max(math.floor(center - reach), 0), size)
    return first, min(max(math.ceil(center + reach), first), size)


class Linear(MaskBase):
    """A fade across the picture: full before the start, gone after the end."""

    kind: Literal["linear"] = "linear"

    start_x: Position = 0.5
    """Where it is still full, as a fraction of the width."""

    start_y: Position = 0.25
    """Where it is still full, as a fraction of the height."""

    end_x: Position = 0.5
    """Where it is gone, as a fraction of the width."""

    end_y: Position = 0.75
    """Where it is gone, as a fraction of the height."""

    @model_validator(mode="after")
    def _has_a_direction(self) -> Self:
        if math.hypot(self.end_x - self.start_x, self.end_y - self.start_y) < MIN_SPAN:
            raise ValueError(
                f"from ({self.start_x!r}, {self.start_y!r}) to ({self.end_x!r}, {self.end_y!r}) is too "
                f"short; the points must be at least {MIN_SPAN} apart"
            )
        return self

    def raster(self, height: int, width: int, scene: Scene | None) -> Plane:  # noqa: ARG002
        """The fade, in [0, 1]."""
        span_x, span_y = (self.end_x - self.start_x) * width, (self.end_y - self.start_y) * height
        span = math.hypot(span_x, span_y)
        width_px = max(span, EDGE_PX)
        x, y = span_x / span / width_px, span_y / span / width_px
        middle_x, middle_y = (self.start_x + self.end_x) / 2 * width, (self.start_y + self.end_y) / 2 * height
        columns = ((middle_x - 0.5 - np.arange(width)) * x + 0.5).astype(np.float32)
        rows = ((middle_y - 0.5 - np.arange(height)) * y).astype(np.float32)
        plane = np.empty((height, width), np.float32)
        for row in range(0, height, BAND_ROWS):
            band = plane[row : row + BAND_ROWS]
            np.add(columns, rows[row : row + BAND_ROWS, None], out=band)
            smoothstep(band)
        return plane
