"""What was done between two pictures: edits whose truth is known are named, strongest first, and so is what is left."""

import json

import cv2
import numpy as np
import pytest
from skimage import data
from tests.recipe.inverse.scenes import CATALOGUE, edited, scene

from burnish.agent.explain import Explanation, explained_pair
from burnish.imaging.masks import Radial
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Step
from burnish.tools.base import Tool


def made(name: str, **params: object) -> Tool:
    return CATALOGUE.make(name, params)


def astronaut(side: int = 320) -> Picture:
    whole = data.astronaut()
    return picture_from_srgb8(cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA))


def explained(before: Picture, *steps: Tool | Step) -> Explanation:
    return explained_pair(before, edited(before, *steps), CATALOGUE)


def painted_over(picture: Picture, x: float, y: float, radius: float, color: tuple[int, int, int]) -> Picture:
    """The picture with a disc of one color; place and size as fractions of width, height and the short side."""
    samples = picture.samples.copy()
    rows, columns = np.mgrid[0 : picture.height, 0 : picture.width]
    reach = radius * min(picture.width, picture.height)
    inside = (columns - x * picture.width) ** 2 + (rows - y * picture.height) ** 2 < reach**2
    samples[inside] = color
    return picture_from_srgb8(samples)


def saved_as_jpeg(picture: Picture, quality: int) -> Picture:
    coded = cv2.imencode(".jpg", picture.samples[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return picture_from_srgb8(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))[..., ::-1])


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        (made("exposure", stops=0.66), "Two thirds of a stop brighter"),
        (made("exposure", stops=-1.0), "One stop darker"),
        (made("white_balance", temperature=12.0), "Warmer by 12 mired"),
        (made("white_balance", temperature=-20.0), "Cooler by 2"),
        (made("contrast", amount=30.0), "More contrast"),
        (made("saturation", amount=-40.0), "Colors "),
        (made("black_and_white", amount=100.0), "Turned black and white"),
        (made("vignette", amount=-50.0), "Corners clearly darkened"),
    ],
)
def test_the_one_thing_that_was_done_is_named_with_its_direction(tool: Tool, words: str) -> None:
    told = explained(scene(), tool)
    main = told.steps[0]
    assert told.sentences[0].startswith(words)
    assert main.share is not None
    assert main.share > 0.5


def test_the_strongest_of_three_changes_comes_first_and_the_shares_add_up_to_what_is_explained() -> None:
    told = explained(
        scene(),
        made("white_balance", temperature=8.0),
        made("exposure", stops=0.8),
        made("tone", blacks=20.0),
    )
    assert told.steps[0].step.tool.name == "exposure"
    shares = [each.share for each in told.steps if each.share is not None]
    assert shares == sorted(shares, reverse=True)
    assert told.difference is not None
    assert sum(shares) == pytest.approx(told.difference.explained, abs=1e-6)
    assert told.difference.explained > 0.9
    assert told.unexplained == ()


def test_identical_pictures_have_nothing_changed() -> None:
    photo = scene(width=240, height=160)
    told = explained_pair(photo, photo, CATALOGUE)
    assert told.text == "Nothing was changed: the pictures look the same."
    assert told.steps == ()
    assert told.difference is not None
    assert told.difference.explained == 1.0


def test_a_photo_that_was_only_saved_again_has_no_steps() -> None:
    photo = astronaut()
    told = explained_pair(photo, saved_as_jpeg(photo, 88), CATALOGUE)
    assert told.steps == ()
    assert told.sentences[0].startswith("Nothing was changed that can be seen")


@pytest.mark.parametrize(("x", "y", "place"), [(0.78, 0.2, "upper right"), (0.2, 0.8, "lower left")])
def test_a_pasted_thing_is_unexplained_in_its_place(x: float, y: float, place: str) -> None:
    photo = astronaut()
    after = painted_over(edited(photo, made("exposure", stops=0.5)), x, y, 0.09, (200, 40, 30))
    told = explained_pair(photo, after, CATALOGUE)
    assert told.steps[0].words == "half a stop brighter"
    (found,) = (each for each in told.unexplained if each.place)
    assert found.kind == "content"
    assert found.place == place
    assert found.area == pytest.approx(np.pi * 0.09**2, rel=0.3)
    assert found.box is not None
    left, top, right, bottom = found.box
    assert left < x < right
    assert top < y < bottom
    assert any(place in each for each in told.sentences)


def test_a_local_edit_is_told_by_place_direction_and_amount_and_does_not_pollute_the_steps() -> None:
    photo = astronaut()
    here = Radial(x=0.25, y=0.25, radius_x=0.25, radius_y=0.25, softness=0.2)
    told = explained(photo, made("contrast", amount=20.0), Step(made("exposure", stops=0.7), here))
    (found,) = (each for each in told.unexplained if each.place)
    assert (found.kind, found.place) == ("local edit", "upper left")
    assert "brighter there" in found.words
    assert told.steps[0].words in ("more contrast", "slightly more contrast")
    assert len(told.steps) <= 2


def test_a_blurred_background_is_told_as_smoothed_around_the_subject() -> None:
    photo = astronaut()
    outside = Radial(x=0.45, y=0.4, radius_x=0.3, radius_y=0.45, invert=True)
    told = explained(photo, Step(made("blur", style="lens", radius=3.0), outside))
    smoothed = [each for each in told.unexplained if "smoothed" in each.words and (each.area or 0) > 0.25]
    assert [each.place for each in smoothed] == ["around the edges"]


def test_a_crop_is_told_with_what_is_left_and_where_it_was_cut() -> None:
    photo = astronaut()
    told = explained(
        photo, made("crop", left=0.3, top=0.0, right=1.0, bottom=1.0), made("exposure", stops=-0.5)
    )
    assert told.steps[0].words == "half a stop darker"
    assert told.steps[-1].step.tool.name == "crop"
    assert told.steps[-1].words == "cropped to 70 % of the picture, mostly off the left"
    assert told.unexplained == ()


def test_another_photo_is_not_explained_as_an_edit() -> None:
    other = picture_from_srgb8(data.coffee())
    told = explained_pair(astronaut(), other, CATALOGUE)
    assert told.sentences == ("These do not seem to show the same photo, so no edit can be told.",)
    assert told.steps == ()
    assert [each.kind for each in told.unexplained] == ["other picture"]


def test_added_grain_is_noted_and_not_taken_for_an_edit_of_color() -> None:
    photo = astronaut()
    noisy = np.clip(photo.samples + np.random.default_rng(1).normal(0, 6, photo.samples.shape), 0, 255)
    told = explained_pair(photo, picture_from_srgb8(noisy), CATALOGUE)
    assert any("more grain or noise" in each.words for each in told.unexplained)
    assert all("contrast" not in each.words for each in told.steps)


def test_sharpening_is_noted() -> None:
    photo = astronaut()
    soft = cv2.GaussianBlur(photo.samples, (0, 0), 1.0).astype(np.float32)
    sharp = np.clip(photo.samples + 0.5 * (photo.samples - soft), 0, 255)
    told = explained_pair(photo, picture_from_srgb8(sharp), CATALOGUE)
    assert any("edges are crisper" in each.words for each in told.unexplained)


def test_the_document_is_json_and_holds_a_recipe_that_can_be_read_back() -> None:
    told = explained(scene(width=240, height=160), made("saturation", amount=40.0))
    document = json.loads(json.dumps(told.document()))
    assert document["schema"] == 1
    assert document["steps"][0]["share"] == pytest.approx(told.steps[0].share, abs=1e-3)
    assert parse_recipe(told.recipe.document(), CATALOGUE) == told.recipe
