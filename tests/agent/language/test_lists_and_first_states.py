"""Several places in one breath, what is behind somebody, whose face it is, and an edit as it was first."""

import pytest

from burnish.agent.language.done import Done
from burnish.agent.language.follow_ups import followed_up
from burnish.agent.language.grammar import read
from burnish.agent.language.other_shapes import other_shape

DONE = Done(
    ops=frozenset({"contrast", "exposure"}),
    ways=frozenset({("contrast", "+"), ("exposure", "-")}),
    placed=True,
    turns=3,
)


def places(text: str) -> list[tuple[str, str | None, str]]:
    return [(each.op, each.region, each.phrase) for each in read(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("brighten the sky and the lake", [("exposure", "sky", "the sky"), ("exposure", "obj", "the lake")]),
        (
            "warm up the grass, the sky and the lake",
            [
                ("temperature", "obj", "the grass"),
                ("temperature", "sky", "the sky"),
                ("temperature", "obj", "the lake"),
            ],
        ),
        ("the sky and the sea look dull", [("saturation", "sky", "the sky"), ("saturation", "obj", "the sea")]),
        (
            "brighten her face and darken the background",
            [("exposure", "face", "her face"), ("exposure", "bg", "the background")],
        ),
        ("brighten the sky and crop it", [("exposure", "sky", "the sky"), ("crop", None, "crop it")]),
    ],
)  # fmt: skip
def test_every_place_of_a_list_has_what_is_asked_for(
    text: str, found: list[tuple[str, str | None, str]]
) -> None:
    assert sorted(map(str, places(text))) == sorted(map(str, found))


@pytest.mark.parametrize(
    "text", ["blur behind her", "blur everything behind the woman", "darken the area behind the cup"]
)
def test_what_is_behind_somebody_is_the_background(text: str) -> None:
    assert [region for _, region, _ in places(text)] == ["bg"]


@pytest.mark.parametrize(
    ("text", "region"), [("warm her face", "face"), ("cool her skin", "skin"), ("warm the face", "face")]
)
def test_a_verb_is_no_part_of_whose_face_it_is(text: str, region: str) -> None:
    assert [(op, where) for op, where, _ in places(text)] == [("temperature", region)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("the first amount of contrast was nicer", "first contrast"),
        ("the sky was better the first time", "first sky"),
        ("go back to the first contrast", "first contrast"),
        ("I liked the initial exposure better", "first exposure"),
    ],
)
def test_an_edit_is_wanted_as_it_was_first(text: str, target: str) -> None:
    found = followed_up(text, DONE)
    assert found is not None
    assert [(each.op, each.direction, each.target) for each in found[0]] == [("scale", "0", target)]


@pytest.mark.parametrize(
    "text", ["I think 1:1 works better", "no, 4:5", "how about 16:9 instead", "4x5 would be nicer"]
)
def test_another_shape_is_another_crop_where_the_frame_was_cropped(text: str) -> None:
    cropped = Done(ops=frozenset({"crop"}), ways=frozenset({("crop", "+")}), turns=1)
    found = followed_up(text, cropped)
    assert found is not None
    assert [(each.op, each.phrase) for each in found[0]] == [("crop", text)]
    assert other_shape(text, DONE) is None


@pytest.mark.parametrize("text", ["first brighten the sky", "crop it first", "the first blur was better"])
def test_other_firsts_are_not_taken_for_it(text: str) -> None:
    found = followed_up(text, DONE)
    assert found is None or not any(each.target.startswith("first ") for each in found[0])
