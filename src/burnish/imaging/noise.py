"""Seeded noise that is the same on every machine and with every library version."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.sweep.passes import Doubles

_GOLDEN = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio, SplitMix64's increment."""


def hashed(size: int, seed: int) -> NDArray[np.uint64]:
    """Independent 64-bit numbers, shape (size, size): SplitMix64 of the cell's number (Steele et al., 2014)."""
    start = (seed * _GOLDEN + 1) % 2**64
    z = (np.arange(size * size, dtype=np.uint64) + np.uint64(start)) * np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))).reshape(size, size)


@lru_cache(maxsize=8)
def gaussian_tile(size: int, seed: int, sigma: float) -> Doubles:
    """Smooth noise that repeats without a seam: mean 0, standard deviation 1, blurred by `sigma` cells; read-only."""
    # Four 16-bit uniforms from one hash, added up: near enough to a Gaussian.
    noise = hashed(size, seed).view(np.uint16).reshape(size, size, 4).sum(axis=2, dtype=np.float64)
    reach = int(np.ceil(3 * sigma))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    taps /= taps.sum()
    for axis in (0, 1):
        blurred = taps[reach] * noise
        for k in range(1, reach + 1):
            blurred += taps[reach + k] * (np.roll(noise, k, axis) + np.roll(noise, -k, axis))
        noise = blurred
    tile = (noise - noise.mean()) / noise.std()
    tile.setflags(write=False)
    return tile
