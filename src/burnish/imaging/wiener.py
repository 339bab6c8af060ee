# pyright: basic
"""The local Wiener gain of one level of detail, compiled."""

import numpy as np

from burnish.imaging.kernel_cache import njit
from burnish.imaging.noise_level import BINS

f32 = np.float32
_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})


@_compiled
def shrink(detail, power, light, table, factor, gain):
    """Scale `detail` in place by its Wiener gain, also put in `gain`; `table` is noise over lightness."""
    for y in range(detail.shape[0]):
        for x in range(detail.shape[1]):
            p = min(max(light[y, x], f32(0)), f32(1)) * f32(BINS)
            k = min(np.int32(p), np.int32(BINS - 1))
            noise = (table[k] + (table[k + 1] - table[k]) * (p - f32(k))) * factor
            v = power[y, x]
            g = max(v - noise * noise, f32(0)) / (v + f32(1e-12))
            gain[y, x] = g
            detail[y, x] *= g
