"""Carrying a coarse mask up to the picture's own edges.

Source: He, Sun and Tang, "Guided image filtering" (2013), with the picture as color guide.
"""

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import linear_to_srgb8
from burnish.imaging.masks.gradient import smoothstep
from burnish.imaging.pixels import LinearPicture, Plane


def srgb_view(linear: LinearPicture, long_side_px: int) -> NDArray[np.uint8]:
    """The picture as 8-bit sRGB, at most this long, averaged in linear light; for detectors."""
    import cv2

    height, width = linear.shape[:2]
    scale = long_side_px / max(height, width)
    if scale < 1.0:
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        linear = np.asarray(cv2.resize(linear, size, interpolation=cv2.INTER_AREA), np.float32)
    return linear_to_srgb8(linear)


def refined(
    coarse: Plane, linear: LinearPicture, reach: float, epsilon: float = 1e-4, bite: float = 0.2
) -> Plane:
    """The coarse mask at the picture's size, moved to the picture's edges within ``reach`` short sides.

    ``epsilon`` is the variance (of code values in [0, 1]) below which the filter sees no edge; ``bite`` is
    the share of the ramp cut off at each end, so that the result is exactly 0 and 1 away from the edge.
    """
    import cv2

    height, width = linear.shape[:2]
    radius = max(round(reach * min(height, width)), 2)
    start = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), 0.0, 1.0)
    guide = linear_to_srgb8(linear)
    alpha = cv2.ximgproc.guidedFilter(guide, np.asarray(start, np.float32), radius, epsilon * 255.0**2)
    alpha = (np.asarray(alpha, np.float32) - np.float32(bite)) / np.float32(1.0 - 2.0 * bite)
    return _kept_near(smoothstep(alpha), np.asarray(start, np.float32), 2 * radius)


def _kept_near(alpha: Plane, start: Plane, margin_px: int) -> Plane:
    """Full where the start is full all around, empty where it is empty all around."""
    import cv2

    box = np.ones((3, 3), np.uint8)
    hard = (start >= 0.5).astype(np.uint8)
    wide = cv2.dilate(hard, box, iterations=margin_px)
    narrow = cv2.erode(hard, box, iterations=margin_px)
    alpha[wide == 0] = 0.0
    alpha[narrow == 1] = 1.0
    return alpha
