import numpy as np
import pytest
from tests.tools.through import lch, oklab_colors, through, turned

from burnish.tools.hue import Hue

COLORS = oklab_colors(0.65, 0.1, np.arange(0, 360, 10))


@pytest.mark.parametrize("degrees", [-180.0, -45.0, 10.0, 120.0, 180.0])
def test_every_hue_turns_by_the_angle_and_nothing_else_moves(degrees: float) -> None:
    (L, C, h), (L2, C2, h2) = lch(COLORS), lch(through(COLORS, Hue(degrees=degrees)))
    np.testing.assert_allclose(turned(h + degrees, h2), 0, atol=0.05)
    np.testing.assert_allclose(L2, L, atol=1e-5)
    np.testing.assert_allclose(C2, C, atol=2e-5)


def test_plus_goes_from_red_toward_yellow() -> None:
    red = np.array([[[0.6, 0.05, 0.04]]])
    out = through(red, Hue(degrees=60.0))[0, 0]
    assert out[1] > 0.15 > 3 * out[2]
