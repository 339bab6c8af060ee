"""Compiled loops that average boxes of source pixels in linear light, whatever the ratio of the sizes."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit

f32 = np.float32
u64 = np.uint64

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]

_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})


@_compiled
def add_across(line: NDArray[Any], curves: Floats, ratio: float, out: Floats) -> None:
    """One source row (width * 3) decoded and summed into cells of `ratio` pixels each; out is (cells, 3).

    A pixel that straddles two cells is decoded once and shared by its overlap with each.
    """
    red, green, blue = curves[0], curves[1], curves[2]
    last = line.shape[0] // 3 - 1
    r0, g0, b0 = f32(0), f32(0), f32(0)
    x = u64(0)
    for cell in range(out.shape[0]):
        end = (cell + 1) * ratio
        whole = min(int(end), last)
        r, g, b = r0, g0, b0
        while x < u64(whole):
            r += red[line[u64(3) * x]]
            g += green[line[u64(3) * x + u64(1)]]
            b += blue[line[u64(3) * x + u64(2)]]
            x += u64(1)
        if x > u64(last):  # the last pixel was shared out already: cells and pixels coincide
            out[cell, 0], out[cell, 1], out[cell, 2] = r, g, b
            continue
        part = f32(min(end - whole, 1.0))
        r1, g1, b1 = red[line[u64(3) * x]], green[line[u64(3) * x + u64(1)]], blue[line[u64(3) * x + u64(2)]]
        out[cell, 0], out[cell, 1], out[cell, 2] = r + part * r1, g + part * g1, b + part * b1
        rest = f32(1) - part
        r0, g0, b0 = rest * r1, rest * g1, rest * b1
        x += u64(1)


@_compiled
def add_across_covered(
    line: NDArray[Any], alpha: NDArray[Any], curves: Floats, ratio: float, out: Floats
) -> None:
    """As `add_across`, with light weighted by coverage, and coverage itself in a fourth channel."""
    width = alpha.shape[0]
    for cell in range(out.shape[0]):
        start, end = cell * ratio, (cell + 1) * ratio
        out[cell] = f32(0)
        for x in range(int(start), min(int(np.ceil(end)), width)):
            share = f32(max(min(end, x + 1.0) - max(start, float(x)), 0.0)) * f32(alpha[x])
            for c in range(3):
                out[cell, c] += share * curves[c, line[3 * x + c]]
            out[cell, 3] += share


@_compiled
def average_row(
    samples: NDArray[Any], alpha: NDArray[Any], curves: Floats, y: int, ratio_x: float, ratio_y: float,
    held: NDArray[np.int64], across: Floats, out: Floats,
) -> None:  # fmt: skip
    """One row of averages, (cells, channels); `across` keeps the sums of the source row that `held` names."""
    start, end = y * ratio_y, (y + 1) * ratio_y
    out[:] = f32(0)
    for row in range(int(start), min(int(np.ceil(end)), samples.shape[0])):
        if held[0] != row:
            held[0] = row
            if out.shape[1] == 4:
                add_across_covered(samples[row], alpha[row], curves, ratio_x, across)
            else:
                add_across(samples[row], curves, ratio_x, across)
        share = f32(max(min(end, row + 1.0) - max(start, float(row)), 0.0) / (ratio_x * ratio_y))
        for x in range(out.shape[0]):
            for c in range(out.shape[1]):
                out[x, c] += share * across[x, c]


@_compiled
def uncover(light: Floats) -> None:
    """Weighted light divided by its coverage."""
    for x in range(light.shape[0]):
        share = f32(1) / light[x, 3] if light[x, 3] > f32(0) else f32(0)
        for c in range(3):
            light[x, c] *= share


@_compiled
def encode_row(light: Floats, tables: Floats, ranges: Floats, out: NDArray[np.uint16]) -> None:
    """Light to the nearest codes by the tables of `codes_of_light`."""
    cells = f32(tables.shape[1] - 2)
    for c in range(3):
        table, low, scale = tables[c], ranges[c, 0], ranges[c, 1]
        for x in range(out.shape[0]):
            place = np.sqrt(min(max((light[x, c] - low) * scale, f32(0)), f32(1))) * cells
            k = np.int32(place)
            code = table[k] + (table[k + 1] - table[k]) * (place - f32(k))
            out[x, c] = np.uint16(code + f32(0.5))


@_compiled
def reduce_coded(
    samples: NDArray[Any], alpha: NDArray[Any], curves: Floats, tables: Floats, ranges: Floats,
    alpha_gain: f32, first: int, last: int, light: Floats, across: Floats, held: NDArray[np.int64],
    out: NDArray[np.uint16], coverage: NDArray[np.uint16],
) -> None:  # fmt: skip
    """Rows of `out` (height, width, 3) as codes of averaged light, and of `coverage` where there is alpha.

    `light` and `across` are scratch rows (width, 3, or 4 where there is alpha); `held` is one value, -1.
    """
    covered = alpha.size > 1
    ratio_x, ratio_y = samples.shape[1] / 3 / out.shape[1], samples.shape[0] / out.shape[0]
    for y in range(first, last):
        average_row(samples, alpha, curves, y, ratio_x, ratio_y, held, across, light)
        if covered:
            uncover(light)
            for x in range(out.shape[1]):
                coverage[y, x] = np.uint16(min(light[x, 3] * alpha_gain + f32(0.5), f32(65535)))
        encode_row(light, tables, ranges, out[y])


@_compiled
def reduce_to_linear(
    samples: NDArray[Any], alpha: NDArray[Any], curves: Floats, matrix: Floats,
    first: int, last: int, light: Floats, across: Floats, held: NDArray[np.int64], out: Floats,
) -> None:  # fmt: skip
    """Rows of `out` (height, width, 3) as averaged light through the matrix; scratch as in `reduce_coded`."""
    covered = alpha.size > 1
    ratio_x, ratio_y = samples.shape[1] / 3 / out.shape[1], samples.shape[0] / out.shape[0]
    for y in range(first, last):
        average_row(samples, alpha, curves, y, ratio_x, ratio_y, held, across, light)
        if covered:
            uncover(light)
        for x in range(out.shape[1]):
            r, g, b = light[x, 0], light[x, 1], light[x, 2]
            for c in range(3):
                out[y, x, c] = matrix[c, 0] * r + matrix[c, 1] * g + matrix[c, 2] * b
