import json

import cv2
import numpy as np
import pytest
from skimage import data
from tests.recipe.inverse.scenes import CATALOGUE, edited, scene, values

from burnish.errors import BadInput
from burnish.imaging.picture import picture_from_srgb8
from burnish.recipe.document import parse_recipe
from burnish.recipe.inverse import match
from burnish.recipe.render import render


def made(name, **params):
    return CATALOGUE.make(name, params)


def test_an_edit_of_simple_tools_comes_back_with_its_tools_and_values():
    photo = scene()
    after = edited(
        photo,
        made("exposure", stops=0.5),
        made("white_balance", temperature=20.0),
        made("contrast", amount=25.0),
    )
    found = match(photo, after, CATALOGUE)
    tools = values(found.recipe.steps)
    assert set(tools) == {"exposure", "white_balance", "contrast"}
    assert tools["exposure"].stops == pytest.approx(0.5, abs=0.05)
    assert tools["white_balance"].temperature == pytest.approx(20, abs=2)
    assert tools["contrast"].amount == pytest.approx(25, abs=3)
    assert found.delta_e_before.median > 3
    assert found.delta_e_left.median < 0.3
    assert found.explained > 0.9
    assert found.unexplained == ()


def test_no_edit_gives_an_empty_recipe():
    photo = scene()
    found = match(photo, photo, CATALOGUE)
    assert found.recipe.steps == ()
    assert found.delta_e_left.median < 0.01


def test_the_same_pair_gives_the_same_recipe():
    photo = scene(width=200, height=140)
    after = edited(photo, made("saturation", amount=30.0), made("vignette", amount=-40.0))
    assert match(photo, after, CATALOGUE) == match(photo, after, CATALOGUE)


def test_half_size_through_jpeg_still_gives_the_edit():
    photo = scene(width=480, height=320)
    after = edited(photo, made("exposure", stops=-0.4), made("tone", shadows=40.0, whites=-30.0))
    half = cv2.resize(after.samples, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", half[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
    found = match(photo, picture_from_srgb8(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]), CATALOGUE)
    again = render(photo, found.recipe, CATALOGUE, space="srgb").samples
    assert np.abs(again.astype(int) - after.samples).mean() < 2.0
    assert found.delta_e_left.median < 1.2


def test_a_gray_result_is_black_and_white_and_not_a_pile_of_color_tools():
    photo = scene()
    after = edited(photo, made("black_and_white", amount=100.0, mix_blue=-50.0, mix_red=40.0))
    found = match(photo, after, CATALOGUE)
    tools = values(found.recipe.steps)
    assert tools["black_and_white"].amount == pytest.approx(100, abs=2)
    assert not set(tools) & {"saturation", "vibrance", "hue", "hsl", "white_balance", "color_grading"}
    assert found.delta_e_left.median < 0.5


def test_a_crop_and_an_edit_come_back_together():
    photo = picture_from_srgb8(data.astronaut())
    after = edited(photo, made("crop", left=0.2, top=0.1, right=0.9, bottom=0.8), made("exposure", stops=0.4))
    found = match(photo, after, CATALOGUE)
    tools = values(found.recipe.steps)
    assert (tools["crop"].left, tools["crop"].bottom) == pytest.approx((0.2, 0.8), abs=0.01)
    assert tools["exposure"].stops == pytest.approx(0.4, abs=0.1)
    assert any("cropped" in said for said in found.unexplained)


def test_grain_is_told_and_not_taken_for_something_else():
    photo = scene()
    found = match(
        photo, edited(photo, made("exposure", stops=0.3), made("grain", amount=60.0, size=80.0)), CATALOGUE
    )
    assert values(found.recipe.steps)["exposure"].stops == pytest.approx(0.3, abs=0.05)
    assert any("grainier" in said for said in found.unexplained)


def test_a_quarter_turn_is_found_and_said():
    photo = scene()
    after = edited(photo, made("rotate", quarter_turns=1))
    found = match(photo, after, CATALOGUE)
    assert values(found.recipe.steps)["rotate"].quarter_turns == 1
    assert any("90°" in said for said in found.unexplained)


def test_another_picture_is_said_to_be_another_picture():
    found = match(scene(seed=3), scene(seed=8), CATALOGUE)
    assert any("same frame" in said for said in found.unexplained)


def test_a_local_edit_is_told_by_its_place():
    photo = scene()
    samples = edited(photo, made("contrast", amount=20.0)).samples.copy()
    brighter = edited(photo, made("contrast", amount=20.0), made("exposure", stops=0.7)).samples
    samples[:80] = brighter[:80]
    found = match(photo, picture_from_srgb8(samples), CATALOGUE)
    assert any("upper" in said and "brighter" in said for said in found.unexplained)


def test_the_document_is_json_and_its_recipe_can_be_read_back():
    photo = scene(width=200, height=140)
    found = match(photo, edited(photo, made("saturation", amount=-30.0)), CATALOGUE)
    document = json.loads(found.to_json())
    assert parse_recipe(document["recipe"], CATALOGUE) == found.recipe
    assert document["delta_e_left"]["median"] < 0.5
    assert 0 < document["identifiable"]["saturation.amount"] < 0.05


def test_linear_pictures_are_taken_too():
    photo = scene(width=200, height=140)
    after = edited(photo, made("exposure", stops=-0.5))
    found = match(photo.linear(), after.linear(), CATALOGUE)
    assert values(found.recipe.steps)["exposure"].stops == pytest.approx(-0.5, abs=0.05)


def test_a_picture_of_a_few_pixels_is_refused():
    tiny = picture_from_srgb8(np.zeros((8, 200, 3)))
    with pytest.raises(BadInput, match="16 pixels"):
        match(tiny, tiny, CATALOGUE)
