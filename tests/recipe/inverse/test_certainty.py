import numpy as np
import pytest
from tests.recipe.inverse.scenes import CATALOGUE, edited, scene

from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.inverse import match
from burnish.recipe.inverse.evidence import gather, pixel_by_pixel
from burnish.recipe.inverse.solver import SERIAL_PRODUCTS, normal_matrix


def made(name, **params):
    return CATALOGUE.make(name, params)


def noisy(picture, sigma):
    noise = np.random.default_rng(1).normal(0, sigma, picture.samples.shape)
    return picture_from_srgb8(np.clip(picture.samples + noise, 0, 255))


def test_noise_makes_a_parameter_less_certain():
    photo = scene()
    after = edited(photo, made("exposure", stops=0.5), made("saturation", amount=30.0))
    sure = match(photo, after, CATALOGUE).identifiable
    unsure = match(photo, noisy(after, 6.0), CATALOGUE).identifiable
    assert unsure["saturation.amount"] > 2 * sure["saturation.amount"]


def test_the_hue_of_a_faint_tint_is_less_certain_than_that_of_a_strong_one():
    photo = scene()
    errors = [
        match(
            photo,
            edited(photo, made("color_grading", shadow_hue=200.0, shadow_saturation=saturation)),
            CATALOGUE,
        ).identifiable["color_grading.shadow_hue"]
        for saturation in (4.0, 40.0)
    ]
    assert errors[0] > 2 * errors[1]


@pytest.mark.parametrize(("sigma", "exact"), [(0.0, True), (2.0, False)])
def test_only_an_edit_of_each_pixel_by_itself_is_called_exact(sigma, exact):
    flat = picture_from_srgb8(
        np.repeat(np.repeat(scene(width=180, height=120).samples, 2, axis=0), 2, axis=1)
    )
    after = noisy(edited(flat, made("contrast", amount=30.0)), sigma)
    view = pixel_by_pixel(gather(flat.linear(), after.linear()), flat, after)
    assert view.exact is exact
    assert 0 < view.rounding < 0.5


def test_the_normal_matrix_is_the_product_whatever_its_size():
    for count in (1, 30, 130):
        slopes = np.random.default_rng(count).normal(size=(count, 1003)).astype(np.float32)
        wide = slopes.astype(np.float64)
        np.testing.assert_allclose(normal_matrix(slopes), wide @ wide.T, atol=1e-3)
    assert SERIAL_PRODUCTS < 2**18
