import numpy as np
import pytest
from tests.tools.through import gray_codes, grays, through

from burnish.tools.contrast import Contrast

CODES = np.linspace(0, 1, 201)


def l_star(codes: np.ndarray) -> np.ndarray:
    """CIE L* of gray code values, CIE 15:2018, as skimage has it."""
    from skimage.color import rgb2lab

    return rgb2lab(np.repeat(codes[None, :, None], 3, axis=2))[0, :, 0]


@pytest.mark.parametrize("pivot", [5.0, 30.0, 50.0, 95.0])
@pytest.mark.parametrize("amount", [-100.0, -50.0, 50.0, 100.0])
def test_the_pivot_black_and_white_stay_and_the_sides_part_or_meet(amount: float, pivot: float) -> None:
    out = gray_codes(through(grays(CODES), Contrast(amount=amount, pivot=pivot)))
    lightness, moved = l_star(CODES), out - CODES
    np.testing.assert_allclose(out[[0, -1]], [0, 1], atol=1e-5)
    above, below = (lightness > pivot + 0.5) & (CODES < 1), (lightness < pivot - 0.5) & (CODES > 0)
    assert (np.sign(moved[above]) == np.sign(amount)).all()
    assert (np.sign(moved[below]) == -np.sign(amount)).all()
    assert np.interp(pivot, lightness, moved) == pytest.approx(0, abs=2e-4)
    assert (np.diff(out) > 0).all()


def test_more_is_steeper_at_the_pivot() -> None:
    around = grays(np.array([0.45, 0.48]))
    steps = [
        np.diff(gray_codes(through(around, Contrast(amount=a))))[0] for a in (-100.0, -50.0, 0.0, 50.0, 100.0)
    ]
    assert (np.diff(steps) > 0.003).all()


def test_light_above_white_stays_above_white() -> None:
    out = through(np.full((1, 1, 3), 2.0), Contrast(amount=100.0))
    assert (out > 1).all()
