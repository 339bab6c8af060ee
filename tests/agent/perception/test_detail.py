"""Noise and sharpness, on pictures made with a known amount of each."""

import cv2
import numpy as np
import pytest
import skimage.data

from burnish.agent.perception.detail import detail
from burnish.agent.perception.tonality import lightness_plane
from burnish.agent.policy.auto_enhance import NOISY
from burnish.imaging.picture import Picture, picture_from_srgb8


def measured(photo: Picture) -> tuple[float, float]:
    seen = detail(photo, lightness_plane(photo.linear()))
    return seen.noise, seen.sharpness


@pytest.fixture(scope="module")
def smooth() -> np.ndarray:
    """A ramp of grays with soft discs on it, without a grain of noise."""
    y, x = np.mgrid[:600, :800]
    plane = 60 + 0.18 * x + 40 * (np.hypot(x - 400, y - 300) < 150)
    return np.repeat(cv2.GaussianBlur(plane.astype(np.float32), (0, 0), 4)[..., None], 3, axis=2)


@pytest.mark.parametrize("code_values", [2.0, 5.0, 10.0])
def test_noise_is_measured_to_a_quarter(smooth: np.ndarray, code_values: float) -> None:
    noisy = smooth + np.random.default_rng(4).normal(0, code_values, smooth.shape)
    noise, _ = measured(picture_from_srgb8(np.clip(noisy, 0, 255).astype(np.uint8)))
    # Root light over sRGB code is about 1.05 in the mid-tones; three channels of weights 1, 2, 1 average.
    assert noise == pytest.approx(code_values / 255 * 1.05 * np.sqrt(6) / 4, rel=0.25)


def test_fine_texture_is_not_noise() -> None:
    grass = np.repeat(skimage.data.grass()[..., None], 3, axis=2)
    assert measured(picture_from_srgb8(grass))[0] < NOISY


def test_a_clean_photo_is_clean() -> None:
    assert measured(picture_from_srgb8(skimage.data.coffee()))[0] < 0.006


def test_sharpness_falls_as_a_photo_is_blurred() -> None:
    photo = skimage.data.coffee()
    seen = [
        measured(picture_from_srgb8(cv2.GaussianBlur(photo, (0, 0), sigma) if sigma else photo))[1]
        for sigma in (0, 1.0, 2.0, 4.0)
    ]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > 0.35
    assert seen[3] < 0.17


def test_the_acutance_of_a_blurred_edge_is_what_calculus_says() -> None:
    """The steepest slope of a Gaussian step of height 1 is 1 / (σ √(2π))."""
    edges = np.zeros((600, 800, 3), np.uint8)
    edges[:, 400:] = 180
    edges[300:] = 180 - edges[300:]
    photo = picture_from_srgb8(cv2.GaussianBlur(edges, (0, 0), 2.0))
    assert measured(photo)[1] == pytest.approx(1 / (2.0 * np.sqrt(2 * np.pi)), rel=0.35)


def test_a_picture_of_one_pixel_has_neither() -> None:
    assert measured(picture_from_srgb8(np.full((1, 1, 3), 90, np.uint8))) == (0.0, 0.0)
