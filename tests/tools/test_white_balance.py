import itertools

import numpy as np
import pytest
from tests.tools.through import hex_row, through

from burnish.imaging.color import LUMINANCE
from burnish.tools.white_balance import LEAST_CONE, WhiteBalance

WHITE = np.ones(3)


def test_what_changes_nothing_is_exactly_nothing() -> None:
    assert WhiteBalance().is_neutral
    np.testing.assert_allclose(WhiteBalance(kelvin=5500.0).matrix(), np.eye(3), atol=1e-12)


def test_warmer_is_more_red_than_blue_and_magenta_less_green() -> None:
    steps = np.linspace(-100, 100, 41)
    warm = [WhiteBalance(temperature=t).matrix() @ WHITE for t in steps.tolist()]
    assert (np.diff([r / b for r, _, b in warm]) > 0).all()
    magenta = [WhiteBalance(tint=t).matrix() @ WHITE for t in steps.tolist()]
    assert (np.diff([g / (r + b) for r, g, b in magenta]) < 0).all()


def test_temperature_acts_on_top_of_kelvin() -> None:
    both = WhiteBalance(kelvin=1e6 / (1e6 / 5500 - 20), temperature=30.0).matrix()
    np.testing.assert_allclose(both, WhiteBalance(temperature=50.0).matrix(), atol=1e-9)


@pytest.mark.parametrize("color", ["#a0784c", "#8090b0", "#20301c", "#f0e0d0"])
def test_a_picked_color_becomes_gray_at_its_own_luminance(color: str) -> None:
    before = hex_row(color)[0, 0]
    after = through(hex_row(color), WhiteBalance(neutral=color))[0, 0]
    assert np.ptp(after) <= 1e-5
    assert after.mean() == pytest.approx(float(before @ LUMINANCE), rel=1e-4)


def test_a_pick_of_black_changes_nothing() -> None:
    np.testing.assert_allclose(WhiteBalance(neutral="#000000").matrix(), np.eye(3), atol=1e-12)


CORNERS = list(
    itertools.product((None, 2000.0, 2856.0, 50_000.0), (-100.0, 0.0, 100.0), (-100.0, 0.0, 100.0))
)


@pytest.mark.parametrize(("kelvin", "temperature", "tint"), CORNERS)
def test_no_corner_of_the_sliders_turns_light_negative_or_infinite(
    kelvin: float | None, temperature: float, tint: float
) -> None:
    """A deep orange light shifted to green has no blue left to divide by; the picture must not break."""
    white = WhiteBalance(kelvin=kelvin, temperature=temperature, tint=tint).matrix() @ WHITE
    assert (white > 0).all()
    assert white.max() <= 1.05 / LEAST_CONE
