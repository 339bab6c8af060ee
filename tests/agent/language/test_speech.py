"""What people say in passing, take back in the very breath, or put down in note form."""

import pytest

from burnish.agent.language.agreements import agreed
from burnish.agent.language.done import Done
from burnish.agent.language.interjections import only_thanks
from burnish.agent.language.speech import LONGEST, fluent
from burnish.agent.language.terse import notes_of
from burnish.agent.language.understanding import understood
from burnish.agent.planner.intents import Intent

EDITED = Done(
    ops=frozenset(["contrast", "exposure", "sharpness", "black_and_white"]),
    ways=frozenset([("contrast", "+"), ("exposure", "+"), ("sharpness", "+")]),
    turns=4,
)


def told(intents: tuple[Intent, ...]) -> list[str]:
    """The intents in short: operation, direction, place, target, number with its unit."""
    found: list[str] = []
    for each in intents:
        number = "" if each.quantity is None else f" {each.quantity.value:g}{each.quantity.unit}"
        place = f" @{each.region}" if each.region else ""
        target = f" ={each.target}" if each.target not in ("", "last") else ""
        found.append(f"{each.op}{each.direction or ''}{place}{target}{number}")
    return found


def first(text: str) -> list[str]:
    return told(understood(text).intents)


def then(text: str) -> list[str]:
    return told(understood(text, recent=("exposure",), done=EDITED).intents)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("um so uh make it brighter", "so make it brighter"),
        ("let's warm up the the sky", "let's warm up the sky"),
        ("a bit more, a bit more", "a bit more"),
        ("brighter for my grandma", "brighter"),
        ("a bit less because of the kids", "a bit less"),
        ("same for my wife", "same for my wife"),
        ("darker because it is too bright", "darker because it is too bright"),
        ("remove the clock on the wall", "remove the clock on the wall"),
        ("leave the sky as it was", "leave the sky as it was"),
        ("leave it as it is and make the rest warmer", "leave it as it is and make the rest warmer"),
        ("turn it down like twenty percent", "turn it down 20 percent"),
        ("make the colors more strong", "make the colors stronger"),
        ("the blur's too much", "the blur too much"),
    ],
)
def test_what_is_said_in_passing_is_blanked_and_the_rest_keeps_its_place(text: str, left: str) -> None:
    assert " ".join(fluent(text).split()) == left
    assert len(fluent(text)) == len(text)


def test_long_texts_are_left_as_they_are() -> None:
    text = "um " * LONGEST
    assert fluent(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("make it brighter no wait darker", ["exposure-"]),
        ("add contrast, uh no, saturation", ["saturation+"]),
        ("warm up the sky no i mean the grass", ["temperature+ @obj"]),
        ("brighter and sharper no sorry darker", ["sharpness+", "exposure-"]),
        ("darken the sky or rather brighten it", ["exposure+ @sky"]),
    ],
)
def test_of_what_is_taken_back_in_one_breath_only_the_second_is_meant(text: str, meant: list[str]) -> None:
    assert first(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("exp +0.5, con -10", ["exposure+ 0.5", "contrast- -10"]),
        ("hl -40", ["highlights- -40"]),
        ("sky: -0.7 ev", ["exposure- @sky 0.7EV"]),
        ("bg down half a stop", ["exposure- @bg 0.5EV"]),
        ("+2/3 ev", ["exposure+ 0.67EV"]),
        ("face up a touch", ["exposure+ @face"]),
        ("4:5 pls", ["crop+"]),
        ("contrasty", ["contrast+"]),
        ("lift the mood of it", []),
        ("two people", []),
    ],
)
def test_notes_are_read_whole_or_not_at_all(text: str, meant: list[str]) -> None:
    assert told(notes_of(text)) == meant


def test_a_first_turn_may_only_say_what_is_to_stay() -> None:
    assert first("skin off limits") == ["keep @skin =skin"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the brightness is too much now, put it back how it was", ["undo =exposure"]),
        ("that's too much go back one", ["undo"]),
        ("way too much light now, reduce half", ["scale- 50%"]),
        ("ugh overexposed now, back to 0.3", ["scale+ 0.3"]),
        ("20 is too much make it 10", ["scale+ 10"]),
        ("exposure back to -0.2", ["exposure+ -0.2"]),
        ("the sharp is too much", ["scale- =sharpness"]),
        ("yes like this but more weak", ["scale-"]),
        ("the first one only half", ["scale- =step 1 50%"]),
        ("take the contrast out again I liked it flatter", ["undo =contrast"]),
        ("the contrast I don't love", ["undo =contrast"]),
        ("leave her nice and sharp", ["keep =sharpness"]),
        ("I want the color but less contrast", ["undo =black_and_white", "scale- =contrast"]),
        ("whoa okay back up two steps", ["undo 2"]),
        ("no i mean more contrast sorry", ["contrast+"]),
        ("no, I meant her face", ["scale0 @face"]),
    ],
)
def test_a_reason_is_told_from_what_is_wanted(text: str, meant: list[str]) -> None:
    assert then(text) == meant


def test_a_word_that_nobody_knows_does_not_hide_an_act() -> None:
    assert then("a bit less zingy please") == ["scale-"]
    assert "scale-" not in then("add a bit of zing to the trees")


def test_a_long_request_is_new_though_some_of_its_words_could_be_about_the_edit() -> None:
    text = "please remove the green hue and make the colors of the flowers more natural and bright"
    assert not {"scale", "undo"} & {
        each.op for each in understood(text, recent=("contrast",), done=EDITED).intents
    }


@pytest.mark.parametrize(
    ("text", "thanks"),
    [("there, that's just right, thank you ever so much", True), ("lovely!", True), ("so much nicer, less", False),
     ("the right side", False), ("that is too much, thank you", False), ("ok cool", True), ("cool!", False),
     ("cool it", False)],
)  # fmt: skip
def test_thanks_and_praise_ask_for_nothing(text: str, thanks: bool) -> None:
    assert only_thanks(text) is thanks


def test_a_step_back_stays_one_where_the_reason_only_says_why() -> None:
    text = "too tight, go back one"
    both = (Intent("scale", "-", target="crop", span=(0, 9)), Intent("undo", target="last", span=(11, 22)))
    assert agreed(both, text, ()) == (both[1],)
