"""Compiled loops that carry samples through a projective map, a tile at a time.

The source under a tile is first copied into a float patch whose borders repeat the source's edge, so that the
loops over pixels know neither edges nor sample types. A patch is (rows, columns * channels) float32.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit

f32 = np.float32
i32 = np.int32
u64 = np.uint64

Doubles: TypeAlias = NDArray[np.float64]
Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int32]

PHASES = 1024
"""Positions between two pixels that the table of weights tells apart."""

TILE_COLUMNS = 128
TILE_ROWS = 64

SHARP = 1.15
"""Source pixels a result pixel may span before the kernel widens: a little aliasing is kept for sharpness."""

WIDEST = 16.0
"""The kernel widens no further than this."""

_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp", "reassoc"})


def cubic_weights() -> Floats:
    """Weights of the four nearest pixels for every phase, (phases + 1, 4) as one row.

    Catmull-Rom: R. Keys, "Cubic convolution interpolation for digital image processing", IEEE Trans. ASSP 29
    (6), 1981, equation 15 (a = -1/2).
    """
    t = np.arange(PHASES + 1)[:, None] / PHASES
    distance = np.abs(t - np.array([-1.0, 0.0, 1.0, 2.0]))
    near = (1.5 * distance - 2.5) * distance * distance + 1
    far = ((2.5 - 0.5 * distance) * distance - 4) * distance + 2
    return np.where(distance < 1, near, far).astype(np.float32).ravel()


@_compiled
def load_patch(samples: NDArray[Any], left: int, top: int, patch: Floats) -> None:
    """Samples (height, width * 3) from this pixel on; beyond the source its edge is repeated."""
    height, width = samples.shape[0], samples.shape[1] // 3
    columns = patch.shape[1] // 3
    inside = min(max(-left, 0), columns)
    beyond = min(max(width - left, inside), columns)
    for row in range(patch.shape[0]):
        line, out = samples[min(max(top + row, 0), height - 1)], patch[row]
        for k in range(inside * 3, beyond * 3):
            out[k] = f32(line[left * 3 + k])
        for c in range(3):
            for k in range(inside):
                out[3 * k + c] = f32(line[c])
            for k in range(beyond, columns):
                out[3 * k + c] = f32(line[(width - 1) * 3 + c])


@_compiled
def load_covered_patch(
    samples: NDArray[Any], alpha: NDArray[Any], left: int, top: int, patch: Floats
) -> None:
    """Four channels: samples times coverage, and coverage, so that hidden colors do not bleed."""
    height, width = alpha.shape
    for row in range(patch.shape[0]):
        y = min(max(top + row, 0), height - 1)
        for k in range(patch.shape[1] // 4):
            x = min(max(left + k, 0), width - 1)
            coverage = f32(alpha[y, x])
            for c in range(3):
                patch[row, 4 * k + c] = f32(samples[y, 3 * x + c]) * coverage
            patch[row, 4 * k + 3] = coverage


@_compiled
def locate(m: Doubles, x0: int, y: int, bounds: Doubles, u: Doubles, v: Doubles) -> None:
    """Where pixels of one row lie, counted from the first pixel's center, held within `bounds`."""
    down = y + 0.5
    for i in range(u.shape[0]):
        across = x0 + i + 0.5
        scale = 1.0 / (m[2, 0] * across + m[2, 1] * down + m[2, 2])
        u[i] = (m[0, 0] * across + m[0, 1] * down + m[0, 2]) * scale - 0.5
        v[i] = (m[1, 0] * across + m[1, 1] * down + m[1, 2]) * scale - 0.5
    for i in range(u.shape[0]):
        u[i] = min(max(u[i], bounds[0]), bounds[1])
        v[i] = min(max(v[i], bounds[2]), bounds[3])


@_compiled
def split(where: Doubles, start: int, pixel: Ints, phase: Ints) -> None:
    """Positions as a pixel of the patch and a phase beyond it; positions are not left of `start`."""
    for i in range(where.shape[0]):
        k = i32(where[i] - start)
        pixel[i] = k
        phase[i] = i32((where[i] - start - k) * PHASES + 0.5)


@_compiled
def code(value: f32) -> np.uint16:
    """The nearest 16-bit code."""
    return np.uint16(min(max(value + f32(0.5), f32(0)), f32(65535)))


@_compiled
def across(flat: Floats, k: u64, w0: f32, w1: f32, w2: f32, w3: f32) -> f32:
    """Four pixels side by side, weighted: one channel of three, from element k on."""
    return w0 * flat[k] + w1 * flat[k + u64(3)] + w2 * flat[k + u64(6)] + w3 * flat[k + u64(9)]


@_compiled
def cubic_row(
    patch: Floats, weights: Floats, column: Ints, row: Ints, phase_x: Ints, phase_y: Ints,
    gain: f32, out: NDArray[np.uint16],
) -> None:  # fmt: skip
    """One row of pixels from the 4 x 4 around each, three channels."""
    flat, stride = patch.reshape(-1), u64(patch.shape[1])
    for i in range(column.shape[0]):
        corner = u64((row[i] - 1) * patch.shape[1] + (column[i] - 1) * 3)
        x, y = u64(phase_x[i] * 4), u64(phase_y[i] * 4)
        w0, w1, w2, w3 = weights[x], weights[x + u64(1)], weights[x + u64(2)], weights[x + u64(3)]
        r, g, b = f32(0), f32(0), f32(0)
        for j in range(4):
            w, k = weights[y + u64(j)], corner + stride * u64(j)
            r += w * across(flat, k, w0, w1, w2, w3)
            g += w * across(flat, k + u64(1), w0, w1, w2, w3)
            b += w * across(flat, k + u64(2), w0, w1, w2, w3)
        out[3 * i] = code(r * gain)
        out[3 * i + 1] = code(g * gain)
        out[3 * i + 2] = code(b * gain)


@_compiled
def span(m: Doubles, axis: int, where: float, x: float, y: float) -> float:
    """How many times the cubic kernel widens along a source axis.

    The footprint of a result pixel is bounded by the gradient of that coordinate (Heckbert, "Fundamentals of
    texture mapping and image warping", 1989, section 3.5).
    """
    scale = 1.0 / (m[2, 0] * x + m[2, 1] * y + m[2, 2])
    across = (m[axis, 0] - (where + 0.5) * m[2, 0]) * scale
    down = (m[axis, 1] - (where + 0.5) * m[2, 1]) * scale
    return min(max(np.sqrt(across * across + down * down) / SHARP, 1.0), WIDEST)


@_compiled
def wide_weights(where: float, wide: float, cells: int, weights: Floats) -> tuple[int, int]:
    """The cubic kernel stretched `wide` times around a position: first pixel, count; the weights sum to 1."""
    first = max(int(np.ceil(where - 2 * wide)), 0)
    count = min(int(np.floor(where + 2 * wide)), cells - 1) - first + 1
    total = 0.0
    for k in range(count):
        d = abs(first + k - where) / wide
        weight = (1.5 * d - 2.5) * d * d + 1 if d < 1 else max(2 - d, 0.0) ** 2 * (1 - d) * 0.5
        weights[k] = weight
        total += weight
    for k in range(count):
        weights[k] /= total
    return first, count


@_compiled
def weigh(
    patch: Floats, channels: int, left: int, columns: int, top: int, rows: int, taps: Floats, out: Floats
) -> None:
    """A box of the patch, weighted across and down: three channels, and the fourth where there is one."""
    flat, step, last = patch.reshape(-1), u64(channels), u64(channels - 1)
    r, g, b, rest = f32(0), f32(0), f32(0), f32(0)
    for j in range(rows):
        k = u64((top + j) * patch.shape[1] + left * channels)
        for i in range(columns):
            w = taps[1, j] * taps[0, i]
            r += w * flat[k]
            g += w * flat[k + u64(1)]
            b += w * flat[k + u64(2)]
            rest += w * flat[k + last]
            k += step
    out[0], out[1], out[2] = r, g, b
    if channels == 4:
        out[3] = rest


@_compiled
def wide_row(
    patch: Floats, channels: int, m: Doubles, corner: Ints, x0: int, y: int, u: Doubles, v: Doubles,
    taps: Floats, out: Floats,
) -> None:  # fmt: skip
    """One row of pixels, each from as many source pixels as it spans; `corner` is the patch's first pixel."""
    for i in range(u.shape[0]):
        wide_x = span(m, 0, u[i], x0 + i + 0.5, y + 0.5)
        wide_y = span(m, 1, v[i], x0 + i + 0.5, y + 0.5)
        left, columns = wide_weights(u[i] - corner[0], wide_x, patch.shape[1] // channels, taps[0])
        top, rows = wide_weights(v[i] - corner[1], wide_y, patch.shape[0], taps[1])
        weigh(patch, channels, left, columns, top, rows, taps, out[i])


@_compiled
def store_row(values: Floats, gain: f32, out: NDArray[np.uint16]) -> None:
    """Three channels as codes."""
    for i in range(values.shape[0]):
        for c in range(3):
            out[3 * i + c] = code(values[i, c] * gain)


@_compiled
def store_covered_row(
    values: Floats, gain: f32, out: NDArray[np.uint16], coverage: NDArray[np.uint16]
) -> None:
    """Four channels, samples times coverage and coverage, as straight samples and coverage."""
    for i in range(values.shape[0]):
        covered = values[i, 3]
        coverage[i] = code(covered * gain)
        share = gain / covered if coverage[i] > 0 else f32(0)
        for c in range(3):
            out[3 * i + c] = code(values[i, c] * share)


@_compiled
def warp_tiles(
    samples: NDArray[Any], alpha: NDArray[Any], m: Doubles, tiles: Ints, boxes: Ints, wide: NDArray[np.bool_],
    bounds: Doubles, weights: Floats, gain: f32, out: NDArray[np.uint16], coverage: NDArray[np.uint16],
) -> None:  # fmt: skip
    """Fill tiles (count, 4: x0, y0, x1, y1) of `out` (height, width * 3) from the source boxes below them.

    Where `alpha` has more than one pixel, samples are weighted by it and `coverage` is filled too.
    """
    covered = alpha.size > 1
    channels = 4 if covered else 3
    u, v = np.empty(TILE_COLUMNS), np.empty(TILE_COLUMNS)
    whole, phase = np.empty((2, TILE_COLUMNS), i32), np.empty((2, TILE_COLUMNS), i32)
    values = np.empty((TILE_COLUMNS, channels), f32)
    taps = np.empty((2, int(4 * WIDEST) + 4), f32)
    for t in range(tiles.shape[0]):
        x0, y0, x1, y1 = tiles[t, 0], tiles[t, 1], tiles[t, 2], tiles[t, 3]
        n, corner = x1 - x0, boxes[t, :2]
        patch = np.empty((boxes[t, 3] - boxes[t, 1], (boxes[t, 2] - boxes[t, 0]) * channels), f32)
        if covered:
            load_covered_patch(samples, alpha, corner[0], corner[1], patch)
        else:
            load_patch(samples, corner[0], corner[1], patch)
        for y in range(y0, y1):
            locate(m, x0, y, bounds, u[:n], v[:n])
            line = out[y, 3 * x0 : 3 * x1]
            if covered:
                wide_row(patch, 4, m, corner, x0, y, u[:n], v[:n], taps, values[:n])
                store_covered_row(values[:n], gain, line, coverage[y, x0:x1])
            elif wide[t]:
                wide_row(patch, 3, m, corner, x0, y, u[:n], v[:n], taps, values[:n])
                store_row(values[:n], gain, line)
            else:
                split(u[:n], corner[0], whole[0], phase[0])
                split(v[:n], corner[1], whole[1], phase[1])
                cubic_row(patch, weights, whole[0, :n], whole[1, :n], phase[0, :n], phase[1, :n], gain, line)


@_compiled
def bilinear_rows(
    plane: NDArray[Any], m: Doubles, first: int, last: int, half: f32, out: NDArray[Any]
) -> None:
    """Rows of `out` from the 2 x 2 pixels of `plane` around each; `half` is added to round integers."""
    height, width = plane.shape
    bounds = np.array([0.0, width - 1.0, 0.0, height - 1.0])
    u, v = np.empty(out.shape[1]), np.empty(out.shape[1])
    for y in range(first, last):
        locate(m, 0, y, bounds, u, v)
        for i in range(out.shape[1]):
            left, top = int(u[i]), int(v[i])
            right, bottom = min(left + 1, width - 1), min(top + 1, height - 1)
            fx, fy = f32(u[i] - left), f32(v[i] - top)
            above = f32(plane[top, left]) + (f32(plane[top, right]) - f32(plane[top, left])) * fx
            below = f32(plane[bottom, left]) + (f32(plane[bottom, right]) - f32(plane[bottom, left])) * fx
            out[y, i] = above + (below - above) * fy + half


@_compiled
def copy_rows(part: NDArray[Any], first: int, last: int, out: NDArray[Any]) -> None:
    """Rows of a view (height, width, channels) whose axes may run backwards or be swapped, in blocks."""
    for x0 in range(0, part.shape[1], TILE_COLUMNS):
        for y in range(first, last):
            for x in range(x0, min(x0 + TILE_COLUMNS, part.shape[1])):
                for c in range(part.shape[2]):
                    out[y, x, c] = part[y, x, c]
