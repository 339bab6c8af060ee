"""Whether two pictures show the same frame, and if not, which flip, turn and crop lead from one to the other.

E. Rublee et al., "ORB: an efficient alternative to SIFT or SURF", ICCV 2011, for points; M. Fischler and R. Bolles,
"Random sample consensus", 1981, for the similarity that most of them agree on.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import LUMINANCE
from burnish.imaging.frame import project, whole
from burnish.imaging.pixels import LinearPicture
from burnish.tools.base import GeometryTool
from burnish.tools.crop import Crop
from burnish.tools.flip import Flip
from burnish.tools.rotate import Rotate

Plane: TypeAlias = NDArray[np.float32]
Similarity: TypeAlias = NDArray[np.float64]

SAME_ASPECT = 0.012
"""Largest difference of log aspect that rounding to whole pixels may leave (at 200 pixels or more)."""
STRUCTURE_PX = 192
POINTS_PX = 720
SURE, PLAUSIBLE = 0.9, 0.35
"""Correlation of edges above which a frame is the same, and below which pictures have nothing in common."""
LEAST_POINTS = 18
STRAIGHT_DEGREES = 0.12
LEAST_CROP = 0.004


@dataclass(frozen=True, eq=False)
class Alignment:
    """The before picture as the after picture frames it."""

    before: LinearPicture
    tools: tuple[GeometryTool, ...]
    """What leads from one frame to the other."""
    likeness: float
    """Correlation of the two pictures' edges, −1 to 1."""
    findings: tuple[str, ...]


def align(before: LinearPicture, after: LinearPicture) -> Alignment:
    """The frame of the after picture within the before picture."""
    upright, turns, likeness = _best_turn(before, after)
    found = _similarity(upright, after) if likeness < SURE else None
    if found is not None:
        height, width = after.shape[:2]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = np.asarray(
            cv2.warpAffine(upright, found, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE),
            np.float32,
        )
        better = _likeness(warped, after)
        if better > likeness + 0.02 and _shrinks(found, upright, after):
            moved = _tools_of(found, upright, after)
            if moved:
                return Alignment(warped, (*turns, *moved), better, _told(turns, moved))
    findings = _told(turns, ())
    if likeness < PLAUSIBLE:
        findings = (
            *findings,
            "geometry differs: the pictures do not seem to show the same frame"
            f" (edges agree to {max(likeness, 0.0):.0%})",
        )
    return Alignment(upright, turns, likeness, findings)


def _best_turn(
    before: LinearPicture, after: LinearPicture
) -> tuple[LinearPicture, tuple[GeometryTool, ...], float]:
    """The flip and quarter turn after which edges agree best; none where that is good enough."""
    plain = _likeness(before, after) if _same_aspect(before, after) else -1.0
    best: tuple[float, int, bool] = (plain, 0, False)
    if plain < PLAUSIBLE:
        for mirrored in (False, True):
            for quarter in range(4):
                trial = _turned(before, quarter, mirrored)
                if _same_aspect(trial, after):
                    best = max(best, (_likeness(trial, after), quarter, mirrored))
    likeness, quarter, mirrored = best
    if likeness < PLAUSIBLE:
        return before, (), plain
    turns: tuple[GeometryTool, ...] = ()
    if mirrored:
        turns += (Flip(horizontal=True),)
    if quarter:
        turns += (Rotate(quarter_turns=quarter),)
    return _turned(before, quarter, mirrored), turns, likeness


def _turned(picture: LinearPicture, quarter: int, mirrored: bool) -> LinearPicture:
    flipped = picture[:, ::-1] if mirrored else picture
    return np.ascontiguousarray(np.rot90(flipped, -quarter))


def _same_aspect(a: LinearPicture, b: LinearPicture) -> bool:
    return abs(_log_aspect(a) - _log_aspect(b)) < SAME_ASPECT + 1.0 / min(*a.shape[:2], *b.shape[:2])


def _log_aspect(picture: LinearPicture) -> float:
    return math.log(picture.shape[1] / picture.shape[0])


def _structure(picture: LinearPicture, width: int, height: int) -> Plane:
    """Where edges are, whatever the tones: gradient magnitude of log light over its local mean."""
    light = np.asarray(cv2.transform(picture, LUMINANCE.astype(np.float32)[None]), np.float32)
    small = cv2.resize(np.maximum(light, 0), (width, height), interpolation=cv2.INTER_AREA)
    stops = np.log2(np.maximum(small, np.float32(2.0**-9)))
    edges = np.hypot(cv2.Sobel(stops, cv2.CV_32F, 1, 0), cv2.Sobel(stops, cv2.CV_32F, 0, 1))
    return np.asarray(edges / (cv2.blur(edges, (31, 31)) + np.float32(0.1)), np.float32)


def _likeness(a: LinearPicture, b: LinearPicture) -> float:
    scale = STRUCTURE_PX / max(b.shape[:2])
    width, height = (max(8, round(side * scale)) for side in (b.shape[1], b.shape[0]))
    one, other = _structure(a, width, height), _structure(b, width, height)
    one, other = one - one.mean(), other - other.mean()
    power = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / power if power > 0 else 1.0


def _gray8(picture: LinearPicture) -> tuple[NDArray[np.uint8], float]:
    """Tones spread evenly, so that points are found whatever the edit, and the reduction."""
    light = np.asarray(cv2.transform(picture, LUMINANCE.astype(np.float32)[None]), np.float32)
    scale = min(1.0, POINTS_PX / max(light.shape))
    size = (max(1, round(light.shape[1] * scale)), max(1, round(light.shape[0] * scale)))
    small = np.cbrt(np.clip(cv2.resize(light, size, interpolation=cv2.INTER_AREA), 0, 1))
    return np.asarray(cv2.createCLAHE(4.0, (8, 8)).apply((small * 255).astype(np.uint8)), np.uint8), scale


def _similarity(before: LinearPicture, after: LinearPicture) -> Similarity | None:
    """The map from pixels of the after picture to pixels of the before picture, or None."""
    (one, scale_one), (other, scale_other) = _gray8(before), _gray8(after)
    finder = cv2.ORB_create(nfeatures=2500, scaleFactor=1.15, nlevels=12, fastThreshold=8)  # pyright: ignore[reportAttributeAccessIssue]
    points_one, marks_one = finder.detectAndCompute(one, None)
    points_other, marks_other = finder.detectAndCompute(other, None)
    if cast("object", marks_one) is None or cast("object", marks_other) is None:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(marks_other, marks_one)
    if len(pairs) < LEAST_POINTS:
        return None
    start = np.array([points_other[p.queryIdx].pt for p in pairs]) / scale_other
    end = np.array([points_one[p.trainIdx].pt for p in pairs]) / scale_one
    cv2.setRNGSeed(7)
    found, agree = cv2.estimateAffinePartial2D(start, end, ransacReprojThreshold=3.0, maxIters=4000)
    if cast("object", found) is None or int(agree.sum()) < LEAST_POINTS:
        return None
    return np.asarray(found, np.float64)


def _corners(found: Similarity, after: LinearPicture) -> NDArray[np.float64]:
    height, width = after.shape[:2]
    outline = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
    return outline @ found[:, :2].T + found[:, 2]


def _shrinks(found: Similarity, before: LinearPicture, after: LinearPicture) -> bool:
    """Whether the after picture's frame lies within the before picture and is not absurdly small."""
    height, width = before.shape[:2]
    corners = _corners(found, after)
    inside = np.all(corners > [-0.03 * width, -0.03 * height]) and np.all(
        corners < [1.03 * width, 1.03 * height]
    )
    return bool(inside and np.ptp(corners, axis=0).min() > 0.1 * min(height, width))


def _tools_of(found: Similarity, before: LinearPicture, after: LinearPicture) -> tuple[GeometryTool, ...]:
    """A rotation and a crop that give this frame."""
    height, width = before.shape[:2]
    angle = -math.degrees(math.atan2(found[1, 0], found[0, 0]))
    corners = _corners(found, after)
    tools: tuple[GeometryTool, ...] = ()
    if STRAIGHT_DEGREES < abs(angle) <= 45:
        rotate = Rotate(angle=round(angle, 2))
        frame = rotate.frame(whole(width, height))
        corners = project(np.asarray(np.linalg.inv(frame.to_source), np.float64), corners)
        width, height, tools = frame.width, frame.height, (rotate,)
    left, top = (corners[0] + corners[3])[0] / 2 / width, (corners[0] + corners[1])[1] / 2 / height
    right, bottom = (corners[1] + corners[2])[0] / 2 / width, (corners[2] + corners[3])[1] / 2 / height
    edges = [round(min(max(float(edge), 0.0), 1.0), 4) for edge in (left, top, right, bottom)]
    if max(edges[0], edges[1], 1 - edges[2], 1 - edges[3]) > LEAST_CROP:
        tools += (Crop(left=edges[0], top=edges[1], right=edges[2], bottom=edges[3]),)
    return tools


def _told(turns: tuple[GeometryTool, ...], moved: tuple[GeometryTool, ...]) -> tuple[str, ...]:
    told: list[str] = []
    for tool in (*turns, *moved):
        match tool:
            case Flip():
                told.append("geometry differs: AFTER is mirrored")
            case Rotate(angle=0.0):
                told.append(f"geometry differs: AFTER is turned by {90 * tool.quarter_turns}° clockwise")
            case Rotate():
                told.append(f"geometry differs: AFTER is rotated by about {tool.angle:.1f}°")
            case Crop():
                kept = (tool.right - tool.left) * (tool.bottom - tool.top)
                told.append(f"geometry differs: AFTER is cropped to about {kept:.0%} of the picture")
            case _:
                pass
    return tuple(told)
