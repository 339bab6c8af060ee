"""The color of the light, on photos given a known one."""

import numpy as np
import pytest
import skimage.data

from burnish.agent.perception.color_cast import color_cast, light_estimates, nearest_black_body
from burnish.imaging.color import srgb8_to_linear, xy_to_xyz
from burnish.imaging.pixels import LinearPicture
from burnish.tools.white_balance import WhiteBalance


@pytest.fixture(scope="module")
def person() -> LinearPicture:
    return srgb8_to_linear(skimage.data.astronaut()[::2, ::2])


def with_cast(picture: LinearPicture, temperature: float, tint: float = 0.0) -> LinearPicture:
    matrix = WhiteBalance(temperature=temperature, tint=tint).matrix().astype(np.float32)
    return np.clip(picture @ matrix.T, 0.0, 1.0)


@pytest.mark.parametrize(
    ("xy", "mired"),
    [((0.44757, 0.40745), 1e6 / 2856), ((0.31271, 0.32902), 1e6 / 6504), ((0.3457, 0.3585), 1e6 / 5003)],
)
def test_standard_illuminants_have_their_published_temperature(xy: tuple[float, float], mired: float) -> None:
    """Illuminants A, D65 and D50, CIE 15:2018 table T.3."""
    assert nearest_black_body(xy_to_xyz(xy))[0] == pytest.approx(mired, abs=2.5)


def test_daylight_lies_on_the_green_side_of_the_planckian_locus() -> None:
    """Duv of D65 is +0.0032 (ANSI C78.377)."""
    assert nearest_black_body(xy_to_xyz((0.31271, 0.32902)))[1] == pytest.approx(0.0032, abs=3e-4)


def test_a_balanced_photo_has_no_sure_cast(person: LinearPicture) -> None:
    assert color_cast(person).confidence < 0.3


@pytest.mark.parametrize("temperature", [-70.0, 70.0])
def test_a_strong_cast_is_seen_with_its_sign_and_about_its_size(
    person: LinearPicture, temperature: float
) -> None:
    seen = color_cast(with_cast(person, temperature))
    assert seen.temperature_shift == pytest.approx(temperature, rel=0.5)
    assert seen.b * temperature > 0
    assert seen.confidence > 0.5


def test_a_green_cast_has_a_negative_tint_shift(person: LinearPicture) -> None:
    seen, neutral = color_cast(with_cast(person, 0.0, -60.0)), color_cast(person)
    assert seen.tint_shift < neutral.tint_shift - 20
    assert seen.a < neutral.a


def test_a_warmer_photo_is_never_seen_as_cooler(person: LinearPicture) -> None:
    shifts = [color_cast(with_cast(person, t)).temperature_shift for t in (-60.0, -30.0, 0.0, 30.0, 60.0)]
    assert shifts == sorted(shifts)


def test_a_picture_in_grays_or_in_one_tone_has_no_cast() -> None:
    gray = srgb8_to_linear(np.repeat(skimage.data.camera()[::2, ::2, None], 3, axis=2))
    assert light_estimates(gray) is None
    assert color_cast(gray @ np.diag([1.2, 1.0, 0.7]).astype(np.float32)).confidence == 0.0


def test_the_white_of_the_working_space_is_no_cast() -> None:
    """Grays of many lightnesses with a little color around them: D65 is white although it lies off the locus."""
    rng = np.random.default_rng(5)
    gray = rng.uniform(0.05, 0.8, (80, 120, 1)) * np.ones(3)
    seen = color_cast((gray * rng.normal(1.0, 0.05, (80, 120, 3))).clip(0, 1).astype(np.float32))
    assert abs(seen.temperature_shift) < 5
    assert abs(seen.tint_shift) < 5
    assert seen.confidence < 0.1
