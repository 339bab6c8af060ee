"""Rough areas: a circle, a box or a loop somewhere around the thing that is meant."""

import math
from typing import Annotated, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from burnish.imaging.declaration import Declaration
from burnish.imaging.masks.base import Position, Size
from burnish.imaging.masks.polygon import Corner, Corners, filled
from burnish.imaging.pixels import Plane


class Circle(Declaration):
    """A rough circle around the subject."""

    shape: Literal["circle"] = "circle"
    x: Position = 0.5
    y: Position = 0.5
    radius: Size = 0.25
    """As a fraction of the short side."""

    def inside(self, height: int, width: int) -> Plane:
        """Its coverage of a frame of this size."""
        turn = np.linspace(0.0, 2.0 * math.pi, 72, endpoint=False)
        reach = self.radius * min(height, width)
        x, y = self.x + np.cos(turn) * reach / width, self.y + np.sin(turn) * reach / height
        return filled(tuple(Corner(float(a), float(b)) for a, b in zip(x, y, strict=True)), height, width)


class Box(Declaration):
    """A rough box around the subject."""

    shape: Literal["box"] = "box"
    left: Position = 0.25
    top: Position = 0.25
    right: Position = 0.75
    bottom: Position = 0.75

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError(
                f"box from ({self.left!r}, {self.top!r}) to ({self.right!r}, {self.bottom!r}); left must be "
                "less than right and top less than bottom"
            )
        return self

    def inside(self, height: int, width: int) -> Plane:
        """Its coverage of a frame of this size."""
        a, b, c, d = self.left, self.top, self.right, self.bottom
        return filled((Corner(a, b), Corner(c, b), Corner(c, d), Corner(a, d)), height, width)


class Loop(Declaration):
    """A rough line around the subject, drawn by hand."""

    shape: Literal["loop"] = "loop"
    points: Corners

    def inside(self, height: int, width: int) -> Plane:
        """Its coverage of a frame of this size."""
        return filled(self.points, height, width)


Area: TypeAlias = Annotated[Circle | Box | Loop, Field(discriminator="shape")]
"""Any rough area, told apart by ``shape``."""
