"""Guided-filter coefficients of a picture's light, made on a small proxy, consumed by the sweep at full size.

Source: K. He, J. Sun, X. Tang, "Guided image filtering", PAMI 2013, eqs. 5, 6 and 8; K. He, J. Sun, "Fast
guided filter", 2015 (coefficients of a reduced picture, applied at full size). The guide is log2 of
luminance: regularization has the unit of stops squared and does not depend on exposure.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import LUMINANCE
from burnish.imaging.pixels import LinearPicture, Plane

FLOOR = 2.0**-12
"""Luminance below which the sweep sees black (`passes.LocalGain`)."""


@dataclass(frozen=True, eq=False)
class Coefficients:
    """A picture's smooth part as a local line of its log2 light l: base = slope·l + offset."""

    slope: Plane
    offset: Plane
    variance: Plane
    """Variance of the guide in the window, stops squared."""


def reduced(picture: NDArray[np.float32], short_side_px: int) -> NDArray[np.float32]:
    """The picture or plane with this short side, by area means; itself where it is already that small."""
    height, width = picture.shape[:2]
    scale = short_side_px / min(height, width)
    if scale >= 1.0:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def luminance(picture: LinearPicture) -> Plane:
    """Relative luminance of a linear picture."""
    return np.asarray(cv2.transform(picture, LUMINANCE.astype(np.float32)[None, :]), np.float32)


def log2_light(picture: LinearPicture, short_side_px: int) -> Plane:
    """log2 of luminance at this short side, or the picture's own if smaller, floored as in the sweep."""
    light = np.maximum(reduced(luminance(picture), short_side_px), np.float32(FLOOR))
    return np.asarray(cv2.log(light), np.float32) * np.float32(1 / np.log(2))


def window_mean(plane: NDArray[np.floating], radius_px: int) -> Plane:
    """Mean over a square window of side 2·radius + 1, mirrored at the edges."""
    side = 2 * radius_px + 1
    return np.asarray(
        cv2.blur(np.asarray(plane, np.float32), (side, side), borderType=cv2.BORDER_REFLECT), np.float32
    )


def self_guided(guide: Plane, radius_px: int, epsilon: float) -> Coefficients:
    """Coefficients of the edge-keeping smooth part of the guide itself.

    `epsilon` in stops squared: structure with less variance is smoothed away, structure with more is kept.
    """
    mean = window_mean(guide, radius_px)
    variance = np.maximum(window_mean(guide * guide, radius_px) - mean * mean, np.float32(0))
    slope = variance / (variance + np.float32(epsilon))
    offset = mean - slope * mean
    return Coefficients(window_mean(slope, radius_px), window_mean(offset, radius_px), variance)


def guided(guide: Plane, target: Plane, radius_px: int, epsilon: float) -> Coefficients:
    """Coefficients of `target` smoothed so that it follows the edges of `guide`."""
    mean, aim = window_mean(guide, radius_px), window_mean(target, radius_px)
    variance = np.maximum(window_mean(guide * guide, radius_px) - mean * mean, np.float32(0))
    together = window_mean(guide * target, radius_px) - mean * aim
    slope = together / (variance + np.float32(epsilon))
    offset = aim - slope * mean
    return Coefficients(window_mean(slope, radius_px), window_mean(offset, radius_px), variance)


def weighted(base: Coefficients, weight: Plane) -> Coefficients:
    """Coefficients whose detail, l − base, is that of `base` times a weight in [0, 1] at each place.

    w·(l − (a·l + b)) = l − (a'·l + b') with a' = 1 − w·(1 − a) and b' = w·b.
    """
    return Coefficients(1 - weight * (1 - base.slope), weight * base.offset, base.variance)


def detail_base(
    picture: LinearPicture, short_side_px: int, radius: float, epsilon: float, flat: float | None
) -> Coefficients:
    """The base layer against which a tool raises or lowers detail of this radius (of the short side).

    `flat` in stops squared: where the light varies less it is sky or skin with its noise, and has no detail to
    raise; None treats all places alike.
    """
    guide = log2_light(picture, short_side_px)
    reach = radius_px(radius, guide)
    base = self_guided(guide, reach, epsilon)
    if flat is None:
        return base
    return weighted(base, window_mean(base.variance / (base.variance + np.float32(flat)), reach))


def radius_px(fraction: float, plane: Plane) -> int:
    """A radius as a fraction of the short side, in pixels of this plane, at least 1."""
    return max(1, round(fraction * min(plane.shape[:2])))
