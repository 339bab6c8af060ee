import numpy as np
import pytest
from tests.tools.through import gray_codes, grays, lch, oklab_colors, through

from burnish.tools.fade import Fade

CODES = np.linspace(0, 1, 101)


@pytest.mark.parametrize("amount", [20.0, 100.0])
def test_blacks_lift_whites_dim_a_little_and_tones_keep_their_order(amount: float) -> None:
    out = gray_codes(through(grays(CODES), Fade(amount=amount)))
    assert out[0] == pytest.approx(0.2 * amount / 100, abs=2e-4)
    assert out[-1] == pytest.approx(1 - 0.03 * amount / 100, abs=2e-4)
    assert (np.diff(out) > 0).all()


def test_colors_calm_down() -> None:
    wheel = oklab_colors(0.7, 0.08, np.arange(0, 360, 20))
    shares = [lch(through(wheel, Fade(amount=a)))[1].mean() / 0.08 for a in (30.0, 60.0, 100.0)]
    assert (np.diff([1.0, *shares]) < -0.03).all()
    assert shares[-1] > 0.5
