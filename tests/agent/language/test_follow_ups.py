"""What a turn says of the edit before it, read as acts."""

import pytest

from burnish.agent.language.done import Done
from burnish.agent.language.follow_ups import followed_up
from burnish.agent.language.turn_words import shipped_turn_words, turn_words_of

AFTER_SOME_EDITS = Done(
    ops=frozenset(["contrast", "temperature", "vignette", "exposure"]),
    ways=frozenset([("contrast", "+"), ("temperature", "+"), ("vignette", "+"), ("exposure", "-")]),
    lost=frozenset(["sharpness"]),
    placed=True,
    turns=4,
)


def acts(text: str, done: Done = AFTER_SOME_EDITS) -> list[str]:
    """The intents in a short notation: operation, direction, target, place, number."""
    read = followed_up(text, done)
    told = []
    for each in () if read is None else read[0]:
        number = "" if each.quantity is None else f" {each.quantity.value:g}{each.quantity.unit}"
        place = f" @{each.region}" if each.region else ""
        told.append(f"{each.op}{each.direction or ''} {each.target}{place}{number}".strip())
    return told


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the second thing you did was too strong", ["scale- step 2"]),
        ("drop step 3", ["undo step 3"]),
        ("undo step 1 and 3", ["undo step 1", "undo step 3"]),
        ("do the first change once more", ["scale+ step 1"]),
        ("I liked the first version best", ["scale0 version 1"]),
        ("back to how it was after the warming", ["scale0 version temperature"]),
        ("tone both down", ["scale- both"]),
        ("neither of those, please", ["undo both"]),
        ("two steps back", ["undo last 2"]),
    ],
)
def test_what_is_named_by_its_number(text: str, meant: list[str]) -> None:
    assert acts(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("get rid of the vignette but leave the others", ["undo vignette"]),
        ("the contrast was fine but lose the warmth", ["undo temperature"]),
        ("undo the contrast and the vignette", ["undo contrast", "undo vignette"]),
        ("undo the contrast, not the warmth", ["undo contrast"]),
        ("take back everything except for the contrast", ["undo all", "keep contrast"]),
        ("keep the warmth and lose the rest", ["undo all", "keep temperature"]),
        ("the vignette at half strength", ["scale- vignette 50%"]),
        ("you overdid the warming", ["scale- temperature"]),
        ("contrast back to 10", ["contrast+  10"]),
        ("reapply the sharpening", ["scale0 sharpness"]),
        ("it's darker than I wanted", ["scale- exposure"]),
    ],
)
def test_what_is_named_by_the_property(text: str, meant: list[str]) -> None:
    assert acts(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("her face, not the sky", ["scale0 last @face"]),
        ("wrong place, I meant the sky", ["scale0 last @sky"]),
        ("leave the sky out of that", ["scale- last @sky 100%"]),
        ("everywhere but the background", ["scale- last @bg 100%"]),
        ("not just the face, all of it", ["scale0 everywhere"]),
        ("her face needs the same treatment", ["scale0 also @face"]),
        ("apply it to the rest of my holiday pics", ["scale0 others"]),
        ("no more changes to the sky", ["keep sky @sky"]),
    ],
)
def test_what_is_said_of_places(text: str, meant: list[str]) -> None:
    assert acts(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("same idea but softer touch", ["scale- last"]),
        ("knock 30% off it", ["scale- last 30%"]),
        ("ten less", ["scale- last 10"]),
        ("another half stop", ["scale+ last 0.5EV"]),
        ("25 would be better", ["scale+ last 25"]),
        ("less again, 20", ["scale+ last 20"]),
        ("throw it all away", ["undo all"]),
        ("do the reverse", ["scale0 opposite"]),
        ("looks plastic", ["scale- last"]),
    ],
)
def test_what_is_said_of_the_last_edit(text: str, meant: list[str]) -> None:
    assert acts(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "remove the man on the left",
        "make it sharper",
        "undo the blur",
        "a bit of a swirl",
        "cool it down a bit",
        "",
    ],
)
def test_words_that_are_no_act_are_left_to_the_grammar(text: str) -> None:
    assert acts(text) == []


def test_what_is_left_of_the_words_is_handed_on_in_its_place() -> None:
    text = "skip the vignette and make it sharper"
    read = followed_up(text, AFTER_SOME_EDITS)
    assert read is not None
    assert (read[1].strip(), len(read[1])) == ("make it sharper", len(text))


def test_it_is_brought_back_only_after_it_was_taken_back() -> None:
    assert acts("hmm, restore it", Done(ops=frozenset(["contrast"]), undid=True, turns=1)) == ["scale0 redo"]
    assert acts("hmm, restore it") == []


def test_the_last_of_several_versions_is_known_by_how_many_were_offered() -> None:
    assert acts("the last one please", Done(ops=frozenset(["contrast"]), offered=3, turns=1)) == [
        "scale0 version 3"
    ]


def test_no_phrase_stands_twice_among_the_numbers() -> None:
    words = shipped_turn_words()
    assert all(len(each) <= 2 for each in words.numbers.values())
    assert turn_words_of({"order": {"1": "first; 1st"}}).numbers["1st"] == {"order": 1}
