"""Passes that look at nearby pixels at full size, run on a band with a halo of rows around it."""

import numpy as np
from numba import njit

f32 = np.float32
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
def sharpen_rows(band, skip, width, first_row, root, across, line, taps, amount, threshold, mask, opacity):
    """Sharpen the rows of a band from `skip` on, in place; see `passes.Sharpen`.

    `root` and `across` are (rows, padded width) scratch planes, `line` is one row. `mask` is (height, width) or (1, 1) for none.
    """
    radius = taps.shape[0] - 1
    rows = band.shape[0]
    root_light(band, root)
    for row in range(skip - radius, rows - skip + radius):
        s = root[row]
        out = across[row]
        for i in range(width):
            out[i] = taps[0] * s[i]
        for k in range(1, radius + 1):
            t = taps[k]
            for i in range(k, width - k):
                out[i] += t * (s[i - k] + s[i + k])
            for i in range(min(k, width)):
                out[i] += t * (s[max(i - k, 0)] + s[min(i + k, width - 1)])
            for i in range(max(width - k, k), width):
                out[i] += t * (s[max(i - k, 0)] + s[min(i + k, width - 1)])
    noise = threshold * threshold + f32(1e-20)
    for row in range(skip, rows - skip):
        for i in range(width):
            line[i] = taps[0] * across[row, i]
        for k in range(1, radius + 1):
            t = taps[k]
            above, below = across[row - k], across[row + k]
            for i in range(width):
                line[i] += t * (above[i] + below[i])
        s = root[row]
        for i in range(width):
            detail = s[i] - line[i]
            power = detail * detail
            sharp = max(s[i] + amount * detail * (power / (power + noise)), f32(0))
            ratio = min(max(sharp / max(s[i], f32(1e-4)), f32(0.25)), f32(4))
            line[i] = ratio * ratio
        if mask.shape[0] > 1 or mask.shape[1] > 1:
            y = first_row + row
            for i in range(width):
                m = f32(mask[min(max(y, 0), mask.shape[0] - 1), i]) * f32(1 / 65535) * opacity
                line[i] = f32(1) + (line[i] - f32(1)) * m if m > f32(0) else f32(1)
        elif opacity < f32(1):
            for i in range(width):
                line[i] = f32(1) + (line[i] - f32(1)) * opacity
        for c in range(3):
            values = band[row, c]
            for i in range(width):
                values[i] *= line[i]
            for i in range(width, band.shape[2]):
                values[i] = values[width - 1]
