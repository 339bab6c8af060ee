import cv2
import numpy as np
import pytest
from tests.tools.rendering import rendered, step

from burnish.tools.sharpen import Sharpen


def soft_edge():
    return cv2.GaussianBlur(step(0.1, 0.5, 60, 1200), (0, 0), 1.2)


def steepness(picture):
    return float(np.diff(np.sqrt(picture[30, :, 0])).max())


def test_edges_get_steeper_with_the_amount():
    picture = cv2.resize(soft_edge(), (1200, 1200))
    made = [steepness(rendered(Sharpen(amount=float(a), radius=3.0), picture)) for a in (0, 50, 100, 150)]
    assert made == sorted(made)
    assert made[-1] > 1.1 * made[0]


def test_the_bright_side_gets_no_white_rim():
    picture = cv2.resize(soft_edge(), (1200, 1200))
    out = rendered(Sharpen(amount=150.0, radius=3.0), picture)
    over = np.sqrt(out.max()) - np.sqrt(picture.max())
    assert over < 0.045


def test_masking_spares_flat_places_and_keeps_edges():
    rng = np.random.default_rng(2)
    picture = cv2.resize(soft_edge(), (1200, 1200))
    noisy = (picture * np.exp2(0.03 * rng.normal(size=(1200, 1200, 1)))).astype(np.float32)
    plain = rendered(Sharpen(amount=150.0, radius=3.0, detail=100.0), noisy)
    masked = rendered(Sharpen(amount=150.0, radius=3.0, detail=100.0, masking=100.0), noisy)
    flat = (slice(None), slice(0, 400))
    assert np.abs(masked[flat] - noisy[flat]).mean() < 0.2 * np.abs(plain[flat] - noisy[flat]).mean()
    assert steepness(masked) > 1.02 * steepness(noisy)


@pytest.mark.parametrize("detail", [0.0, 50.0, 100.0])
def test_color_is_kept(detail):
    rng = np.random.default_rng(3)
    picture = (rng.random((200, 200, 1)) * np.array([0.5, 0.3, 0.1])).astype(np.float32) + np.float32(0.01)
    out = rendered(Sharpen(amount=150.0, radius=3.0, detail=detail), picture)
    assert np.allclose(
        out / out.sum(axis=2, keepdims=True), picture / picture.sum(axis=2, keepdims=True), atol=1e-5
    )
