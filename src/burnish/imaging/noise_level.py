"""How noisy a photo is, seen from the places where nothing else varies.

The finest diagonal differences hold the least picture and the most noise (J. Immerkær, "Fast noise variance
estimation", 1996); the least varied blocks of them hold noise alone. That gives white noise, a range of
lightness at a time, since shadows are noisier. Cameras and JPEG smooth noise into blotches, so coarser levels
may hold more than white noise would; how much more is measured too, within bounds: they hold picture as well.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.pixels import Plane

BINS = 8
"""Ranges of lightness."""
QUIET_SHARE, QUIET_BIAS = 0.10, 1.15
"""Share of blocks taken to hold noise alone, and white noise over the deviation at that percentile."""
COARSE_QUIET_SHARE = 0.05
WHITE = (0.9438, 0.2306, 0.1008, 0.0491)
"""Standard deviation that white noise of deviation 1 has in each level of the pyramid."""
BLOTCHED = (1.3, 1.6, 2.0, 2.5)
"""How many times more than white noise a level is taken to hold at most."""
BLOCK = 8
LEAST_BLOCKS = 24


def laplacian_levels(plane: Plane, levels: int) -> tuple[list[Plane], Plane]:
    """Details from fine to coarse and what is left (Burt & Adelson 1983)."""
    details: list[Plane] = []
    for _ in range(levels):
        smaller = np.asarray(cv2.pyrDown(plane), np.float32)
        details.append(plane - enlarged(smaller, plane))
        plane = smaller
    return details, plane


def enlarged(smaller: Plane, like: Plane) -> Plane:
    """The next larger level of a Gaussian pyramid, of the shape of `like`."""
    return np.asarray(cv2.pyrUp(smaller, dstsize=(like.shape[1], like.shape[0])), np.float32)


def noise_table(plane: Plane, lightness: Plane, levels: int) -> NDArray[np.float32]:
    """Standard deviation of noise, (levels, BINS + 1), over lightness 0 … 1 in equal steps."""
    white, light = _blocks(_diagonal(plane), lightness)
    if white.size < LEAST_BLOCKS:
        return np.zeros((levels, BINS + 1), np.float32)
    curve = _over_lightness(white, light) * QUIET_BIAS
    middle = float(np.quantile(white, QUIET_SHARE)) * QUIET_BIAS
    details, _ = laplacian_levels(plane, levels)
    table = np.empty((levels, BINS + 1), np.float32)
    for level, detail in enumerate(details):
        deviation, _ = _blocks(detail, lightness)
        lightness = np.asarray(cv2.pyrDown(lightness), np.float32)
        seen = float(np.quantile(deviation, COARSE_QUIET_SHARE)) * QUIET_BIAS if deviation.size else 0.0
        table[level] = curve * WHITE[level] * np.clip(seen / (WHITE[level] * middle), 0.8, BLOTCHED[level])
    return table


def _diagonal(plane: Plane) -> Plane:
    """Second differences across both diagonals; white noise keeps its deviation."""
    second = np.array([1, -2, 1], np.float32) / np.float32(np.sqrt(6))
    return np.asarray(
        cv2.sepFilter2D(plane, -1, second, second, borderType=cv2.BORDER_REFLECT_101), np.float32
    )


def _blocks(detail: Plane, light: Plane) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Standard deviation and mean lightness of the blocks that are neither clipped nor empty."""
    rows, columns = detail.shape[0] // BLOCK, detail.shape[1] // BLOCK
    size = (columns, rows)
    crop = (slice(rows * BLOCK), slice(columns * BLOCK))
    if rows == 0 or columns == 0:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    power = np.asarray(cv2.resize(detail[crop] ** 2, size, interpolation=cv2.INTER_AREA), np.float32)
    mean = np.asarray(cv2.resize(light[crop], size, interpolation=cv2.INTER_AREA), np.float32)
    good = (mean > 0.01) & (mean < 0.97) & (power > 1e-10)
    return np.sqrt(power[good]), mean[good]


def _over_lightness(deviation: NDArray[np.float32], light: NDArray[np.float32]) -> NDArray[np.float64]:
    """The quiet percentile in each range of lightness, drawn to that of all where there are few blocks."""
    everywhere = float(np.quantile(deviation, QUIET_SHARE))
    mixed = np.full(BINS + 1, everywhere)
    for k in range(BINS + 1):
        near = np.abs(light * BINS - k) < 1.0
        count = int(near.sum())
        if count:
            value = np.clip(np.quantile(deviation[near], QUIET_SHARE), 0.4 * everywhere, 2.5 * everywhere)
            mixed[k] += (value - everywhere) * count / (count + 200)
    padded = np.pad(mixed, 1, mode="edge")
    return (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
