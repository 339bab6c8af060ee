"""The compiled loops: one small function a pass, over a strip of 256 pixels in planar float32.

A strip has four rows: red, green, blue (or L, a, b) and `white`, the light that source white has reached, which
the output roll-off reads. Every loop has the constant length `STRIP`, so results never depend on where a
strip starts, and loops that read a table are split from loops that compute, so that both stay in vector registers.

They stand in one file on purpose: the cache of compiled code watches the file that a loop stands in, and not those of
the loops that it calls.
"""

# pyright: basic
# Compiled loops take arrays by what they hold; numba infers the types.

import numpy as np

from burnish.imaging.kernel_cache import njit
from burnish.imaging.sweep.layout import (
    BLEND,
    CHANNEL_CURVES,
    FROM_OKLAB,
    GRAIN,
    HUE_CELLS,
    HUE_SHIFT,
    LAYER,
    LIGHTNESS_CELLS,
    LIGHTNESS_SPAN,
    LOCAL_GAIN,
    LOOKUP,
    MATRIX,
    OKLAB_AFFINE,
    OVERLAY,
    RADIAL_CELLS,
    RADIAL_GAIN,
    ROLL_OFF,
    ROOT_CELLS_PER_UNIT,
    ROOT_TABLE,
    SAVE,
    STRIP,
    TINT,
    TO_OKLAB,
    TONE,
    VEIL,
    VIBRANCE,
    WHITE,
)

f32 = np.float32
i32 = np.int32
u32 = np.uint32
u64 = np.uint64
_compiled = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp"})
_W = STRIP
_ROOT_LAST = f32(ROOT_TABLE - 2)
_ROOT_SCALE = f32(ROOT_CELLS_PER_UNIT)


@_compiled
def matrix(a, b, c, m):
    """A row-major 3×3 matrix."""
    for i in range(_W):
        x, y, z = a[i], b[i], c[i]
        a[i] = m[0] * x + (m[1] * y + m[2] * z)
        b[i] = m[3] * x + (m[4] * y + m[5] * z)
        c[i] = m[6] * x + (m[7] * y + m[8] * z)


@_compiled
def rgb_matrix(r, g, b, m):
    """A 3×3 matrix whose diagonal holds the sums of its rows (`program.around_gray`).

    Written around the differences of the channels, a matrix that keeps white keeps every gray to the last bit.
    """
    for i in range(_W):
        x, y, z = r[i], g[i], b[i]
        r[i] = m[0] * x + (m[1] * (y - x) + m[2] * (z - x))
        g[i] = m[4] * y + (m[3] * (x - y) + m[5] * (z - y))
        b[i] = m[8] * z + (m[6] * (x - z) + m[7] * (y - z))


@_compiled
def root_curve(x, out, table, fraction, index):
    """A curve of light, sampled over the square root of its input, holding the square root of its output."""
    for i in range(_W):
        p = np.sqrt(max(x[i], f32(0))) * _ROOT_SCALE
        k = i32(min(p, _ROOT_LAST))
        index[i] = k
        fraction[i] = p - f32(k)
    for i in range(_W):
        k = u64(u32(index[i]))  # unsigned: no check for counting from the end
        low = table[k]
        out[i] = low + (table[k + u64(1)] - low) * fraction[i]
    for i in range(_W):
        v = max(out[i], f32(0))
        out[i] = v * v + min(x[i], f32(0))


@_compiled
def tone(r, g, b, table, t, ti):
    """See `passes.Tone`."""
    high, low = t[0], t[1]
    for i in range(_W):
        x, y, z = r[i], g[i], b[i]
        high[i] = max(max(x, y), z)
        low[i] = min(min(x, y), z)
    root_curve(high, t[2], table, t[4], ti[5])
    root_curve(low, t[3], table, t[4], ti[5])
    new_high, new_low = t[2], t[3]
    for i in range(_W):
        base, moved = low[i], new_low[i]
        k = (new_high[i] - moved) / (high[i] - base + f32(1e-20))
        r[i] = moved + (r[i] - base) * k
        g[i] = moved + (g[i] - base) * k
        b[i] = moved + (b[i] - base) * k


@_compiled
def roll_off(r, g, b, white, knee):
    """Compress light between the knee and `white` into knee … 1, keeping hue; identity where white is 1."""
    for i in range(_W):
        x, y, z = r[i], g[i], b[i]
        span = max(white[i], f32(1)) - knee
        a = span / (f32(1) - knee)
        high = max(max(x, y), z)
        low = min(min(x, y), z)
        u = max(high - knee, f32(0)) / span
        new_high = min(high, knee) + (f32(1) - knee) * (a * u) / (f32(1) + (a - f32(1)) * u)
        u = max(low - knee, f32(0)) / span
        new_low = min(low, knee) + (f32(1) - knee) * (a * u) / (f32(1) + (a - f32(1)) * u)
        k = (new_high - new_low) / (high - low + f32(1e-20))
        keep = (high <= knee) | (white[i] <= f32(1))
        r[i] = x if keep else new_low + (x - low) * k
        g[i] = y if keep else new_low + (y - low) * k
        b[i] = z if keep else new_low + (z - low) * k
        white[i] = f32(1)


@_compiled
def cube_root(x, t, ti):
    """Signed cube root in place (relative error below 1e-6).

    r = a^(-1/3) from a bit-level first guess (Moroz et al., "Fast calculation of cube root and inverse cube root",
    2021) and three Newton steps without a division; the root is a·r².
    """
    for i in range(_W):
        t[i] = max(abs(x[i]), f32(1e-30))  # r³ stays finite down to black
    for i in range(_W):
        ti[i] = i32(0x54A2FA8C) - i32(f32(ti[i]) * f32(1 / 3))
    for i in range(_W):
        v = x[i]
        r = t[i]
        third = max(abs(v), f32(1e-30)) * f32(1 / 3)
        r = r * (f32(4 / 3) - third * (r * r * r))
        r = r * (f32(4 / 3) - third * (r * r * r))
        r = r * (f32(4 / 3) - third * (r * r * r))
        x[i] = v * (r * r)


@_compiled
def to_oklab(r, g, b, m, t, ti):
    """Linear RGB to Oklab: matrix, cube root, matrix."""
    rgb_matrix(r, g, b, m[0:9])
    cube_root(r, t[0], ti[0])
    cube_root(g, t[0], ti[0])
    cube_root(b, t[0], ti[0])
    rgb_matrix(r, g, b, m[9:18])


@_compiled
def from_oklab(r, g, b, m):
    """Oklab to linear RGB: matrix, cube, matrix."""
    matrix(r, g, b, m[0:9])
    for i in range(_W):
        r[i] = r[i] * r[i] * r[i]
        g[i] = g[i] * g[i] * g[i]
        b[i] = b[i] * b[i] * b[i]
    rgb_matrix(r, g, b, m[9:18])


@_compiled
def hue_cell(a, b, index, fraction):
    """Place of a hue on the diamond |a| + |b| = 1, which needs no arc tangent, in table cells."""
    for i in range(_W):
        u, v = a[i], b[i]
        d = abs(u) + abs(v) + f32(1e-12)
        u = u / d
        p = (f32(1) - u) if v >= f32(0) else (f32(3) + u)
        p = p * f32(HUE_CELLS / 4)
        k = min(i32(p), i32(HUE_CELLS - 1))
        index[i] = k
        fraction[i] = p - f32(k)


@_compiled
def hue_shift(L, a, b, table, t, ti):
    """See `passes.HueShift`; the table holds (chroma·cos, chroma·sin, lightness) a cell."""
    index, fraction = ti[0], t[1]
    hue_cell(a, b, index, fraction)
    cos, sin, light = t[2], t[3], t[4]
    for i in range(_W):
        k = u64(u32(index[i] * 3))
        f = fraction[i]
        cos[i] = table[k] + (table[k + u64(3)] - table[k]) * f
        sin[i] = table[k + u64(1)] + (table[k + u64(4)] - table[k + u64(1)]) * f
        light[i] = table[k + u64(2)] + (table[k + u64(5)] - table[k + u64(2)]) * f
    for i in range(_W):
        u, v = a[i], b[i]
        chroma = np.sqrt(u * u + v * v)
        L[i] *= f32(1) + light[i] * (chroma / (chroma + f32(0.06)))
        a[i] = cos[i] * u - sin[i] * v
        b[i] = sin[i] * u + cos[i] * v


@_compiled
def vibrance(a, b, data, t, ti):
    """See `passes.Vibrance`; data[0] is 1 / knee², the table of weights follows."""
    index, fraction = ti[0], t[1]
    hue_cell(a, b, index, fraction)
    weight = t[2]
    for i in range(_W):
        k = u64(u32(index[i] + 1))
        weight[i] = data[k] + (data[k + u64(1)] - data[k]) * fraction[i]
    for i in range(_W):
        u, v = a[i], b[i]
        s = f32(1) + weight[i] / (f32(1) + (u * u + v * v) * data[0])
        a[i] = u * s
        b[i] = v * s


@_compiled
def tint(L, a, b, table, t, ti):
    """See `passes.Tint`; the table holds (da, db, dl) a cell."""
    index, fraction = ti[0], t[1]
    for i in range(_W):
        p = max(L[i], f32(0)) * f32(LIGHTNESS_CELLS / LIGHTNESS_SPAN)
        p = min(p, f32(LIGHTNESS_CELLS))
        k = min(i32(p), i32(LIGHTNESS_CELLS - 1))
        index[i] = k
        fraction[i] = p - f32(k)
    for i in range(_W):
        k = u64(u32(index[i] * 3))
        f = fraction[i]
        t[2, i] = table[k] + (table[k + u64(3)] - table[k]) * f
        t[3, i] = table[k + u64(1)] + (table[k + u64(4)] - table[k + u64(1)]) * f
        t[4, i] = table[k + u64(2)] + (table[k + u64(5)] - table[k + u64(2)]) * f
    for i in range(_W):
        a[i] += t[2, i]
        b[i] += t[3, i]
        L[i] *= f32(1) + t[4, i]


@_compiled
def oklab_affine(L, a, b, m):
    """A 3×3 matrix and an offset."""
    matrix(L, a, b, m)
    for i in range(_W):
        L[i] += m[9]
        a[i] += m[10]
        b[i] += m[11]


@_compiled
def radial_gain(r, g, b, data, table, x0, y, t, ti):
    """See `passes.RadialGain`; data = (center x, center y, 1/scale x, 1/scale y, protect, exponent)."""
    dy = (f32(y) + f32(0.5) - data[1]) * data[3]
    index, fraction = ti[0], t[1]
    if data[5] == f32(2):
        for i in range(_W):
            dx = (f32(x0 + i) + f32(0.5) - data[0]) * data[2]
            t[2, i] = np.sqrt(dx * dx + dy * dy)
    else:
        for i in range(_W):
            dx = abs((f32(x0 + i) + f32(0.5) - data[0]) * data[2])
            t[2, i] = (dx ** data[5] + abs(dy) ** data[5]) ** (f32(1) / data[5])
    for i in range(_W):
        p = min(t[2, i], f32(1)) * f32(RADIAL_CELLS)
        k = min(i32(p), i32(RADIAL_CELLS - 1))
        index[i] = k
        fraction[i] = p - f32(k)
    for i in range(_W):
        k = index[i]
        t[2, i] = table[k] + (table[k + 1] - table[k]) * fraction[i]
    protect = data[4]
    for i in range(_W):
        y_light = f32(0.2627) * r[i] + f32(0.6780) * g[i] + f32(0.0593) * b[i]
        s = min(max(y_light, f32(0)), f32(1))
        gain = t[2, i]
        gain += (f32(1) - gain) * protect * s * s * (f32(3) - s - s)
        r[i] *= gain
        g[i] *= gain
        b[i] *= gain


@_compiled
def log2_light(r, g, b, out, t, ti):
    """log2 of luminance, floored at 2⁻¹²: exponent bits plus a polynomial of the mantissa (error below 2e-6)."""
    for i in range(_W):
        light = f32(0.2627) * r[i] + f32(0.6780) * g[i] + f32(0.0593) * b[i]
        t[i] = max(light, f32(1 / 4096))
    for i in range(_W):
        bits = ti[i]
        out[i] = f32((bits >> 23) - 127)
        ti[i] = (bits & i32(0x007FFFFF)) | i32(0x3F800000)
    for i in range(_W):
        m = t[i] - f32(1)
        # Chebyshev fit of log2(1 + m) / m on [0, 1], degree 6.
        p = f32(0.020490346)
        p = p * m + f32(-0.096066249)
        p = p * m + f32(0.215588533)
        p = p * m + f32(-0.339247773)
        p = p * m + f32(0.477705931)
        p = p * m + f32(-0.721162734)
        p = p * m + f32(1.442693257)
        out[i] += p * m


@_compiled
def exp2(x, out, outi):
    """2 to the power x for |x| ≤ 30 (relative error below 1e-6)."""
    for i in range(_W):
        v = min(max(x[i], f32(-30)), f32(30))
        whole = np.floor(v)
        x[i] = v - whole
        outi[i] = (i32(whole) + i32(127)) << 23
    for i in range(_W):
        f = x[i]
        # Chebyshev fit of (2^f - 1) / f on [0, 1], degree 4.
        p = f32(0.001789665)
        p = p * f + f32(0.009196802)
        p = p * f + f32(0.055658664)
        p = p * f + f32(0.240206874)
        p = p * f + f32(0.693147577)
        p = p * f + f32(1.0)
        x[i] = p
    for i in range(_W):
        out[i] = out[i] * x[i]


@_compiled
def stretch_cells(channels, first, step, last, x0, index, fraction):
    """Where the pixels of a strip lie in a row of map cells: first value of the left cell, and share of the right."""
    top = max(last - f32(1), f32(0))
    for i in range(_W):
        u = min(max((f32(x0 + i) + f32(0.5)) * step - f32(0.5) - first, f32(0)), last)
        k = i32(min(u, top))
        fraction[i] = u - f32(k)
        index[i] = k * channels


@_compiled
def stretch(left, right, index, fraction, out):
    """Values of one channel at the pixels of a strip, linear between the cell on the left and the one on the right."""
    for i in range(_W):
        k = u64(u32(index[i]))
        low = left[k]
        out[i] = low + (right[k] - low) * fraction[i]


@_compiled
def upsample(maps, op, channels, x0, y, width, height, rows, index, fraction, out):
    """Bilinear values of a map (h, w, channels) for one strip, into out[channel].

    The map starts at op[2]; op[3] and op[4] are its height and width.
    """
    cells_down, cells_across = op[3], op[4]
    v = (f32(y) + f32(0.5)) * f32(cells_down) / f32(height) - f32(0.5)
    v = min(max(v, f32(0)), f32(cells_down - 1))
    v0 = min(i32(v), i32(max(cells_down - 2, 0)))
    v1 = min(v0 + 1, cells_down - 1)
    fv = v - f32(v0)
    step = f32(cells_across) / f32(width)
    first = min(max(i32((f32(x0) + f32(0.5)) * step - f32(0.5)), i32(0)), i32(cells_across - 1))
    count = min(i32(f32(_W) * step) + 4, i32(cells_across) - first)
    low = maps[op[2] + (v0 * cells_across + first) * channels :]
    high = maps[op[2] + (v1 * cells_across + first) * channels :]
    for j in range(count * channels):
        rows[j] = low[j] + (high[j] - low[j]) * fv
    stretch_cells(i32(channels), f32(first), step, f32(count - 1), x0, index, fraction)
    reach = channels if count > 1 else 0
    for c in range(channels):
        stretch(rows[c:], rows[c + reach :], index, fraction, out[c])


@_compiled
def local_gain(r, g, b, data, maps, op, x0, y, width, height, t, ti, rows):
    """See `passes.LocalGain`; data holds (base_gain, detail_gain) a cell over base log2 light in [-12, 4]."""
    log2_light(r, g, b, t[0], t[5], ti[5])
    upsample(maps, op, 2, x0, y, width, height, rows, ti[6], t[7], t[1:3])
    index, fraction = ti[3], t[4]
    for i in range(_W):
        base = t[1, i] * t[0, i] + t[2, i]
        t[1, i] = base
        p = min(max((base + f32(12)) * f32(16), f32(0)), f32(256))
        k = min(i32(p), i32(255))
        index[i] = k
        fraction[i] = p - f32(k)
    for i in range(_W):
        k = u64(u32(index[i] * 2))
        f = fraction[i]
        t[2, i] = data[k] + (data[k + u64(2)] - data[k]) * f
        t[5, i] = data[k + u64(1)] + (data[k + u64(3)] - data[k + u64(1)]) * f
    for i in range(_W):
        t[0, i] = t[2, i] + t[5, i] * (t[0, i] - t[1, i])
    exp2(t[0], t[1], ti[1])
    for i in range(_W):
        gain = t[1, i]
        r[i] *= gain
        g[i] *= gain
        b[i] *= gain


@_compiled
def veil(r, g, b, data, maps, op, x0, y, width, height, t, ti, rows):
    """See `passes.Veil`; data holds the airlight and the floor."""
    log2_light(r, g, b, t[0], t[5], ti[5])
    upsample(maps, op, 2, x0, y, width, height, rows, ti[6], t[7], t[1:3])
    for i in range(_W):
        t[0, i] = min(max(t[1, i] * t[0, i] + t[2, i], f32(-3)), f32(3))
    exp2(t[0], t[1], ti[1])
    for i in range(_W):
        least = min(max(min(min(r[i] / data[0], g[i] / data[1]), b[i] / data[2]), f32(0)), f32(1))
        most = (f32(1) - data[3] * least) / max(f32(1) - least, f32(1e-3))
        t[1, i] = min(t[1, i], most)
    for i in range(_W):
        gain = t[1, i]
        r[i] = (r[i] - data[0]) * gain + data[0]
        g[i] = (g[i] - data[1]) * gain + data[1]
        b[i] = (b[i] - data[2]) * gain + data[2]


@_compiled
def layer(s, data, maps, op, x0, y, width, height, t, ti, rows):
    """See `passes.Layer`; data = (keep, add, screen)."""
    upsample(maps, op, 3, x0, y, width, height, rows, ti[6], t[7], t[1:4])
    keep, add, screen = data[0], data[1], data[2]
    for c in range(3):
        for i in range(_W):
            v = s[c, i]
            room = max(f32(1) - v, f32(0)) if screen > f32(0) else f32(1)
            s[c, i] = v * keep + t[1 + c, i] * add * room


@_compiled
def overlay(s, maps, op, x0, y, width, height, t, ti, rows):
    """See `passes.Overlay`."""
    upsample(maps, op, 4, x0, y, width, height, rows, ti[6], t[7], t[1:5])
    weight = t[4]
    for c in range(3):
        for i in range(_W):
            s[c, i] = s[c, i] * (f32(1) - weight[i]) + t[1 + c, i]


@_compiled
def grain(r, g, b, data, maps, op, x0, y, t, ti, rows):
    """See `passes.Grain`; data = (amount, 1 / pixels a cell); the tile is square and repeats."""
    size = op[3]
    scale = data[1]
    v = (f32(y) + f32(0.5)) * scale
    v0 = i32(v)
    fv = v - f32(v0)
    low = maps[op[2] + (v0 % size) * size :]
    high = maps[op[2] + ((v0 + 1) % size) * size :]
    first = i32((f32(x0) + f32(0.5)) * scale)
    at = first % size
    for j in range(i32(f32(_W) * scale) + 3):
        rows[j] = low[at] + (high[at] - low[at]) * fv
        at = at + 1 if at + 1 < size else 0
    for i in range(_W):
        u = (f32(x0 + i) + f32(0.5)) * scale - f32(first)
        k = i32(u)
        t[1, i] = u - f32(k)
        ti[2, i] = k
    fraction, index, noise = t[1], ti[2], t[0]
    for i in range(_W):
        k = u64(u32(index[i]))
        noise[i] = rows[k] + (rows[k + u64(1)] - rows[k]) * fraction[i]
    for i in range(_W):
        light = f32(0.2627) * r[i] + f32(0.6780) * g[i] + f32(0.0593) * b[i]
        s = np.sqrt(min(max(light, f32(0)), f32(1)))
        weight = f32(0.25) + f32(3) * s * (f32(1) - s)
        factor = max(f32(1) + noise[i] * data[0] * weight / (s + f32(0.08)), f32(0.05))
        factor = factor * factor
        r[i] *= factor
        g[i] *= factor
        b[i] *= factor


@_compiled
def lookup(s, encode, decode, maps, op, t, ti):
    """See `passes.Lookup`: encode, tetrahedral interpolation (Kasson et al. 1995), decode."""
    n = op[3]
    top = f32(n - 1)
    for c in range(3):
        plane = s[c]
        for i in range(_W):
            t[6, i] = min(max(plane[i], f32(0)), f32(1))
        root_curve(t[6], t[c], encode, t[4], ti[5])
    for i in range(_W):
        x, y, z = t[0, i] * top, t[1, i] * top, t[2, i] * top
        kx, ky, kz = min(i32(x), n - 2), min(i32(y), n - 2), min(i32(z), n - 2)
        x, y, z = x - f32(kx), y - f32(ky), z - f32(kz)
        base = op[2] + ((kx * n + ky) * n + kz) * 3
        sx, sy, sz = n * n * 3, n * 3, 3
        if x >= y:
            if y >= z:
                p, q, d1, d2, d3 = sx, sx + sy, x, y, z
            elif x >= z:
                p, q, d1, d2, d3 = sx, sx + sz, x, z, y
            else:
                p, q, d1, d2, d3 = sz, sz + sx, z, x, y
        elif z >= y:
            p, q, d1, d2, d3 = sz, sz + sy, z, y, x
        elif z >= x:
            p, q, d1, d2, d3 = sy, sy + sz, y, z, x
        else:
            p, q, d1, d2, d3 = sy, sy + sx, y, x, z
        last = base + sx + sy + sz
        for c in range(3):
            v0 = maps[base + c]
            v1 = maps[base + p + c]
            v2 = maps[base + q + c]
            t[c, i] = v0 + (v1 - v0) * d1 + (v2 - v1) * d2 + (maps[last + c] - v2) * d3
    for c in range(3):
        root_curve(t[c], s[c], decode, t[4], ti[5])


@_compiled
def blend(s, saved, masks, offset, opacity, x0, y, width):
    """Mix the strip over the saved one by mask times opacity; where that is zero the saved bits return."""
    count = min(_W, width - x0)
    for i in range(count):
        m = opacity
        if offset >= 0:
            m = m * f32(masks[offset + y * width + x0 + i]) * f32(1 / 65535)
        for c in range(4):
            before = saved[c, i]
            s[c, i] = before + (s[c, i] - before) * m if m > f32(0) else before


@_compiled
def run(band, first_row, width, height, ops, pool, maps, masks, strip, scratch, scratch_int, saved, rows):
    """Run a program over a band of shape (rows, 4, padded width), in place; strips are worked on in `strip`."""
    s, t, ti = strip, scratch, scratch_int
    r, g, b = s[0], s[1], s[2]
    for row in range(band.shape[0]):
        y = min(max(first_row + row, 0), height - 1)
        for x0 in range(0, band.shape[2], _W):
            for c in range(4):
                line, plane = band[row, c][x0 : x0 + _W], s[c]
                for i in range(_W):
                    plane[i] = line[i]
            for n in range(ops.shape[0]):
                op = ops[n]
                code = op[0]
                data = pool[op[1] :]
                if code == MATRIX:
                    rgb_matrix(r, g, b, data)
                elif code == TONE:
                    tone(r, g, b, data, t, ti)
                elif code == TO_OKLAB:
                    to_oklab(r, g, b, data, t, ti)
                elif code == FROM_OKLAB:
                    from_oklab(r, g, b, data)
                elif code == HUE_SHIFT:
                    hue_shift(r, g, b, data, t, ti)
                elif code == VIBRANCE:
                    vibrance(g, b, data, t, ti)
                elif code == TINT:
                    tint(r, g, b, data, t, ti)
                elif code == OKLAB_AFFINE:
                    oklab_affine(r, g, b, data)
                elif code == CHANNEL_CURVES:
                    for c in range(3):
                        root_curve(s[c], t[0], data[c * ROOT_TABLE :], t[4], ti[5])
                        for i in range(_W):
                            s[c, i] = t[0, i]
                elif code == RADIAL_GAIN:
                    radial_gain(r, g, b, data, data[6:], x0, y, t, ti)
                elif code == LOCAL_GAIN:
                    local_gain(r, g, b, data, maps, op, x0, y, width, height, t, ti, rows)
                elif code == VEIL:
                    veil(r, g, b, data, maps, op, x0, y, width, height, t, ti, rows)
                elif code == LAYER:
                    layer(s, data, maps, op, x0, y, width, height, t, ti, rows)
                elif code == OVERLAY:
                    overlay(s, maps, op, x0, y, width, height, t, ti, rows)
                elif code == GRAIN:
                    grain(r, g, b, data, maps, op, x0, y, t, ti, rows)
                elif code == LOOKUP:
                    lookup(s, data, data[ROOT_TABLE:], maps, op, t, ti)
                elif code == WHITE:
                    for i in range(_W):
                        s[3, i] *= data[0]
                elif code == ROLL_OFF:
                    roll_off(r, g, b, s[3], data[0])
                elif code == SAVE:
                    for c in range(4):
                        for i in range(_W):
                            saved[c, i] = s[c, i]
                elif code == BLEND:
                    blend(s, saved, masks, op[2], data[0], x0, y, width)
            for c in range(4):
                line, plane = band[row, c][x0 : x0 + _W], s[c]
                for i in range(_W):
                    line[i] = plane[i]
