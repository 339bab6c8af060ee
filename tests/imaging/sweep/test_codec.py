"""What the sweep writes: codes rounded to nearest, and colors that the output cannot hold."""

import numpy as np
import pytest

from burnish.imaging.color import REC2020_TO_SRGB, from_oklab, to_oklab
from burnish.imaging.output_space import output_space
from burnish.imaging.picture import picture_from_srgb8
from burnish.imaging.spaces import SPACES
from burnish.imaging.sweep.bands import CodedSink, LinearSource, sweep
from burnish.imaging.sweep.lowering import lower
from burnish.imaging.sweep.program import pack

PHOTO = picture_from_srgb8(np.zeros((1, 1, 3)))
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Of sRGB, IEC 61966-2-1."""


def coded(light: np.ndarray, space: str, dtype: type[np.uint8] | type[np.uint16]) -> np.ndarray:
    """Linear light of this space's own primaries as samples of it."""
    target = output_space(space, PHOTO)
    height, width, _ = light.shape
    samples = np.empty(light.shape, dtype)
    sink = CodedSink(samples, target.tables(dtype), target.luminance)
    sweep(pack(lower(()), height, width), LinearSource(light.astype(np.float32)), sink, threads=1)
    return samples


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(("dtype", "slack"), [(np.uint8, 0.04), (np.uint16, 0.05)])
def test_samples_are_rounded_to_the_nearest_code(space: str, dtype: type[np.uint8], slack: float) -> None:
    """`slack` is in codes beside the half that rounding itself takes; a 16-bit code is 1/257 of an 8-bit one."""
    light = np.linspace(0, 1, 60_000).reshape(100, 600, 1) ** 2 * np.ones(3)
    exact = SPACES[space].encode(light.astype(np.float32).astype(np.float64)) * np.iinfo(dtype).max
    beyond = np.abs(coded(light, space, dtype) - exact)
    curved = light > 1e-4 if space == "adobe_rgb" else light >= 0
    assert beyond[curved].max() <= 0.5 + slack
    assert beyond.max() <= 0.5 + slack if dtype == np.uint8 else 1.6


def out_of_gamut() -> np.ndarray:
    """Linear sRGB of strong colors that sRGB cannot hold, at lightness it can: (hues, chromas, 3)."""
    hue, chroma = np.meshgrid(np.deg2rad(np.arange(0, 360, 10)), np.linspace(0.05, 0.32, 40), indexing="ij")
    lab = np.stack([np.full_like(hue, 0.65), chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return from_oklab(lab) @ REC2020_TO_SRGB.T


def shown(light: np.ndarray) -> np.ndarray:
    return SPACES["srgb"].decode(coded(light, "srgb", np.uint16) / 65535)


def test_colors_inside_stay_and_colors_outside_keep_their_luminance() -> None:
    light = out_of_gamut()
    inside = ((light >= 0) & (light <= 1)).all(axis=-1)
    assert 0.2 < inside.mean() < 0.8
    out = shown(light)
    np.testing.assert_allclose(out[inside], light[inside], atol=3e-5)
    np.testing.assert_allclose(out @ LUMINANCE, light @ LUMINANCE, atol=2e-4)


def test_colors_outside_keep_their_hue_roughly_and_never_turn_duller_than_the_last_one_inside() -> None:
    light = out_of_gamut()
    wanted, out = (to_oklab(each @ np.linalg.inv(REC2020_TO_SRGB).T) for each in (light, shown(light)))
    turned = np.arctan2(out[..., 2], out[..., 1]) - np.arctan2(wanted[..., 2], wanted[..., 1])
    turned = np.rad2deg(np.abs(np.mod(turned + np.pi, 2 * np.pi) - np.pi))
    assert turned.mean() <= 3
    assert turned.max() <= 24
    chroma = np.hypot(out[..., 1], out[..., 2])
    assert (chroma >= np.maximum.accumulate(chroma, axis=1) * 0.97).all()


def test_shading_survives_where_the_color_does_not() -> None:
    """A flower stronger than sRGB stays modeled; clipping channels would leave a flat patch."""
    lightness = 0.6 + 0.05 * np.sin(np.linspace(0, 20, 500))
    lab = np.stack([lightness, np.full(500, 0.24), np.full(500, 0.16)], axis=-1)[None]
    light = from_oklab(lab) @ REC2020_TO_SRGB.T
    assert ((light < 0) | (light > 1)).any(axis=-1).all()
    out = shown(light)
    swing = np.ptp(out @ LUMINANCE)
    assert swing == pytest.approx(np.ptp(light @ LUMINANCE), rel=0.02)
    assert swing > 1.3 * np.ptp(np.clip(light, 0, 1) @ LUMINANCE)


def test_light_beyond_the_scale_becomes_white_and_below_it_black() -> None:
    light = np.array([[[5.0, 4.0, 6.0], [-0.3, -0.1, -0.2]]])
    assert coded(light, "srgb", np.uint8).tolist() == [[[255] * 3, [0] * 3]]
