import numpy as np
from tests.tools.through import lch, oklab_colors, through

from burnish.imaging.hue_bands import BANDS, centers
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import recipe
from burnish.recipe.render import render
from burnish.tools.black_and_white import BlackAndWhite
from burnish.tools.catalogue import Catalogue

WHEEL = oklab_colors(0.6, 0.1, np.rad2deg(centers()))


def test_a_photo_comes_out_gray_in_every_pixel(photo: Picture, catalogue: Catalogue) -> None:
    mixed = BlackAndWhite(amount=100.0, mix_blue=-60.0, mix_orange=40.0)
    samples = render(photo, recipe([mixed]), catalogue).samples
    assert np.ptp(samples, axis=-1).max() == 0
    assert len(np.unique(samples)) > 200


def test_without_a_mix_lightness_stays() -> None:
    L, C, _ = lch(through(WHEEL, BlackAndWhite(amount=100.0)))
    np.testing.assert_allclose(L, 0.6, atol=1e-4)
    assert C.max() <= 1e-4


def test_half_the_amount_leaves_half_the_color() -> None:
    np.testing.assert_allclose(lch(through(WHEEL, BlackAndWhite(amount=50.0)))[1], 0.05, atol=1e-4)


def test_a_mix_lightens_its_color_alone() -> None:
    for k, band in enumerate(BANDS):
        L = lch(through(WHEEL, BlackAndWhite(amount=100.0, **{f"mix_{band}": 100.0})))[0]
        assert L[k] > 0.75
        np.testing.assert_allclose(np.delete(L, k), 0.6, atol=2e-3)


def test_a_red_filter_darkens_the_sky_and_lightens_skin() -> None:
    sky_and_skin = oklab_colors(0.7, 0.08, np.array([250.0, 50.0]))
    mix = {"mix_red": 60.0, "mix_orange": 40.0, "mix_aqua": -60.0, "mix_blue": -80.0}
    L = lch(through(sky_and_skin, BlackAndWhite(amount=100.0, **mix)))[0]
    assert L[0] < 0.6
    assert L[1] > 0.75
