import json
import warnings
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.feedback.drawing import offer, signal

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.interchange.label_studio.annotations import (
    Annotators,
    annotation_signals,
    read_annotations,
)
from burnish.feedback.interchange.label_studio.brush import packed_mask, unpacked_mask
from burnish.feedback.interchange.label_studio.config import comparison_config, review_config
from burnish.feedback.interchange.label_studio.regions import Frame, areas_of, painted, region_of
from burnish.feedback.interchange.label_studio.tasks import (
    Labeling,
    Shown,
    Shows,
    comparison_tasks,
    review_tasks,
    write_labeling,
)
from burnish.feedback.interchange.records import Records
from burnish.feedback.marks import Box, Polygon, Stroke
from burnish.feedback.offers import Situation

FRAME = Frame(300, 200)
REQUEST = "make the 🌅 sky warmer"
OFFER = offer(situation=Situation(request=REQUEST))
SHOWS = Shows({"t1": "/photo.jpg"}, {("t1", name): Shown(f"/{name}.jpg", FRAME) for name in "abc"})
ANNOTATORS = Annotators(Consent(sharing=True), {"7": "p7"})
SAID = (
    signal("rating", "s1", perceptual_quality=70, visual_consistency=20.5),
    signal("comment", "s2", text="too much"),
    signal(
        "mark", "s3", fault="artifact", category="halo", reason="around the roof",
        area={"shape": "box", "left": 0.1, "top": 0.2, "right": 0.5, "bottom": 0.7},
    ),
    signal(
        "mark", "s4", fault="unintended_change", category="my own",
        area={"shape": "polygon", "points": [[0.1, 0.1], [0.9, 0.2], [0.4, 0.8]]},
    ),
    signal("mark", "s5", fault="failure", misread={"start": 9, "end": 14}, reason="not the lake"),
    signal(
        "mark", "s6", fault="failure", category="seam",
        area={"shape": "stroke", "points": [[0.2, 0.2], [0.8, 0.6]], "radius": 0.05},
    ),
)  # fmt: skip


def _reviews() -> Labeling:
    return review_tasks(Records((OFFER,), SAID), SHOWS)


def _answered(labeling: Labeling, results: list, **more: object) -> list[dict]:
    """Tasks as Label Studio exports them: with an id, who, when, and the answer."""
    values = {
        "id": 31,
        "completed_by": 7,
        "was_cancelled": False,
        "created_at": "2026-04-01T10:00:00.5Z",
        **more,
    }
    return [
        {"id": number, "data": task["data"], "annotations": [{**values, "result": result}]}
        for number, (task, result) in enumerate(zip(labeling.tasks, results, strict=False))
    ]


def _winner(winner: str) -> dict:
    return {
        "id": "x1", "from_name": "winner", "to_name": "left", "type": "choices", "value": {"choices": [winner]}
    }  # fmt: skip


def test_the_pages_name_every_control_once_and_point_at_what_is_there() -> None:
    for config in (comparison_config(), review_config(["a & b", "<c>"])):
        page = Xml.fromstring(config)
        names = [each.get("name") for each in page.iter() if each.get("name")]
        assert len(set(names)) == len(names)
        assert {each.get("toName") for each in page.iter() if each.get("toName")} <= set(names)


def test_what_people_said_comes_back_from_a_prediction_that_is_confirmed() -> None:
    labeling = _reviews()
    result = labeling.tasks[0]["predictions"][0]["result"]
    found = annotation_signals(_answered(labeling, [result]), [OFFER], ANNOTATORS)
    marks = {each.category or each.reason: each for each in found if each.kind == "mark"}
    assert {(each.person, each.turn, each.proposal) for each in found} == {("p7", "t1", "a")}
    assert [
        (each.perceptual_quality, each.visual_consistency) for each in found if each.kind == "rating"
    ] == [(70, 20.5)]
    assert [each.text for each in found if each.kind == "comment"] == ["too much"]
    assert marks["halo"].reason == "around the roof"
    assert marks["halo"].area.right == pytest.approx(0.5)
    assert np.allclose(marks["my own"].area.points, SAID[3].area.points)
    assert (marks["not the lake"].misread.start, marks["not the lake"].misread.end) == (9, 14)
    assert isinstance(marks["seam"].area, Polygon)
    assert {each.fault for each in found if each.kind == "mark"} == {
        "artifact",
        "unintended_change",
        "failure",
    }


def test_a_comparison_comes_back_as_it_was_placed() -> None:
    labeling = comparison_tasks([OFFER], SHOWS, seed=1)
    assert len(labeling.tasks) == 3
    found = annotation_signals(
        _answered(labeling, [[_winner("right")], [_winner("tie")]]), [OFFER], ANNOTATORS
    )
    data = labeling.tasks[0]["data"]
    assert (found[0].left, found[0].right) == (data["left_proposal"], data["right_proposal"])
    assert [each.winner for each in found] == ["right", "tie"]
    assert found[0].left_propensity == 0.5
    assert data["left"] == f"/{data['left_proposal']}.jpg"


def test_sides_are_a_fair_coin_that_a_seed_decides() -> None:
    def first_is_left(seed: int) -> bool:
        return comparison_tasks([OFFER], SHOWS, seed=seed).tasks[0]["data"]["left_proposal"] == "a"

    thrown = [first_is_left(seed) for seed in range(200)]
    assert 70 < sum(thrown) < 130
    assert thrown[:5] == [first_is_left(seed) for seed in range(5)]


def test_the_same_answer_makes_the_same_id_and_another_one_another(tmp_path: Path) -> None:
    labeling = comparison_tasks([OFFER], SHOWS, seed=1)
    path = tmp_path / "export.json"
    path.write_text(json.dumps(_answered(labeling, [[_winner("left")]])))
    first = read_annotations(path, [OFFER], ANNOTATORS)
    again = annotation_signals(_answered(labeling, [[_winner("left")]]), [OFFER], ANNOTATORS)
    other = annotation_signals(_answered(labeling, [[_winner("right")]]), [OFFER], ANNOTATORS)
    assert first == again
    assert first[0].id != other[0].id


def test_cancelled_answers_say_nothing_and_addresses_are_not_taken_over() -> None:
    labeling = comparison_tasks([OFFER], SHOWS, seed=1)
    answered = _answered(
        labeling, [[_winner("left")]], completed_by={"id": 12, "email": "a.person@example.com"}
    )
    found = annotation_signals(answered, [OFFER], ANNOTATORS)
    assert found[0].person == "annotator-12"
    assert "example" not in found[0].model_dump_json()
    assert not annotation_signals(
        _answered(labeling, [[_winner("left")]], was_cancelled=True), [OFFER], ANNOTATORS
    )


def test_only_shared_turns_become_tasks() -> None:
    closed = offer(consent=Consent())
    assert comparison_tasks([closed], SHOWS, seed=1).stayed[0].name == "t1"
    assert not comparison_tasks([closed], SHOWS, seed=1).tasks
    unsaid = review_tasks(Records((OFFER,), (signal("comment", text="mine", consent=Consent()),)), SHOWS)
    assert unsaid.tasks[0]["predictions"] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda task: task["data"].update(turn="t9"), "task 1: turn 't9' was never offered"),
        (lambda task: task["data"].update(left_proposal="z"), "annotation 1: proposal 'z' is none"),
        (lambda task: task["data"].update(schema=4), "task 1 schema 4 is unknown"),
        (lambda task: task["data"].pop("turn"), "task 1: 'turn' is missing"),
        (lambda task: task["annotations"][0].pop("completed_by"), "'completed_by' is missing"),
        (lambda task: task["annotations"][0]["result"][0].update(from_name="mood"), "control 'mood'"),
        (lambda task: task["annotations"][0]["result"][0]["value"].update(choices=["up"]), "task 1: .*'up'"),
        (lambda task: task["annotations"][0]["result"][0].update(value=5), "task 1: "),
        (lambda task: task.update(annotations=7), "task 1: "),
    ],
)
def test_a_bad_answer_is_named_by_its_place(change, told) -> None:
    tasks = _answered(comparison_tasks([OFFER], SHOWS, seed=1), [[_winner("left")]])
    change(tasks[0])
    with pytest.raises(BadInput, match=told):
        annotation_signals(tasks, [OFFER], ANNOTATORS)


def test_words_are_found_where_a_browser_counts_an_emoji_twice() -> None:
    labeling = _reviews()
    region = {
        "id": "w", "from_name": "misread", "to_name": "request", "type": "labels",
        "value": {"start": 12, "end": 15, "text": "sky", "labels": ["failure"]},
    }  # fmt: skip
    found = annotation_signals(_answered(labeling, [[region]]), [OFFER], ANNOTATORS)
    assert REQUEST[found[0].misread.start : found[0].misread.end] == "sky"
    region["value"]["text"] = "sea"
    with pytest.raises(BadInput, match="are not 'sea'"):
        annotation_signals(_answered(labeling, [[region]]), [OFFER], ANNOTATORS)


def test_masks_are_packed_as_label_studio_packs_them() -> None:
    """The bytes are those of `encode_rle` in label-studio-sdk 2.0.19."""
    mask = np.zeros((6, 8), np.bool_)
    mask[1:4, 2:6] = True
    mask[5, 7] = True
    packed = [0, 0, 0, 192, 57, 27, 254, 39, 0, 191, 255, 124, 2, 255, 253, 240, 11, 255, 249, 12, 2, 63, 240]
    assert packed_mask(mask) == packed
    assert (unpacked_mask(packed, 8, 6) == mask).all()
    for wrong in (packed[:9], packed[:3], [*packed[:5], 999], ["a"], []):
        with pytest.raises(BadInput, match="mask"):
            unpacked_mask(wrong, 8, 6)
    with pytest.raises(BadInput, match="8 × 7"):
        unpacked_mask(packed, 8, 7)


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False))
def test_any_mask_survives_packing(width, height, dice) -> None:
    mask = np.array([dice.random() < 0.3 for _ in range(width * height)]).reshape(height, width)
    assert (unpacked_mask(packed_mask(mask), width, height) == mask).all()


def test_a_brush_comes_back_as_outlines_of_its_blobs() -> None:
    import cv2

    strokes = [Stroke(points=((0.2, 0.2), (0.4, 0.3)), radius=0.05), Stroke(points=((0.8, 0.8),), radius=0.1)]
    mask = painted(strokes[0], FRAME) | painted(strokes[1], FRAME)
    value = {"format": "rle", "rle": packed_mask(mask), "brushlabels": ["artifact"]}
    region = {"type": "brushlabels", "value": value, "original_width": 300, "original_height": 200}
    outlines = areas_of(region)
    assert len(outlines) == 2
    again = np.zeros((200, 300), np.uint8)
    for each in outlines:
        points = np.array([(x * 300 - 0.5, y * 200 - 0.5) for x, y in each.points])
        cv2.fillPoly(again, [np.rint(points).astype(np.int32)], 1)
    assert (again.astype(bool) == mask).all()
    assert region_of(strokes[1], "artifact", FRAME)["value"]["rle"] == packed_mask(painted(strokes[1], FRAME))


def test_a_turned_rectangle_turns_about_its_corner_in_pixels() -> None:
    value = {"x": 50.0, "y": 0.0, "width": 10.0, "height": 30.0, "rotation": 90}
    region = {"type": "rectanglelabels", "value": value, "original_width": 300, "original_height": 200}
    (area,) = areas_of(
        region
    )  # 30 × 60 pixels at (150, 0): turned by 90° it is 60 wide to the left and 30 high
    assert np.allclose(area.points, [(0.5, 0), (0.5, 0.15), (0.3, 0.15), (0.3, 0)])
    assert isinstance(areas_of({**region, "value": {**value, "rotation": 0}})[0], Box)


def test_label_studios_own_validator_takes_pages_tasks_and_predictions(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interface = pytest.importorskip(
            "label_studio_sdk.label_interface",
            reason="label-studio-sdk is not installed; how to, say the label_studio_requirements.txt beside",
        ).LabelInterface
        comparisons, reviews = comparison_tasks([OFFER], SHOWS, seed=1), _reviews()
        for labeling in (comparisons, reviews):
            page = interface(labeling.config)
            page.validate()
            assert all(page.validate_task({"data": task["data"]}) for task in labeling.tasks)
        page = interface(reviews.config)
        (prediction,) = reviews.tasks[0]["predictions"]
        assert page.validate_prediction(prediction, return_errors=True) == []
        assert len(prediction["result"]) == 12
        broken = json.loads(json.dumps(prediction).replace('"halo"', '"no such category"'))
        assert page.validate_prediction(broken, return_errors=True)
        answered = _answered(comparisons, [[_winner("both_bad")]])
        assert interface(comparisons.config).validate_annotation(answered[0]["annotations"][0])


def test_files_are_what_label_studio_imports(tmp_path: Path) -> None:
    write_labeling(_reviews(), tmp_path)
    tasks = json.loads((tmp_path / "tasks.json").read_text())
    assert [sorted(each) for each in tasks] == [["data", "predictions"]] * 3
    assert (tmp_path / "config.xml").read_text().startswith("<View>")
