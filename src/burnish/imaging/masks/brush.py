"""Brush: strokes kept as vectors, so that a preview and an export show the same paint."""

from typing import Annotated, Literal, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from burnish.imaging.declaration import Declaration
from burnish.imaging.masks.base import MAX_POINTS, Fraction, MaskBase, Position, Scene
from burnish.imaging.pixels import Plane


class BrushPoint(NamedTuple):
    """One place that the brush passed, stored as [x, y, pressure]."""

    x: Position
    y: Position
    pressure: Fraction = 1.0


class Stroke(Declaration):
    """One pass of the brush, from press to release."""

    points: Annotated[tuple[BrushPoint, ...], Field(min_length=1, max_length=MAX_POINTS)]
    """Places in the order they were passed; one point is a dab."""

    radius: Annotated[float, Field(strict=True, ge=0.0001, le=1.0, allow_inf_nan=False)] = 0.05
    """Radius at full pressure, as a fraction of the short side; pressure scales it."""

    hardness: Fraction = 0.5
    """Share of the radius that is full; the rest fades."""

    flow: Fraction = 1.0
    """How much one stroke paints or erases; strokes build up, a stroke over itself does not."""

    erase: Annotated[bool, Field(strict=True)] = False
    """Take away what earlier strokes painted."""


class Brush(MaskBase):
    """Strokes painted one over the other."""

    kind: Literal["brush"] = "brush"

    strokes: Annotated[tuple[Stroke, ...], Field(min_length=1, max_length=MAX_POINTS)]
    """In the order they were painted."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        total = sum(len(stroke.points) for stroke in self.strokes)
        if total > MAX_POINTS:
            raise ValueError(f"{total!r} points in all strokes; at most {MAX_POINTS} are allowed")
        return self

    def raster(self, height: int, width: int, scene: Scene | None) -> Plane:  # noqa: ARG002
        """The painted strokes, in [0, 1]."""
        from burnish.imaging.masks.capsules import paint

        plane = np.zeros((height, width), np.float32)
        scale = np.array([width, height, 0.0])
        for stroke in self.strokes:
            points = np.array(stroke.points, np.float64)
            knots = points * scale
            knots[:, 2] = points[:, 2] * stroke.radius * min(height, width)
            paint(plane, knots, stroke.hardness, -stroke.flow if stroke.erase else stroke.flow)
        return plane
