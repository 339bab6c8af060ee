"""Compiled exact area coverage of a polygon.

Each edge leaves, in the pixels it crosses, the change of covered area from one pixel to the next; summing a
row gives winding number times coverage. Nothing is sampled, so a shape that moves by a hundredth of a pixel
changes by as much.
"""

import math

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit
from burnish.imaging.pixels import Plane

ROUNDING = 1e-5


@njit(nogil=True, cache=True)
def _swept(to: float, run: float, rise: float) -> float:
    """Area between the edge and a vertical line ``to`` pixels right of the edge's left end."""
    if to <= 0.0:
        return 0.0
    return 0.5 * rise * to * to / run if to < run else rise * (to - 0.5 * run)


@njit(nogil=True, cache=True)
def _leave(plane: Plane, row: int, x0: float, x1: float, rise: float) -> None:
    """One edge inside one row, from x0 to x1 (0 <= x0 <= x1 <= width), climbing ``rise`` of the row."""
    first = int(x0)
    before, swept = 0.0, 0.0
    for column in range(first, min(math.ceil(x1) + 1, plane.shape[1])):
        upto = _swept(column + 1.0 - x0, x1 - x0, rise)
        plane[row, column] += (upto - swept) - before
        before, swept = upto - swept, upto


@njit(nogil=True, cache=True)
def _edge(plane: Plane, x0: float, y0: float, x1: float, y1: float) -> None:
    """All rows of one edge, split where it leaves the frame at the left or right."""
    height, width = plane.shape
    sign = 1.0
    if y0 > y1:
        x0, y0, x1, y1, sign = x1, y1, x0, y0, -1.0
    if y1 <= 0.0 or y0 >= height or y0 == y1:
        return
    slope = (x1 - x0) / (y1 - y0)
    for row in range(max(int(y0), 0), min(math.ceil(y1), height)):
        a, b = max(y0, float(row)), min(y1, row + 1.0)
        xa, xb = x0 + (a - y0) * slope, x0 + (b - y0) * slope
        if xa > xb:
            xa, xb = xb, xa
        run = xb - xa
        rise = sign * (b - a)
        if xb <= 0.0:
            plane[row, 0] += rise
        elif xa < width:
            low, high = max(xa, 0.0), min(xb, float(width))
            if low > xa:
                plane[row, 0] += rise * (low - xa) / run
            _leave(plane, row, low, high, rise * (high - low) / run if run > 0.0 else rise)


@njit(nogil=True, cache=True)
def fill(plane: Plane, points: NDArray[np.float64]) -> None:
    """Fill a zeroed plane with a closed outline, points in pixels (x, y); non-zero winding."""
    count = points.shape[0]
    for k in range(count):
        after = (k + 1) % count
        _edge(plane, points[k, 0], points[k, 1], points[after, 0], points[after, 1])
    for row in range(plane.shape[0]):
        total = 0.0
        for column in range(plane.shape[1]):
            total += plane[row, column]
            share = (abs(total) - ROUNDING) / (1.0 - 2.0 * ROUNDING)
            plane[row, column] = min(max(share, 0.0), 1.0)
