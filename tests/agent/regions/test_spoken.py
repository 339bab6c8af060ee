"""Phrases taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.regions.spoken import spoken


@pytest.mark.parametrize(
    ("phrase", "nouns", "color"),
    [
        ("the red car on the left", ("car",), "red"),
        ("her dress", ("dress",), None),
        ("the big red barn", ("barn",), "red"),
        ("the dark blue jacket", ("jacket",), "blue"),
        ("the bright window behind her", ("window",), None),
        ("the color of her eyes", ("eyes",), None),
        ("the left side of the white wall", ("wall",), "white"),
        ("the kid's face", ("kid", "face"), None),
        ("everything but the sky", ("sky",), None),
        ("the dark corner at the top", (), None),
        ("the background", (), None),
        ("", (), None),
    ],
)
def test_nouns_and_colors_are_told_apart(phrase: str, nouns: tuple[str, ...], color: str | None):
    said = spoken(phrase)
    assert (said.nouns, said.color) == (nouns, color)


def test_a_place_is_read_before_and_after_the_noun():
    assert spoken("the left window").place.across == "left"
    assert spoken("the window on the left").place.across == "left"
    assert spoken("the top left corner").place.down == "top"
    assert spoken("the man in the back").place.depth == "back"


def test_plurals():
    assert spoken("yellow flowers").plural
    assert spoken("the children").plural
    assert spoken("the corners").plural
    assert not spoken("the grass").plural
    assert not spoken("her dress").plural


def test_shades_and_sizes():
    assert spoken("the dark corner at the top").shade == "dark"
    assert spoken("the bright part").shade == "light"
    assert spoken("the little boy").size == "small"


def test_her_and_the_mans_name_one():
    assert spoken("her face").names_one
    assert spoken("the man's face").names_one
    assert not spoken("the faces").names_one


def test_exceptions_are_read():
    assert spoken("everything except the red door").excepted
    assert spoken("everything around the dog").excepted
    assert not spoken("the dog").excepted


@given(st.text(max_size=80))
def test_any_text_can_be_taken_apart(text: str):
    spoken(text)
