"""Passes that look at nearby pixels at full size, run on a band with a halo of rows around it."""

# pyright: basic
# Compiled loops take arrays by what they hold; numba infers the types.

import numpy as np

from burnish.imaging.kernel_cache import njit
from burnish.imaging.sweep.passes import BRIGHT_SIDE

f32 = np.float32
_BRIGHT = f32(BRIGHT_SIDE)
_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})


@_compiled
def root_light(band, out):
    """Square root of luminance of every row of a band, with the last pixel repeated in the padding."""
    for row in range(band.shape[0]):
        r, g, b = band[row, 0], band[row, 1], band[row, 2]
        line = out[row]
        for i in range(band.shape[2]):
            light = f32(0.2627) * r[i] + f32(0.6780) * g[i] + f32(0.0593) * b[i]
            line[i] = np.sqrt(max(light, f32(0)))


@_compiled
def blur_across(s, out, taps, width):
    """Blur one row by a symmetric kernel, edges held."""
    radius = taps.shape[0] - 1
    for i in range(width):
        out[i] = taps[0] * s[i]
    for k in range(1, radius + 1):
        t = taps[k]
        inner = max(width - 2 * k, 0)
        left, right, middle = s[:inner], s[2 * k : 2 * k + inner], out[k : k + inner]
        for i in range(inner):
            middle[i] += t * (left[i] + right[i])
        for i in range(min(k, width)):
            out[i] += t * (s[max(i - k, 0)] + s[min(i + k, width - 1)])
        for i in range(max(width - k, k), width):
            out[i] += t * (s[max(i - k, 0)] + s[min(i + k, width - 1)])


@_compiled
def blur_down(across, row, out, taps, width):
    """Blur one row by the rows above and below it."""
    for i in range(width):
        out[i] = taps[0] * across[row, i]
    for k in range(1, taps.shape[0]):
        t = taps[k]
        above, below = across[row - k], across[row + k]
        for i in range(width):
            out[i] += t * (above[i] + below[i])


@_compiled
def cover(mask, y, opacity, width, out):
    """How much of a pass each pixel of a picture row gets: mask times opacity."""
    if mask.shape[0] > 0:
        line = mask[min(max(y, 0), mask.shape[0] - 1)]
        for i in range(width):
            out[i] = f32(line[i]) * f32(1 / 65535) * opacity
    else:
        for i in range(width):
            out[i] = opacity


@_compiled
def smooth_rows(band, skip, width, first_row, across, lines, taps, mask, opacity):
    """Blur the rows of a band from `skip` on, in place; see `passes.Smooth`.

    `across` is a (rows, padded width) scratch plane, `lines` two rows. `mask` is (height, width) or (0, 0) for
    none.
    """
    radius = taps.shape[0] - 1
    rows = band.shape[0]
    blurred, amount = lines[0], lines[1]
    for c in range(3):
        for row in range(skip - radius, rows - skip + radius):
            blur_across(band[row, c], across[row], taps, width)
        for row in range(skip, rows - skip):
            blur_down(across, row, blurred, taps, width)
            cover(mask, first_row + row, opacity, width, amount)
            values = band[row, c]
            for i in range(width):
                m = amount[i]
                v = values[i]
                mixed = blurred[i] if m == f32(1) else v + (blurred[i] - v) * m
                values[i] = mixed if m > f32(0) else v
            for i in range(width, band.shape[2]):
                values[i] = values[width - 1]


@_compiled
def sharpening(s, blurred, across, row, rule, width, out):
    """Factor on the light of one row; `rule` = (amount, threshold, limit, masking)."""
    amount, limit, bright = rule[0], rule[2], rule[2] * _BRIGHT
    noise = rule[1] * rule[1] + f32(1e-20)
    flat = f32(4) * rule[3] * rule[3] + f32(1e-12)
    above, below = across[row - 1], across[row + 1]
    for i in range(width):
        detail = s[i] - blurred[i]
        power = detail * detail
        held = limit if detail <= f32(0) else bright
        held = detail * held / (held + abs(detail))
        out[i] = s[i] + amount * held * (power / (power + noise))
    if rule[3] > f32(0):
        for i in range(width):
            beside = blurred[min(i + 1, width - 1)] - blurred[max(i - 1, 0)]
            over = below[i] - above[i]
            steepness = beside * beside + over * over
            out[i] = s[i] + (out[i] - s[i]) * ((steepness + f32(1e-12)) / (steepness + flat))
    for i in range(width):
        ratio = min(max(max(out[i], f32(0)) / max(s[i], f32(1e-4)), f32(0.25)), f32(4))
        out[i] = ratio * ratio


@_compiled
def sharpen_rows(band, skip, width, first_row, root, across, lines, taps, rule, mask, opacity):
    """Sharpen the rows of a band from `skip` on, in place; see `passes.Sharpen`.

    `root` and `across` are (rows, padded width) scratch planes, `lines` two rows. `mask` is (height, width) or
    (0, 0) for none. The kernel reaches at least one pixel.
    """
    radius = taps.shape[0] - 1
    rows = band.shape[0]
    root_light(band, root)
    for row in range(skip - radius, rows - skip + radius):
        blur_across(root[row], across[row], taps, width)
    blurred, factor = lines[0], lines[1]
    for row in range(skip, rows - skip):
        blur_down(across, row, blurred, taps, width)
        sharpening(root[row], blurred, across, row, rule, width, factor)
        amount = blurred
        cover(mask, first_row + row, opacity, width, amount)
        for i in range(width):
            m = amount[i]
            mixed = factor[i] if m == f32(1) else f32(1) + (factor[i] - f32(1)) * m
            factor[i] = mixed if m > f32(0) else f32(1)
        for c in range(3):
            values = band[row, c]
            for i in range(width):
                values[i] *= factor[i]
            for i in range(width, band.shape[2]):
                values[i] = values[width - 1]
