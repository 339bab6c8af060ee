"""Crop, rotate and flip as asked, around what was seen."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from burnish.agent.perception import TYPICAL, Facts, Perception
from burnish.agent.planner.intents import Direction, Intent, Op, Quantity
from burnish.agent.policy.choice import Choice
from burnish.agent.policy.framing import asked_aspect, framed
from burnish.agent.regions.locating import Located
from burnish.imaging.frame import whole
from burnish.imaging.masks import Mask, Radial, Scene
from burnish.tools.crop import Crop
from burnish.tools.rotate import Rotate

EVERYWHERE = Located(None, 1.0, "the whole picture", found=True)


def seen(width: int = 600, height: int = 400, **facts: Any) -> Perception:
    known: Facts = replace(TYPICAL, **facts)
    return Perception(Scene(np.full((40, 60, 3), 0.2, np.float32)), width, height, known)


def asked(
    op: Op,
    direction: Direction = "+",
    perception: Perception | None = None,
    mask: Mask | None = None,
    **more: Any,
) -> tuple[Choice, ...]:
    located = EVERYWHERE if mask is None else Located(mask, 0.9, "the dog", found=True)
    return framed(Intent(op, direction, **more), perception, located)


def crop_of(choices: tuple[Choice, ...]) -> Crop:
    (choice,) = choices
    assert isinstance(choice.tool, Crop)
    return choice.tool


def rotation_of(choices: tuple[Choice, ...]) -> Rotate:
    (choice,) = choices
    assert isinstance(choice.tool, Rotate)
    return choice.tool


def test_a_crop_without_a_sure_subject_is_centered() -> None:
    crop = crop_of(asked("crop", perception=seen(subject_confidence=0.1, subject_x=0.1)))
    assert crop.left == pytest.approx(1 - crop.right)
    assert crop.top == pytest.approx(1 - crop.bottom)
    assert crop.right - crop.left == pytest.approx(0.85)


def test_a_sure_subject_comes_to_a_line_of_thirds() -> None:
    view = seen(subject_confidence=0.8, subject_x=0.62, subject_y=0.4)
    crop = crop_of(asked("crop", perception=view, strength="large"))
    across = (0.62 - crop.left) / (crop.right - crop.left)
    down = (0.4 - crop.top) / (crop.bottom - crop.top)
    assert min(abs(across - line) for line in (1 / 3, 0.5, 2 / 3)) < 0.01
    assert min(abs(down - line) for line in (1 / 3, 0.5, 2 / 3)) < 0.01


def test_stronger_crops_keep_less() -> None:
    kept = [crop_of(asked("crop", strength=strength)) for strength in ("small", "medium", "large")]
    widths = [crop.right - crop.left for crop in kept]
    assert widths == sorted(widths, reverse=True)


def test_a_named_thing_is_what_the_crop_is_laid_around() -> None:
    dog = Radial(x=0.8, y=0.7, radius_x=0.1, radius_y=0.1)
    crop = crop_of(asked("crop", perception=seen(), mask=dog, region="obj", strength="large"))
    assert crop.left < 0.8 < crop.right
    assert crop.left > 0.2, "the far side is what goes"


@pytest.mark.parametrize(
    ("region", "edge", "small", "large"),
    [("left", "left", 0.08, 0.25), ("right", "right", 0.92, 0.75), ("top", "top", 0.08, 0.25)],
)
def test_a_side_loses_a_strip(region: Any, edge: str, small: float, large: float) -> None:
    assert getattr(crop_of(asked("crop", region=region, strength="small")), edge) == pytest.approx(small)
    assert getattr(crop_of(asked("crop", region=region, strength="large")), edge) == pytest.approx(large)


@pytest.mark.parametrize(
    ("phrase", "wide", "aspect"),
    [
        ("square", True, "1:1"), ("16:9", True, "16:9"), ("4x6", True, "6:4"), ("4x6", False, "4:6"),
        ("a 5 by 7 print", False, "5:7"), ("9:16", True, "9:16"), ("widescreen", True, "16:9"),
        ("portrait", True, "4:5"), ("the portrait of a man", True, ""), ("the red car", True, ""), ("", True, ""),
    ],
)  # fmt: skip
def test_aspects_are_read_from_the_words(phrase: str, wide: bool, aspect: str) -> None:
    view = seen(600, 400) if wide else seen(400, 600)
    assert asked_aspect(phrase, view) == aspect


def test_an_aspect_keeps_the_subject_and_as_much_as_it_can() -> None:
    view = seen(subject_confidence=0.9, subject_x=0.85, subject_y=0.5)
    crop = crop_of(asked("crop", perception=view, phrase="square"))
    frame = crop.frame(whole(600, 400))
    assert frame.aspect == pytest.approx(1.0, abs=0.01)
    assert frame.height == 400
    assert crop.left < 0.85 < crop.right


def test_a_sure_tilt_is_leveled_and_an_unsure_one_is_asked_about() -> None:
    level = rotation_of(asked("rotate", "0", seen(horizon_tilt=2.4, horizon_confidence=0.7)))
    assert level.angle == pytest.approx(-2.4)
    assert asked("rotate", "0", seen(horizon_tilt=2.4, horizon_confidence=0.1)) == ()
    assert asked("rotate", "0", seen(horizon_tilt=0.05, horizon_confidence=0.9)) == ()
    assert asked("rotate", "0", None) == ()


@pytest.mark.parametrize(
    ("intent", "turns", "angle"),
    [
        ({}, 1, 0.0),
        ({"phrase": "to the left"}, 3, 0.0),
        ({"quantity": Quantity(180, "°")}, 2, 0.0),
        ({"quantity": Quantity(3, "°")}, 0, 3.0),
        ({"quantity": Quantity(5, "°"), "phrase": "counterclockwise"}, 0, -5.0),
        ({"quantity": Quantity(100, "°")}, 1, 10.0),
        ({"phrase": "upside down"}, 2, 0.0),
    ],
)
def test_turns_are_quarters_and_what_is_left(intent: dict[str, Any], turns: int, angle: float) -> None:
    rotation = rotation_of(asked("rotate", **intent))
    assert (rotation.quarter_turns, rotation.angle) == (turns, angle)


def test_a_flip_is_sideways_unless_the_words_say_otherwise() -> None:
    (sideways,), (over,) = asked("flip"), asked("flip", phrase="vertically")
    assert dict(sideways.tool) == {"horizontal": True, "vertical": False}
    assert dict(over.tool) == {"horizontal": False, "vertical": True}


def test_a_crop_never_leaves_the_frame() -> None:
    for x in (0.0, 0.03, 0.5, 0.97, 1.0):
        view = seen(subject_confidence=0.9, subject_x=x, subject_y=1 - x)
        for phrase in ("", "square", "1:3"):
            crop = crop_of(asked("crop", perception=view, phrase=phrase, strength="large"))
            assert 0 <= crop.left < crop.right <= 1
            assert 0 <= crop.top < crop.bottom <= 1


def with_a_thing(left: float, top: float, right: float, bottom: float, **facts: Any) -> Perception:
    """A dull gray frame with one red thing in it, seen at its middle."""
    linear = np.full((240, 360, 3), 0.2, np.float32)
    linear[round(240 * top) : round(240 * bottom), round(360 * left) : round(360 * right)] = (0.6, 0.05, 0.05)
    known = replace(
        TYPICAL, subject_confidence=0.5, subject_x=(left + right) / 2, subject_y=(top + bottom) / 2, **facts
    )
    return Perception(Scene(linear), 3600, 2400, known)


@pytest.mark.parametrize("place", [(0.1, 0.3, 0.45, 0.7), (0.6, 0.2, 0.9, 0.75), (0.3, 0.06, 0.55, 0.8)])
def test_a_crop_does_not_cut_into_what_stands_out(place: tuple[float, float, float, float]) -> None:
    crop = crop_of(asked("crop", perception=with_a_thing(*place)))
    left, top, right, bottom = place
    assert crop.left <= left
    assert crop.top <= top
    assert crop.right >= right
    assert crop.bottom >= bottom
    assert crop.right - crop.left == pytest.approx(0.85, abs=0.001)


def test_a_thing_larger_than_the_crop_loses_as_much_on_both_sides() -> None:
    crop = crop_of(
        asked(
            "crop",
            perception=with_a_thing(0.15, 0.4, 0.75, 0.6),
            strength="large",
            quantity=Quantity(50, "%"),
        )
    )
    assert crop.left - 0.15 == pytest.approx(0.75 - crop.right, abs=0.03)


def test_of_a_thing_that_the_frame_cuts_off_the_whole_end_is_kept() -> None:
    crop = crop_of(asked("crop", perception=with_a_thing(0.2, 0.4, 1.0, 0.6), quantity=Quantity(40, "%")))
    assert crop.left <= 0.2
