"""Seeded noise that is the same on every machine and with every library version."""

import numpy as np

from burnish.imaging.sweep.passes import Doubles

_GOLDEN = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio, SplitMix64's increment."""


def hashed_uniform(size: int, seed: int) -> Doubles:
    """Independent uniforms in [0, 1), shape (size, size): SplitMix64 of the cell's number (Steele et al., 2014)."""
    start = (seed * _GOLDEN + 1) % 2**64
    z = (np.arange(size * size, dtype=np.uint64) + np.uint64(start)) * np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).reshape(size, size) * 2.0**-53


def gaussian_tile(size: int, seed: int, sigma: float) -> Doubles:
    """Smooth noise that repeats without a seam: mean 0, standard deviation 1, blurred by `sigma` cells."""
    noise = sum((hashed_uniform(size, seed * 4 + k) for k in range(4)), np.zeros((size, size))) - 2.0
    reach = int(np.ceil(3 * sigma))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    for axis in (0, 1):
        noise = sum(
            (t * np.roll(noise, k - reach, axis) for k, t in enumerate(taps / taps.sum())), np.zeros((size, size))
        )
    return (noise - noise.mean()) / noise.std()
