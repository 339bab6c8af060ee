"""Color through a whole render: photos in any space, to any space, as littleCMS and colour-science see it."""

import io
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageCms

from burnish.imaging.files import read_photo, write_photo
from burnish.imaging.icc import encoding_of, parse_profile
from burnish.imaging.metadata import Metadata
from burnish.imaging.picture import Encoding, Picture, picture_from_srgb8
from burnish.imaging.spaces import SPACES, curve_table, profile_of
from burnish.recipe.recipe import Recipe, recipe
from burnish.recipe.render import Rendered, render
from burnish.tools.catalogue import built_in
from burnish.tools.exposure import Exposure

CATALOGUE = built_in()
COLORS = np.random.default_rng(7).integers(0, 256, (40, 600, 3)).astype(np.uint8)
RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC


def photo_in(space: str, samples: np.ndarray = COLORS) -> Picture:
    """A photo whose file carries the profile of this space."""
    profile = profile_of(SPACES[space])
    levels = int(np.iinfo(samples.dtype).max) + 1
    return Picture(
        samples.copy(), encoding_of(parse_profile(profile), levels), None, Metadata(icc=profile), "sha256:0"
    )


def by_littlecms(samples: np.ndarray, source: bytes, target: bytes) -> np.ndarray:
    opened = [ImageCms.ImageCmsProfile(io.BytesIO(each)) for each in (source, target)]
    transform = ImageCms.buildTransform(*opened, "RGB", "RGB", RELATIVE, ImageCms.Flags.NOOPTIMIZE)
    return np.asarray(ImageCms.applyTransform(Image.fromarray(samples), transform))


def as_light(rendered: Rendered) -> np.ndarray:
    """What the file would mean, decoded by the profile it carries."""
    levels = int(np.iinfo(rendered.samples.dtype).max) + 1
    return encoding_of(parse_profile(rendered.space.profile), levels).linear(rendered.samples)


def distance(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    return np.abs(one.astype(int) - two.astype(int))


@pytest.mark.parametrize("source", SPACES)
@pytest.mark.parametrize("target", SPACES)
def test_a_conversion_agrees_with_littlecms_within_one_code_inside_the_gamut(
    source: str, target: str
) -> None:
    out = render(photo_in(source), Recipe(), CATALOGUE, space=target, threads=1)
    light = photo_in(source).linear() @ np.linalg.inv(SPACES[target].to_rec2020).T
    inside = ((light > 1e-4) & (light < 1 - 1e-4)).all(axis=-1)
    assert inside.mean() > 0.35
    peer = by_littlecms(COLORS, profile_of(SPACES[source]), out.space.profile)
    assert distance(out.samples, peer)[inside].max() <= 1


@pytest.mark.parametrize("bits", [8, 16])
def test_display_p3_to_srgb_agrees_with_colour_science(bits: int, colour: ModuleType) -> None:
    p3 = Encoding(curve_table(SPACES["display_p3"], 256), SPACES["display_p3"].to_rec2020)
    photo = Picture(COLORS.copy(), p3, None, Metadata(), "sha256:0")
    out = render(photo, Recipe(), CATALOGUE, space="srgb", bits=bits, threads=1)
    to_xyz, to_srgb = (
        colour.normalised_primary_matrix(space.primaries, space.whitepoint)
        for space in (colour.RGB_COLOURSPACES["Display P3"], colour.RGB_COLOURSPACES["sRGB"])
    )
    exact = colour.models.eotf_sRGB(COLORS / 255) @ (np.linalg.inv(to_srgb) @ to_xyz).T
    inside = ((exact > 0) & (exact < 1)).all(axis=-1)
    encoded = colour.models.eotf_inverse_sRGB(np.clip(exact, 0, 1))
    beyond = np.abs(out.samples / (2**bits - 1) - encoded)[inside]
    assert beyond.max() <= {8: 0.52 / 255, 16: 1e-4}[bits]


@pytest.mark.parametrize("target", SPACES)
@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg"])
def test_an_srgb_photo_exported_to_a_space_still_shows_the_same_colors(
    target: str, suffix: str, tmp_path: Path
) -> None:
    """Rec. 2020 and the others hold all of sRGB, but 8 bits of a wider space are coarser."""
    photo = picture_from_srgb8(skimage.data.astronaut()[100:180, 150:350, :3])
    deep = suffix != ".jpg"
    rendered = render(photo, Recipe(), CATALOGUE, space=target, bits=16 if deep else 8, threads=1)
    path = tmp_path / f"out{suffix}"
    write_photo(path, rendered.samples, profile=rendered.space.profile, quality=100)
    again = read_photo(path)
    assert parse_profile(again.metadata.icc or b"").title == SPACES[target].title
    back = render(again, Recipe(), CATALOGUE, space="srgb", threads=1)
    difference = distance(back.samples, photo.samples)
    assert difference.max() <= 0 if deep else difference.mean() <= 1.2


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_an_empty_recipe_is_an_identity_in_every_space_at_every_depth(
    space: str, dtype: type[np.uint8]
) -> None:
    samples = np.random.default_rng(1).integers(0, np.iinfo(dtype).max + 1, (20, 40, 3)).astype(dtype)
    samples[0, :2] = [[0] * 3, [np.iinfo(dtype).max] * 3]
    bits = 8 * samples.itemsize
    photo = photo_in(space, samples)
    assert np.array_equal(render(photo, Recipe(), CATALOGUE, bits=bits, threads=1).samples, samples)
    deeper = render(photo, Recipe(), CATALOGUE, bits=16, threads=1).samples
    assert distance(deeper, samples.astype(int) * (257 if bits == 8 else 1)).max() <= 1
    assert (
        distance(render(photo, Recipe(), CATALOGUE, bits=8, threads=1).samples * 257.0, deeper).max() <= 132
    )


@pytest.mark.parametrize("space", SPACES)
def test_naming_the_space_that_a_photo_is_in_moves_codes_by_no_more_than_its_profile_rounds(
    space: str,
) -> None:
    """A profile holds its matrix to 1/65536: two codes where the pure power of Adobe RGB is steep, else none."""
    out = render(photo_in(space), Recipe(), CATALOGUE, space=space, threads=1)
    assert distance(out.samples, COLORS).max() <= (2 if space == "adobe_rgb" else 0)


def test_the_sweep_itself_is_an_identity_when_nothing_lets_it_step_aside() -> None:
    """One stop up and one down: every code of every channel comes back from the tables."""
    codes = np.arange(256, dtype=np.uint8)
    samples = np.stack([codes, codes[::-1], np.roll(codes, 97)], axis=-1)[None]
    halved = recipe([Exposure(stops=-1.0), Exposure(stops=1.0)])
    for space in SPACES:
        out = render(photo_in(space, samples), halved, CATALOGUE, threads=1)
        assert np.array_equal(out.samples, samples)


@pytest.mark.parametrize("source", SPACES)
def test_an_edit_means_the_same_light_whatever_space_the_photo_is_in(source: str) -> None:
    codes = (np.random.default_rng(2).random((10, 30, 3)) * 20_000 + 500).astype(np.uint16)
    photo = photo_in(source, codes)
    out = render(photo, recipe([Exposure(stops=1.0)]), CATALOGUE, bits=16, threads=1)
    wanted = 2 * photo.linear().astype(np.float64)
    np.testing.assert_allclose(as_light(out), wanted, atol=wanted.max() * 1e-4)


def test_a_photo_without_a_profile_is_srgb_and_leaves_with_one() -> None:
    out = render(picture_from_srgb8(COLORS), Recipe(), CATALOGUE)
    assert np.array_equal(out.samples, COLORS)
    assert out.space.profile == profile_of(SPACES["srgb"])
