"""Compiled distance field of a brush stroke: the widest coverage of the capsules between its points.

Tiles are split until the capsules that can matter in one are few; what surely covers a tile fills it.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit
from burnish.imaging.pixels import Plane

Capsules: TypeAlias = NDArray[np.float64]
"""Rows of x, y, run x, run y, 1 / length², radius, change of radius, in pixels."""

Box: TypeAlias = tuple[int, int, int, int]
"""top, left, bottom, right in pixels; the last two outside."""

TILE_PX = 256
FINE_PX = 16

LONGEST_RUN = 64
"""Most points that one capsule may stand for."""

SLACK_PX = 0.02
SLACK_SHARE = 5e-4
"""How far a point may lie from the capsule that stands for it: in pixels, or as a share of the local fade."""


@njit(nogil=True, cache=True)
def _coverage(distance: float, radius: float, hardness: float) -> float:
    """Smoothstep from rim to core, at least a pixel wide; thin lines pale instead of breaking."""
    middle = 0.5 * (1.0 + hardness) * radius
    half = max(0.5 * (1.0 - hardness) * radius, 0.5)
    t = (middle + half - distance) / (2.0 * half)
    if t <= 0.0 or radius <= 0.0:
        return 0.0
    amplitude = min(1.0, 2.0 * radius)
    return amplitude if t >= 1.0 else amplitude * t * t * (3.0 - 2.0 * t)


@njit(nogil=True, cache=True)
def _stands_for(knots: NDArray[np.float64], first: int, last: int, hardness: float) -> bool:
    """Whether the capsule from ``first`` to ``last`` passes, as wide as it should, by every point between."""
    dx, dy = knots[last, 0] - knots[first, 0], knots[last, 1] - knots[first, 1]
    length2 = dx * dx + dy * dy
    for k in range(first + 1, last):
        px, py = knots[k, 0] - knots[first, 0], knots[k, 1] - knots[first, 1]
        t = min(max((px * dx + py * dy) / length2, 0.0), 1.0) if length2 > 0.0 else 0.0
        radius = knots[first, 2] + t * (knots[last, 2] - knots[first, 2])
        slack = max(SLACK_PX, SLACK_SHARE * (1.0 - hardness) * knots[k, 2])
        off = math.sqrt((px - t * dx) ** 2 + (py - t * dy) ** 2)
        if off > slack or abs(radius - knots[k, 2]) > slack:
            return False
    return True


@njit(nogil=True, cache=True)
def _capsules(knots: NDArray[np.float64], hardness: float) -> Capsules:
    """As few capsules as stand for all points; a lone point is one of no length."""
    count = knots.shape[0]
    capsules = np.zeros((max(count - 1, 1), 7))
    first, made = 0, 0
    while first < count - 1 or made == 0:
        last = min(first + 1, count - 1)
        while (
            last + 1 < count and last - first < LONGEST_RUN and _stands_for(knots, first, last + 1, hardness)
        ):
            last += 1
        row = capsules[made]
        row[0], row[1] = knots[first, 0], knots[first, 1]
        row[2], row[3] = knots[last, 0] - row[0], knots[last, 1] - row[1]
        length2 = row[2] * row[2] + row[3] * row[3]
        row[4] = 1.0 / length2 if length2 > 1e-12 else 0.0
        row[5], row[6] = knots[first, 2], knots[last, 2] - knots[first, 2]
        first, made = last, made + 1
    return capsules[:made]


@njit(nogil=True, cache=True)
def _near(capsules: Capsules, count: int, hardness: float, box: Box, out: Capsules) -> tuple[int, float]:
    """Copy to ``out`` what can be widest somewhere in the box; how many, and the least coverage there."""
    top, left, bottom, right = box
    x, y = 0.5 * (left + right), 0.5 * (top + bottom)
    reach = 0.5 * math.sqrt((right - left) ** 2 + (bottom - top) ** 2)
    floor, kept = 0.0, 0
    for sweep in range(2):
        for k in range(count):
            c = capsules[k]
            t = min(max(((x - c[0]) * c[2] + (y - c[1]) * c[3]) * c[4], 0.0), 1.0)
            distance = math.sqrt((x - c[0] - t * c[2]) ** 2 + (y - c[1] - t * c[3]) ** 2)
            if sweep == 0:
                floor = max(floor, _coverage(distance + reach, c[5] + min(c[6], 0.0), hardness))
                if floor >= 1.0:
                    return 0, floor
            else:
                most = _coverage(max(distance - reach, 0.0), c[5] + max(c[6], 0.0), hardness)
                if most > 0.0 and most >= floor:
                    out[kept] = c
                    kept += 1
    return kept, floor


@njit(nogil=True, cache=True)
def _widest(capsules: Capsules, count: int, hardness: float, x: float, y: float) -> float:
    best = 0.0
    for k in range(count):
        c = capsules[k]
        px, py = x - c[0], y - c[1]
        t = min(max((px * c[2] + py * c[3]) * c[4], 0.0), 1.0)
        px, py = px - t * c[2], py - t * c[3]
        radius = c[5] + t * c[6]
        distance2 = px * px + py * py
        if distance2 < (radius + 1.0) ** 2:
            best = max(best, _coverage(math.sqrt(distance2), radius, hardness))
            if best >= 1.0:
                break
    return best


@njit(nogil=True, cache=True)
def _fill(plane: Plane, capsules: Capsules, count: int, hardness: float, flow: float, box: Box) -> None:
    """Porter-Duff over for paint (flow > 0), out for the eraser; no capsules at all means fully covered."""
    for row in range(box[0], box[2]):
        for column in range(box[1], box[3]):
            best = 1.0
            if count > 0:
                best = _widest(capsules, count, hardness, column + 0.5, row + 0.5)
            old = plane[row, column]
            plane[row, column] = old + (1.0 - old) * best * flow if flow >= 0.0 else old * (1.0 + best * flow)


@njit(nogil=True, cache=True)
def _fine_tiles(
    plane: Plane, capsules: Capsules, count: int, hardness: float, flow: float, box: Box, room: Capsules
) -> None:
    """Fill a coarse tile fine tile by fine tile; ``room`` is scratch for as many capsules."""
    top, left, bottom, right = box
    for row in range(top, bottom, FINE_PX):
        for column in range(left, right, FINE_PX):
            tile = (row, column, min(row + FINE_PX, bottom), min(column + FINE_PX, right))
            kept, floor = _near(capsules, count, hardness, tile, room)
            if kept > 0 or floor >= 1.0:
                _fill(plane, room, kept, hardness, flow, tile)


@njit(nogil=True, cache=True)
def paint(plane: Plane, knots: NDArray[np.float64], hardness: float, flow: float) -> None:
    """Blend one stroke into the plane, in place.

    ``knots`` are rows of (x, y, radius) in pixels; ``flow`` in [-1, 1], negative erases.
    """
    height, width = plane.shape
    reach = knots[:, 2].max() + 1.0
    top = max(math.floor(knots[:, 1].min() - reach), 0)
    left = max(math.floor(knots[:, 0].min() - reach), 0)
    bottom = min(math.ceil(knots[:, 1].max() + reach), height)
    right = min(math.ceil(knots[:, 0].max() + reach), width)
    capsules = _capsules(knots, hardness)
    near, nearer = np.empty_like(capsules), np.empty_like(capsules)
    for row in range(top, bottom, TILE_PX):
        for column in range(left, right, TILE_PX):
            tile = (row, column, min(row + TILE_PX, bottom), min(column + TILE_PX, right))
            kept, floor = _near(capsules, len(capsules), hardness, tile, near)
            if floor >= 1.0:
                _fill(plane, near, 0, hardness, flow, tile)
            elif kept > 0:
                _fine_tiles(plane, near, kept, hardness, flow, tile, nearer)
