"""Masks: where a step applies. One file per kind; ``rasterize`` turns any of them into a raster."""

from burnish.errors import InvalidMask
from burnish.imaging.masks.area import Box, Circle, Loop
from burnish.imaging.masks.base import MAX_POINTS, Confidence, MaskBase, Scene
from burnish.imaging.masks.brush import Brush, BrushPoint, Stroke
from burnish.imaging.masks.combine import MAX_DEPTH, MAX_MASKS, Combine, Mask
from burnish.imaging.masks.gradient import Linear, Radial
from burnish.imaging.masks.people import Eyes, Face, Skin
from burnish.imaging.masks.picture import Picture
from burnish.imaging.masks.polygon import Corner, Lasso, Polygon
from burnish.imaging.masks.ranges import ColorRange, LuminosityRange, PickedPoint
from burnish.imaging.masks.sky import Sky
from burnish.imaging.masks.subject import Subject
from burnish.imaging.pixels import Plane

__all__ = [
    "MAX_DEPTH",
    "MAX_MASKS",
    "MAX_POINTS",
    "MAX_SIDE_PX",
    "Box",
    "Brush",
    "BrushPoint",
    "Circle",
    "ColorRange",
    "Combine",
    "Confidence",
    "Corner",
    "Eyes",
    "Face",
    "Lasso",
    "Linear",
    "Loop",
    "LuminosityRange",
    "Mask",
    "MaskBase",
    "PickedPoint",
    "Picture",
    "Polygon",
    "Radial",
    "Scene",
    "Skin",
    "Sky",
    "Stroke",
    "Subject",
    "confidence",
    "rasterize",
]

MAX_SIDE_PX = 65_535
"""Longest side of a raster."""


def rasterize(mask: Mask, height: int, width: int, scene: Scene | None = None) -> Plane:
    """The mask over the full source frame at this size: float32, (height, width), in [0, 1].

    Exactly 0 outside and exactly 1 well inside (times its opacity).

    Raises:
        InvalidMask: the size makes no sense, or the scene lacks what the mask looks at.
    """
    if not (1 <= height <= MAX_SIDE_PX and 1 <= width <= MAX_SIDE_PX):
        raise InvalidMask(f"a raster of {height!r} x {width!r}; each side must be 1 to {MAX_SIDE_PX} pixels")
    return mask.render(height, width, scene)


def confidence(mask: Mask, scene: Scene) -> Confidence:
    """How sure the part that looks at the picture is; 1 for drawn and measured masks."""
    return mask.sureness(scene)
