"""Patches of a picture that have one of a family of colors: the red of a door, the yellow of petals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.masks import ColorRange, Scene
from burnish.imaging.masks.ranges import color_distance
from burnish.imaging.pixels import Plane

WORK_PX = 256
"""Long side at which patches are sought."""

SMALLEST = 0.0006
"""Smallest patch, as a share of the frame."""

SAMPLES = 3
"""Most colors that stand for a patch in light and in shade."""

Pixels = NDArray[np.bool_]


@dataclass(frozen=True)
class Patch:
    """One connected patch."""

    inside: Pixels
    """Where it is, at the working size."""

    share: float
    """Share of the frame."""

    x: float
    y: float
    """Its middle, as fractions of width and height."""

    likeness: float
    """How well its pixels fit the family, 0 to 1."""

    contrast: float
    """Oklab distance from the patch to what lies around it."""

    solidity: float
    """Its share of its convex hull: 1 for a disk, little for branches."""


def oklab_view(scene: Scene) -> Plane:
    """The scene in Oklab at the working size, without the finest grain: (height, width, 3)."""
    import cv2

    from burnish.imaging.masks.refine import srgb_view

    lab = to_oklab(srgb8_to_linear(srgb_view(scene.linear, WORK_PX))).astype(np.float32)
    return np.asarray(cv2.bilateralFilter(lab, 5, 0.05, 2.0), np.float32)


def color_patches(lab: Plane, likeness: Plane) -> tuple[Patch, ...]:
    """The patches where a likeness (0 to 1) is at least one half, largest first."""
    import cv2

    hard = (likeness >= 0.5).astype(np.uint8)
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    closed = cv2.morphologyEx(cv2.morphologyEx(hard, cv2.MORPH_OPEN, disk), cv2.MORPH_CLOSE, disk)
    count, parts, stats, middles = cv2.connectedComponentsWithStats(closed, connectivity=8)
    least = SMALLEST * hard.size
    found: list[Patch] = []
    for i in range(1, count):
        if stats[i, cv2.CC_STAT_AREA] < least:
            continue
        inside = np.asarray(parts == i, np.bool_)
        x, y = middles[i].tolist()
        found.append(
            Patch(
                inside,
                share=float(inside.mean()),
                x=(x + 0.5) / hard.shape[1],
                y=(y + 0.5) / hard.shape[0],
                likeness=float(likeness[inside].mean()),
                contrast=_contrast(lab, inside),
                solidity=solidity(inside),
            )
        )
    return tuple(sorted(found, key=lambda patch: -patch.share))


def solidity(inside: Pixels) -> float:
    """The share that a shape has of its convex hull."""
    import cv2

    hull = cv2.convexHull(np.argwhere(inside).astype(np.int32))
    return min(float(inside.sum()) / max(float(cv2.contourArea(hull)), 1.0), 1.0)


def together(patches: Sequence[Patch]) -> Pixels:
    """All of the patches as one selection."""
    return np.logical_or.reduce([patch.inside for patch in patches])


def range_of(lab: Plane, inside: Pixels) -> ColorRange:
    """The color range that takes these pixels: their colors from shade to light, as wide as they scatter."""
    colors = lab[inside]
    order = np.argsort(colors[:, 0], kind="stable")
    count = SAMPLES if len(order) >= 60 else 1
    targets = [np.median(colors[part], axis=0).astype(np.float32) for part in np.array_split(order, count)]
    away = np.min([color_distance(colors, target) for target in targets], axis=0)
    tolerance = float(np.clip(np.quantile(away, 0.9), 0.03, 0.09))
    samples = tuple(dict.fromkeys(_hex(target) for target in targets))
    return ColorRange(samples=samples, tolerance=round(tolerance, 3), softness=round(0.6 * tolerance, 3))


def _hex(color: Plane) -> str:
    """An Oklab color as #rrggbb."""
    from burnish.imaging.color import from_oklab, linear_to_srgb8

    code = linear_to_srgb8(np.asarray(from_oklab(color), np.float32).reshape(1, 1, 3)).ravel().tolist()
    return "#" + "".join(f"{value:02x}" for value in code)


def _contrast(lab: Plane, inside: Pixels) -> float:
    import cv2

    around = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=6) > 0
    ring = around & ~(cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2) > 0)
    if not ring.any():
        return 0.0
    return float(np.linalg.norm(np.median(lab[inside], axis=0) - np.median(lab[ring], axis=0)))
