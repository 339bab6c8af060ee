"""Each tool that edits does what it says."""

import io
import json

import numpy as np
import pytest
from PIL import Image


def mean(picture: bytes) -> float:
    return float(np.asarray(Image.open(io.BytesIO(picture))).mean())


def test_the_text_is_the_same_as_the_values(call):
    said = call("look", photo="photo.jpg")
    assert json.loads(said.text) == said.value


def test_plan_tells_everything_and_does_nothing(call):
    said = call("plan", photo="photo.jpg", request="brighter")
    plan = said.value["plan"]
    assert [step["tool"] for step in plan["steps"]][:1] in (["exposure"], ["brightness"])
    assert plan["intents"][0]["op"] == "exposure"
    assert call("history", photo="photo.jpg").value["turns"] == []


def test_edit_does_it_says_why_and_shows_it(call):
    before = mean(call("look", photo="photo.jpg").pictures[0])
    said = call("edit", photo="photo.jpg", request="much brighter")
    assert said.value["changes"]
    assert all("brighter" in each["reason"] for each in said.value["changes"])
    assert said.value["chosen"] == 0
    assert mean(said.pictures[0]) > before + 5
    assert call("look", photo="photo.jpg").value["edited"] is True


def test_follow_ups_refer_to_what_was_done(call):
    first = call("edit", photo="photo.jpg", request="warmer").value["changes"][0]
    second = call("edit", photo="photo.jpg", request="a bit less").value["changes"][0]
    assert second["change"] == "replace"
    assert second["was"] == first["params"]


def test_what_cannot_be_done_is_named(call):
    said = call("edit", photo="photo.jpg", request="add a dog")
    assert said.value["changes"] == []
    assert said.value["unsupported"][0]["why"]


def test_a_circle_says_where(call):
    circle = {"x": 0.3, "y": 0.5, "radius": 0.2}
    said = call("edit", photo="photo.jpg", request="brighter here", circle=circle)
    assert said.value["changes"][0]["where"]


def test_a_mask_says_where_and_an_unsound_one_is_an_error(call):
    mask = {"kind": "linear", "start_x": 0.5, "start_y": 0.2, "end_x": 0.5, "end_y": 0.5}
    said = call("edit", photo="photo.jpg", request="darker", mask=mask)
    assert said.value["changes"][0]["where"] == "linear"
    wrong = call("edit", photo="photo.jpg", request="darker", mask={"kind": "blob"})
    assert wrong.value["error"]["kind"] == "InvalidMask"
    assert "'radial'" in wrong.text
    both = call(
        "edit", photo="photo.jpg", request="darker", mask=mask, circle={"x": 0.5, "y": 0.5, "radius": 0.1}
    )
    assert both.is_error


def test_objects_that_come_as_json_text_are_understood(call):
    moves = json.dumps([{"tool": "contrast", "parameter": "amount", "value": 10}])
    assert call("adjust", photo="photo.jpg", sliders=moves).value["changes"][0]["tool"] == "contrast"


def test_choose_takes_another_candidate(call):
    offered = call("edit", photo="photo.jpg", request="more contrast", variants=3).value
    assert len(offered["candidates"]) == 3
    said = call("choose", photo="photo.jpg", candidate=2)
    assert said.value["chosen"] == 2
    assert said.value["turn"] == offered["turn"]
    assert said.value["changes"] != offered["changes"]
    wrong = call("choose", photo="photo.jpg", candidate=9)
    assert wrong.text == "candidate 9; the plan has 3, from 0"


def test_adjust_sets_sliders_exactly(call):
    moves = [{"tool": "exposure", "parameter": "stops", "value": 0.5}]
    said = call("adjust", photo="photo.jpg", sliders=moves)
    assert said.value["changes"][0]["params"] == {"stops": 0.5}
    assert len(said.pictures) == 1


@pytest.mark.parametrize(
    ("move", "kind", "told"),
    [
        ({"tool": "exposrue", "parameter": "stops", "value": 1}, "UnknownTool", "did you mean 'exposure'"),
        ({"tool": "exposure", "parameter": "stop", "value": 1}, "InvalidStep", "parameters: stops"),
        ({"tool": "exposure", "parameter": "stops", "value": 50}, "InvalidStep", "less than or equal to 5"),
        ({"tool": "exposure", "parameter": "stops", "value": "1"}, "BadInput", "valid number"),
        ({"tool": "exposure", "parameter": "stops"}, "BadInput", "sliders.0.value: field required"),
    ],
)
def test_a_slider_that_is_not_there_or_out_of_range_is_an_error(call, move, kind, told):
    said = call("adjust", photo="photo.jpg", sliders=[move])
    assert said.is_error
    assert said.value["error"]["kind"] == kind
    assert told in said.value["error"]["message"]
    assert call("history", photo="photo.jpg").value["turns"] == []


def test_undo_and_redo_walk_through_the_changes(call):
    call("edit", photo="photo.jpg", request="brighter")
    call("edit", photo="photo.jpg", request="more contrast")
    steps = call("history", photo="photo.jpg").value["recipe"]["steps"]
    assert call("undo", photo="photo.jpg", steps=2).value["steps"] == []
    assert call("redo", photo="photo.jpg").value["can_redo"] is True
    said = call("redo", photo="photo.jpg")
    assert [each["tool"] for each in said.value["steps"]] == [each["tool"] for each in steps]
    assert said.value["can_redo"] is False
    assert said.value["can_undo"] == 2


def test_more_undos_than_changes_are_an_error_and_change_nothing(call):
    call("edit", photo="photo.jpg", request="brighter")
    said = call("undo", photo="photo.jpg", steps=2)
    assert said.is_error
    assert "there are 1" in said.text
    assert len(call("history", photo="photo.jpg").value["turns"]) == 1
    assert call("redo", photo="photo.jpg").is_error


def test_history_tells_every_turn(call):
    call("edit", photo="photo.jpg", request="brighter")
    call("edit", photo="photo.jpg", request="but keep the colors natural")
    said = call("history", photo="photo.jpg").value
    assert [each["request"] for each in said["turns"]] == ["brighter", "but keep the colors natural"]
    assert said["turns"][0]["changes"][0].startswith("add ")
    assert said["recipe"]["steps"]
