"""White balance agrees with colour-science's locus, Bradford adaptation and matrices."""

from types import ModuleType

import numpy as np
import pytest

from burnish.tools.white_balance import WhiteBalance


def by_colour(colour: ModuleType, kelvin: float) -> np.ndarray:
    """The matrix on linear Rec. 2020 that balances a picture from this light to that of 6504 K."""
    whites = [colour.xy_to_XYZ(colour.temperature.CCT_to_xy_Kang2002(k)) for k in (kelvin, 6504.0)]
    adapt = colour.adaptation.matrix_chromatic_adaptation_VonKries(*whites, transform="Bradford")
    space = colour.RGB_COLOURSPACES["ITU-R BT.2020"]
    return np.linalg.inv(space.matrix_RGB_to_XYZ) @ adapt @ space.matrix_RGB_to_XYZ


@pytest.mark.parametrize("temperature", [-100.0, -60.0, 25.0, 100.0])
def test_the_slider_is_a_mired_shift_of_the_assumed_light(temperature: float, colour: ModuleType) -> None:
    kelvin = 1e6 / (1e6 / 6504 - temperature)
    ours = WhiteBalance(temperature=temperature).matrix()
    np.testing.assert_allclose(ours, by_colour(colour, kelvin), atol=1e-9)


@pytest.mark.parametrize("kelvin", [2856.0, 4000.0, 7500.0, 10_000.0])
def test_kelvin_is_relative_to_daylight_in_mired(kelvin: float, colour: ModuleType) -> None:
    light = 1e6 / (1e6 / 6504 - 1e6 / 5500 + 1e6 / kelvin)
    np.testing.assert_allclose(WhiteBalance(kelvin=kelvin).matrix(), by_colour(colour, light), atol=1e-9)


@pytest.mark.parametrize("kelvin", [4200.0, 5000.0, 9000.0])
def test_a_white_card_under_that_light_comes_out_as_under_the_reference(
    kelvin: float, colour: ModuleType
) -> None:
    space = colour.RGB_COLOURSPACES["ITU-R BT.2020"]
    from_xyz = np.linalg.inv(space.matrix_RGB_to_XYZ)
    card, wanted = (
        from_xyz @ colour.xy_to_XYZ(colour.temperature.CCT_to_xy_Kang2002(k)) for k in (kelvin, 6504.0)
    )
    balance = WhiteBalance(temperature=1e6 / 6504 - 1e6 / kelvin).matrix()
    np.testing.assert_allclose(balance @ card, wanted, rtol=1e-6)
