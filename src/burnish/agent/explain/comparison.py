"""A pair of pictures brought to one small frame, and the first of them through any steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020, srgb_decode
from burnish.imaging.difference import delta_e_2000, lab_from_linear
from burnish.imaging.pixels import LinearPicture
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import GeometryTool

if TYPE_CHECKING:
    from burnish.imaging.picture import Picture
    from burnish.tools.catalogue import Catalogue

Plane: TypeAlias = NDArray[np.float32]

LOOKED_AT_PX = 512
"""Long side at which pictures are compared."""

SLACK_PX = 1.0
"""Standard deviation of the blur that forgives what scaling and compression move."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What was there before, and what came of it, as large as each other."""

    before: "Picture"
    """Reduced, in its own frame."""
    after: LinearPicture
    """Reduced, within sRGB."""
    geometry: tuple[Step, ...]
    """The steps that lead from the frame before to the frame after."""
    catalogue: "Catalogue"

    @cached_property
    def goal(self) -> LinearPicture:
        """What the steps should lead to: the picture after, slightly blurred."""
        return slackened(self.after)

    @cached_property
    def plain(self) -> LinearPicture:
        """The picture before, framed as the one after and slightly blurred."""
        return self.through(())

    def through(self, steps: Sequence[Step]) -> LinearPicture:
        """The picture before through these steps, framed as the one after and slightly blurred."""
        return slackened(self.developed(steps))

    def developed(self, steps: Sequence[Step]) -> LinearPicture:
        """The picture before through these steps, framed as the one after: linear Rec. 2020 within sRGB."""
        from burnish.recipe.render import render

        done = render(self.before, Recipe((*self.geometry, *steps)), self.catalogue, bits=16, space="srgb")
        codes = done.samples.astype(np.float32) * np.float32(1 / 65535)
        height, width = self.after.shape[:2]
        return _sized(np.asarray(srgb_decode(codes) @ SRGB_TO_REC2020.T, np.float32), width, height)


def compared(
    before: "Picture", after: "Picture", geometry: Sequence[Step], catalogue: "Catalogue"
) -> Comparison:
    """The two pictures in the frame that this geometry gives."""
    from burnish.imaging.frame import whole
    from burnish.imaging.reduce import reduce, reduce_linear, reduced_size

    frame = whole(before.width, before.height)
    for step in geometry:
        if isinstance(step.tool, GeometryTool):
            frame = step.tool.frame(frame)
    side = min(LOOKED_AT_PX, max(after.width, after.height))
    scale = min(1.0, side / max(frame.width, frame.height))
    small = reduce(before, long_side=max(1, round(max(before.width, before.height) * scale)))
    width, height = reduced_size(frame.width, frame.height, long_side=side)
    light = _sized(reduce_linear(after, 4 * width * height), width, height)
    inside = np.clip(light @ REC2020_TO_SRGB.T.astype(np.float32), 0, 1) @ SRGB_TO_REC2020.T.astype(
        np.float32
    )
    return Comparison(small, np.asarray(inside, np.float32), tuple(geometry), catalogue)


def apart(one: LinearPicture, other: LinearPicture) -> Plane:
    """CIEDE2000 at each place of two pictures of one size."""
    return np.asarray(delta_e_2000(lab_from_linear(one), lab_from_linear(other)), np.float32)


def slackened(picture: LinearPicture) -> LinearPicture:
    """The picture with its finest detail blurred away."""
    import cv2

    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SLACK_PX), np.float32)


def _sized(picture: LinearPicture, width: int, height: int) -> LinearPicture:
    import cv2

    if picture.shape[:2] == (height, width):
        return picture
    smaller = width <= picture.shape[1] and height <= picture.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.float32)
