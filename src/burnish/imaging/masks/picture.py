"""A mask painted or computed elsewhere, kept as a gray picture under its digest."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from burnish.errors import InvalidMask
from burnish.imaging.masks.base import ContentMask, Scene
from burnish.imaging.pixels import Plane


class Picture(ContentMask):
    """A gray picture stretched over the frame: white is in."""

    kind: Literal["picture"] = "picture"

    digest: Annotated[str, Field(pattern=r"^([a-z0-9]+:)?[0-9a-f]{16,128}$")]
    """Hexadecimal digest of the gray picture, with or without an algorithm before a colon."""

    def select(self, scene: Scene) -> Plane:
        """Look the picture up.

        Raises:
            InvalidMask: the scene lacks the digest, or its raster is not (height, width) in [0, 1].
        """
        plane = scene.pictures.get(self.digest)
        if plane is None:
            raise InvalidMask(
                f"mask picture {self.digest!r} is not among the known {sorted(scene.pictures)!r}"
            )
        if plane.ndim != 2 or plane.size == 0:
            raise InvalidMask(f"mask picture {self.digest!r} has shape {plane.shape!r}, not (height, width)")
        low, high = float(plane.min()), float(plane.max())
        if not (low >= 0.0 and high <= 1.0):
            raise InvalidMask(f"mask picture {self.digest!r} spans {low!r} to {high!r}; allowed is [0, 1]")
        return plane.astype(np.float32)
