import warnings

import numpy as np
import pytest

from burnish.errors import BadInput
from burnish.imaging.color import SRGB_TO_REC2020
from burnish.imaging.difference import (
    DifferenceSummary,
    delta_e_2000,
    difference_map,
    lab_from_linear,
    lengths,
    picture_difference,
)

BLUE, WHITISH, MID = (50, 0, -82.7485), (50, 2.49, -0.001), (50, 2.5, 0)
PUBLISHED_PAIRS = [
    ((50, 2.6772, -79.7751), BLUE, 2.0425),
    ((50, 3.1571, -77.2803), BLUE, 2.8615),
    ((50, 2.8361, -74.0200), BLUE, 3.4412),
    ((50, -1.3802, -84.2814), BLUE, 1.0000),
    ((50, -1.1848, -84.8006), BLUE, 1.0000),
    ((50, -0.9009, -85.5211), BLUE, 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    (WHITISH, (50, -2.49, 0.0009), 7.1792),
    (WHITISH, (50, -2.49, 0.0010), 7.1792),
    (WHITISH, (50, -2.49, 0.0011), 7.2195),
    (WHITISH, (50, -2.49, 0.0012), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0010, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    (MID, (50, 0, -2.5), 4.3065),
    (MID, (73, 25, -18), 27.1492),
    (MID, (61, -5, 29), 22.8977),
    (MID, (56, -27, -3), 31.9030),
    (MID, (58, 24, 15), 19.4535),
    (MID, (50, 3.1736, 0.5854), 1.0000),
    (MID, (50, 3.2972, 0), 1.0000),
    (MID, (50, 1.8634, 0.5757), 1.0000),
    (MID, (50, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Sharma, Wu and Dalal (2005), table 1."""


def pairs(dtype=np.float64):
    first, second, expected = zip(*PUBLISHED_PAIRS, strict=True)
    return np.array(first, dtype), np.array(second, dtype), np.array(expected)


def test_all_34_published_pairs_are_met_in_both_directions():
    first, second, expected = pairs()
    assert len(expected) == 34
    np.testing.assert_allclose(delta_e_2000(first, second), expected, atol=5.1e-5)
    np.testing.assert_allclose(delta_e_2000(second, first), expected, atol=5.1e-5)


def test_single_precision_stays_single_and_close():
    first, second, expected = pairs(np.float32)
    smooth = ~np.isin(
        np.arange(34), range(8, 15)
    )  # the formula itself jumps where hues are half a turn apart
    measured = delta_e_2000(first, second)
    assert measured.dtype == np.float32
    np.testing.assert_allclose(measured[smooth], expected[smooth], atol=1e-3)


def test_random_colors_agree_with_colour_science():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        colour = pytest.importorskip("colour")
    random = np.random.default_rng(7)
    linear, other = random.random((2, 500, 3))
    lab, lab_other = lab_from_linear(linear), lab_from_linear(other)
    xyz = linear @ colour.RGB_COLOURSPACES["ITU-R BT.2020"].matrix_RGB_to_XYZ.T
    np.testing.assert_allclose(lab, colour.XYZ_to_Lab(xyz, np.array([0.3127, 0.3290])), atol=1e-3)
    np.testing.assert_allclose(
        delta_e_2000(lab, lab_other), colour.delta_E(lab, lab_other, method="CIE 2000")
    )


def test_white_gray_and_black_are_neutral_under_both_whites():
    grays = np.array([[0.0] * 3, [0.18] * 3, [1.0] * 3])
    for illuminant in ("D65", "D50"):
        lab = lab_from_linear(grays, illuminant)
        np.testing.assert_allclose(lab[:, 0], [0, 49.496, 100], atol=1e-3)
        np.testing.assert_allclose(lab[:, 1:], 0, atol=0.01)


@pytest.mark.parametrize(
    ("illuminant", "published"), [("D65", (53.24, 80.09, 67.20)), ("D50", (54.29, 80.81, 69.89))]
)
def test_srgb_red_has_its_published_lab(illuminant, published):
    """Bruce Lindbloom's color calculator, sRGB, Bradford."""
    red = SRGB_TO_REC2020 @ np.array([1.0, 0.0, 0.0])
    np.testing.assert_allclose(lab_from_linear(red, illuminant), published, atol=0.03)


def test_a_picture_differs_from_itself_by_nothing_and_stays_finite_beyond_the_gamut():
    picture = np.random.default_rng(0).normal(0.4, 0.5, (300, 301, 3)).astype(np.float32)
    assert picture_difference(picture, picture) == DifferenceSummary(0, 0, 0, 0, 0)
    assert np.isfinite(difference_map(picture, picture[::-1])).all()


def test_the_summary_tells_where_the_differences_lie():
    before = np.full((10, 100, 3), 0.18, np.float32)
    after = before.copy()
    after[:, :3] = 1.0
    summary = picture_difference(before, after)
    far = float(delta_e_2000(np.array([49.496, 0, 0]), np.array([100.0, 0, 0])))
    assert (summary.median, summary.p95) == (0, 0)
    assert summary.p99 == pytest.approx(far, abs=0.01)
    assert summary.max == pytest.approx(far, abs=0.01)
    assert summary.mean == pytest.approx(0.03 * far, abs=0.01)


def test_pictures_of_two_sizes_or_none_cannot_be_compared():
    picture = np.zeros((2, 3, 3), np.float32)
    with pytest.raises(BadInput, match="one size"):
        picture_difference(picture, picture[:1])
    with pytest.raises(BadInput, match="must have pixels"):
        picture_difference(picture[:0], picture[:0])


def test_lengths_are_those_of_each_pixels_three_values() -> None:
    triples = np.random.default_rng(5).normal(0, 20, (7, 9, 3)).astype(np.float32)
    np.testing.assert_allclose(lengths(triples), np.linalg.norm(triples, axis=-1), rtol=1e-5)
    assert lengths(triples).dtype == np.float32
