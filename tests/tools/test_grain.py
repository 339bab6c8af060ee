import numpy as np
import pytest
from tests.tools.through import through

from burnish.imaging.noise import gaussian_tile, hashed
from burnish.tools.grain import FULL_AMOUNT, Grain


def roughened(level: float, side: int = 400, **params: float) -> np.ndarray:
    """Noise that grain adds to a flat gray, in the square root of light."""
    out = through(np.full((side, side, 3), level), Grain(**({"amount": 100.0} | params)))
    assert np.ptp(out, axis=-1).max() <= 1e-5, "grain has no color"
    return np.sqrt(out[..., 1]) - np.sqrt(level)


def neighbors_alike(noise: np.ndarray, distance: int) -> float:
    return float(np.corrcoef(noise[:, :-distance].ravel(), noise[:, distance:].ravel())[0, 1])


def test_the_amount_scales_the_noise_around_an_unchanged_mean() -> None:
    full, half = (roughened(0.18, side=800, size=80.0, amount=a) for a in (100.0, 50.0))
    assert full.std() == pytest.approx(2 * half.std(), rel=0.03)
    assert 0.5 * FULL_AMOUNT < full.std() < FULL_AMOUNT
    assert abs(full.mean()) < 0.1 * full.std()


def test_mid_tones_get_most_black_and_white_little() -> None:
    dark, middle, bright = (roughened(level).std() for level in (0.002, 0.2, 0.95))
    assert middle > 1.8 * dark
    assert middle > 1.8 * bright
    assert roughened(0.0).max() == 0


def test_the_seed_decides_and_the_same_seed_is_the_same_grain() -> None:
    first, again, other = roughened(0.2), roughened(0.2), roughened(0.2, seed=1)
    assert np.array_equal(first, again)
    assert abs(np.corrcoef(first.ravel(), other.ravel())[0, 1]) < 0.02


def test_a_larger_size_or_rougher_grain_reaches_further() -> None:
    fine, coarse = roughened(0.2, side=900, size=0.0), roughened(0.2, side=900, size=100.0)
    assert neighbors_alike(coarse, 2) > neighbors_alike(fine, 2) + 0.08
    even, clumped = roughened(0.2, size=40.0, roughness=0.0), roughened(0.2, size=40.0, roughness=100.0)
    assert neighbors_alike(clumped, 3) > neighbors_alike(even, 3) + 0.1


def test_the_tile_has_no_seam_and_is_normal() -> None:
    tile = gaussian_tile(256, 3, sigma=0.8)
    assert (tile.mean(), tile.std()) == pytest.approx((0, 1), abs=1e-9)
    across_seam = (tile[:, 0] - tile[:, -1]).std()
    assert across_seam == pytest.approx(np.diff(tile, axis=1).std(), rel=0.1)
    assert np.mean(np.abs(tile) < 1) == pytest.approx(0.683, abs=0.02)


def test_noise_is_that_of_splitmix64() -> None:
    """Seed 0 steps the published generator: state k · 0x9E37…7C15 for k = 1, 2, …; its first outputs are known."""
    published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC]
    assert hashed(2, 0).ravel().tolist() == published
