import numpy as np
import pytest
from tests.tools.through import lch, oklab_colors, through, turned

from burnish.imaging.hue_bands import BANDS, centers
from burnish.tools.hsl import Hsl
from burnish.tools.saturation import Saturation

CENTERS = np.mod(np.rad2deg(centers()), 360)
WHEEL = oklab_colors(0.65, 0.1, np.arange(0, 360, 2))
PHOTOGRAPHERS = {"red": 29, "yellow": 110, "green": 142, "aqua": 195, "blue": 264, "magenta": 328}
"""Oklab hue of the pure sRGB color of that name (Ottosson 2020; by an independent converter), degrees."""


def test_the_bands_lie_where_their_names_are() -> None:
    for name, degrees in PHOTOGRAPHERS.items():
        assert abs(turned(CENTERS[BANDS.index(name)], np.float64(degrees))) <= 16


@pytest.mark.parametrize("band", BANDS)
def test_a_band_moves_fully_at_its_center_and_not_at_all_beyond_its_neighbors(band: str) -> None:
    k = BANDS.index(band)
    at = oklab_colors(0.65, 0.1, CENTERS)
    out = through(at, Hsl(**{f"saturation_{band}": -100.0, f"luminance_{band}": 100.0}))
    (L, C, _), (L2, C2, _) = lch(at), lch(out)
    assert C2[k] <= 0.002
    assert L2[k] / L[k] == pytest.approx(1 + 0.35 * 0.1 / 0.16, abs=2e-3)
    others = np.arange(8) != k
    np.testing.assert_allclose(C2[others], C[others], atol=3e-4)
    np.testing.assert_allclose(L2[others], L[others], atol=3e-3)


@pytest.mark.parametrize("amounts", [(100.0,) * 8, (100.0, -100.0) * 4, (-100.0, -100.0, 100.0, 100.0) * 2])
def test_hues_turn_toward_their_neighbor_but_never_change_places(amounts: tuple[float, ...]) -> None:
    tool = Hsl(**{f"hue_{band}": amount for band, amount in zip(BANDS, amounts, strict=True)})
    hue = np.unwrap(np.deg2rad(lch(through(WHEEL, tool))[2]))
    assert (np.diff(hue) > 0).all()
    at_centers = lch(through(oklab_colors(0.65, 0.1, CENTERS), tool))[2]
    assert (np.sign(turned(CENTERS, at_centers)) == np.sign(amounts)).all()
    assert np.abs(turned(CENTERS, at_centers)).max() <= 30.1


def test_all_bands_together_are_the_saturation_tool() -> None:
    together = Hsl(**{f"saturation_{band}": 40.0 for band in BANDS})
    np.testing.assert_allclose(through(WHEEL, together), through(WHEEL, Saturation(amount=40.0)), atol=1e-5)


def test_grays_stay_and_nearly_gray_hardly_moves() -> None:
    tool = Hsl(**{f"luminance_{band}": 100.0 for band in BANDS})
    ramp = np.repeat(np.linspace(0, 1, 50)[None, :, None], 3, axis=2)
    np.testing.assert_allclose(through(ramp, tool), ramp, rtol=5e-3, atol=1e-6)
    muted = oklab_colors(0.6, 0.004, np.arange(0, 360, 10))
    assert (lch(through(muted, tool))[0] / 0.6 - 1).max() <= 0.03


def test_the_wheel_has_no_seam() -> None:
    fine = oklab_colors(0.65, 0.1, np.arange(0, 360, 0.25))
    tool = Hsl(**{f"saturation_{band}": 80.0 * (-1) ** k for k, band in enumerate(BANDS)})
    chroma = lch(through(fine, tool))[1]
    assert np.abs(np.diff(np.concatenate([chroma, chroma[:1]]))).max() <= 0.004
