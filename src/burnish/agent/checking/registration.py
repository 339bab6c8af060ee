"""Bringing source and edited picture to one frame, so that a crop or half a pixel's shift is no change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.pair import REGISTERED, WORKING_PX, Pair, Sought
from burnish.agent.checking.renewed import with_content_spared
from burnish.agent.planner.intents import Intent
from burnish.errors import BadInput
from burnish.imaging.color import LUMINANCE
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.reduce import reduce_linear, reduced_size
from burnish.recipe.inverse.alignment import align

Seek: TypeAlias = Callable[[LinearPicture], Sought | None]
"""What begins to seek a place in a picture; None where none is named."""

EDGES_PX = 512
"""Long side at which shifts are sought."""

SAME_ASPECT = 0.012
"""Largest difference of log aspect that rounding to whole pixels leaves."""

MOST_SHIFT = 0.02
"""Largest shift, as a fraction of the long side, that is taken for one and not for other content."""

LEAST_SHIFT_PX = 0.12
"""Shifts at the working size below which resampling would blur more than it mends."""

SURE_PEAK = 0.12
"""Height of the peak of phase correlation above which nothing else is tried."""


@dataclass(frozen=True, eq=False)
class _Placed:
    source: LinearPicture
    valid: NDArray[np.bool_]
    confidence: float
    note: str = ""


def pair_of(
    source: Picture | LinearPicture,
    edited: Picture | LinearPicture,
    request: str = "",
    intents: tuple[Intent, ...] = (),
    asked_where: Plane | None = None,
    seek: Seek | None = None,
) -> Pair:
    """Source and edited picture as they are checked: at the working size, in the edited picture's frame.

    `asked_where` is in the edited picture's frame, of any size, 0 to 1. Where it is not known, `seek` is begun in the
    source as soon as that lies in the edited picture's frame, beside what else is measured of the two.

    Raises:
        BadInput: a picture is no (height, width, 3) or smaller than 16 pixels.
    """
    before, after = _working(source), _working(edited)
    placed = _placed(before, after)
    where = None if asked_where is None else _fitted(np.asarray(asked_where, np.float32), after)
    if where is None and seek is not None and placed.confidence >= REGISTERED:
        where = seek(placed.source)
    pair = Pair(
        placed.source, after, placed.valid, request, intents, where, placed.confidence, note=placed.note
    )
    return with_content_spared(pair)


def _working(picture: Picture | LinearPicture) -> LinearPicture:
    """At most `WORKING_PX` along the long side, linear."""
    if isinstance(picture, Picture):
        width, height = reduced_size(picture.width, picture.height, None, WORKING_PX)
        return _checked(reduce_linear(picture, width * height))
    linear = _checked(np.asarray(picture, np.float32))
    height, width = linear.shape[:2]
    scale = WORKING_PX / max(height, width)
    if scale >= 1:
        return np.ascontiguousarray(linear)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(linear, size, interpolation=cv2.INTER_AREA), np.float32)


def _checked(linear: LinearPicture) -> LinearPicture:
    if linear.ndim != 3 or linear.shape[2] != 3 or min(linear.shape[:2]) < 16:
        raise BadInput(f"a picture of shape {linear.shape!r}; (height, width, 3) from 16 pixels is needed")
    return linear


def _fitted(plane: Plane, like: LinearPicture) -> Plane:
    height, width = like.shape[:2]
    if plane.shape == (height, width):
        return plane
    return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _placed(before: LinearPicture, after: LinearPicture) -> _Placed:
    """The source in the edited picture's frame: as it is, shifted, or turned, flipped and cropped."""
    whole = np.ones(after.shape[:2], bool)
    edges = _edges(after)
    if _same_aspect(before, after):
        fitted = _resized(before, after)
        shift, peak = _shift(_edges(fitted), edges, after)
        if peak > SURE_PEAK:
            return _shifted(fitted, edges, shift, peak)
    found = align(before, after)
    likeness = float(np.clip(found.likeness, 0.0, 1.0))
    note = "; ".join(found.findings)
    fitted = _resized(found.before, after)
    shift, peak = _shift(_edges(fitted), edges, after)
    if likeness < 0.2 and peak < SURE_PEAK / 2:
        note = note or "the pictures do not seem to show the same frame; they are not compared pixel by pixel"
        return _Placed(fitted, np.zeros_like(whole), likeness, note)
    confidence = max(likeness, min(1.0, peak / SURE_PEAK) * 0.8)
    if not found.tools:
        moved = _shifted(fitted, edges, shift, peak)
        return _Placed(moved.source, moved.valid, confidence, note)
    return _refined(fitted, after, confidence, note)


def _same_aspect(a: LinearPicture, b: LinearPicture) -> bool:
    one, other = (np.log(each.shape[1] / each.shape[0]) for each in (a, b))
    return bool(abs(one - other) < SAME_ASPECT + 1.0 / min(*a.shape[:2], *b.shape[:2]))


def _resized(picture: LinearPicture, like: LinearPicture) -> LinearPicture:
    height, width = like.shape[:2]
    if picture.shape[:2] == (height, width):
        return picture
    shrinks = picture.shape[1] > width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.float32)


def _edges(picture: LinearPicture) -> Plane:
    """Gradient magnitude of lightness over its local mean: much alike whatever the tones."""
    height, width = picture.shape[:2]
    scale = min(1.0, EDGES_PX / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    light = cv2.transform(small, LUMINANCE.astype(np.float32)[None])
    tone = cv2.pow(np.maximum(light, 1e-4), 1 / 3)
    edges = cv2.magnitude(
        cv2.Sobel(tone, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(tone, cv2.CV_32F, 0, 1, ksize=3)
    )
    return np.asarray(edges / (cv2.blur(edges, (25, 25)) + np.float32(0.02)), np.float32)


def _shift(one: Plane, other: Plane, like: LinearPicture) -> tuple[tuple[float, float], float]:
    """How far the other's edges lie to the right of and below the one's, in a picture's pixels; the peak's height.

    C. D. Kuglin and D. C. Hines, "The phase correlation image alignment method", 1975.
    """
    window = cv2.createHanningWindow((one.shape[1], one.shape[0]), cv2.CV_32F)
    (x, y), peak = cv2.phaseCorrelate(one, other, window)
    scale = like.shape[1] / one.shape[1]
    return (x * scale, y * scale), float(peak)


def _shifted(source: LinearPicture, edges: Plane, shift: tuple[float, float], peak: float) -> _Placed:
    """The source under a shift, where that brings most of its edges nearer to the edited picture's.

    A single thing that was moved, or is there twice, answers to phase correlation as a whole frame does.
    """
    height, width = source.shape[:2]
    whole = np.ones((height, width), bool)
    length = float(np.hypot(*shift))
    confidence = float(np.clip(0.5 + peak, 0.0, 1.0))
    if length < LEAST_SHIFT_PX or length > MOST_SHIFT * max(height, width):
        return _Placed(source, whole, confidence)
    # The peak's centroid falls short of half a pixel: what is left is measured once more.
    left, _ = _shift(_edges(_moved(source, shift)), edges, source)
    if float(np.hypot(*left)) < 0.5:
        shift = (shift[0] + left[0], shift[1] + left[1])
    moved = _moved(source, shift)
    if _apart(_edges(moved), edges) >= _apart(_edges(source), edges):
        return _Placed(source, whole, confidence)
    margin_x, margin_y = (int(np.ceil(abs(way))) + 2 for way in shift)
    valid = np.zeros_like(whole)
    valid[margin_y : height - margin_y, margin_x : width - margin_x] = True
    note = f"the edited picture is shifted by {shift[0]:+.1f}, {shift[1]:+.1f} pixels"
    return _Placed(moved, valid, confidence, note)


def _apart(one: Plane, other: Plane) -> float:
    """Median difference of two pictures' edges, over what is an edge in either."""
    there = np.maximum(one, other) > 1
    return float(np.median(np.abs(one - other)[there])) if there.any() else 0.0


def _moved(source: LinearPicture, shift: tuple[float, float]) -> LinearPicture:
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
    size = (source.shape[1], source.shape[0])
    moved = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _refined(source: LinearPicture, after: LinearPicture, confidence: float, note: str) -> _Placed:
    """An affine map to a fraction of a pixel after turns and crops.

    G. D. Evangelidis and E. Z. Psarakis, "Parametric image alignment using enhanced correlation coefficient
    maximization", IEEE TPAMI 30 (10), 2008.
    """
    height, width = after.shape[:2]
    start = np.eye(2, 3, dtype=np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-5)
    one, other = _edges(after), _edges(source)
    try:
        correlation, found = cv2.findTransformECC(one, other, start, cv2.MOTION_AFFINE, stop, None, 5)  # pyright: ignore[reportCallIssue, reportArgumentType]
    except cv2.error:
        return _Placed(source, np.ones((height, width), bool), confidence, note)
    scale = width / one.shape[1]
    matrix = np.asarray(found, np.float64)
    matrix[:, 2] *= scale
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (width, height)
    moved = cv2.warpAffine(
        source, matrix, size, flags=flags | cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    inside = cv2.warpAffine(np.ones((height, width), np.float32), matrix, size, flags=flags)
    valid = cv2.erode(np.asarray(inside > 0.99, np.uint8), np.ones((5, 5), np.uint8)) > 0
    return _Placed(np.asarray(moved, np.float32), valid, max(confidence, float(correlation)), note)
