import numpy as np
from tests.tools.through import through

from burnish.tools.exposure import Exposure

LIGHT = np.random.default_rng(0).uniform(-0.1, 3, (4, 50, 3))


def test_a_stop_doubles_light_and_keeps_what_passes_white() -> None:
    np.testing.assert_allclose(through(LIGHT, Exposure(stops=1.0)), 2 * LIGHT, rtol=1e-6)
    np.testing.assert_allclose(through(LIGHT, Exposure(stops=-2.5)), LIGHT * 2**-2.5, rtol=1e-6)


def test_stops_add_up() -> None:
    there_and_back = through(LIGHT, Exposure(stops=3.5), Exposure(stops=-3.5))
    np.testing.assert_allclose(there_and_back, LIGHT, rtol=1e-6)
