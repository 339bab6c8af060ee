import numpy as np
import pytest

from burnish.imaging.noise_level import WHITE, laplacian_levels, noise_table


def white(deviation: float, size: int = 512):
    return np.random.default_rng(6).normal(0.5, deviation, (size, size)).astype(np.float32)


def test_white_noise_has_the_stated_deviation_in_each_level():
    details, _ = laplacian_levels(white(1.0, 1024), 4)
    assert [float(d.std()) for d in details] == pytest.approx(list(WHITE), rel=0.05)


@pytest.mark.parametrize("deviation", [0.01, 0.03])
def test_the_noise_of_a_flat_picture_is_found(deviation):
    plane = white(deviation)
    table = noise_table(plane, np.full_like(plane, 0.5), 3)
    assert table[0, 4] == pytest.approx(deviation * WHITE[0], rel=0.15)


def test_structure_is_not_noise():
    x = np.linspace(0, 20, 512, dtype=np.float32)
    plane = 0.5 + 0.2 * np.sin(x)[None, :] * np.sin(x)[:, None]
    assert noise_table(plane, plane, 3).max() < 0.002
