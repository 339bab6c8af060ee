"""Wishes that no tool can serve are named as such, and only those."""

from pathlib import Path

import pytest

from burnish.agent.language.impossible_frames import Frame
from burnish.agent.language.impossible_wishes import shipped_impossible
from burnish.agent.language.impossible_words import said_words
from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.understanding import understood
from burnish.agent.language.words import split_words
from burnish.agent.planner.impossible import why_unsupported

DATA = Path(__file__).parent / "data"


def wishes(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def is_refused(text: str) -> bool:
    return any(intent.op == "unsupported" for intent in understood(text).intents)


def test_what_no_tool_can_do_is_named() -> None:
    asked = wishes("impossible_wishes.txt")
    assert len(asked) > 250
    assert [text for text in asked if not is_refused(text)] == []


def test_what_a_tool_can_do_is_never_refused() -> None:
    asked = wishes("possible_wishes.txt")
    assert len(asked) > 350
    assert [text for text in asked if is_refused(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("give him a beard", "hair"),
        ("make her look at the camera", "expression"),
        ("close his mouth", "expression"),
        ("make grandma look twenty years younger", "body"),
        ("put her in a red dress", "clothes"),
        ("turn the cat into a tiger", "identity"),
        ("turn the day into night with stars", "weather"),
        ("add more clouds", "weather"),
        ("write happy birthday on it", "text"),
        ("merge these two pictures", "scene"),
        ("make a video of it", "motion"),
        ("extend the canvas on the left", "canvas"),
        ("increase the resolution", "size"),
        ("show the house from above", "view"),
        ("make it look like an oil painting", "art"),
        ("move the chair to the left", "moving"),
        ("add a dog", "adding"),
        ("turn the leaves on the oak into roses", "identity"),
        ("turn the old trees into tall palm trees", "identity"),
        ("make the car face the other way", "view"),
        ("have the plane fly higher", "expression"),
        ("show the half of the barn that was cut off", "canvas"),
    ],
)
def test_a_refusal_says_what_would_have_to_be_changed(text: str, kind: str) -> None:
    found, _ = shipped_impossible().read(text)
    assert [intent.target for intent in found] == [kind]


@pytest.mark.parametrize(
    ("text", "wish", "rest"),
    [
        ("give her a hat and make it warmer", "give her a hat", {"temperature+"}),
        ("brighter please, and make him smile", "make him smile", {"exposure+"}),
        ("remove the glasses and give him sunglasses", "give him sunglasses", {"remove+"}),
        ("add earrings and a necklace, then more contrast", "add earrings and a necklace", {"contrast+"}),
        ("he blinked, can you fix that. less noise", "blinked, can you fix that", {"denoise+"}),
    ],
)
def test_the_part_that_can_be_done_is_read_on_its_own(text: str, wish: str, rest: set[str]) -> None:
    intents = understood(text).intents
    refused = [intent for intent in intents if intent.op == "unsupported"]
    assert [text[slice(*intent.span)] for intent in refused] == [wish]
    assert {f"{each.op}{each.direction}" for each in intents if each not in refused} == rest


@pytest.mark.parametrize(
    "text",
    [
        "don't make him smile",
        "no text please, just brighten it",
        "keep the dog running",
        "I love how she smiles",
    ],
)
def test_what_is_denied_or_only_told_is_no_wish(text: str) -> None:
    assert not is_refused(text)


def test_the_words_of_a_wish_keep_their_places_when_they_are_blanked() -> None:
    text = "make him smile, darker"
    (wish,), left = shipped_impossible().read(text)
    assert text[slice(*wish.span)] == "make him smile"
    assert len(left) == len(text)
    assert left.strip("; ,") == "darker"


def test_every_kind_has_a_reason_of_its_own() -> None:
    known = shipped_impossible()
    frames = [frame for each in known.by_word.values() for frame in each] + list(known.anywhere)
    kinds = sorted({frame.kind for frame in frames})
    whys = [why_unsupported("", "", kind) for kind in kinds]
    assert len(set(whys)) == len(kinds)
    assert "no tool does that" not in whys


@pytest.mark.parametrize(
    ("frame", "text", "ends"),
    [
        ("make SOMEONE pose", "make the little girl smile", [5]),
        ("give . hair", "give long hair", [3]),
        ("give . hair", "give hair", []),
        ("put a|an ~2 creature", "put a big brown dog", [5]),
        ("put a|an ~2 creature", "put a light in the dog", []),
        ("turn OBJECT !TONAL", "turn the car red", []),
        ("turn ..2 into", "turn it , into", []),
        ("^ dog $", "please a dog", []),
        ("^ a? dog $", "please a dog please", [3]),
    ],
)
def test_a_frame_fits_words_in_their_order(frame: str, text: str, ends: list[int]) -> None:
    known = shipped_impossible()
    words = said_words(split_words(text), known.vocabulary, shipped_lexicon(), text)
    start = 1 if frame.startswith("^") else 0
    found = Frame("", tuple(frame.split())).ends(words, start, known.vocabulary)
    assert list(dict.fromkeys(found)) == ends


def test_a_hostile_text_is_read_in_reasonable_time() -> None:
    found, left = shipped_impossible().read("make the the the give her a a a " * 400)
    assert len(left) == len("make the the the give her a a a " * 400)
    assert isinstance(found, tuple)
