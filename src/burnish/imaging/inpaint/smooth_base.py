"""The smooth part of a picture, continued through a hole: the sky behind the wire, the skin under the spot.

Patches can continue texture but not a gradient, which nowhere repeats. So where the surroundings are smooth,
the gradient is continued by itself and patches only supply what is left: grain and pores.

Source of the continuation: D. Terzopoulos, "The computation of visible-surface representations", PAMI 1988
(thin plate: Δ²u = 0 in the hole).
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, dia_matrix, identity, kron
from scipy.sparse.linalg import spsolve

from burnish.imaging.inpaint.pieces import bounding_box

Mask = NDArray[np.bool_]
Colors = NDArray[np.float32]

CELLS = (12.0, 40.0)
"""How many cells thick a hole is: few leave the texture to the patches; many hold a shape out of focus."""
MOST_CELLS = 4000
"""Cells of the hole to solve for."""
LEAST_CELL_PX = 4
LEAST_RING_PX = 4
LEAST_SHARE = 0.25
"""A cell is known if at least this much of it is."""
BUSY = 0.01
"""Encoded structure around the hole, beyond what the base holds, above which it is not smooth there."""


def smooth_base(encoded: Colors, hole: Mask, known: Mask, thickness: float) -> Colors | None:
    """The base, (height, width, 3), across known and hole; None if the surroundings are not smooth."""
    fewest = float(np.sqrt(np.count_nonzero(hole) / MOST_CELLS))
    sizes = [max(LEAST_CELL_PX, round(thickness / cells), int(np.ceil(fewest))) for cells in CELLS]
    for cell in sorted(set(sizes), reverse=True):
        base = _base(encoded, known, cell)
        if _structure(encoded, base, hole, known, cell) < BUSY:
            return base
    return None


def _base(encoded: Colors, known: Mask, cell: int) -> Colors:
    height, width = known.shape
    edges = ((0, -height % cell), (0, -width % cell))
    share = _means(np.pad(known, edges)[..., None], cell)[..., 0]
    means = _means(np.pad(encoded * known[..., None], (*edges, (0, 0))), cell)
    means /= np.maximum(share, np.float32(1e-6))[..., None]
    coarse = _continued(means, share > LEAST_SHARE)
    size = (coarse.shape[1] * cell, coarse.shape[0] * cell)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), np.float32)[:height, :width]


def _means(plane: NDArray[np.float32] | Mask, cell: int) -> Colors:
    """Means of the squares of `cell` pixels."""
    height, width, channels = plane.shape
    return plane.reshape(height // cell, cell, width // cell, cell, channels).mean(
        axis=(1, 3), dtype=np.float32
    )


def _structure(encoded: Colors, base: Colors, hole: Mask, known: Mask, cell: int) -> float:
    """What the base misses in a ring around the hole, grain averaged away: the 95th percentile."""
    width = max(LEAST_RING_PX, cell)
    box = bounding_box(hole)
    if box is None:
        return np.inf
    near = np.s_[
        max(0, box[0].start - 2 * width) : box[0].stop + 2 * width,
        max(0, box[1].start - 2 * width) : box[1].stop + 2 * width,
    ]
    counts = known[near].astype(np.float32)
    missed = cv2.blur((encoded[near] - base[near]) * counts[..., None], (cell | 1, cell | 1))
    missed /= np.maximum(cv2.blur(counts, (cell | 1, cell | 1)), np.float32(1e-6))[..., None]
    grown = cv2.dilate(hole[near].astype(np.uint8), np.ones((3, 3), np.uint8), iterations=width)
    ring = (grown > 0) & known[near]
    return float(np.percentile(np.abs(missed).max(axis=2)[ring], 95)) if ring.any() else np.inf


def _continued(means: Colors, known: Mask) -> Colors:
    """The cells, the unknown ones replaced by a thin plate within the range of the cells around them."""
    inside = np.flatnonzero(~known)
    grown = cv2.dilate((~known).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    rim = np.flatnonzero(grown & known)
    if inside.size == 0 or rim.size == 0:
        return means
    flat = means.reshape(-1, 3).astype(np.float64)
    flat[inside] = 0
    stencil = _laplacian(known.shape)[np.flatnonzero(grown)]
    system = stencil[:, inside]
    plate = np.asarray(spsolve(csc_matrix(system.T @ system), -(system.T @ (stencil @ flat))), np.float64)
    flat[inside] = np.clip(plate.reshape(-1, 3), flat[rim].min(axis=0), flat[rim].max(axis=0))
    return flat.reshape(means.shape).astype(np.float32)


def _laplacian(shape: tuple[int, ...]) -> csr_matrix:
    """The discrete Laplacian of a grid with free edges, cells × cells."""
    down, across = (_second_difference(size) for size in shape)
    return csr_matrix(kron(down, identity(shape[1])) + kron(identity(shape[0]), across))


def _second_difference(size: int) -> dia_matrix:
    middle = np.full(size, -2.0)
    middle[0] += 1.0
    middle[-1] += 1.0
    ones = np.ones(size)
    return dia_matrix((np.stack([ones, middle, ones]), [-1, 0, 1]), shape=(size, size))
