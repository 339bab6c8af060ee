"""Crop, rotate and flip: what the words around a wish say about the frame."""

from dataclasses import replace

import pytest
from tests.agent.planner.dialogues import Dialogue, intent_of

from burnish.agent.planner.framing_steps import words_around
from burnish.agent.planner.sitting import Wish


@pytest.mark.parametrize(
    ("text", "words", "around"),
    [
        ("brighter, crop it to 16:9", "crop", "crop it to 16:9"),
        ("crop to 1.85:1, then flip it", "crop", "crop to 1.85:1"),
        ("please crop it square and sharpen the eyes", "crop", "please crop it square"),
        ("Nice. Turn it to the left! Thanks.", "Turn", "Turn it to the left"),
    ],
)
def test_the_part_of_the_text_around_a_wish_goes_to_the_next_joint(
    text: str, words: str, around: str
) -> None:
    start = text.index(words)
    wish = Wish(0, replace(intent_of("crop+"), span=(start, start + len(words))), words)
    assert words_around(wish, text) == around


def test_another_shape_takes_the_place_of_the_first() -> None:
    d = Dialogue().say("square", "crop+ 1:1").say("no, 16:9", "crop+ 16:9")
    assert d.only("crop").tool.aspect == "16:9"  # type: ignore[attr-defined]


@pytest.mark.parametrize("said", ["crop+ by500%", "crop+ by95"])
def test_a_crop_that_leaves_next_to_nothing_is_refused(said: str) -> None:
    d = Dialogue().say("crop it", said)
    assert d.steps == ()
    assert d.answer.unsupported
