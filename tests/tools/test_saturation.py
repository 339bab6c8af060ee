import numpy as np
import pytest
from tests.tools.through import lch, oklab_colors, through, turned

from burnish.tools.saturation import Saturation

COLORS = oklab_colors(0.6, 0.09, np.arange(0, 360, 10))


@pytest.mark.parametrize("amount", [-100.0, -30.0, 50.0, 100.0])
def test_chroma_scales_lightness_and_hue_stay(amount: float) -> None:
    (L, C, h), (L2, C2, h2) = lch(COLORS), lch(through(COLORS, Saturation(amount=amount)))
    np.testing.assert_allclose(C2, C * (1 + amount / 100), atol=2e-5)
    np.testing.assert_allclose(L2, L, atol=1e-5)
    if amount > -100:
        assert np.abs(turned(h, h2)).max() <= 0.05


def test_nothing_is_left_of_color_at_the_end_and_grays_were_gray() -> None:
    gray = through(COLORS, Saturation(amount=-100.0))
    assert np.ptp(gray, axis=-1).max() <= 1e-6
    ramp = np.repeat(np.linspace(0, 1, 50)[None, :, None], 3, axis=2)
    np.testing.assert_allclose(through(ramp, Saturation(amount=100.0)), ramp, atol=5e-6)
