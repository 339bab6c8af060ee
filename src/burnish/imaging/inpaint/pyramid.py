"""The pyramid that a hole is filled on: what is known, may be copied and is to be matched, level by level.

Source: A. Newson et al., "Video inpainting of complex scenes", SIAM J. Imaging Sciences 2014 (its depth, the
texture features).
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.inpaint.patchmatch import PATCH, RADIUS, Features, Points
from burnish.imaging.inpaint.pieces import SQUARE

Mask: TypeAlias = NDArray[np.bool_]

LEAST_SOURCES = 60
"""A level with fewer patches to choose from is too coarse."""
TEXTURE = np.float32(6.0)
"""Weight of the texture features against the colors; with less, fills drift to whatever is smooth."""
CONFIDENCE_BASE = 1.3
"""A patch n pixels into the hole counts base ** −n in a vote (Wexler et al. 2007, section 3.3)."""


@dataclass(frozen=True)
class Level:
    """One level, with a border of `RADIUS` pixels of nothing on every side."""

    features: Features
    """Encoded colors and two texture features; the hole's are overwritten while it is being filled."""
    weight: NDArray[np.float32]
    """1 where a pixel counts in a match, 0 where there is nothing."""
    hole: Mask
    usable: Mask
    """Pixels that may be copied."""
    is_source: Mask
    """Centers of patches of nothing but usable pixels."""
    is_target: Mask
    """Centers of patches that touch the hole."""
    points: Points
    """The pixels of the hole."""
    targets: Points
    depth: NDArray[np.float32]
    """Distance into the hole, pixels."""
    confidence: NDArray[np.float32]


def pyramid(encoded: Features, hole: Mask, known: Mask, usable: Mask, thickness: float) -> list[Level]:
    """Levels from fine to coarse, down to where the hole is about two patches thick."""
    count = max(0, int(np.ceil(np.log2(max(1.0, thickness / (2 * PATCH))))))
    features = np.concatenate([encoded, _texture(encoded, known, 2**count)], axis=2)
    levels = [_level(features, hole, known, usable)]
    for _ in range(count):
        features, hole, known, usable = _halve(features, hole, known, usable)
        level = _level(features, hole, known, usable)
        if np.count_nonzero(level.is_source) < LEAST_SOURCES:
            break
        levels.append(level)
    return levels


def _texture(encoded: Features, known: Mask, reach: int) -> Features:
    """Mean absolute differences down and across in a neighborhood (Newson et al. 2014, section 3.4)."""
    gray = encoded.mean(axis=2)
    size = (2 * reach + 3, 2 * reach + 3)
    planes: list[NDArray[np.float32]] = []
    for axis in (0, 1):
        both = (known & np.roll(known, 1, axis)).astype(np.float32)
        both[(slice(0, 1), slice(None)) if axis == 0 else (slice(None), slice(0, 1))] = 0
        steps = np.abs(gray - np.roll(gray, 1, axis)) * both
        planes.append(cv2.blur(steps, size) / np.maximum(cv2.blur(both, size), np.float32(1e-6)))
    return TEXTURE * np.stack(planes, axis=2)


def _halve(features: Features, hole: Mask, known: Mask, usable: Mask) -> tuple[Features, Mask, Mask, Mask]:
    """The next coarser arrays: means of the known; a block with any hole is hole, with all usable, usable."""
    height, width = hole.shape
    edges = ((0, height % 2), (0, width % 2))
    size = ((width + 1) // 2, (height + 1) // 2)
    share = cv2.resize(np.pad(known.astype(np.float32), edges), size, interpolation=cv2.INTER_AREA)
    total = np.pad(features * known[..., None], (*edges, (0, 0)))
    means = cv2.resize(total, size, interpolation=cv2.INTER_AREA)
    means /= np.maximum(share, np.float32(1e-6))[..., None]
    small_hole = np.logical_or.reduce(_blocks(np.pad(hole, edges)))
    small_usable = np.logical_and.reduce(_blocks(np.pad(usable, edges)))
    return np.asarray(means, np.float32), small_hole, (share > 0) & ~small_hole, small_usable


def _blocks(even: Mask) -> Mask:
    """The four pixels of every 2 × 2 block, (4, height / 2, width / 2)."""
    return np.stack([even[0::2, 0::2], even[0::2, 1::2], even[1::2, 0::2], even[1::2, 1::2]])


def _level(features: Features, hole: Mask, known: Mask, usable: Mask) -> Level:
    pad = ((RADIUS, RADIUS), (RADIUS, RADIUS))
    hole, known, usable = np.pad(hole, pad), np.pad(known, pad), np.pad(usable, pad)
    is_target = (cv2.dilate(hole.astype(np.uint8), SQUARE) > 0) & (hole | known)
    depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5).astype(np.float32)
    return Level(
        features=np.ascontiguousarray(np.pad(features, (*pad, (0, 0)))),
        weight=(hole | known).astype(np.float32),
        hole=hole,
        usable=usable,
        is_source=cv2.erode(usable.astype(np.uint8), SQUARE, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        > 0,
        is_target=is_target,
        points=np.argwhere(hole).astype(np.int32),
        targets=np.argwhere(is_target).astype(np.int32),
        depth=depth,
        confidence=np.power(np.float32(CONFIDENCE_BASE), -depth),
    )
