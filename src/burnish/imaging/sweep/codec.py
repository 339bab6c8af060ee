"""Between stored samples and planar float bands: decode by table on the way in, encode by table on the way out."""

# pyright: basic
# Compiled loops take arrays by what they hold; numba infers the types.

import numpy as np

from burnish.imaging.kernel_cache import njit
from burnish.imaging.sweep.layout import BYTE_CELLS, ENCODE_CELLS, STRIP

f32 = np.float32
i32 = np.int32
u32 = np.uint32
u64 = np.uint64
_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})
_W = STRIP


@_compiled
def load_coded(samples, curves, first_row, white, band):
    """Integer samples (height, width, 3) through their decode tables into a band (rows, 4, padded width).

    Rows outside the picture repeat its first or last row; columns beyond its width repeat the last pixel.
    """
    height, width = samples.shape[0], samples.shape[1]
    for row in range(band.shape[0]):
        line = samples[min(max(first_row + row, 0), height - 1)]
        for c in range(3):
            curve = curves[c]
            out = band[row, c]
            for i in range(width):
                out[i] = curve[line[i, c]]
            for i in range(width, band.shape[2]):
                out[i] = out[width - 1]
        band[row, 3, :] = white


@_compiled
def load_linear(picture, first_row, white, band):
    """A float32 linear picture into a band, edges repeated as in `load_coded`."""
    height, width = picture.shape[0], picture.shape[1]
    for row in range(band.shape[0]):
        line = picture[min(max(first_row + row, 0), height - 1)]
        for c in range(3):
            out = band[row, c]
            for i in range(width):
                out[i] = line[i, c]
            for i in range(width, band.shape[2]):
                out[i] = out[width - 1]
        band[row, 3, :] = white


@_compiled
def into_gamut(r, g, b, luminance):
    """Bring colors outside [0, 1] back along the line to the gray of their luminance; inside ones stay."""
    red, green, blue = luminance[0], luminance[1], luminance[2]
    for i in range(_W):
        x, y, z = r[i], g[i], b[i]
        gray = red * x + green * y + blue * z
        gray = min(max(gray, f32(0)), f32(1))
        low = min(min(x, y), z)
        high = max(max(x, y), z)
        keep_low = gray / (gray - low + f32(1e-20)) if low < f32(0) else f32(1)
        keep_high = (f32(1) - gray) / (high - gray + f32(1e-20)) if high > f32(1) else f32(1)
        keep = min(max(min(keep_low, keep_high), f32(0)), f32(1))
        r[i] = x if keep == f32(1) else gray + (x - gray) * keep
        g[i] = y if keep == f32(1) else gray + (y - gray) * keep
        b[i] = z if keep == f32(1) else gray + (z - gray) * keep


@_compiled
def encode(light, table, code, index, fraction):
    """Sample codes of one strip, rounded to nearest, into `index`."""
    for i in range(_W):
        p = np.sqrt(min(max(light[i], f32(0)), f32(1))) * f32(ENCODE_CELLS)
        k = i32(p)
        index[i] = k
        fraction[i] = p - f32(k)
    for i in range(_W):
        k = index[i]
        code[i] = table[k] + (table[k + 1] - table[k]) * fraction[i]
    for i in range(_W):
        index[i] = i32(code[i] + f32(0.5))


@_compiled
def store_coded(band, skip, tables, luminance, strip, code, index, fraction, samples, first_row):
    """Rows of a band, from `skip` on, through the encode tables into integer samples, rounded to nearest.

    `tables` has shape (3, cells + 2), holding codes over the square root of light.
    """
    width = samples.shape[1]
    rows = min(band.shape[0] - 2 * skip, samples.shape[0] - first_row)
    for row in range(rows):
        for x0 in range(0, band.shape[2], _W):
            for c in range(3):
                line, plane = band[row + skip, c][x0 : x0 + _W], strip[c]
                for i in range(_W):
                    plane[i] = line[i]
            into_gamut(strip[0], strip[1], strip[2], luminance)
            out = samples[first_row + row]
            count = min(_W, width - x0)
            for c in range(3):
                encode(strip[c], tables[c], code, index, fraction)
                for i in range(count):
                    out[x0 + i, c] = index[i]


@_compiled
def cells_of(light, cell):
    """The nearest cell of a byte table for each pixel of a strip."""
    for i in range(_W):
        cell[i] = i32(np.sqrt(min(max(light[i], f32(0)), f32(1))) * f32(BYTE_CELLS) + f32(0.5))


@_compiled
def interleave(red, green, blue, index, out, count):
    """Codes of three rows of cells, pixel by pixel. Unsigned indices need no check for counting from the end."""
    i0, i1, i2 = index[0], index[1], index[2]
    for i in range(count):
        at = u64(3) * u64(i)
        out[at] = red[u64(u32(i0[i]))]
        out[at + u64(1)] = green[u64(u32(i1[i]))]
        out[at + u64(2)] = blue[u64(u32(i2[i]))]


@_compiled
def store_bytes(band, skip, tables, luminance, strip, index, samples, first_row):
    """As `store_coded` for 8-bit samples: `tables` (3, byte cells + 1) hold the rounded codes, nearest cell taken.

    `samples` has shape (height, width * 3).
    A cell is 1/45 of a code value or less for any photographic curve, so rounding is right to that.
    """
    width = samples.shape[1] // 3
    rows = min(band.shape[0] - 2 * skip, samples.shape[0] - first_row)
    red, green, blue = tables[0], tables[1], tables[2]
    for row in range(rows):
        out = samples[first_row + row]
        for x0 in range(0, band.shape[2], _W):
            for c in range(3):
                line, plane = band[row + skip, c][x0 : x0 + _W], strip[c]
                for i in range(_W):
                    plane[i] = line[i]
            into_gamut(strip[0], strip[1], strip[2], luminance)
            for c in range(3):
                cells_of(strip[c], index[c])
            count = min(_W, width - x0)
            interleave(red, green, blue, index, out[x0 * 3 : (x0 + count) * 3], count)


@_compiled
def store_linear(band, skip, picture, first_row):
    """Rows of a band, from `skip` on, into a float32 linear picture."""
    width = picture.shape[1]
    rows = min(band.shape[0] - 2 * skip, picture.shape[0] - first_row)
    for row in range(rows):
        for c in range(3):
            for i in range(width):
                picture[first_row + row, i, c] = band[row + skip, c, i]


@_compiled
def restore_uncovered(band, plain, skip, covered):
    """Take pixels of `plain` where the mask (rows, width) is zero."""
    for row in range(covered.shape[0]):
        for i in range(covered.shape[1]):
            if covered[row, i] == 0:
                for c in range(4):
                    band[row + skip, c, i] = plain[row + skip, c, i]
