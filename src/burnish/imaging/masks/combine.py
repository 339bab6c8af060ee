"""Masks out of masks, and the union of all kinds.

Source: Porter and Duff, "Compositing digital images" (1984): over, out and in of coverages.
"""

from functools import reduce
from typing import Annotated, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from burnish.imaging.masks.base import Confidence, MaskBase, Scene
from burnish.imaging.masks.brush import Brush
from burnish.imaging.masks.gradient import Linear, Radial
from burnish.imaging.masks.people import Eyes, Face, Skin
from burnish.imaging.masks.picture import Picture
from burnish.imaging.masks.polygon import Lasso, Polygon
from burnish.imaging.masks.ranges import ColorRange, LuminosityRange
from burnish.imaging.masks.sky import Sky
from burnish.imaging.masks.subject import Subject
from burnish.imaging.pixels import Plane

MAX_DEPTH = 8
"""Most combinations inside one another."""

MAX_MASKS = 256
"""Most masks in one combination, counting those inside its parts."""


class Combine(MaskBase):
    """Several masks as one."""

    kind: Literal["combine"] = "combine"

    operation: Literal["add", "subtract", "intersect"] = "add"
    """add: in any; subtract: in the first and in no other; intersect: in all."""

    masks: Annotated[tuple["Mask", ...], Field(min_length=1, max_length=MAX_MASKS)]
    """The parts; only subtract cares about their order."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if depth(self) > MAX_DEPTH:
            raise ValueError(f"combinations nested {depth(self)!r} deep; at most {MAX_DEPTH} are allowed")
        if count(self) > MAX_MASKS:
            raise ValueError(f"{count(self)!r} masks in one combination; at most {MAX_MASKS} are allowed")
        return self

    def raster(self, height: int, width: int, scene: Scene | None) -> Plane:
        """The parts, each finished, then combined in order."""
        outside_first, outside_rest = self.operation == "add", self.operation != "intersect"

        def part(mask: MaskBase, outside: bool) -> Plane:
            plane = mask.render(height, width, scene)
            return np.subtract(np.float32(1.0), plane, out=plane) if outside else plane

        rest = (part(mask, outside_rest) for mask in self.masks[1:])
        result = reduce(
            lambda so_far, plane: np.multiply(so_far, plane, out=so_far),
            rest,
            part(self.masks[0], outside_first),
        )
        return np.subtract(np.float32(1.0), result, out=result) if outside_first else result

    def sureness(self, scene: Scene) -> Confidence:
        """As sure as the least sure part."""
        return min((mask.sureness(scene) for mask in self.masks), key=lambda found: found.value)


Mask: TypeAlias = Annotated[
    Brush
    | Radial
    | Linear
    | Polygon
    | Lasso
    | LuminosityRange
    | ColorRange
    | Picture
    | Subject
    | Sky
    | Skin
    | Face
    | Eyes
    | Combine,
    Field(discriminator="kind"),
]
"""Any mask, told apart by ``kind``."""

Combine.model_rebuild()


def depth(mask: MaskBase) -> int:
    """How many combinations lie inside one another, 0 for a mask that is none."""
    return 1 + max(depth(part) for part in mask.masks) if isinstance(mask, Combine) else 0


def count(mask: MaskBase) -> int:
    """How many masks that are no combination it holds."""
    return sum(count(part) for part in mask.masks) if isinstance(mask, Combine) else 1
