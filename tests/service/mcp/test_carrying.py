"""One photo's edit is given to others."""

import shutil

import numpy as np
import pytest

from burnish.imaging.files import write_photo


@pytest.fixture
def others(root):
    for number, level in enumerate((60, 120)):
        write_photo(root / f"other{number}.jpg", np.full((80, 100, 3), level, np.uint8))
    return ["other0.jpg", "other1.jpg"]


def test_the_others_get_the_edit_and_keep_it(call, others):
    first = call("edit", photo="photo.jpg", request="warmer, more contrast").value["changes"]
    said = call("carry", photo="photo.jpg", others=others)
    assert [each["photo"] for each in said.value["photos"]] == others
    for each in said.value["photos"]:
        assert each["error"] is None
        assert [step["tool"] for step in each["steps"]] == [step["tool"] for step in first]
        steps = call("history", photo=each["photo"]).value["recipe"]["steps"]
        assert [step["params"] for step in steps] == [step["params"] for step in first]


def test_what_belongs_to_one_photo_alone_stays_behind(call, others):
    call("edit", photo="photo.jpg", request="warmer")
    call("edit", photo="photo.jpg", request="brighter here", circle={"x": 0.2, "y": 0.3, "radius": 0.1})
    said = call("carry", photo="photo.jpg", others=others[:1])
    [carried] = said.value["photos"]
    assert [step["tool"] for step in carried["steps"]] == ["white_balance"]
    assert all(step["where"] for step in said.value["left_out"])
    assert said.value["left_out"]


def test_what_the_others_had_gives_way_and_can_be_had_back(call, others):
    call("edit", photo="other0.jpg", request="black and white")
    call("edit", photo="photo.jpg", request="warmer")
    call("carry", photo="photo.jpg", others=["other0.jpg"])
    steps = call("history", photo="other0.jpg").value["recipe"]["steps"]
    assert [step["tool"] for step in steps] == ["white_balance"]


def test_a_photo_that_cannot_have_it_is_told_and_the_rest_is_done(call, others, root):
    shutil.copy(root / "photo.jpg", root / "twin.jpg")
    call("edit", photo="photo.jpg", request="warmer")
    said = call("carry", photo="photo.jpg", others=["../secret.jpg", "twin.jpg", "other0.jpg", "other0.jpg"])
    outside, twin, done = said.value["photos"]
    assert "outside" in outside["error"]
    assert "whose edit it is" in twin["error"]
    assert done["error"] is None
    assert done["steps"]


def test_without_an_edit_there_is_nothing_to_carry(call, others):
    said = call("carry", photo="photo.jpg", others=others)
    assert said.is_error
    assert "no edit" in said.text


@pytest.mark.parametrize("others", [[], "other0.jpg", None])
def test_others_that_make_no_sense_are_an_error(call, others):
    assert call("carry", photo="photo.jpg", others=others).is_error
