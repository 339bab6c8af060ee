import numpy as np
import pytest
from tests.tools.through import gray_codes, grays, through

from burnish.tools.brightness import Brightness

CODES = np.linspace(0, 1, 101)


@pytest.mark.parametrize("amount", [-100.0, -40.0, 60.0, 100.0])
def test_black_and_white_stay_the_mid_tones_move_and_no_tones_change_places(amount: float) -> None:
    out = gray_codes(through(grays(CODES), Brightness(amount=amount)))
    np.testing.assert_allclose(out[[0, -1]], [0, 1], atol=1e-5)
    assert (np.sign(out[1:-1] - CODES[1:-1]) == np.sign(amount)).all()
    assert (np.diff(out) > 0).all()


def test_the_opposite_amount_takes_it_back() -> None:
    """The inverse of Schlick's bias with k is the bias with 1 / k."""
    back = gray_codes(through(grays(CODES), Brightness(amount=70.0), Brightness(amount=-70.0)))
    np.testing.assert_allclose(back, CODES, atol=2e-4)


def test_full_amount_lifts_mid_gray_to_its_bias() -> None:
    """Schlick (1994): bias(t) = t / ((1/a − 2)(1 − t) + 1), here with 1/a − 2 = 2^−1.3 − 1."""
    a = 1 / (2**-1.3 + 1)
    out = gray_codes(through(grays(np.array([0.5])), Brightness(amount=100.0)))
    assert out[0] == pytest.approx(0.5 / ((1 / a - 2) * 0.5 + 1), abs=1e-4)
