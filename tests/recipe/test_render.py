"""A render: what steps mean together, under masks, at other sizes and depths."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from burnish.errors import BadInput, InvalidLook, InvalidMask, RecipeError, UnknownTool
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.difference import picture_difference
from burnish.imaging.masks import Linear, LuminosityRange, Polygon, Radial
from burnish.imaging.masks import Picture as PictureMask
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.recipe.render import Rendered, render, render_linear, render_mask
from burnish.recipe.resources import Resources
from burnish.tools.background import Background
from burnish.tools.black_and_white import BlackAndWhite
from burnish.tools.catalogue import Catalogue, built_in
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.exposure import Exposure
from burnish.tools.heal import Heal
from burnish.tools.lut import Lut
from burnish.tools.recolor import Recolor
from burnish.tools.saturation import Saturation
from burnish.tools.sharpen import Sharpen
from burnish.tools.vignette import Vignette

CATALOGUE = built_in()
LEFT = Polygon(points=((-1.0, -1.0), (0.6, -1.0), (0.6, 2.0), (-1.0, 2.0)))
RIGHT = Polygon(points=((0.4, -1.0), (2.0, -1.0), (2.0, 2.0), (0.4, 2.0)))
MIDDLE = Radial(radius_x=0.25, radius_y=0.25, softness=0.5)


def shown(photo: Picture, *steps: Step, **options) -> Rendered:
    return render(photo, recipe(steps), CATALOGUE, **({"threads": 1} | options))


def light(rendered: Rendered) -> np.ndarray:
    codes = rendered.samples / np.iinfo(rendered.samples.dtype).max
    return np.asarray(srgb_decode(codes) @ SRGB_TO_REC2020.T, np.float32)


def gray(level: int = 100, height: int = 40, width: int = 60) -> Picture:
    return picture_from_srgb8(np.full((height, width, 3), level))


def test_opacity_mixes_in_light() -> None:
    half = light(shown(gray(), Step(Exposure(stops=1.0), opacity=0.5), bits=16))
    np.testing.assert_allclose(half, 1.5 * gray().linear(), rtol=1e-3)


def test_a_mask_and_an_opacity_multiply() -> None:
    faint = LEFT.model_copy(update={"opacity": 0.5})
    out = light(shown(gray(), Step(Exposure(stops=1.0), faint, opacity=0.5), bits=16))
    np.testing.assert_allclose(out[:, :30], 1.25 * gray().linear()[:, :30], rtol=1e-3)
    np.testing.assert_allclose(out[:, 40:], gray().linear()[:, 40:], rtol=1e-3)


def test_where_two_masked_steps_overlap_both_act() -> None:
    out = light(shown(gray(60), Step(Exposure(stops=1.0), LEFT), Step(Exposure(stops=0.5), RIGHT), bits=16))
    before = gray(60).linear()
    for columns, stops in ((slice(0, 22), 1.0), (slice(26, 34), 1.5), (slice(38, 60), 0.5)):
        np.testing.assert_allclose(out[:, columns], before[:, columns] * 2**stops, rtol=2e-3)


def test_a_masked_step_acts_on_top_of_a_global_one_of_its_tool(photo: Picture) -> None:
    both = shown(photo, Step(Saturation(amount=-100.0), MIDDLE), Step(Saturation(amount=40.0)))
    outside = render_mask(photo, Step(Saturation(amount=1.0), MIDDLE)) == 0
    assert np.array_equal(both.samples[outside], shown(photo, Step(Saturation(amount=40.0))).samples[outside])
    assert np.ptp(both.samples[160, 200].astype(int)) <= 1


def test_a_disabled_a_neutral_and_a_transparent_step_are_not_there(photo: Picture) -> None:
    gone = (
        Step(Contrast(amount=50.0), enabled=False),
        Step(Vignette(feather=3.0)),
        Step(Contrast(amount=9.0), opacity=0.0),
    )
    assert shown(photo, *gone).samples is photo.samples
    seen = Step(Exposure(stops=0.3))
    assert np.array_equal(shown(photo, *gone, seen).samples, shown(photo, seen).samples)


def test_every_pixel_of_a_soft_mask_lies_between_before_and_after(photo: Picture) -> None:
    before, after = photo.samples, shown(photo, Step(BlackAndWhite(amount=100.0))).samples
    mixed = shown(photo, Step(BlackAndWhite(amount=100.0), MIDDLE)).samples
    low, high = np.minimum(before, after).astype(int) - 1, np.maximum(before, after).astype(int) + 1
    assert ((mixed >= low) & (mixed <= high)).all()


def test_masks_that_look_at_the_photo_see_it_before_any_edit() -> None:
    """Brightening first would move the dark half out of the range; the mask means the photo as it was taken."""
    halves = np.full((40, 60, 3), 40)
    halves[:, 30:] = 200
    dark = Step(Contrast(amount=100.0), LuminosityRange(low=0.0, high=0.4, softness=0.0))
    lone = shown(picture_from_srgb8(halves), dark).samples
    lifted = shown(picture_from_srgb8(halves), dark, Step(Exposure(stops=2.0))).samples
    plain = shown(picture_from_srgb8(halves), Step(Exposure(stops=2.0))).samples
    assert (lone[:, 5:25] < 40).all()
    assert (lifted[:, 5:25] != plain[:, 5:25]).all()
    assert np.array_equal(lifted[:, 35:], plain[:, 35:])


@pytest.mark.parametrize("mask", [None, LEFT])
@pytest.mark.parametrize("stops", [-1.0, 1.0])
def test_a_tool_that_looks_at_the_picture_sees_it_after_the_steps_before_it(
    mask: Polygon | None, stops: float
) -> None:
    """Whatever the exposure, recoloring ends at the color that was asked for."""
    out = shown(gray(), Step(Exposure(stops=stops), mask), Step(Recolor(color="#7080a0", amount=100.0), LEFT))
    np.testing.assert_allclose(out.samples[20, 10], [0x70, 0x80, 0xA0], atol=2)


def test_masks_follow_the_photo_through_a_crop() -> None:
    half = Crop(left=0.25, right=0.75, top=0.0, bottom=1.0)
    out = shown(gray(), Step(half), Step(Exposure(stops=1.0), LEFT)).samples
    assert out.shape == (40, 30, 3)
    assert (out[:, :19] > 120).all()
    assert (out[:, 23:] == 100).all()


def test_a_transparent_background_makes_alpha_and_leaves_colors_alone() -> None:
    removal = Step(Background(style="transparent", amount=100.0), LEFT)
    out = shown(gray(), removal)
    assert np.array_equal(out.samples, gray().samples)
    assert (out.alpha[:, :30] == 0).all()
    assert (out.alpha[:, 40:] == 255).all()


def test_alpha_of_steps_and_of_the_photo_multiply_at_both_depths() -> None:
    own = np.full((40, 60), 128, np.uint8)
    photo = picture_from_srgb8(gray().samples, alpha=own)
    steps = (
        Step(Background(style="transparent", amount=50.0), LEFT),
        Step(Background(style="transparent", amount=100.0), RIGHT, opacity=0.5),
    )
    for bits, top in ((8, 255), (16, 65535)):
        alpha = shown(photo, *steps, bits=bits).alpha / top
        for columns, kept in ((slice(0, 22), 0.5), (slice(26, 34), 0.25), (slice(38, 60), 0.5)):
            np.testing.assert_allclose(alpha[:, columns], kept * 128 / 255, atol=0.51 / 255)
    assert shown(photo).alpha.tolist() == own.tolist()
    assert shown(gray()).alpha is None


def test_geometry_takes_neither_mask_nor_opacity() -> None:
    crop = Crop(left=0.1, right=0.9)
    for step in (Step(crop, LEFT), Step(crop, opacity=0.5)):
        with pytest.raises(RecipeError, match="'crop' moves every pixel"):
            shown(gray(), step)


def test_a_tool_that_the_catalogue_does_not_hold_is_refused() -> None:
    with pytest.raises(UnknownTool, match="contrast"):
        render(gray(), recipe([Contrast(amount=10.0), Exposure(stops=1.0)]), Catalogue((Exposure,)))


def test_what_a_recipe_refers_to_and_nobody_has_is_named() -> None:
    digest = "sha256:" + "ab" * 32
    with pytest.raises(InvalidLook, match=digest):
        shown(gray(), Step(Lut(digest=digest)))
    with pytest.raises(InvalidMask, match=digest):
        shown(gray(), Step(Exposure(stops=1.0), PictureMask(digest=digest)))
    painted = Resources(pictures={digest: np.eye(40, 60, dtype=np.float32)})
    out = shown(gray(), Step(Exposure(stops=1.0), PictureMask(digest=digest)), resources=painted).samples
    assert (np.diag(out[:, :40, 0]) > 130).all()
    assert out[0, 30, 0] == 100


def test_an_unknown_color_space_is_refused() -> None:
    with pytest.raises(BadInput, match="'prophoto'"):
        shown(gray(), space="prophoto")


@pytest.mark.parametrize("long_side", [1, 7, 33, 199])
def test_a_preview_has_the_size_asked_for_and_looks_like_the_export(
    soft_photo: Picture, long_side: int
) -> None:
    steps = (
        Step(Exposure(stops=0.7)), Step(Contrast(amount=40.0)), Step(Saturation(amount=-60.0), MIDDLE),
        Step(Vignette(amount=-60.0)), Step(Exposure(stops=-1.0), Linear(start_y=0.2, end_y=0.8)),
    )  # fmt: skip
    small = shown(soft_photo, *steps, long_side=long_side, bits=16)
    height, width = small.samples.shape[:2]
    assert max(height, width) == long_side
    assert height == max(1, round(long_side * 0.8))
    full = light(shown(soft_photo, *steps, bits=16))
    wanted = cv2.resize(full, (width, height), interpolation=cv2.INTER_AREA)
    if long_side > 100:
        assert picture_difference(wanted, light(small)).p95 <= 1.0


def test_a_long_side_beyond_the_photo_renders_the_photo(photo: Picture) -> None:
    step = Step(Contrast(amount=30.0))
    assert np.array_equal(shown(photo, step, long_side=5000).samples, shown(photo, step).samples)


def test_eight_bits_are_the_sixteen_rounded(photo: Picture) -> None:
    steps = (Step(Contrast(amount=50.0)), Step(Sharpen(amount=60.0)), Step(Saturation(amount=30.0), MIDDLE))
    deep, shallow = (shown(photo, *steps, bits=bits).samples.astype(int) for bits in (16, 8))
    assert np.abs(deep / 257 - shallow).max() <= 0.53


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 513)])
def test_tiny_and_thin_photos_render(size: tuple[int, int]) -> None:
    photo = picture_from_srgb8(np.random.default_rng(0).integers(0, 256, (*size, 3)))
    steps = (
        Step(Contrast(amount=50.0)),
        Step(Sharpen(amount=60.0), MIDDLE),
        Step(Vignette(amount=-50.0), LEFT, opacity=0.5),
    )
    out = shown(photo, *steps, bits=16)
    assert out.samples.shape == (*size, 3)
    assert np.array_equal(out.samples, shown(photo, *steps, bits=16, threads=4).samples)


def test_a_linear_render_keeps_light_above_white_and_never_writes_its_input() -> None:
    picture = np.random.default_rng(0).random((20, 30, 3)).astype(np.float32)
    before = picture.copy()
    out = render_linear(picture, recipe([Exposure(stops=2.0), Step(Exposure(stops=-2.0), LEFT)]), CATALOGUE)
    np.testing.assert_allclose(out[:, :15], before[:, :15], rtol=1e-5)
    np.testing.assert_allclose(out[:, 20:], 4 * before[:, 20:], rtol=1e-5)
    assert np.array_equal(picture, before)
    assert np.array_equal(render_linear(picture, Recipe(), CATALOGUE), before)


@pytest.mark.parametrize("tool", [Crop(left=0.1), Heal(amount=100.0)])
def test_a_linear_render_refuses_what_moves_or_repairs(tool) -> None:
    with pytest.raises(RecipeError, match=f"'{tool.name}' does not act pixel by pixel"):
        render_linear(np.zeros((4, 4, 3), np.float32), recipe([tool]), CATALOGUE)


def test_the_mask_of_a_step_is_exact_outside_and_inside(photo: Picture) -> None:
    mask = render_mask(photo, Step(Exposure(stops=1.0), MIDDLE))
    assert mask.shape == photo.samples.shape[:2]
    assert mask[0, 0] == 0
    assert mask[160, 200] == 65535
    assert (render_mask(photo, Step(Exposure(stops=1.0))) == 65535).all()


def test_a_render_reads_no_clock_and_no_file(
    photo: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same arguments give the same bytes from any folder, again and again."""
    steps = (Step(Contrast(amount=50.0)), Step(Saturation(amount=30.0), MIDDLE))
    first = shown(photo, *steps).samples
    monkeypatch.chdir(tmp_path)
    assert np.array_equal(shown(photo, *steps, threads=3).samples, first)
    assert list(tmp_path.iterdir()) == []
