"""Amounts as they are spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.explain.phrases import (
    Phrase,
    compared,
    joined,
    leaned,
    percent_words,
    sentence,
    stops_words,
)


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        (1 / 3, "a third of a stop"), (-0.5, "half a stop"), (0.66, "two thirds of a stop"), (0.98, "one stop"),
        (1.33, "one and a third stops"), (-1.5, "one and a half stops"), (2.0, "two stops"), (2.95, "three stops"),
        (0.1, "a touch (0.10 EV)"), (7.2, "7.2 stops"),
    ],
)  # fmt: skip
def test_stops_are_said_in_the_parts_that_cameras_have(stops: float, words: str) -> None:
    assert stops_words(stops) == words


@given(st.floats(-9, 9))
def test_any_amount_of_light_has_words_and_its_sign_does_not_matter(stops: float) -> None:
    assert stops_words(stops) == stops_words(-stops)
    assert "stop" in stops_words(stops) or "EV" in stops_words(stops)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5.0, "blacks slightly lifted"), (-20.0, "blacks deepened"), (50.0, "blacks clearly lifted"),
        (-90.0, "blacks strongly deepened"),
    ],
)  # fmt: skip
def test_the_degree_grows_with_the_slider_and_the_verb_follows_its_sign(value: float, words: str) -> None:
    assert [each.text for each in leaned(value, "blacks", "lifted", "deepened")] == [words]


def test_what_nobody_sees_has_no_words() -> None:
    assert leaned(0.0, "blacks", "lifted", "deepened") == ()
    assert compared(0.5, "", "more contrast", "less contrast") == ()


def test_phrases_are_joined_largest_first_and_the_rest_is_counted() -> None:
    phrases = [Phrase(name, size) for name, size in (("a", 0.1), ("b", 0.9), ("c", 0.5), ("d", 0.4))]
    assert joined(phrases, most=2) == "b, c, 2 smaller changes"
    assert joined(phrases[:2]) == "b, a"


def test_shares_and_sentences() -> None:
    assert percent_words(0.123) == "about 12 %"
    assert percent_words(0.004) == "less than 1 %"
    assert sentence("is it so?") == "Is it so?"
    assert sentence("it is") == "It is."
