"""The same operations in float64 NumPy, without tables: slow, and what the tests trust."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import LUMINANCE, from_oklab, srgb_decode, srgb_encode, to_oklab
from burnish.imaging.sweep.lowering import (
    Blend,
    FromOklab,
    Nearby,
    Operation,
    Save,
    ToOklab,
    White,
)
from burnish.imaging.sweep.passes import (
    BRIGHT_SIDE,
    ChannelCurves,
    Curve,
    Doubles,
    Grain,
    HueShift,
    Layer,
    LocalGain,
    Lookup,
    Matrix,
    OklabAffine,
    Overlay,
    RadialGain,
    RollOff,
    Sharpen,
    Smooth,
    Tint,
    Tone,
    Veil,
    Vibrance,
)
from burnish.imaging.sweep.program import radial_scales


def interpret(operations: Sequence[Operation], rgb: Doubles) -> Doubles:
    """Carry pixels of shape (height, width, 3) through the operations."""
    white = np.ones(rgb.shape[:2])
    saved, saved_white = rgb, white
    for operation in operations:
        match operation:
            case White():
                white = white * operation.gain
            case Save():
                saved, saved_white = rgb, white
            case Blend():
                rgb = _blend(saved, rgb, operation.mask, operation.opacity)
                white = _blend(saved_white[..., None], white[..., None], operation.mask, operation.opacity)[
                    ..., 0
                ]
            case RollOff():
                rgb, white = _roll_off(rgb, white, operation.knee), np.ones_like(white)
            case Nearby():
                rgb = _blend(rgb, _nearby(rgb, operation.settings), operation.mask, operation.opacity)
            case _:
                rgb = _apply(operation, rgb)
    return rgb


def _apply(operation: Operation, rgb: Doubles) -> Doubles:
    match operation:
        case Matrix():
            return rgb @ operation.matrix.T
        case ToOklab():
            return to_oklab(rgb)
        case FromOklab():
            return from_oklab(rgb)
        case Tone():
            return _tone(rgb, operation.curve)
        case ChannelCurves():
            curves = (operation.red, operation.green, operation.blue)
            return np.stack([_light(curve, rgb[..., c]) for c, curve in enumerate(curves)], axis=-1)
        case HueShift():
            return _hue_shift(rgb, operation)
        case Vibrance():
            return _vibrance(rgb, operation)
        case Tint():
            L = np.clip(rgb[..., 0], 0.0, 1.6)
            scaled = rgb[..., 0] * (1 + operation.lightness(L))
            return np.stack([scaled, rgb[..., 1] + operation.a(L), rgb[..., 2] + operation.b(L)], axis=-1)
        case OklabAffine():
            return rgb @ operation.matrix.T + operation.offset
        case RadialGain():
            return _radial_gain(rgb, operation)
        case LocalGain():
            return _local_gain(rgb, operation)
        case Veil():
            planes = np.stack([operation.slope, operation.offset], axis=-1)
            slope, offset = np.moveaxis(upsample(planes, *rgb.shape[:2]), -1, 0)
            gain = np.exp2(np.clip(slope * log2_light(rgb) + offset, -3, 3))
            least = np.clip((rgb / operation.airlight).min(axis=-1), 0.0, 1.0)
            gain = np.minimum(gain, (1 - operation.floor * least) / np.maximum(1 - least, 1e-3))[..., None]
            return (rgb - operation.airlight) * gain + operation.airlight
        case Layer():
            room = np.maximum(1 - rgb, 0) if operation.screen else 1.0
            return rgb * operation.keep + upsample(operation.layer, *rgb.shape[:2]) * operation.add * room
        case Overlay():
            layer = upsample(operation.layer, *rgb.shape[:2])
            return rgb * (1 - layer[..., 3:]) + layer[..., :3]
        case Grain():
            return _grain(rgb, operation)
        case Lookup():
            return _lookup(rgb, operation)
        case _:
            msg = f"{operation!r} is not a per-pixel operation"
            raise TypeError(msg)


def _blend(before: Doubles, after: Doubles, mask: NDArray[np.uint16] | None, opacity: float) -> Doubles:
    amount = opacity if mask is None else (mask.astype(np.float64) / 65535 * opacity)[..., None]
    return before + (after - before) * amount


def _light(curve: Curve, x: Doubles) -> Doubles:
    return np.maximum(curve(np.maximum(x, 0.0)), 0.0) + np.minimum(x, 0.0)


def _follow(rgb: Doubles, low: Doubles, high: Doubles, new_low: Doubles, new_high: Doubles) -> Doubles:
    ratio = (new_high - new_low) / (high - low + 1e-20)
    return new_low[..., None] + (rgb - low[..., None]) * ratio[..., None]


def _tone(rgb: Doubles, curve: Curve) -> Doubles:
    high, low = rgb.max(axis=-1), rgb.min(axis=-1)
    return _follow(rgb, low, high, _light(curve, low), _light(curve, high))


def _roll_off(rgb: Doubles, white: Doubles, knee: float) -> Doubles:
    span = np.maximum(white, 1.0) - knee
    slope = span / (1 - knee)

    def curve(x: Doubles) -> Doubles:
        u = np.maximum(x - knee, 0) / span
        return np.minimum(x, knee) + (1 - knee) * slope * u / (1 + (slope - 1) * u)

    high, low = rgb.max(axis=-1), rgb.min(axis=-1)
    rolled = _follow(rgb, low, high, curve(low), curve(high))
    return np.where(((high <= knee) | (white <= 1))[..., None], rgb, rolled)


def _hue(lab: Doubles) -> Doubles:
    return np.mod(np.arctan2(lab[..., 2], lab[..., 1]), 2 * np.pi)


def _hue_shift(lab: Doubles, shift: HueShift) -> Doubles:
    h, chroma = _hue(lab), np.hypot(lab[..., 1], lab[..., 2])
    scale = np.ones_like(h) if shift.chroma is None else shift.chroma(h)
    turn = np.zeros_like(h) if shift.turn is None else shift.turn(h)
    light = np.zeros_like(h) if shift.lightness is None else shift.lightness(h)
    L = lab[..., 0] * (1 + light * chroma / (chroma + 0.06))
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    a = cos * lab[..., 1] - sin * lab[..., 2]
    b = sin * lab[..., 1] + cos * lab[..., 2]
    return np.stack([L, a, b], axis=-1)


def _vibrance(lab: Doubles, vibrance: Vibrance) -> Doubles:
    chroma2 = lab[..., 1] ** 2 + lab[..., 2] ** 2
    scale = 1 + vibrance.weight(_hue(lab)) / (1 + chroma2 / vibrance.knee**2)
    return np.stack([lab[..., 0], lab[..., 1] * scale, lab[..., 2] * scale], axis=-1)


def luminance(rgb: Doubles) -> Doubles:
    """Relative luminance of linear Rec. 2020."""
    return rgb @ LUMINANCE


def log2_light(rgb: Doubles) -> Doubles:
    """log2 of luminance, floored at 2⁻¹²."""
    return np.log2(np.maximum(luminance(rgb), 2.0**-12))


def _radial_gain(rgb: Doubles, radial: RadialGain) -> Doubles:
    height, width = rgb.shape[:2]
    scale_x, scale_y = radial_scales(radial, height, width)
    dx = (np.arange(width) + 0.5 - width / 2) * scale_x
    dy = (np.arange(height) + 0.5 - height / 2) * scale_y
    p = radial.exponent
    r = (np.abs(dx[None, :]) ** p + np.abs(dy[:, None]) ** p) ** (1 / p)
    gain = radial.gain(np.minimum(r, 1.0))
    s = np.clip(luminance(rgb), 0, 1)
    gain = gain + (1 - gain) * radial.protect * s * s * (3 - 2 * s)
    return rgb * gain[..., None]


def upsample(values: NDArray[np.floating], height: int, width: int) -> Doubles:
    """Bilinear values of a map (h, w, channels) at this size, pixel centers aligned, edges held."""

    def axis(size: int, cells: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Doubles]:
        u = np.clip((np.arange(size) + 0.5) * cells / size - 0.5, 0, cells - 1)
        low = np.minimum(u.astype(np.intp), max(cells - 2, 0))
        return low, np.minimum(low + 1, cells - 1), u - low

    y0, y1, fy = axis(height, values.shape[0])
    x0, x1, fx = axis(width, values.shape[1])
    values = values.astype(np.float64)
    rows = values[y0] + (values[y1] - values[y0]) * fy[:, None, None]
    return rows[:, x0] + (rows[:, x1] - rows[:, x0]) * fx[None, :, None]


def _local_gain(rgb: Doubles, local: LocalGain) -> Doubles:
    planes = upsample(np.stack([local.slope, local.offset], axis=-1), *rgb.shape[:2])
    light = log2_light(rgb)
    base = planes[..., 0] * light + planes[..., 1]
    held = np.clip(base, -12, 4)
    return rgb * np.exp2(local.base_gain(held) + local.detail_gain(held) * (light - base))[..., None]


def _grain(rgb: Doubles, grain: Grain) -> Doubles:
    size = grain.tile.shape[0]

    def axis(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Doubles]:
        u = (np.arange(count) + 0.5) / grain.pixels_per_cell
        k = np.floor(u).astype(np.intp)
        return k % size, (k + 1) % size, np.asarray(u - k, np.float64)

    y0, y1, fy = axis(rgb.shape[0])
    x0, x1, fx = axis(rgb.shape[1])
    tile = grain.tile.astype(np.float64)
    rows = tile[y0] + (tile[y1] - tile[y0]) * fy[:, None]
    noise = rows[:, x0] + (rows[:, x1] - rows[:, x0]) * fx[None, :]
    s = np.sqrt(np.clip(luminance(rgb), 0, 1))
    factor = np.maximum(1 + noise * grain.amount * (0.25 + 3 * s * (1 - s)) / (s + 0.08), 0.05)
    return rgb * (factor * factor)[..., None]


def _lookup(rgb: Doubles, lookup: Lookup) -> Doubles:
    n = lookup.table.shape[0]
    x = srgb_encode(np.clip(rgb, 0, 1)) * (n - 1)
    corner = np.minimum(x.astype(np.intp), n - 2)
    f = x - corner
    order = np.argsort(-f, axis=-1, kind="stable")
    ranked = np.take_along_axis(f, order, axis=-1)
    table = lookup.table.astype(np.float64)
    value = table[corner[..., 0], corner[..., 1], corner[..., 2]]
    out = value
    at = corner.copy()
    for rank in range(3):
        axis = order[..., rank : rank + 1]
        np.put_along_axis(at, axis, np.take_along_axis(at, axis, -1) + 1, -1)
        here = table[at[..., 0], at[..., 1], at[..., 2]]
        out = out + (here - value) * ranked[..., rank : rank + 1]
        value = here
    return srgb_decode(np.clip(out, 0, None))


def _nearby(rgb: Doubles, settings: Sharpen | Smooth) -> Doubles:
    if isinstance(settings, Sharpen):
        return sharpen(rgb, settings)
    return np.stack([_blurred(rgb[..., c], settings.taps) for c in range(3)], axis=-1)


def _blurred(plane: Doubles, half_taps: tuple[float, ...]) -> Doubles:
    """Blur along rows and columns by a symmetric kernel, edges held."""
    return _blurred_down(_blurred_down(plane.T, half_taps).T, half_taps)


def _blurred_down(plane: Doubles, half_taps: tuple[float, ...]) -> Doubles:
    radius = len(half_taps) - 1
    padded = np.pad(plane, ((radius, radius), (0, 0)), mode="edge")
    taps = np.array([*half_taps[:0:-1], *half_taps])
    return np.sum([t * padded[k : k + len(plane)] for k, t in enumerate(taps)], axis=0)


def sharpen(rgb: Doubles, settings: Sharpen) -> Doubles:
    """Unsharp masking of the square root of luminance; see `passes.Sharpen`."""
    s = np.sqrt(np.maximum(luminance(rgb), 0.0))
    across = _blurred_down(s.T, settings.taps).T
    blurred = _blurred_down(across, settings.taps)
    beside, above = (
        np.pad(blurred, ((0, 0), (1, 1)), mode="edge"),
        np.pad(across, ((1, 1), (0, 0)), mode="edge"),
    )
    steepness = (beside[:, 2:] - beside[:, :-2]) ** 2 + (above[2:] - above[:-2]) ** 2
    detail = s - blurred
    power = detail * detail
    weight = power / (power + settings.threshold**2 + 1e-20)
    weight = weight * (steepness + 1e-12) / (steepness + (2 * settings.masking) ** 2 + 1e-12)
    limit = np.where(detail > 0, settings.limit * BRIGHT_SIDE, settings.limit)
    held = detail * limit / (limit + np.abs(detail))
    sharp = np.maximum(s + settings.amount * weight * held, 0.0)
    ratio = np.clip(sharp / np.maximum(s, 1e-4), 0.25, 4.0)
    return rgb * (ratio * ratio)[..., None]
