"""What the photo is likened to is a look, whatever its single words could mean; what is not likened stays as it was."""

import pytest

from burnish.agent.looks.library import shipped_looks
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.looks_said import with_looks_said


@pytest.fixture(scope="module")
def looks(catalogue):
    return shipped_looks(catalogue)


def style_of(text, looks, *intents):
    found = with_looks_said(tuple(intents), text, looks)
    return [each.target for each in found if each.op == "style"]


@pytest.mark.parametrize(("text", "look"), [
    ("make it look like a warm summer evening", "golden_hour"),
    ("could you make this photo feel like a rainy day", "moody"),
    ("give it that old kodak feel", "retro_film"),
    ("I want a dark fairytale mood", "dreamy"),
    ("a foggy morning vibe please", "moody"),
    ("like a scene from a movie", "cinematic"),
    ("the feel of a cold winter morning", "winter"),
    ("old postcard", "vintage"),
    ("make it look as if it was shot at sunrise", "golden_hour"),
    ("make it look expensive", "clean"),
    ("make the food look delicious", "food"),
    ("old hollywood glamour", "cinematic"),
    ("I'd love a moody feel", "moody"),
])  # fmt: skip
def test_a_picture_that_the_photo_is_likened_to_is_a_look(text, look, looks):
    assert style_of(text, looks) == [look]


def test_single_words_of_what_it_is_likened_to_mean_nothing_by_themselves(looks):
    text = "make it look like a warm summer evening, and crop it"
    warmer = Intent("temperature", "+", span=(text.index("warm"), text.index("warm") + 4))
    crop = Intent("crop", span=(text.index("crop"), text.index("crop") + 4))
    found = with_looks_said((warmer, crop), text, looks)
    assert [each.op for each in found] == ["crop", "style"]


def test_what_no_look_is_known_for_is_still_a_wish_for_one(looks):
    assert style_of("make it look like the bottom of the sea", looks) == ["the bottom of the sea"]


@pytest.mark.parametrize("text", [
    "don't make it look like an old photo",
    "without making it look like a postcard",
    "it should not feel like winter",
    "brighter please",
    "the sky looks like a summer evening to me",
    "make her dress look like silk",
    "make it look underwater",
    "love the vintage feel!",
    "very cinematic, thank you",
    "can you see whether the man who stands at the left is in the drama class",
    "nothing with a retro look",
])  # fmt: skip
def test_what_is_denied_or_only_told_is_no_wish_for_a_look(text, looks):
    assert style_of(text, looks) == []


@pytest.mark.parametrize(("text", "op"), [
    ("a black and white look", "black_and_white"),
    ("soft colors", "saturation"),
    ("make it look brighter", "exposure"),
])  # fmt: skip
def test_words_with_a_plain_meaning_keep_it(text, op, looks):
    plain = (Intent(op, "+", span=(len(text) - 12, len(text))),)
    assert with_looks_said(plain, text, looks) == plain


def test_a_turn_about_the_edit_is_left_alone(looks):
    undo = (Intent("undo", target="last", span=(0, 4)),)
    assert with_looks_said(undo, "undo, it feels like an old photo look", looks) == undo


def test_a_little_of_a_look_is_a_small_one(looks):
    found = with_looks_said((), "give it a bit of a golden hour feel", looks)
    assert [(each.target, each.strength) for each in found] == [("golden_hour", "small")]
