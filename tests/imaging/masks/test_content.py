"""Masks that look at the picture, on pictures whose answer is known."""

import subprocess
import sys

import numpy as np
import pytest
import skimage.data
from tests.imaging.masks.scenes import ball_on_grass, landscape, overlap

from burnish.errors import InvalidMask
from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.masks import (
    Box,
    Circle,
    ColorRange,
    Combine,
    Eyes,
    Face,
    Loop,
    LuminosityRange,
    Picture,
    Radial,
    Scene,
    Skin,
    Sky,
    Subject,
    confidence,
    rasterize,
)


@pytest.fixture(scope="module")
def astronaut() -> Scene:
    return Scene(linear=srgb8_to_linear(skimage.data.astronaut()))


def test_a_luminosity_range_follows_oklab_lightness() -> None:
    gray = np.repeat(np.linspace(0, 1.5, 300, dtype=np.float32)[None, :, None], 3, axis=2).repeat(4, axis=0)
    plane = rasterize(LuminosityRange(low=0.5, high=0.8, softness=0.1), 4, 300, Scene(linear=gray))
    lightness = np.minimum(to_oklab(gray)[0, :, 0], 1.0)
    assert (plane[0, (lightness >= 0.5) & (lightness <= 0.8)] > 0.9999).all()
    assert (plane[0, (lightness < 0.4) | (lightness > 0.9)] == 0.0).all()
    highlights = rasterize(LuminosityRange(low=0.9, high=1.0), 4, 300, Scene(linear=gray))
    assert (highlights[0, gray[0, :, 0] > 1.0] == 1.0).all()


def test_a_color_range_takes_the_color_in_light_and_shade_and_no_other() -> None:
    scene, ball = ball_on_grass()
    for sample in ("#e08028", (0.5, 0.5)):
        plane = rasterize(ColorRange(samples=(sample,)), 200, 300, scene)
        assert plane[ball].mean() > 0.85
        assert plane[~ball].mean() < 0.01


def test_a_picture_mask_is_looked_up_by_its_digest() -> None:
    step = np.zeros((10, 20), np.float32)
    step[:, 10:] = 1.0
    scene = Scene(linear=np.zeros((4, 4, 3), np.float32), pictures={"ab" * 32: step, "cd" * 32: step * 2})
    plane = rasterize(Picture(digest="ab" * 32), 100, 200, scene)
    assert plane[50, 80] == 0.0
    assert plane[50, 120] == 1.0
    with pytest.raises(InvalidMask, match="is not among the known"):
        rasterize(Picture(digest="ef" * 32), 10, 10, scene)
    with pytest.raises(InvalidMask, match=r"allowed is \[0, 1\]"):
        rasterize(Picture(digest="cd" * 32), 10, 10, scene)


@pytest.mark.parametrize(
    "area",
    [
        Circle(x=0.5, y=0.5, radius=0.36),
        Box(left=0.3, top=0.2, right=0.7, bottom=0.8),
        Loop(points=((0.3, 0.2), (0.72, 0.25), (0.7, 0.8), (0.35, 0.85))),
    ],
)
def test_a_subject_is_cut_along_its_own_edge(area: Circle | Box | Loop) -> None:
    scene, ball = ball_on_grass()
    mask = Subject(area=area)
    plane = rasterize(mask, 200, 300, scene)
    assert overlap(plane > 0.5, ball) > 0.93 > overlap(area.inside(200, 300) > 0.5, ball) + 0.2
    assert confidence(mask, scene).value > 0.6
    assert (plane[:20] == 0).all()
    np.testing.assert_array_equal(plane, rasterize(mask, 200, 300, scene))


def test_an_area_that_fills_the_frame_still_finds_the_subject() -> None:
    scene, ball = ball_on_grass()
    assert overlap(rasterize(Subject(area=Circle(radius=2.0)), 200, 300, scene) > 0.5, ball) > 0.9


def test_a_subject_that_is_not_there_is_not_claimed() -> None:
    rng = np.random.default_rng(1)
    noise = Scene(linear=rng.uniform(0, 0.5, (120, 160, 3)).astype(np.float32))
    assert confidence(Subject(area=Circle(radius=0.3)), noise).value < 0.4
    beside = Subject(area=Circle(x=-0.9, y=0.5, radius=0.05))
    assert confidence(beside, noise).value == 0.0
    assert rasterize(beside, 120, 160, noise).max() == 0.0


def test_the_sky_ends_at_the_horizon() -> None:
    scene, sky = landscape()
    plane = rasterize(Sky(), 240, 360, scene)
    assert overlap(plane > 0.5, sky) > 0.97
    assert confidence(Sky(), scene).value > 0.6


def test_where_there_is_no_sky_none_is_selected() -> None:
    for picture in (skimage.data.coffee()[::2, ::2], skimage.data.chelsea(), skimage.data.rocket()[::2, ::2]):
        scene = Scene(linear=srgb8_to_linear(picture))
        assert rasterize(Sky(), 100, 150, scene).mean() < 0.02
        assert confidence(Sky(), scene).value < 0.4


def test_the_astronauts_face_and_eyes_are_found(astronaut: Scene) -> None:
    face, eyes = (rasterize(mask, 512, 512, astronaut) for mask in (Face(), Eyes()))
    assert face[120, 225] == 1.0
    assert face[40, 60] == face[300, 225] == 0.0
    assert eyes[102, 202] > 0.9
    assert eyes[104, 247] > 0.9
    assert eyes[165, 225] == 0.0
    assert confidence(Face(), astronaut).value > 0.8
    assert confidence(Eyes(), astronaut).value > 0.8


def test_the_astronauts_skin_is_her_face_and_neck_not_her_suit(astronaut: Scene) -> None:
    skin = rasterize(Skin(), 512, 512, astronaut)
    assert skin[100:165, 205:245].mean() > 0.7
    assert skin[300:500, 150:400].mean() < 0.08
    assert skin[:100, 330:500].mean() < 0.01
    assert confidence(Skin(), astronaut).value > 0.5


def test_without_a_face_there_are_no_eyes_and_little_trust_in_skin() -> None:
    scene = Scene(linear=srgb8_to_linear(skimage.data.coffee()[::2, ::2]))
    for mask in (Face(), Eyes()):
        assert rasterize(mask, 100, 150, scene).max() == 0.0
        assert confidence(mask, scene).value == 0.0
        assert "no face" in confidence(mask, scene).reason
    assert confidence(Skin(), scene).value <= 0.15


def test_a_combination_is_as_sure_as_its_least_sure_part(astronaut: Scene) -> None:
    both = Combine(masks=(Radial(), Face(), Skin()))
    assert confidence(both, astronaut) == min(
        (confidence(Face(), astronaut), confidence(Skin(), astronaut)), key=lambda found: found.value
    )


@pytest.mark.parametrize("side", [1, 3, 17])
def test_tiny_and_flat_pictures_are_survived(side: int) -> None:
    noise = np.random.default_rng(side).uniform(-0.05, 1.3, (side, side, 3))
    whole, color = Subject(area=Circle(radius=3.0)), ColorRange(samples=((1.0, 1.0),))
    for mask in (Sky(), Skin(), Face(), Eyes(), Subject(), whole, LuminosityRange(), color):
        for linear in (np.full((side, side, 3), 0.4, np.float32), noise.astype(np.float32)):
            plane = rasterize(mask, 12, 9, Scene(linear=linear))
            assert 0.0 <= plane.min() <= plane.max() <= 1.0
            assert 0.0 <= confidence(mask, Scene(linear=linear)).value <= 1.0


def test_reading_masks_does_not_pay_for_the_heavy_libraries() -> None:
    heavy = "{'cv2', 'numba', 'scipy'}"
    code = f"import sys, burnish.imaging.masks; raise SystemExit(', '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
