import itertools

import numpy as np
import pytest
from tests.tools.through import gray_codes, grays, hex_row, oklab_colors, through

from burnish.errors import InvalidStep
from burnish.imaging.color import REC2020_TO_SRGB
from burnish.tools.catalogue import Catalogue
from burnish.tools.tone_curve import ToneCurve

CODES = np.linspace(0, 1, 256)
POINTS = ((0, 20), (60, 40), (128, 150), (200, 235), (255, 250))


def test_the_curve_goes_through_its_points() -> None:
    x, y = np.array(POINTS).T / 255
    out = gray_codes(through(grays(x), ToneCurve(points=POINTS)))
    np.testing.assert_allclose(out, y, atol=2e-4)


def test_the_curve_never_overshoots_its_points() -> None:
    steep = ((0, 0), (120, 10), (130, 240), (255, 255))
    out = gray_codes(through(grays(CODES), ToneCurve(points=steep)))
    assert (np.diff(out) >= -1e-6).all()
    for (x0, y0), (x1, y1) in itertools.pairwise(steep):
        between = out[(x0 <= CODES * 255) & (x1 >= CODES * 255)] * 255
        assert between.min() >= y0 - 0.1
        assert between.max() <= y1 + 0.1


@pytest.mark.parametrize("points", [((0, 0), (255, 255)), ((0, 0), (64, 64), (255, 255))])
def test_a_straight_line_changes_nothing(points: tuple[tuple[int, int], ...]) -> None:
    colors = oklab_colors(0.6, 0.08, np.arange(0, 360, 15))
    np.testing.assert_allclose(through(colors, ToneCurve(points=points)), colors, atol=2e-5)


def test_an_inverting_curve_makes_a_negative() -> None:
    out = gray_codes(through(grays(CODES), ToneCurve(points=((0, 255), (255, 0)))))
    np.testing.assert_allclose(out, 1 - CODES, atol=5e-4)


def test_a_channel_curve_moves_its_channel_alone() -> None:
    colors = oklab_colors(0.6, 0.08, np.arange(0, 360, 15))
    for channel, name in enumerate(("red", "green", "blue")):
        out = through(colors, ToneCurve(**{name: ((0, 0), (128, 170), (255, 255))}))
        moved = np.abs(out - colors).max(axis=(0, 1))
        assert moved[channel] > 0.05
        assert np.delete(moved, channel).max() <= 2e-5


def test_the_master_curve_keeps_hue_and_no_curve_twists_a_gray() -> None:
    """Hue of HSV in the working space: where the middle channel lies between the other two."""
    out = through(hex_row("#c08040", "#4060c0", "#40a060"), ToneCurve(points=POINTS))
    before = hex_row("#c08040", "#4060c0", "#40a060")
    for one, two in zip(before[0], out[0], strict=True):
        low, middle, high = np.sort(one)
        low2, middle2, high2 = np.sort(two)
        assert (middle2 - low2) / (high2 - low2) == pytest.approx((middle - low) / (high - low), abs=1e-3)
        assert np.array_equal(np.argsort(one), np.argsort(two))
    gray = through(grays(CODES), ToneCurve(points=POINTS)) @ REC2020_TO_SRGB.T
    assert np.ptp(gray, axis=-1).max() <= 1e-5


@pytest.mark.parametrize("region", ["shadows", "darks", "lights", "highlights"])
def test_a_region_moves_itself_most_and_never_the_ends(region: str) -> None:
    bounds = {"shadows": (0, 0.25), "darks": (0.25, 0.5), "lights": (0.5, 0.75), "highlights": (0.75, 1)}
    low, high = bounds[region]
    for amount in (-100.0, 100.0):
        moved = gray_codes(through(grays(CODES), ToneCurve(**{region: amount}))) - CODES
        at = CODES[np.abs(moved).argmax()]
        assert low <= at <= high
        assert np.sign(moved[np.abs(moved).argmax()]) == np.sign(amount)
        np.testing.assert_allclose(moved[[0, -1]], 0, atol=1e-5)


@pytest.mark.parametrize("amounts", list(itertools.product((-100.0, 100.0), repeat=4)))
@pytest.mark.parametrize(
    "splits", [(25.0, 50.0, 75.0), (10.0, 20.0, 30.0), (70.0, 80.0, 90.0), (70.0, 20.0, 30.0)]
)
def test_regions_pulled_apart_still_never_swap_tones(
    amounts: tuple[float, ...], splits: tuple[float, float, float]
) -> None:
    names = ("shadows", "darks", "lights", "highlights", "shadow_split", "midtone_split", "highlight_split")
    tool = ToneCurve(**dict(zip(names, (*amounts, *splits), strict=True)))
    out = gray_codes(through(grays(CODES), tool))
    assert (np.diff(out) > 0).all()


def test_points_that_are_no_curve_are_refused(catalogue: Catalogue) -> None:
    for points in (
        [[0, 0]],
        [[0, 0], [0, 9]],
        [[9, 0], [3, 9]],
        [[0, 0], [256, 9]],
        [[0, 0, 0], [1, 1, 1]],
        "x",
    ):
        with pytest.raises(InvalidStep, match="points"):
            catalogue.make("tone_curve", {"points": points})
    many = [[k, k] for k in range(33)]
    with pytest.raises(InvalidStep, match="32"):
        catalogue.make("tone_curve", {"red": many})
    assert catalogue.make("tone_curve", {"red": many[:32]}) == ToneCurve(red=tuple((k, k) for k in range(32)))
