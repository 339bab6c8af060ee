"""Random passes, stages and pictures, as strong as a tool at the end of its sliders makes them."""

import numpy as np
from hypothesis import strategies as st

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020, srgb_encode
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.noise import gaussian_tile
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Masked, Stage
from burnish.imaging.tone_scale import monotone_cubic, on_code_values, smoothstep, straight_above_white
from burnish.tools.white_balance import WhiteBalance

share = st.floats(0, 1)
signed = st.floats(-1, 1)
TILE = gaussian_tile(64, 5, 0.8).astype(np.float32)
LOOK = Lut3D.identity(9).table ** np.float32(1.2) * np.float32([1, 0.9, 0.8]) + np.float32([0, 0.02, 0.05])


def noisy(height: int, width: int, seed: int = 0, *, wild: bool = True) -> np.ndarray:
    """A linear picture with smooth and noisy parts; `wild` ones reach below zero and above white."""
    random = np.random.default_rng(seed)
    ramp = np.linspace(0, 1, width)[None, :, None] * np.array([1.0, 0.8, 0.6])
    picture = ramp**2 * random.random((height, 1, 3)) + random.random((height, width, 3)) ** 3 * 0.3
    if wild:
        picture = np.where(random.random((height, width, 1)) < 0.1, picture * 3 - 0.1, picture)
    return picture.astype(np.float32)


def codes(linear: np.ndarray) -> np.ndarray:
    """8-bit sRGB code values of linear sRGB light, clipped but not rounded."""
    return np.asarray(srgb_encode(np.clip(np.asarray(linear, np.float64), 0, 1))) * 255


def s_curve(strength: float, lift: float) -> passes.Curve:
    x = np.array([0, 0.25, 0.5, 0.75, 1])
    y = np.array([lift * 0.1, 0.25 - strength * 0.12, 0.5, 0.75 + strength * 0.12, 1])
    return on_code_values(straight_above_white(monotone_cubic(x, y), slope=0.8))


def waves(strength: float, phase: float) -> passes.Curve:
    return lambda h: strength * np.cos(h - phase * np.pi)


def plus_waves(strength: float, phase: float) -> passes.Curve:
    return lambda h: 1 + strength * np.cos(h - phase * np.pi)


def planes(seed: int, height: int = 7, width: int = 9) -> tuple[np.ndarray, np.ndarray]:
    """Guided-filter coefficients as they are: slope 0 to 1, offset about the base light."""
    random = np.random.default_rng(seed)
    slope = random.random((height, width)).astype(np.float32)
    return slope, ((1 - slope) * random.uniform(-6, 0, (height, width))).astype(np.float32)


def veil(seed: int, strength: float, floor: float) -> passes.Veil:
    slope, offset = planes(seed)
    airlight = np.array([0.8, 0.85, 0.9])
    return passes.Veil(
        slope * np.float32(0.1 * strength), offset * np.float32(-0.2 * strength), airlight, floor
    )


def soft(seed: int, channels: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    values = random.random((6, 8, channels)).astype(np.float32)
    return (
        values
        if channels == 3
        else np.concatenate([values[..., :3] * values[..., 3:], values[..., 3:]], axis=-1)
    )


def local_gain(seed: int, base: float, detail: float) -> passes.LocalGain:
    slope, offset = planes(seed)
    return passes.LocalGain(
        slope, offset, lambda b: base * smoothstep(-6, 0, b), lambda b: 1 + detail * smoothstep(-8, -2, b)
    )


def half_gaussian(sigma: float) -> tuple[float, ...]:
    taps = np.exp(-0.5 * (np.arange(int(np.ceil(2.5 * sigma)) + 1) / sigma) ** 2)
    return tuple((taps / (2 * taps.sum() - taps[0])).tolist())


seeds = st.integers(0, 99)
gains = st.floats(-2, 2).map(lambda stops: passes.Matrix(np.eye(3) * 2.0**stops))
balances = st.builds(
    lambda t, m: passes.Matrix(WhiteBalance(temperature=60 * t, tint=60 * m).matrix()), signed, signed
)
tones = st.builds(lambda s, lift: passes.Tone(s_curve(s, lift)), signed, share)
channel_curves = st.builds(
    lambda a, b, c: passes.ChannelCurves(s_curve(a, 0.3), s_curve(b, 0.0), s_curve(c, 1.0)),
    signed,
    signed,
    signed,
)
hue_shifts = st.builds(
    lambda c, t, light, phase: passes.HueShift(plus_waves(c, phase), waves(t, phase), waves(0.3 * light, phase)),
    signed, signed, signed, signed,
)  # fmt: skip
vibrances = st.builds(lambda w, phase: passes.Vibrance(waves(w, phase)), signed, signed)
tints = st.builds(
    lambda a, b, light: passes.Tint(
        lambda L: 0.1 * a * smoothstep(0, 0.4, L),
        lambda L: 0.1 * b * L,
        lambda L: 0.2 * light * smoothstep(0.2, 0.9, L),
    ),
    signed, signed, signed,
)  # fmt: skip
affines = st.builds(
    lambda keep, a: passes.OklabAffine(np.diag([1.0, keep, keep]), np.array([0.0, 0.05 * a, -0.05 * a])),
    share,
    signed,
)
radials = st.builds(
    lambda s, circle, p, protect: passes.RadialGain(
        lambda r: 2.0 ** (2 * s * smoothstep(0.3, 1, r)), circle, p, protect
    ),
    signed, share, st.sampled_from([2.0, 2.0, 5.0]), share,
)  # fmt: skip
local_gains = st.builds(local_gain, seeds, signed, signed)
veils = st.builds(veil, seeds, signed, st.sampled_from([0.0, 0.4]))
layers = st.builds(
    lambda seed, keep, screen: passes.Layer(soft(seed, 3), keep, 1 - keep, screen),
    seeds,
    share,
    st.booleans(),
)
overlays = seeds.map(lambda seed: passes.Overlay(soft(seed, 4)))
grains = st.builds(lambda a, cell: passes.Grain(TILE, 0.05 * a, 1 + 4 * cell), share, share)
lookups = st.just(
    (passes.RollOff(), passes.Matrix(REC2020_TO_SRGB), passes.Lookup(LOOK), passes.Matrix(SRGB_TO_REC2020))
)
sharpens = st.builds(
    lambda sigma, amount, masking: passes.Sharpen(half_gaussian(sigma), 1.5 * amount, 0.002, 0.1, 0.02 * masking),
    st.floats(0.5, 1.5), share, share,
)  # fmt: skip
smooths = st.floats(0.5, 2).map(lambda sigma: passes.Smooth(half_gaussian(sigma)))

KINDS = {
    "gain": gains, "balance": balances, "tone": tones, "channel curves": channel_curves, "hue shift": hue_shifts,
    "vibrance": vibrances, "tint": tints, "affine": affines, "radial": radials, "local gain": local_gains,
    "veil": veils, "layer": layers, "overlay": overlays, "grain": grains, "lookup": lookups,
    "sharpen": sharpens, "smooth": smooths,
}  # fmt: skip
"""A strategy for each kind of pass; a lookup comes with the passes that the tool puts around it."""

plain_passes = st.one_of(*KINDS.values()).map(lambda made: made if isinstance(made, tuple) else (made,))


@st.composite
def stages(draw: st.DrawFn, height: int, width: int, masked: bool = True) -> tuple[Stage, ...]:
    """One to six passes, some of them under a mask or an opacity."""
    made: list[Stage] = []
    for _ in range(draw(st.integers(1, 6))):
        passed = draw(plain_passes)
        how = draw(st.sampled_from(["whole", "opacity", "mask"] if masked else ["whole"]))
        if how == "whole":
            made.extend(passed)
        else:
            mask = None if how == "opacity" else draw(masks(height, width))
            made.append(Masked(passed, mask, draw(st.floats(0.1, 1))))
    return tuple(made)


@st.composite
def masks(draw: st.DrawFn, height: int, width: int) -> np.ndarray:
    """A mask with nothing, with all and with some of everything in it."""
    random = np.random.default_rng(draw(seeds))
    ramp = np.linspace(-0.5, 1.5, width)[None, :] * random.random((height, 1)) * 1.3
    return np.rint(np.clip(ramp, 0, 1) * 65535).astype(np.uint16)
