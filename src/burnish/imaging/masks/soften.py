"""Softening and resizing a raster without losing its exact zeros and ones."""

import math
from collections.abc import Callable

import numpy as np

from burnish.imaging.pixels import Plane

SNAP = 1e-4
"""How close to 0 or 1 a filtered value may be and still count as exactly 0 or 1."""

PROXY_SIGMA_PX = 8.0
"""A Gaussian wider than this is done on a smaller raster, where it has this width."""


def snap(plane: Plane) -> Plane:
    """Stretch [SNAP, 1 - SNAP] to [0, 1] in place, so that rounding and filter tails vanish; monotone."""
    plane -= np.float32(SNAP)
    plane *= np.float32(1.0 / (1.0 - 2.0 * SNAP))
    return np.clip(plane, 0.0, 1.0, out=plane)


def resized(plane: Plane, height: int, width: int) -> Plane:
    """The raster at another size: averaged on the way down, cubic on the way up; a new array."""
    import cv2

    if plane.shape == (height, width):
        return plane.copy()
    down = height * width < plane.shape[0] * plane.shape[1]
    how = cv2.INTER_AREA if down else cv2.INTER_CUBIC
    return snap(np.asarray(cv2.resize(plane, (width, height), interpolation=how), np.float32))


def softened(raster: Callable[[int, int], Plane], height: int, width: int, feather: float) -> Plane:
    """A raster blurred by a Gaussian whose standard deviation is ``feather`` short sides.

    ``raster`` draws the sharp shape at any (height, width); a wide feather draws it small, since nothing
    finer would survive. Edges of the frame repeat, so a mask that leaves the picture stays full there.
    """
    sigma_px = feather * min(height, width)
    shrink = max(sigma_px / PROXY_SIGMA_PX, 1.0)
    small_height, small_width = math.ceil(height / shrink), math.ceil(width / shrink)
    plane = raster(small_height, small_width)
    if sigma_px > 0.0:
        plane = _blurred(plane, feather * min(small_height, small_width))
    return plane if plane.shape == (height, width) else resized(plane, height, width)


def _blurred(plane: Plane, sigma_px: float) -> Plane:
    import cv2

    blurred = cv2.GaussianBlur(plane, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
    return snap(np.asarray(blurred, np.float32))
