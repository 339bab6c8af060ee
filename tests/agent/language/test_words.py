"""From a text to words, their forms and their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.language.inflection import comparatives, verb_forms
from burnish.agent.language.spelling import Speller
from burnish.agent.language.words import split_words


def test_words_keep_their_places():
    text = "Her “face”, +20%!"
    words = split_words(text)
    assert [word.text for word in words] == ["her", '"', "face", '"', ",", "+", "20", "%", "!"]
    assert [text[word.start : word.end] for word in words][2] == "face"


@given(st.text(max_size=200))
def test_spans_follow_each_other_within_the_text(text):
    last = 0
    for word in split_words(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("crop", {"crop", "crops", "cropped", "cropping"} - {"crops"}),
        ("tone down", {"tone down", "toned down", "toning down"}),
        ("brighten", {"brighten", "brightened", "brightening"}),
        ("remove", {"remove", "removes", "removed", "removing"}),
        ("intensify", {"intensify", "intensifies", "intensified", "intensifying"}),
    ],
)
def test_verbs_take_their_endings(verb, forms):
    assert forms <= set(verb_forms(verb))


@pytest.mark.parametrize(
    ("adjective", "forms"),
    [
        ("warm", ("warmer", "warmest")),
        ("hazy", ("hazier", "haziest")),
        ("pale", ("paler", "palest")),
        ("dim", ("dimmer", "dimmest")),
        ("vibrantly", ()),
    ],
)
def test_short_adjectives_compare(adjective, forms):
    assert comparatives(adjective) == forms


@pytest.fixture
def speller() -> Speller:
    return Speller(frozenset({"brightness", "contrast", "darken", "lighten"}), frozenset({"lighter"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brigthness", "brightness"),
        ("contrst", "contrast"),
        ("contrrast", "contrast"),
        ("conteast", "contrast"),
        ("lighter", "lighter"),
        ("dark", "dark"),
        ("tighten", "tighten"),
        ("zzzzzzz", "zzzzzzz"),
    ],
)
def test_one_slip_is_corrected_and_known_words_are_left_alone(speller, typed, meant):
    assert speller.corrected(typed) == meant


@given(st.text(max_size=30))
def test_correction_ends_in_a_known_word_or_changes_nothing(text):
    speller = Speller(frozenset({"brightness", "contrast"}), frozenset())
    assert speller.corrected(text) in {text, "brightness", "contrast"}
