# pyright: basic
"""Encoded samples split into lightness and two color differences, and joined again.

Samples first go to v, the square root of their light relative to full scale, whatever their encoding: there
noise is nearly even and lightness nearly perceptual. Lightness is (R + 2G + B) / 4, the differences are R − B
and G − (R + B) / 2 (the YCoCg transform; H. Malvar, G. Sullivan, 2003).
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit
from burnish.imaging.picture import Encoding

Floats: TypeAlias = NDArray[np.float32]

f32 = np.float32
_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})
INVERSE_CELLS = 4096


def forward_tables(encoding: Encoding) -> Floats:
    """Root light v for each sample code, (3, levels)."""
    light = np.maximum.accumulate(np.maximum(encoding.curves, 0.0), axis=1)
    return np.asarray(np.sqrt(light / np.maximum(light[:, -1:], 1e-9)), np.float32)


def inverse_tables(forward: Floats) -> Floats:
    """16-bit code for each v = k / 4096, (3, 4098), fractional."""
    v = np.minimum(np.arange(INVERSE_CELLS + 2) / INVERSE_CELLS, 1.0)
    codes = np.linspace(0.0, 65535.0, forward.shape[1])
    return np.stack([np.interp(v, channel, codes) for channel in forward]).astype(np.float32)


def round_trip(forward: Floats, inverse: Floats) -> Floats:
    """What the inverse tables give back for each sample code, (3, levels)."""
    at = forward * INVERSE_CELLS
    cells = np.minimum(at.astype(np.int32), INVERSE_CELLS)
    part = (at - cells).astype(np.float32)
    low, high = (np.take_along_axis(inverse, cells + k, axis=1) for k in (0, 1))
    return np.asarray(low + (high - low) * part, np.float32)


@_compiled
def split(samples, tables, lightness, first, second):
    """Fill the three planes (rows, width) from samples (rows, width, 3)."""
    red, green, blue = tables[0], tables[1], tables[2]
    for y in range(samples.shape[0]):
        for x in range(samples.shape[1]):
            r, g, b = red[samples[y, x, 0]], green[samples[y, x, 1]], blue[samples[y, x, 2]]
            lightness[y, x] = (r + g + g + b) * f32(0.25)
            first[y, x] = r - b
            second[y, x] = g - (r + b) * f32(0.5)


@_compiled
def split_halved(samples, tables, first_row, lightness, first, second):
    """Fill rows of half-size planes with the means of 2×2 pixels, edges repeated.

    `first_row` is the row of the planes where filling starts; it goes on to their end.
    """
    red, green, blue = tables[0], tables[1], tables[2]
    height, width = samples.shape[0], samples.shape[1]
    for y in range(lightness.shape[0]):
        top = min(2 * (first_row + y), height - 1)
        low = min(top + 1, height - 1)
        for x in range(lightness.shape[1]):
            left = min(2 * x, width - 1)
            right = min(left + 1, width - 1)
            a, b, c, d = samples[top, left], samples[top, right], samples[low, left], samples[low, right]
            r = (red[a[0]] + red[b[0]] + red[c[0]] + red[d[0]]) * f32(0.25)
            g = (green[a[1]] + green[b[1]] + green[c[1]] + green[d[1]]) * f32(0.25)
            u = (blue[a[2]] + blue[b[2]] + blue[c[2]] + blue[d[2]]) * f32(0.25)
            lightness[y, x] = (r + g + g + u) * f32(0.25)
            first[y, x] = r - u
            second[y, x] = g - (r + u) * f32(0.5)


@_compiled
def _code(table, v):
    p = min(max(v, f32(0)), f32(1)) * f32(INVERSE_CELLS)
    k = np.int32(p)
    return table[k] + (table[k + 1] - table[k]) * (p - f32(k))


@_compiled
def join(samples, before, inverse, lightness, first, second, mask, opacity, out):
    """16-bit samples of the planes, mixed over `samples` by mask (rows, width; empty for none) and opacity.

    `before` is what `inverse` gives for each code, so that what did not change in v keeps its code.
    """
    scale = np.int32(65535 // (before.shape[1] - 1))
    masked = mask.shape[0] > 0
    for y in range(samples.shape[0]):
        for x in range(samples.shape[1]):
            m = mask[y, x] * opacity if masked else opacity
            middle = lightness[y, x] - f32(0.5) * second[y, x]
            for c in range(3):
                code = np.int32(samples[y, x, c])
                v = middle
                if c == 0:
                    v += f32(0.5) * first[y, x]
                elif c == 1:
                    v += second[y, x]
                else:
                    v -= f32(0.5) * first[y, x]
                wide = f32(code * scale)
                moved = wide + (_code(inverse[c], v) - before[c, code]) * m
                out[y, x, c] = np.uint16(min(max(moved, f32(0)), f32(65535)) + f32(0.5))
