"""What kind of black and white it is, is one look; said twice it is gray once."""

import pytest

from burnish.agent.looks.library import shipped_looks
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.kinds_of_black_and_white import with_kinds_of_black_and_white
from burnish.agent.planner.sitting import Wish


@pytest.fixture(scope="module")
def looks(catalogue):
    return shipped_looks(catalogue)


def wish(text, op, words, number=0, **more):
    at = text.index(words)
    return Wish(number, Intent(op, "+", span=(at, at + len(words)), **more), words)


def told(wishes):
    return [(each.intent.op, each.intent.target) for each in wishes]


@pytest.mark.parametrize(("text", "words", "look"), [
    ("turn it into a dramatic black and white", "black and white", "black_and_white_contrast"),
    ("punchy b&w please", "b&w", "black_and_white_contrast"),
    ("a moody black and white, and crop it", "moody black and white", "noir"),
    ("black and white with more contrast", "black and white", "black_and_white_contrast"),
])  # fmt: skip
def test_the_words_around_it_say_which_look_it_is(text, words, look, looks):
    assert told(with_kinds_of_black_and_white((wish(text, "black_and_white", words),), text, looks)) == [
        ("style", look)
    ]


def test_what_the_look_does_is_not_done_by_its_single_words_too(looks):
    text = "crop it and make it a dramatic black and white"
    style = wish(text, "style", "make it a dramatic", 1, target="dramatic")
    gray = wish(text, "black_and_white", "make it a dramatic black and white", 2)
    crop = wish(text, "crop", "crop it")
    found = with_kinds_of_black_and_white((crop, style, gray), text, looks)
    assert told(found) == [("crop", ""), ("style", "black_and_white_contrast")]
    assert found[1].index == 2


def test_a_look_that_is_gray_already_is_gray_once(looks):
    text = "noir style, black and white"
    wishes = (
        wish(text, "style", "noir style", target="noir"),
        wish(text, "black_and_white", "black and white", 1),
    )
    assert told(with_kinds_of_black_and_white(wishes, text, looks)) == [("style", "noir")]


@pytest.mark.parametrize("text", ["black and white", "black and white, but keep the sky dramatic"])
def test_plain_black_and_white_stays_plain(text, looks):
    wishes = (wish(text, "black_and_white", "black and white"),)
    assert with_kinds_of_black_and_white(wishes, text, looks) == wishes
