"""Statistics of light and color, on colors whose statistics are known."""

import numpy as np
import pytest

from burnish.agent.perception.tonality import Key, Tonality, keyed, local_contrast, tonality
from burnish.imaging.color import from_oklab, srgb8_to_linear
from burnish.imaging.hue_bands import BANDS

MID_GRAY_LIGHTNESS = 0.18 ** (1 / 3)
"""Oklab lightness of a gray is the cube root of its light (Ottosson 2020)."""


def gray(light: float, count: int = 100) -> np.ndarray:
    return np.full((count, 3), light, np.float32)


def test_a_mid_gray_has_the_cube_root_of_its_light_and_no_chroma() -> None:
    seen = tonality(gray(0.18))
    assert seen.percentiles == pytest.approx([MID_GRAY_LIGHTNESS] * 7, abs=1e-3)
    assert seen.chroma_mean < 1e-3
    assert seen.gray_share == 1.0


def test_percentiles_follow_the_pixels() -> None:
    lightness = np.linspace(0.0, 1.0, 10_001)
    seen = tonality(np.repeat((lightness**3)[:, None], 3, axis=1).astype(np.float32))
    assert seen.percentiles == pytest.approx([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99], abs=2e-3)


def test_clipping_is_the_share_of_pixels_at_the_ends() -> None:
    samples = np.full((100, 1, 3), 128, np.uint8)
    samples[:7] = 255
    samples[7:10] = 0
    samples[10:30, 0] = (255, 40, 30)
    seen = tonality(srgb8_to_linear(samples).reshape(-1, 3))
    assert seen.clipped_white == pytest.approx(0.07), "a saturated red is not blown"
    assert seen.clipped_black == pytest.approx(0.03)


def test_hue_shares_name_the_band_of_a_color() -> None:
    samples = np.array([[[40, 60, 220]], [[220, 40, 40]]], np.uint8)
    for sample, band in zip(samples, ("blue", "red"), strict=True):
        shares = tonality(np.repeat(srgb8_to_linear(sample[None]).reshape(1, 3), 50, axis=0)).hue_shares
        assert shares[BANDS.index(band)] == pytest.approx(1.0)
        assert sum(shares) == pytest.approx(1.0)


def test_chroma_is_that_of_oklab() -> None:
    colors = from_oklab(np.tile([0.6, 0.06, 0.08], (40, 1)))
    assert tonality(colors.astype(np.float32)).chroma_mean == pytest.approx(0.10, abs=1e-3)


def test_local_contrast_of_stripes_is_half_their_height() -> None:
    stripes = np.zeros((200, 200), np.float32)
    stripes[:, ::2] = 0.4
    assert np.median(local_contrast(stripes)) == pytest.approx(0.2, abs=0.01)


def seen(*percentiles: float, chroma: float = 0.06) -> Tonality:
    return Tonality(percentiles, 0.0, 0.0, chroma, 2 * chroma, 0.2, (0.125,) * 8)


@pytest.mark.parametrize(
    ("tones", "key"),
    [
        (seen(0.1, 0.2, 0.4, 0.52, 0.7, 0.88, 0.96), "normal"),
        (seen(0.0, 0.02, 0.08, 0.16, 0.3, 0.5, 0.9), "night"),
        (seen(0.05, 0.08, 0.13, 0.3, 0.55, 0.8, 0.9), "low"),
        (seen(0.1, 0.15, 0.22, 0.28, 0.36, 0.5, 0.6), "normal"),
        (seen(0.65, 0.72, 0.85, 0.92, 0.96, 0.99, 1.0, chroma=0.02), "high"),
        (seen(0.1, 0.25, 0.7, 0.86, 0.93, 0.97, 0.99, chroma=0.02), "snow"),
    ],
)
def test_the_key_tells_night_from_a_photo_that_is_merely_too_dark(tones: Tonality, key: Key) -> None:
    assert keyed(tones) == key
