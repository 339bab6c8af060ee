"""Outlines: a polygon set point by point and a lasso drawn by hand."""

from typing import Annotated, Literal, NamedTuple, TypeAlias

import numpy as np
from pydantic import Field

from burnish.imaging.masks.base import MAX_POINTS, MaskBase, Position, Scene
from burnish.imaging.pixels import Plane


class Corner(NamedTuple):
    """One point of an outline, stored as [x, y]."""

    x: Position
    y: Position


Corners: TypeAlias = Annotated[tuple[Corner, ...], Field(min_length=3, max_length=MAX_POINTS)]


def filled(points: Corners, height: int, width: int) -> Plane:
    """The inside of a closed outline (non-zero winding), each pixel its exact share of area."""
    from burnish.imaging.masks.coverage import fill

    plane = np.zeros((height, width), np.float32)
    fill(plane, np.array(points, np.float64) * (width, height))
    return plane


class Outline(MaskBase):
    """The inside of a closed outline."""

    points: Corners
    """At least three points; the last is joined to the first."""

    def raster(self, height: int, width: int, scene: Scene | None) -> Plane:  # noqa: ARG002
        """The inside, anti-aliased, in [0, 1]."""
        return filled(self.points, height, width)


class Polygon(Outline):
    """The inside of straight edges set point by point."""

    kind: Literal["polygon"] = "polygon"


class Lasso(Outline):
    """The inside of a line drawn by hand."""

    kind: Literal["lasso"] = "lasso"
