"""Whether fine detail changed: sharpened, softened, with more grain or less noise, seen in the photo's own pixels."""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.agent.explain.fitting import Fitted
from burnish.agent.explain.leftovers import Area
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.pixels import LinearPicture
from burnish.recipe.recipe import Recipe

if TYPE_CHECKING:
    from burnish.imaging.picture import Picture

Plane: TypeAlias = NDArray[np.float32]

TILE_PX = 1024
"""Side of the middle of the photo that is looked at."""

SHARPER, SOFTER = 1.04, 0.93
"""Ratios of fine contrast in busy places worth a word; JPEG at quality 75 and above stays between 0.96 and 1.02."""

ADDED_NOISE, ADDED_RATIO = 0.35, 1.2
"""Fine variation in calm places, in L*, that is worth a word when it comes, and by how much it must have grown."""

LOST_RATIO, LEAST_NOISE = 0.72, 0.5
"""Ratio of it that is worth a word when it goes, and the least, in L*, that must have been there."""

FEWEST_PX = 2000
"""Pixels that must be left to judge by."""


def fine_detail(before: "Picture", after: "Picture", fit: Fitted) -> tuple[str, ...]:
    """What became of edges and noise; where the frame or the size differs it cannot be told."""
    if fit.comparison.geometry:
        return ()
    if (before.width, before.height) != (after.width, after.height):
        scale = 100 * after.width / before.width
        return (f"the picture was saved at {scale:.0f} % of its size, so fine detail cannot be compared",)
    edited, target = _middles(before, after, fit)
    fine, busy = _detail(edited)
    fine_after, _ = _detail(target)
    judged = _middle_of(fit.outside, before, edited.shape)
    if judged.sum() < FEWEST_PX:
        return ()
    low, high = np.percentile(busy[judged], (40, 80)).tolist()
    calm, rough = judged & (busy <= low), judged & (busy > high)
    return (
        *_edges(_root(fine, rough), _root(fine_after, rough)),
        *_noise(_root(fine, calm), _root(fine_after, calm)),
    )


def _middles(before: "Picture", after: "Picture", fit: Fitted) -> tuple[Plane, Plane]:
    """L* of the middle of both, the first as the steps make it."""
    from burnish.imaging.picture import srgb_encoding
    from burnish.recipe.render import render

    part = _middle(before.height, before.width)
    if fit.steps:
        samples = render(before, Recipe(fit.steps), fit.comparison.catalogue, space="srgb").samples[part]
        light = srgb_encoding(samples.dtype).linear(samples)
    else:
        light = before.encoding.linear(before.samples[part])
    goal = after.encoding.linear(after.samples[part])
    return _lightness(light), _lightness(goal)


def _lightness(light: LinearPicture) -> Plane:
    return np.asarray(np.ascontiguousarray(lab_from_linear(light)[..., 0]), np.float32)


def _middle(height: int, width: int) -> tuple[slice, slice]:
    top, left = max(height - TILE_PX, 0) // 2, max(width - TILE_PX, 0) // 2
    return slice(top, top + TILE_PX), slice(left, left + TILE_PX)


def _middle_of(area: Area, picture: "Picture", shape: tuple[int, ...]) -> Area:
    """The part of a small area that the middle of the picture shows, at its size."""
    rows, columns = _middle(picture.height, picture.width)
    y = ((np.arange(shape[0]) + rows.start + 0.5) * area.shape[0] / picture.height).astype(np.intp)
    x = ((np.arange(shape[1]) + columns.start + 0.5) * area.shape[1] / picture.width).astype(np.intp)
    return np.asarray(area[np.ix_(y.clip(0, area.shape[0] - 1), x.clip(0, area.shape[1] - 1))], np.bool_)


def _detail(light: Plane) -> tuple[Plane, Plane]:
    """Power of the finest detail, and of the coarser structure around it."""
    import cv2

    fine = light - np.asarray(cv2.GaussianBlur(light, (0, 0), 1.0), np.float32)
    middle = np.asarray(
        cv2.GaussianBlur(light, (0, 0), 1.5) - cv2.GaussianBlur(light, (0, 0), 6.0), np.float32
    )
    return np.asarray(fine * fine, np.float32), np.asarray(cv2.blur(middle * middle, (9, 9)), np.float32)


def _root(power: Plane, there: Area) -> float:
    return float(np.sqrt(power[there].mean())) if there.any() else 0.0


def _edges(before: float, after: float) -> tuple[str, ...]:
    if min(before, after) <= 0 or SOFTER < after / before < SHARPER:
        return ()
    crisper = after > before
    words = "edges are crisper, as after sharpening" if crisper else "edges are softer, as after blurring"
    return (f"{words} (fine contrast × {after / before:.2f})",)


def _noise(before: float, after: float) -> tuple[str, ...]:
    added = float(np.sqrt(max(after * after - before * before, 0.0)))
    if added > ADDED_NOISE and after > ADDED_RATIO * before:
        return (f"there is more grain or noise in calm places (by {added:.1f} L*)",)
    if before > LEAST_NOISE and after < LOST_RATIO * before:
        return (
            f"calm places are smoother, as after noise reduction or compression (noise × {after / before:.2f})",
        )
    return ()
