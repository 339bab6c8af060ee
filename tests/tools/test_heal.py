import numpy as np
import pytest

from burnish.errors import InvalidMask
from burnish.imaging.masks import Radial
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import Step, recipe
from burnish.recipe.render import render, render_mask
from burnish.tools.catalogue import Catalogue
from burnish.tools.heal import Heal

SPOT = Radial(x=0.5, y=0.5, radius_x=0.12, radius_y=0.12, softness=0.0)


def blemished() -> tuple[Picture, np.ndarray]:
    """A smooth wall with a red spot, and the wall without it."""
    y, x = np.mgrid[:120, :160]
    wall = np.stack([150 + x / 4, 140 + y / 4, 120 + (x + y) / 8], axis=-1) + np.random.default_rng(1).normal(
        0, 1, (120, 160, 1)
    )
    spot = np.hypot(y - 60, x - 80) < 12
    return picture_from_srgb8(np.where(spot[..., None], [200, 30, 30], wall)), wall


def test_the_spot_is_gone_and_everything_else_is_the_same_bits(catalogue: Catalogue) -> None:
    photo, wall = blemished()
    step = Step(Heal(amount=100.0), SPOT)
    out = render(photo, recipe([step]), catalogue).samples
    outside = render_mask(photo, step) == 0
    assert np.array_equal(out[outside], photo.samples[outside])
    assert np.abs(out - wall).max() <= 12
    assert np.abs(out - wall).mean() <= 1.5


def test_half_the_amount_or_half_the_opacity_is_halfway_in_light(catalogue: Catalogue) -> None:
    photo, _ = blemished()
    steps = (
        Step(Heal(amount=100.0), SPOT),
        Step(Heal(amount=50.0), SPOT),
        Step(Heal(amount=100.0), SPOT, opacity=0.5),
    )
    full, half, faint = (render(photo, recipe([step]), catalogue).samples for step in steps)
    assert np.array_equal(half, faint)
    light = [photo.encoding.linear(each)[60, 80] for each in (photo.samples, half, full)]
    np.testing.assert_allclose(light[1], (light[0] + light[2]) / 2, atol=4e-3)


def test_without_a_mask_nothing_is_healed(catalogue: Catalogue) -> None:
    photo, _ = blemished()
    assert render(photo, recipe([Heal(amount=100.0)]), catalogue).samples is photo.samples


def test_a_mask_over_everything_leaves_nothing_to_fill_from(catalogue: Catalogue) -> None:
    photo, _ = blemished()
    whole = Radial(radius_x=4.0, radius_y=4.0, softness=0.0)
    with pytest.raises(InvalidMask):
        render(photo, recipe([Step(Heal(amount=100.0), whole)]), catalogue)
