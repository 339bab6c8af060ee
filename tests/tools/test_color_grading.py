import numpy as np
import pytest
from tests.tools.through import grays, lch, through, turned

from burnish.imaging.color import SRGB_TO_REC2020
from burnish.tools.color_grading import ColorGrading

RAMP = grays(np.linspace(0, 1, 101))
BLUE, ORANGE = 240.0, 30.0


def tint(**params: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lightness change, chroma and hue that a gray ramp gets."""
    L, C, h = lch(through(RAMP, ColorGrading(**params)))
    return L - lch(RAMP)[0], C, h


@pytest.mark.parametrize(("degrees", "srgb"), [(0.0, 0), (60.0, 1), (120.0, 2), (240.0, 3)])
def test_a_hue_on_the_wheel_is_that_of_hsv(degrees: float, srgb: int) -> None:
    _, C, h = tint(global_hue=degrees, global_saturation=50.0)
    pure = np.array([[[1.0, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]]])
    wanted = lch(pure @ SRGB_TO_REC2020.T)[2][srgb]
    middle = (lch(RAMP)[0] > 0.3) & (lch(RAMP)[0] < 0.8)
    assert np.abs(turned(wanted, h[middle])).max() <= 11
    np.testing.assert_allclose(C[middle], 0.055, atol=2e-3)


@pytest.mark.parametrize(
    ("region", "low", "high"), [("shadow", 0.15, 0.4), ("midtone", 0.4, 0.7), ("highlight", 0.7, 1)]
)
def test_each_region_is_tinted_most_in_its_own_tones(region: str, low: float, high: float) -> None:
    _, C, _ = tint(**{f"{region}_hue": BLUE, f"{region}_saturation": 100.0})
    lightness = lch(RAMP)[0]
    assert low <= lightness[C.argmax()] <= high
    for other, (a, b) in {"shadow": (0.1, 0.2), "highlight": (0.9, 1.0)}.items():
        if other != region:
            assert C[(lightness > a) & (lightness < b)].max() < 0.5 * C.max()


def test_black_takes_no_tint_and_white_little() -> None:
    _, C, _ = tint(global_hue=ORANGE, global_saturation=100.0)
    assert C[0] <= 1e-6
    assert C[-1] < 0.5 * C.max()


def test_opposite_tints_part_shadows_from_highlights_and_balance_moves_the_border() -> None:
    teal_orange = {
        "shadow_hue": 200.0,
        "shadow_saturation": 60.0,
        "highlight_hue": ORANGE,
        "highlight_saturation": 60.0,
    }

    def border(balance: float) -> float:
        out = through(RAMP, ColorGrading(**teal_orange, balance=balance))[0]
        warm = out[:, 0] - out[:, 2]
        assert warm[20] < 0 < warm[80]
        return float(np.flatnonzero(warm[5:] > 0)[0])

    assert border(80.0) < border(0.0) < border(-80.0)


@pytest.mark.parametrize("region", ["shadow", "midtone", "highlight", "global"])
def test_luminance_moves_its_region_without_color_and_without_swapping_tones(region: str) -> None:
    for amount in (-100.0, 100.0):
        moved, C, _ = tint(**{f"{region}_luminance": amount})
        assert np.sign(moved[np.abs(moved).argmax()]) == np.sign(amount)
        assert C.max() <= 1e-5
        assert (np.diff(lch(RAMP)[0] + moved) > 0).all()
