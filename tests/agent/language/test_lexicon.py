"""The lexicon's page, and how phrases and things are found with it."""

import pytest

from burnish.agent.language.lexicon import lexicon_of, shipped_lexicon
from burnish.agent.language.noun_phrases import noun_phrases
from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import COLORS, OPS, REGIONS


def terms(text: str):
    return shipped_lexicon().terms(split_words(text))


def test_every_sense_names_what_exists():
    for senses in shipped_lexicon().senses.values():
        for sense in senses:
            assert sense.op is None or sense.op in OPS
            if sense.kind == "region":
                assert sense.value in (*REGIONS, "corners")
            if sense.kind == "color":
                assert sense.value in COLORS


def test_every_region_and_color_has_words():
    kinds = {(sense.kind, sense.value) for senses in shipped_lexicon().senses.values() for sense in senses}
    assert {("color", color) for color in COLORS} <= kinds
    assert {("region", region) for region in REGIONS if region not in ("obj", "highlights")} <= kinds


def test_the_longest_phrase_wins():
    assert [term.text for term in terms("tone down the white balance")] == [
        "tone down",
        "the",
        "white balance",
    ]


def test_a_word_can_mean_several_things():
    (blur,) = terms("blur")
    assert {sense.kind for sense in blur.senses} == {"property", "verb"}


def test_a_small_page_makes_a_small_lexicon():
    page = {
        "property": [{"op": "contrast", "more": "+", "words": "contrast; dynamic  range"}],
        "quality": [{"op": "exposure", "toward": "-", "fault": True, "words": "dark"}],
        "verb": [{"op": "crop", "direction": "+", "words": "trim"}],
        "change": {}, "degree": {}, "talk": {}, "follow": {}, "nothing": {}, "regions": {"sky": "sky"}, "colors": {},
    }  # fmt: skip
    lexicon = lexicon_of(page, ["trams"])
    assert set(lexicon.senses) == {
        "contrast", "dynamic range", "dark", "darker", "darkest", "trim", "trims", "trimmed", "trimming", "sky",
    }  # fmt: skip
    assert [term.text for term in lexicon.terms(split_words("trams contrst"))] == ["trams", "contrast"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "brighten the old red car on the left",
            [("the old red car", "obj", ""), ("the left", "left", "on")],
        ),
        ("her face and his hands", [("her face", "face", ""), ("his hands", "obj", "")]),
        ("the contrast of the sky", [("the sky", "sky", "of")]),
        ("the whole picture", [("the whole picture", None, "")]),
        ("the people walking in the back", [("the people", "person", "")]),
        ("the street light", [("the street light", "obj", "")]),
        ("just right", []),
    ],
)
def test_things_are_found_with_what_describes_them(text, found):
    clause = terms(text)
    said = [
        (text[clause[each.first].start : clause[each.last].end], each.region, each.preposition)
        for each in noun_phrases(clause)
    ]
    assert [each for each in said if each[0] != "the back"] == found
