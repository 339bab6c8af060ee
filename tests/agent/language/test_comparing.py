"""What tells two pictures apart, or asks how one was taken, wishes for nothing."""

import pytest

from burnish.agent.language.comparing import only_compares
from burnish.agent.language.interjections import only_wonders
from burnish.agent.language.understanding import understood

TOLD = (
    "the picture on the left is brighter than the right",
    "The second image is warmer than the first one.",
    "left one is more saturated",
    "The photo on the right has more contrast than the left",
    "picture 2 looks a lot sharper",
    "it is brighter than the original",
    "the original is better",
)

ASKED = (
    "the left one needs more contrast",
    "make the left side brighter than the right",
    "the image is too dark compared to the original",
    "make it brighter than the original",
    "the left part should be warmer than the right",
)


@pytest.mark.parametrize("text", TOLD)
def test_telling_two_pictures_apart_asks_for_nothing(text: str) -> None:
    assert only_compares(text)
    assert understood(text).intents == ()


@pytest.mark.parametrize("text", ASKED)
def test_a_wish_that_names_two_sides_is_still_a_wish(text: str) -> None:
    assert not only_compares(text)
    assert understood(text).intents


@pytest.mark.parametrize(
    "text",
    [
        "What aperture did you use to get all of it in focus?",
        "how did you get the sky so blue?",
        "Was this shot on film?",
    ],
)
def test_to_wonder_how_it_was_taken_asks_for_nothing(text: str) -> None:
    assert only_wonders(text)
    assert understood(text).intents == ()


@pytest.mark.parametrize("text", ["is this shot too dark?", "was the photo taken at night? brighten it"])
def test_a_question_that_wishes_is_a_wish(text: str) -> None:
    assert not only_wonders(text)
    assert understood(text).intents
