"""A baked table does what the renderer does, and names what it cannot."""

import numpy as np
import pytest

from burnish.errors import InvalidLook
from burnish.imaging.difference import picture_difference
from burnish.imaging.lut3d import Lut3D, grid
from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.baking import bake
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.recipe.render import render
from burnish.recipe.resources import Resources
from burnish.tools.catalogue import BUILT_IN
from burnish.tools.clarity import Clarity
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.fade import Fade
from burnish.tools.hsl import Hsl
from burnish.tools.lut import Lut
from burnish.tools.tone import Tone
from burnish.tools.vignette import Vignette
from burnish.tools.white_balance import WhiteBalance

LOOK = (
    Exposure(stops=0.4),
    WhiteBalance(temperature=15.0),
    Contrast(amount=20.0),
    Hsl(saturation_blue=-30.0),
)


def test_a_baked_recipe_is_as_close_as_a_table_of_its_size_can_be(photo, catalogue):
    wanted = recipe([*LOOK, Step(Fade(amount=40.0), opacity=0.5)])
    baked = bake(wanted, catalogue, size=33)
    exact = render(photo, wanted, catalogue).samples
    looked_up = np.rint(baked.lut.sample(photo.samples / 255.0) * 255).astype(np.uint8)
    apart = picture_difference(picture_from_srgb8(exact).linear(), picture_from_srgb8(looked_up).linear())
    assert apart.mean < 0.3
    assert apart.p99 < 1.5
    assert baked.left_out == baked.approximated == ()


def test_an_empty_recipe_bakes_to_the_table_that_changes_nothing(catalogue):
    assert np.array_equal(bake(Recipe(), catalogue, size=5).lut.table, grid(5))


def test_steps_without_a_place_in_a_table_are_named(catalogue):
    steps = [Vignette(amount=-20.0), *LOOK, Clarity(amount=30.0)]
    baked = bake(recipe(steps), catalogue, size=9)
    assert {(each.step, each.tool) for each in baked.left_out} == {(0, "vignette"), (5, "clarity")}
    assert np.array_equal(baked.lut.table, bake(recipe(LOOK), catalogue, size=9).lut.table)


def test_regions_of_tone_are_baked_as_they_act_on_even_areas(catalogue):
    wanted = recipe([Tone(shadows=60.0, highlights=-40.0)])
    baked = bake(wanted, catalogue, size=33)
    assert [each.tool for each in baked.approximated] == ["tone"]
    for code in (30, 90, 160, 230):
        even = picture_from_srgb8(np.full((64, 64, 3), code, np.uint8))
        drawn = render(even, wanted, catalogue).samples[32, 32].astype(float)
        table = baked.lut.sample(np.full(3, code / 255)) * 255
        assert np.abs(drawn - table).max() < 1.5, code


def test_every_tool_is_baked_or_named(catalogue):
    for kind in BUILT_IN:
        tool = _strong(kind)
        baked = bake(recipe([tool]), catalogue, size=5, resources=_Resources)
        told = {each.tool for each in (*baked.left_out, *baked.approximated)}
        changed = not np.array_equal(baked.lut.table, grid(5))
        assert tool.is_neutral or changed or told == {kind.name}, kind.name


def test_a_table_of_the_recipe_is_baked_in(catalogue):
    inverted = Lut3D(1 - grid(5))
    baked = bake(
        recipe([Lut(digest=inverted.digest)]), catalogue, size=5, resources=Resources(lut=lambda _: inverted)
    )
    assert np.abs(baked.lut.table - (1 - grid(5))).max() < 0.01


@pytest.mark.parametrize("size", [1, 145])
def test_a_size_out_of_range_is_refused(catalogue, size):
    with pytest.raises(InvalidLook, match="2 to 144"):
        bake(Recipe(), catalogue, size=size)


_Resources = Resources(lut=lambda _: Lut3D(1 - grid(5)))


def _strong(kind):
    """The tool with its first parameter well away from its default."""
    trials = {
        "flip": {"horizontal": True}, "rotate": {"angle": 5.0}, "crop": {"left": 0.2}, "tone_curve": {"shadows": 50.0},
        "lut": {"digest": "sha256:" + "0" * 64}, "recolor": {"amount": 50.0}, "heal": {"amount": 80.0},
        "background": {"amount": 80.0}, "blur": {"radius": 3.0}, "color_grading": {"global_saturation": 40.0},
    }  # fmt: skip
    if kind.name in trials:
        return kind(**trials[kind.name])
    [first, *_] = kind.model_fields
    return kind(**{first: 40.0 if kind.name != "exposure" else 1.0})
