import numpy as np
import pytest
from tests.tools.through import hex_row, lch, oklab_colors, through, turned

from burnish.tools.vibrance import Vibrance

HUES = np.arange(0, 360, 10)
SKINS = ("#f1c6a9", "#d69a75", "#a86e4c", "#6f4630")
"""Light to dark skin, as photographed in daylight."""


@pytest.mark.parametrize("amount", [-100.0, 60.0, 100.0])
def test_muted_colors_move_more_than_strong_ones_and_only_in_chroma(amount: float) -> None:
    shares = []
    for chroma in (0.02, 0.06, 0.12, 0.2):
        colors = oklab_colors(0.6, chroma, HUES)
        (L, C, h), (L2, C2, h2) = lch(colors), lch(through(colors, Vibrance(amount=amount)))
        np.testing.assert_allclose(L2, L, atol=1e-5)
        assert np.abs(turned(h, h2)).max() <= 0.1
        shares.append(C2 / C - 1)
    assert (np.sign(shares) == np.sign(amount)).all()
    assert (np.diff(np.abs(shares), axis=0) < 0).all()


def test_skin_moves_least() -> None:
    def gain(colors: np.ndarray) -> np.ndarray:
        return lch(through(colors, Vibrance(amount=100.0)))[1] / lch(colors)[1]

    skin = hex_row(*SKINS)
    for k in range(len(SKINS)):
        one = skin[:, k : k + 1]
        L, C, _ = (float(each[0]) for each in lch(one))
        others = gain(oklab_colors(L, C, np.arange(130, 340, 10)))
        assert gain(one)[0] - 1 < 0.6 * (others.min() - 1)


def test_stronger_colors_stay_the_stronger_ones() -> None:
    chroma = np.linspace(0.005, 0.3, 60)
    for amount in (-100.0, 100.0):
        row = np.concatenate([oklab_colors(0.6, float(c), np.array([250.0])) for c in chroma], axis=1)
        assert (np.diff(lch(through(row, Vibrance(amount=amount)))[1]) > 0).all()
