"""How a hole is cut into pieces to fill one after the other, and how far around a piece is looked."""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.inpaint.patchmatch import PATCH

Hole: TypeAlias = NDArray[np.bool_]
"""(height, width), True where a pixel is to be replaced."""
Window: TypeAlias = tuple[slice, slice]
"""Rows and columns."""

TOGETHER_PX = 12
"""Holes at most this far apart are filled together."""
LONG = 10.0
"""A hole longer than this many times its thickness is filled length by length."""
CONTEXT = 1.5
"""How far a piece is looked around, relative to its size."""
LEAST_CONTEXT_PX = 96
AMPLE_PX = 400
"""Above this size a piece is looked around by half as much for every further pixel."""
SQUARE = np.ones((PATCH, PATCH), np.uint8)


def bounding_box(mask: Hole) -> Window | None:
    """The smallest window that holds every True; None if there is none."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def thickness(hole: Hole) -> float:
    """Twice the distance from the outside to the innermost pixel, pixels."""
    inside = np.pad(hole, 1).astype(np.uint8)
    return 2.0 * float(cv2.distanceTransform(inside, cv2.DIST_L2, 5).max())


def hole_pieces(hole: Hole) -> Iterator[tuple[Window, Hole]]:
    """The bounding box of each piece to fill on its own, and the piece's pixels in that box."""
    box = bounding_box(hole)
    if box is None:
        return
    near_px = TOGETHER_PX // 2 + 1
    inner = np.pad(hole[box].astype(np.uint8), near_px)
    near = cv2.dilate(inner, np.ones((2 * near_px - 1, 2 * near_px - 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for index in range(1, count):
        x, y, width, height = (int(v) for v in stats[index, :4])
        at = np.s_[y : y + height, x : x + width]
        group = (labels[at] == index) & (inner[at] > 0)
        for cell in _lengths(group):
            tight = bounding_box(group[cell])
            if tight is not None:
                piece = group[cell][tight]
                row = box[0].start - near_px + y + cell[0].start + tight[0].start
                column = box[1].start - near_px + x + cell[1].start + tight[1].start
                yield (slice(row, row + piece.shape[0]), slice(column, column + piece.shape[1])), piece


def _lengths(group: Hole) -> Iterator[Window]:
    """Squares that cut a long thin hole (a wire) into lengths; one for all of it where it is compact."""
    size = max(int(LONG * thickness(group)), 2 * LEAST_CONTEXT_PX)
    if max(group.shape) <= 2 * size:
        size = max(group.shape)
    for y in range(0, group.shape[0], size):
        for x in range(0, group.shape[1], size):
            yield slice(y, min(y + size, group.shape[0])), slice(x, min(x + size, group.shape[1]))


def fill_region(hole: Hole, piece: Window, context: float = CONTEXT) -> Window:
    """The window that filling the piece in this box reads: the box grown by `context` times its size.

    It grows on, up to the whole picture, while more of it is hole than not or it holds no whole patch.
    """
    height, width = piece[0].stop - piece[0].start, piece[1].stop - piece[1].start
    grow_y, grow_x = _margin(min(height, 2 * width), context), _margin(min(width, 2 * height), context)
    while True:
        rows = slice(max(0, piece[0].start - grow_y), min(hole.shape[0], piece[0].stop + grow_y))
        columns = slice(max(0, piece[1].start - grow_x), min(hole.shape[1], piece[1].stop + grow_x))
        region = hole[rows, columns]
        if region.shape == hole.shape or (2 * np.count_nonzero(region) < region.size and holds_patch(region)):
            return rows, columns
        grow_y, grow_x = 2 * grow_y, 2 * grow_x


def _margin(size: int, context: float) -> int:
    return max(LEAST_CONTEXT_PX, int(context * (min(size, AMPLE_PX) + max(0, size - AMPLE_PX) / 2)))


def holds_patch(hole: Hole) -> bool:
    """Whether some patch lies wholly outside the hole."""
    if min(hole.shape) < PATCH:
        return False
    free = cv2.erode((~hole).astype(np.uint8), SQUARE)
    return bool(free[PATCH // 2 : -(PATCH // 2), PATCH // 2 : -(PATCH // 2)].any())
