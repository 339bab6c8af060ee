"""Noise and sharpness, seen in the photo's own pixels where most happens."""

from dataclasses import dataclass

import numpy as np

from burnish.imaging.picture import Picture
from burnish.imaging.pixels import Plane

TILE_PX = 256
"""Side of a tile."""
TILES = 3
"""Busy tiles and calm tiles."""
GRID = 6
"""Places along each side among which the tiles are chosen."""
BLOCK_PX = 8
FEWEST_BLOCKS = 24
QUIET_BIAS = 1.15
"""White noise over the deviation at the 5th percentile of such blocks."""
LEAST_EDGE = 0.12
"""Height of an edge, in the square root of light, that sharpness is read from."""
EDGE_REACH_PX = 9
"""Side of the window that an edge must be crossed in."""


@dataclass(frozen=True)
class Detail:
    """What the photo's own pixels show; see `perception.Facts` for units."""

    noise: float
    color_noise: float
    sharpness: float


def detail(photo: Picture, lightness: Plane) -> Detail:
    """Noise and sharpness of a photo whose proxy has this lightness."""
    busy, calm = _places(photo, lightness)
    quiet = [_root_light(photo, *place) for place in calm]
    return Detail(
        noise=min(_noise(_lightness(tile), _lightness(tile)) for tile in quiet),
        color_noise=min(_noise(tile[..., 0] - tile[..., 2], _lightness(tile)) for tile in quiet),
        sharpness=max(_acutance(_lightness(_root_light(photo, *place))) for place in busy),
    )


def _places(photo: Picture, lightness: Plane) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Top and left of the tiles whose lightness changes most in the proxy, and least without being black or white."""
    import cv2

    down, across = (np.abs(np.diff(lightness, axis=axis)) for axis in (0, 1))
    change = down[:, : lightness.shape[1] - 1] + across[: lightness.shape[0] - 1]
    if change.size == 0:
        return [(0, 0)], [(0, 0)]
    busy = np.asarray(cv2.resize(change, (GRID, GRID), interpolation=cv2.INTER_AREA)).ravel()
    middle = np.asarray(cv2.resize(lightness, (GRID, GRID), interpolation=cv2.INTER_AREA)).ravel()
    calm = np.where((middle > 0.2) & (middle < 0.93), busy, busy + 1.0)
    rows, columns = max(photo.height - TILE_PX, 0), max(photo.width - TILE_PX, 0)

    def place(k: int) -> tuple[int, int]:
        return round(k // GRID / (GRID - 1) * rows), round(k % GRID / (GRID - 1) * columns)

    return [place(k) for k in np.argsort(-busy)[:TILES]], [place(k) for k in np.argsort(calm)[:TILES]]


def _root_light(photo: Picture, top: int, left: int) -> Plane:
    """A tile of the photo as the square root of light in its own primaries, where noise is nearly even."""
    samples = photo.samples[top : top + TILE_PX, left : left + TILE_PX]
    curves = np.sqrt(np.maximum(photo.encoding.curves, 0.0))
    return np.stack([curves[c][samples[..., c]] for c in range(3)], axis=-1).astype(np.float32)


def _lightness(tile: Plane) -> Plane:
    return np.ascontiguousarray((tile[..., 0] + 2 * tile[..., 1] + tile[..., 2]) / 4, np.float32)


def _noise(plane: Plane, light: Plane) -> float:
    """Standard deviation of white noise in the least varied blocks of a tile.

    Second differences across both diagonals hold least of the picture (J. Immerkær, "Fast noise variance
    estimation", 1996). Noise alone is about as strong in every block; where the quiet blocks differ much from
    each other they hold fine structure, which does not count.
    """
    import cv2

    rows, columns = plane.shape[0] // BLOCK_PX, plane.shape[1] // BLOCK_PX
    if rows * columns < FEWEST_BLOCKS:
        return 0.0
    second = np.array([1, -2, 1], np.float32) / np.float32(np.sqrt(6))
    differences = cv2.sepFilter2D(np.ascontiguousarray(plane), -1, second, second)
    inside = (slice(rows * BLOCK_PX), slice(columns * BLOCK_PX))
    power = cv2.resize(differences[inside] ** 2, (columns, rows), interpolation=cv2.INTER_AREA)
    mean = cv2.resize(light[inside], (columns, rows), interpolation=cv2.INTER_AREA)
    good = (mean > 0.05) & (mean < 0.97)
    if good.sum() < FEWEST_BLOCKS:
        return 0.0
    quietest, quiet = np.quantile(np.sqrt(power[good]), (0.05, 0.2))
    alike = float(np.clip((1.75 - quiet / max(float(quietest), 1e-6)) / 0.4, 0.0, 1.0))
    return float(quietest) * QUIET_BIAS * alike


def _acutance(plane: Plane) -> float:
    """How much of their height the sharpest tenth of the clear edges crosses in one pixel."""
    import cv2

    if min(plane.shape) < EDGE_REACH_PX:
        return 0.0
    down, across = (np.abs(np.diff(plane, axis=axis)) for axis in (0, 1))
    slope = np.maximum(down[:, :-1], across[:-1])
    window = np.ones((EDGE_REACH_PX, EDGE_REACH_PX), np.uint8)
    height = (cv2.dilate(plane, window) - cv2.erode(plane, window))[:-1, :-1]
    steepest = np.asarray(cv2.dilate(slope, np.ones((3, 3), np.uint8)))
    edges = (height > LEAST_EDGE) & (slope >= steepest)
    if edges.sum() < 20:
        return 0.0
    return float(np.clip(np.quantile(slope[edges] / height[edges], 0.9), 0.0, 1.0))
