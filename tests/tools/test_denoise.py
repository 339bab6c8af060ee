import numpy as np
import pytest
import skimage.data

from burnish.imaging.picture import picture_from_srgb8
from burnish.tools.denoise import Denoise

CLEAN = np.ascontiguousarray(skimage.data.astronaut()[:384, :512])


def noisy(deviation: float) -> np.ndarray:
    rng = np.random.default_rng(4)
    return np.clip(np.rint(CLEAN + rng.normal(0, deviation, CLEAN.shape)), 0, 255).astype(np.uint8)


def decibels(samples: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((samples - CLEAN.astype(float)) ** 2)))


def lightness(samples: np.ndarray) -> np.ndarray:
    return samples.astype(float) @ np.array([0.25, 0.5, 0.25])


@pytest.mark.parametrize(("deviation", "gain"), [(5, 2.5), (10, 3.5), (20, 5.0)])
def test_the_photo_comes_closer_to_the_clean_one(deviation, gain):
    picture = picture_from_srgb8(noisy(deviation))
    out = Denoise(luma=50.0, chroma=50.0).repair(picture, None, 1.0)
    assert decibels(out.samples / 257) > decibels(picture.samples) + gain


def test_luma_takes_two_decibels_of_lightness_noise():
    before = noisy(10)
    after = Denoise(luma=50.0).repair(picture_from_srgb8(before), None, 1.0).samples / 257
    error = [np.mean((lightness(x) - lightness(CLEAN)) ** 2) for x in (before, after)]
    assert 10 * np.log10(error[0] / error[1]) > 2


def test_chroma_leaves_lightness_alone():
    before = noisy(10)
    after = Denoise(chroma=100.0).repair(picture_from_srgb8(before), None, 1.0).samples / 257
    assert np.abs(lightness(after) - lightness(before)).mean() < 1.0


def test_outside_the_mask_samples_mean_what_they_meant():
    picture = picture_from_srgb8(noisy(10))
    mask = np.zeros(CLEAN.shape[:2], np.float32)
    mask[:, 256:] = 1
    out = Denoise(luma=80.0, chroma=80.0).repair(picture, mask, 1.0)
    assert np.array_equal(out.samples[:, :256], picture.samples[:, :256].astype(np.uint16) * 257)
    assert not np.array_equal(out.samples[:, 256:], picture.samples[:, 256:].astype(np.uint16) * 257)
    assert np.array_equal(out.encoding.curves[:, ::257], picture.encoding.curves)


def test_a_little_changes_little():
    picture = picture_from_srgb8(noisy(10))
    out = Denoise(luma=0.2, chroma=0.2).repair(picture, None, 1.0)
    assert np.abs(out.samples / 257 - picture.samples).mean() < 0.05


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (17, 33)])
def test_tiny_photos_are_no_trouble(shape):
    samples = np.random.default_rng(5).integers(0, 256, (*shape, 3), np.uint8)
    out = Denoise(luma=50.0, chroma=50.0).repair(picture_from_srgb8(samples), None, 1.0)
    assert out.samples.shape == samples.shape
