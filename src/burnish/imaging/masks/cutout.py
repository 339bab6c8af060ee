"""Cutting the subject out of a rough area.

Source: Rother, Kolmogorov and Blake, "GrabCut" (2004), begun from a rough area whose core is surely the
subject, save where it has the colors of what lies around, or is joined to it without an edge.
"""

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.masks.base import Confidence
from burnish.imaging.pixels import Plane

CORE = 0.3
"""Share of the area, the deepest inside, that is surely the subject (findings: IoU 0.571 to 0.635)."""

OWN = 0.15
"""Up to this share, a color in the area is surely the subject's own."""

FOREIGN = 0.25
"""From this share on, a color in the area is taken to be its surroundings showing through."""

SEEP = 2
"""Change of code value from pixel to pixel below which there is no edge at all."""

FEWEST_PX = 16
"""Smallest area, at the size of the cut, that can be told apart from noise."""

ROUNDS = 5
SEED = 20041


def cut_out(view: NDArray[np.uint8], inside: NDArray[np.bool_], core: float) -> NDArray[np.bool_]:
    """The subject in an 8-bit picture; the deepest ``core`` of the area is fixed where its color is its own.

    Without any such color the area itself comes back.
    """
    import cv2

    if np.count_nonzero(~inside) < inside.size // 50:
        inside = _without_rim(inside)
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    if not inside.any() or inside.all():
        return inside
    foreign = _foreign(view, inside)
    foreign[_seeped(view, inside)] = 1.0
    deep = inside & (depth >= np.quantile(depth[inside], 1.0 - core)) & (foreign < OWN)
    labels = np.where(inside, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    labels[inside & (foreign >= FOREIGN)] = cv2.GC_PR_BGD
    labels[deep] = cv2.GC_FGD
    if deep.sum() < FEWEST_PX:
        return inside
    cv2.setRNGSeed(SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(view, labels, (0, 0, 1, 1), models[0], models[1], ROUNDS, cv2.GC_INIT_WITH_MASK)
    return _whole((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD), deep)


def _without_rim(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """An area that fills the frame, less the outer tenth of its pixels, which stand for the surroundings."""
    import cv2

    framed = np.pad(inside.astype(np.uint8), 1)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1]
    return inside & (depth > np.quantile(depth[inside], 0.1))


def _foreign(view: NDArray[np.uint8], inside: NDArray[np.bool_]) -> Plane:
    """How much more a pixel's color belongs to the surroundings than to the area, 0 to 1."""
    import cv2
    from scipy.ndimage import gaussian_filter

    lab = cv2.cvtColor(view, cv2.COLOR_RGB2LAB).astype(np.int64)
    bins = (lab[..., 0] // 11, lab[..., 1] // 6, lab[..., 2] // 6)
    reach = max(int(0.5 * np.sqrt(inside.sum())), 3)
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    around = ~inside & (cv2.dilate(inside.astype(np.uint8), square) > 0)
    densities: list[NDArray[np.float64]] = []
    for where in (inside, around):
        counts = np.zeros((24, 43, 43), np.float32)
        np.add.at(counts, tuple(axis[where] for axis in bins), 1.0)
        densities.append(gaussian_filter(counts, 0.8)[bins] / max(int(where.sum()), 1))
    return (densities[1] / (densities[0] + densities[1] + 1e-9)).astype(np.float32)


def _seeped(view: NDArray[np.uint8], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is reached from the area's rim without crossing an edge: smooth surroundings showing through."""
    import cv2

    smooth = cv2.GaussianBlur(view, (0, 0), 1.0)
    rim = inside & (cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) == 0)
    barred = np.pad((~inside).astype(np.uint8), 1, constant_values=1)
    step = (SEEP, SEEP, SEEP)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (2 << 8)
    for row, column in np.argwhere(rim)[::3].tolist():
        if barred[row + 1, column + 1] == 0:
            cv2.floodFill(smooth, barred, (column, row), (0, 0, 0), step, step, flags)
    reached = barred[1:-1, 1:-1] == 2
    return reached if reached.sum() < 0.8 * inside.sum() else np.zeros_like(inside)


def _whole(cut: NDArray[np.bool_], deep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts joined to the core, without pinholes (smaller than a hundredth of the whole)."""
    import cv2

    _, parts = cv2.connectedComponents(cut.astype(np.uint8), connectivity=4)
    kept = cut & np.isin(parts, np.unique(parts[deep & cut]))
    count, holes, stats, _ = cv2.connectedComponentsWithStats((~kept).astype(np.uint8), connectivity=4)
    small = [i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] < 0.01 * kept.sum()]
    return kept | (~kept & np.isin(holes, small))


def standing(view: NDArray[np.uint8], inside: NDArray[np.bool_], cut: NDArray[np.bool_]) -> Confidence:
    """How well the cut agrees with one from a smaller core, has its own edges and its own colors."""
    import cv2

    box = np.ones((3, 3), np.uint8)
    other = cut_out(view, inside, CORE / 2)
    overlap = float((cut & other).sum() / max((cut | other).sum(), 1))
    rim = cut & (cv2.erode(cut.astype(np.uint8), box) == 0)
    drawn = cv2.erode(inside.astype(np.uint8), box, iterations=2) == 0
    clipped = float((rim & drawn).sum() / max(rim.sum(), 1))
    borrowed = float(_foreign(view, cut)[cut].mean()) if cut.any() and not cut.all() else 1.0
    faults = {
        "the cut runs along the line as drawn, not along an edge": 1.0 - clipped,
        "subject and surroundings share their colors": 1.0 - min(1.5 * borrowed, 1.0),
        "the cut depends on how the area was drawn": overlap,
    }
    value = 0.9 * float(np.prod(list(faults.values())))
    worst = min(faults, key=lambda fault: faults[fault])
    return Confidence(value, worst if value < 0.6 else "the cut follows an edge and stays put")
