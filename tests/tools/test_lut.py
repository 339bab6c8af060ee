import numpy as np
import pytest
from tests.tools.through import through

from burnish.errors import InvalidLook
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode, srgb_encode
from burnish.imaging.lut3d import Lut3D
from burnish.recipe.resources import Resources
from burnish.tools.lut import Lut

CODES = np.random.default_rng(4).random((20, 50, 3))
LIGHT = srgb_decode(CODES) @ SRGB_TO_REC2020.T
LOOK = Lut3D(
    (Lut3D.identity(17).table ** np.float32(1.3)) * np.float32([1, 0.9, 0.7]) + np.float32([0, 0.03, 0.08])
)


def graded(look: Lut3D, light: np.ndarray = LIGHT, amount: float = 100.0) -> np.ndarray:
    """sRGB code values after a look."""
    resources = Resources(lut=lambda digest: {look.digest: look}[digest])
    out = through(light, Lut(digest=look.digest, amount=amount), resources=resources)
    return np.asarray(srgb_encode(out @ np.linalg.inv(SRGB_TO_REC2020).T))


def test_a_look_agrees_with_the_reference_interpolation() -> None:
    np.testing.assert_allclose(graded(LOOK), LOOK.sample(CODES), atol=0.3 / 255)


def test_half_the_amount_is_halfway_in_code_values() -> None:
    np.testing.assert_allclose(graded(LOOK, amount=50.0), (LOOK.sample(CODES) + CODES) / 2, atol=0.3 / 255)


def test_an_identity_changes_nothing_inside_the_gamut() -> None:
    np.testing.assert_allclose(graded(Lut3D.identity(9)), CODES, atol=0.1 / 255)


def test_a_look_over_another_domain_is_read_over_it() -> None:
    wide = Lut3D(LOOK.table, np.full(3, -0.25, np.float32), np.full(3, 1.25, np.float32))
    np.testing.assert_allclose(graded(wide), wide.sample(CODES), atol=1.5 / 255)


def test_light_above_white_is_white_to_a_look_not_an_error() -> None:
    np.testing.assert_allclose(graded(Lut3D.identity(9), np.full((1, 1, 3), 3.0)), 1.0, atol=1e-3)


def test_a_look_that_is_not_in_the_library_is_named() -> None:
    with pytest.raises(InvalidLook, match=LOOK.digest):
        through(LIGHT, Lut(digest=LOOK.digest))
