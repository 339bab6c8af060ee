"""A line around what was found, as few points as will do: how a rough raster becomes geometry."""

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.masks import Corner

SIMPLER = 0.006
"""How far the line may stray from the raster, in long sides."""


def outlines(inside: NDArray[np.bool_], margin: float = 0.0) -> tuple[tuple[Corner, ...], ...]:
    """Loops around the parts, widened by ``margin`` short sides, largest first; holes are filled."""
    import cv2

    height, width = inside.shape
    reach = round(margin * min(height, width))
    room = reach + 2
    wide = np.pad(inside.astype(np.uint8), room)
    if reach:
        wide = cv2.dilate(wide, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
    found, _ = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    loops = [cv2.approxPolyDP(line, SIMPLER * max(height, width), closed=True) for line in found]
    loops = sorted((loop for loop in loops if len(loop) >= 3), key=cv2.contourArea, reverse=True)
    return tuple(
        tuple(
            corner((x + 0.5 - room) / width, (y + 0.5 - room) / height)
            for x, y in np.reshape(loop, (-1, 2)).tolist()
        )
        for loop in loops
    )


def corner(x: float, y: float) -> Corner:
    """The nearest place that a mask's position may have: up to one picture beyond each edge."""
    return Corner(min(max(x, -1.0), 2.0), min(max(y, -1.0), 2.0))
