"""Ranges: what is this bright, what has this color."""

from typing import Annotated, Literal, NamedTuple, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode, to_oklab
from burnish.imaging.masks.base import ContentMask, Fraction, Scene
from burnish.imaging.masks.gradient import smoothstep
from burnish.imaging.pixels import LinearPicture, Plane

LIGHTNESS_WEIGHT = 0.3
"""Light and shade on one surface change lightness most, so it counts least in a color's distance."""

CHROMA_WEIGHT = 0.6
"""Shade also dulls a color, so chroma counts less than hue."""

PICK_RADIUS = 0.006
"""Half side of the square that a picked point averages, as a fraction of the short side."""

SHARPEST = 1.0 / 255.0
"""Narrowest ramp: one 8-bit code value, so that a range without softness is no noise generator."""

GRAIN = 0.02
"""Oklab deviation up to which a difference between neighbors is taken for grain."""

GRAIN_REACH = 0.003
"""How far grain is averaged, as a fraction of the short side."""

BAND_ROWS = 128

Coordinate: TypeAlias = Annotated[float, Field(strict=True, ge=0.0, le=1.0, allow_inf_nan=False)]
HexColor: TypeAlias = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
"""An sRGB color as #rrggbb."""


class PickedPoint(NamedTuple):
    """A place in the photo whose color is meant, stored as [x, y]."""

    x: Coordinate
    y: Coordinate


class LuminosityRange(ContentMask):
    """What lies between two lightnesses."""

    kind: Literal["luminosity_range"] = "luminosity_range"

    low: Fraction = 0.5
    """Darkest Oklab lightness fully in; 0 is black, 0.56 mid-gray."""

    high: Fraction = 1.0
    """Lightest Oklab lightness fully in; 1 is diffuse white and everything above."""

    softness: Fraction = 0.1
    """Lightness over which it fades beyond either end."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low {self.low!r} must not exceed high {self.high!r}")
        return self

    def select(self, scene: Scene) -> Plane:
        """Every pixel's own lightness, without grain, against the range."""
        lightness = np.clip(_calm_oklab(scene.linear)[..., 0], 0.0, 1.0)
        beyond = np.maximum(self.low - lightness, lightness - self.high)
        return smoothstep(1.0 - beyond / np.float32(max(self.softness, SHARPEST)))


class ColorRange(ContentMask):
    """What has one of these colors, in light or shade."""

    kind: Literal["color_range"] = "color_range"

    samples: Annotated[tuple[HexColor | PickedPoint, ...], Field(min_length=1, max_length=32)]
    """Colors as #rrggbb (sRGB), or places in the photo as [x, y]."""

    tolerance: Fraction = 0.06
    """Oklab distance, hue counting most and lightness least, that is fully in; 0.02 is just visible."""

    softness: Fraction = 0.06
    """Distance over which it fades beyond the tolerance."""

    def select(self, scene: Scene) -> Plane:
        """Every pixel's distance, without grain, to the nearest sample."""
        targets = [self._target(sample, scene.linear) for sample in self.samples]
        lab = _calm_oklab(scene.linear)
        nearest = color_distance(lab, targets[0])
        for target in targets[1:]:
            np.minimum(nearest, color_distance(lab, target), out=nearest)
        return smoothstep(1.0 - (nearest - self.tolerance) / np.float32(max(self.softness, SHARPEST)))

    @staticmethod
    def _target(sample: str | PickedPoint, linear: LinearPicture) -> Plane:
        if isinstance(sample, PickedPoint):
            return _oklab(_around(linear, sample)).astype(np.float32)
        code = np.array([int(sample[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
        return to_oklab(srgb_decode(code) @ SRGB_TO_REC2020.T).astype(np.float32)


def color_distance(lab: Plane, target: Plane) -> Plane:
    """Weighted Oklab distance, its hue part a chord as in CIE ΔH* (CIE 15:2018, 8.2.1.3)."""
    lightness = lab[..., 0] - target[0]
    chroma = np.hypot(lab[..., 1], lab[..., 2]) - np.hypot(target[1], target[2])
    plane2 = (lab[..., 1] - target[1]) ** 2 + (lab[..., 2] - target[2]) ** 2
    hue2 = np.maximum(plane2 - chroma * chroma, np.float32(0.0))
    weighted = (LIGHTNESS_WEIGHT * lightness) ** 2 + (CHROMA_WEIGHT * chroma) ** 2 + hue2
    return np.sqrt(weighted).astype(np.float32)


def _around(linear: LinearPicture, point: PickedPoint) -> LinearPicture:
    height, width = linear.shape[:2]
    reach = max(int(PICK_RADIUS * min(height, width)), 1)
    row = min(int(point.y * height), height - 1)
    column = min(int(point.x * width), width - 1)
    patch = linear[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1]
    return np.median(patch.reshape(-1, 3), axis=0).astype(np.float32)


def _oklab(linear: LinearPicture) -> Plane:
    """Oklab in float32 of colors kept inside the cone where its cube roots behave."""
    return to_oklab(np.maximum(linear, 0.0)).astype(np.float32)


def _calm_oklab(linear: LinearPicture) -> Plane:
    """Oklab whose grain is smoothed and whose edges stand, so that a range does not select noise.

    Source: He, Sun and Tang, "Guided image filtering" (2013), each channel its own guide.
    """
    import cv2

    lab = np.empty(linear.shape, np.float32)
    for row in range(0, len(lab), BAND_ROWS):
        lab[row : row + BAND_ROWS] = _oklab(linear[row : row + BAND_ROWS])
    reach = max(round(GRAIN_REACH * min(linear.shape[:2])), 1)
    for channel in range(3):
        plane = np.ascontiguousarray(lab[..., channel])
        lab[..., channel] = cv2.ximgproc.guidedFilter(plane, plane, reach, GRAIN**2)
    return lab
