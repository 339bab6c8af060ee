"""A circle together with words."""

import numpy as np
import pytest
import skimage.data
from tests.agent.painted import RED, disk, meadow, overlap, seen

from burnish.agent.perception import Perception
from burnish.agent.planner.intents import Intent, Op, Region
from burnish.agent.regions.circled import area_of
from burnish.agent.regions.locating import locate
from burnish.imaging.masks import (
    Brush,
    BrushPoint,
    Circle,
    Corner,
    Lasso,
    Loop,
    Mask,
    Radial,
    Stroke,
    Subject,
    rasterize,
)  # fmt: skip

AROUND_LEFT = Radial(x=0.25, y=0.5, radius_x=0.3, radius_y=0.3, softness=0.1)


@pytest.fixture(scope="module")
def balls() -> tuple[Perception, np.ndarray, np.ndarray]:
    picture = meadow()
    left = disk(picture, 0.25, 0.5, 0.2, RED)
    right = disk(picture, 0.75, 0.5, 0.2, RED)
    return seen(picture), left, right


def located(
    photo: Perception | None, drawn: Mask, region: Region | None = None, phrase: str = "", op: Op = "exposure"
):
    return locate(Intent(op=op, region=region, phrase=phrase), photo, drawn)


def test_a_circle_alone_means_the_thing_in_it(balls):
    photo, left, _ = balls
    found = located(photo, AROUND_LEFT)
    assert isinstance(found.mask, Subject)
    assert overlap(rasterize(found.mask, 240, 360, photo.scene) > 0.5, left) > 0.9


@pytest.mark.parametrize("op", ["remove", "saturation", "blur"])
def test_what_is_circled_counts_as_found_for_every_operation(balls, op: Op):
    assert located(balls[0], AROUND_LEFT, "obj", "this ball", op).found


def test_a_circle_of_plain_grass_stays_as_drawn():
    found = located(seen(meadow()), AROUND_LEFT)
    assert found.mask == AROUND_LEFT
    assert found.found


def test_a_brush_stroke_stays_as_drawn(balls):
    stroke = Brush(strokes=(Stroke(points=(BrushPoint(0.2, 0.5), BrushPoint(0.3, 0.5))),))
    for region in (None, "obj", "face", "sky"):
        assert located(balls[0], stroke, region, "her face").mask == stroke


def test_the_background_of_a_circle_is_all_but_the_thing_in_it(balls):
    photo, left, _ = balls
    found = located(photo, AROUND_LEFT, "bg", "the background", "blur")
    assert found.mask is not None
    assert overlap(rasterize(found.mask, 240, 360, photo.scene) < 0.5, left) > 0.9


def test_words_that_name_another_place_than_the_circle_are_doubted(balls):
    agreed = located(balls[0], AROUND_LEFT, "obj", "the ball on the left", "remove")
    other = located(balls[0], AROUND_LEFT, "obj", "the ball on the right", "remove")
    assert agreed.found
    assert not other.found
    assert other.confidence < 0.6 < agreed.confidence


def test_her_face_in_a_circle_around_her_is_the_face():
    photo = seen(skimage.data.astronaut())
    around = Radial(x=0.45, y=0.4, radius_x=0.4, radius_y=0.4, softness=0.1)
    found = located(photo, around, "face", "her face")
    assert found.mask is not None
    taken = rasterize(found.mask, 512, 512, photo.scene) > 0.5
    assert taken[120, 225]
    assert taken.mean() < 0.1


def test_a_face_that_is_not_in_the_circle_is_doubted():
    photo = seen(skimage.data.astronaut())
    helmet = Radial(x=0.8, y=0.85, radius_x=0.12, radius_y=0.12)
    assert located(photo, helmet, "face", "her face").confidence < 0.6


def test_a_face_that_only_the_person_sees_is_the_circle(balls):
    found = located(balls[0], AROUND_LEFT, "face", "his face")
    assert found.mask == AROUND_LEFT
    assert found.found


def test_cropping_to_a_circle_takes_it_as_drawn(balls):
    assert located(balls[0], AROUND_LEFT, op="crop").mask == AROUND_LEFT


def test_without_a_photo_the_thing_in_the_circle_is_left_to_the_renderer():
    found = located(None, AROUND_LEFT)
    assert found.mask == Subject(area=Circle(x=0.25, y=0.5, radius=0.3))


def test_the_area_of_an_ellipse_encloses_what_the_ellipse_covers():
    ellipse = Radial(x=0.4, y=0.6, radius_x=0.3, radius_y=0.15, angle=30.0, softness=0.0)
    area = area_of(ellipse, 1.5)
    assert isinstance(area, Loop)
    assert overlap(area.inside(200, 300) > 0.5, rasterize(ellipse, 200, 300) > 0.5) > 0.97


def test_the_area_of_a_lasso_is_its_line():
    points = (Corner(0.1, 0.1), Corner(0.5, 0.1), Corner(0.3, 0.6))
    assert area_of(Lasso(points=points), 1.5) == Loop(points=points)
