"""What the clause grammar makes of sentences: fault, wish, praise, purpose, list, place, number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.language.grammar import read
from burnish.agent.planner.intents import COLORS, OPS, REGIONS, WITHOUT_DIRECTION


def said(text: str) -> set[str]:
    """The operations with their directions, and the region behind an @."""
    return {
        f"{intent.op}{intent.direction or ''}{'@' + intent.region if intent.region else ''}"
        for intent in read(text)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "warmer, her face is too dark, and calm down that sky",
            "temperature+ exposure+@face highlights-@sky",
        ),
        ("The kitchen is not bright enough", "exposure+@obj"),
        ("this needs more contrast", "contrast+"),
        ("make it less saturated", "saturation-"),
        ("colors are too garish", "saturation-"),
        ("lacks punch", "contrast+"),
        ("a touch too cold for my taste", "temperature+"),
        ("it's blurry", "sharpness+"),
        ("reduce the noise", "denoise+"),
        ("get rid of the haze", "dehaze+"),
        ("add some haze", "dehaze-"),
        ("straighten the horizon", "rotate0"),
        ("the horizon is tilted", "rotate0"),
        ("rotate it 90 degrees counterclockwise", "rotate-"),
        ("make it black and white", "black_and_white+"),
        ("remove the greenish tint", "color-"),
        ("add a sepia tone", "color+"),
        ("the wall is too yellow", "color-@obj"),
        ("fix the white balance", "auto_color+"),
        ("recover the highlights", "highlights-"),
        ("open up the shadows", "shadows+"),
        ("crop tighter", "crop+"),
        ("the crop is too tight", "crop-"),
        ("mirror it", "flip+"),
    ],
)
def test_a_wish_is_read(text: str, wanted: str) -> None:
    assert said(text) == set(wanted.split())


@pytest.mark.parametrize(
    "text",
    [
        "Great contrast and lovely colors!",
        "I love how sharp this is",
        "beautiful light",
        "Nicely cropped.",
        "",
        "   ",
        "🙂🙂🙂",
        "The bus leaves at nine.",
    ],
)
def test_praise_and_small_talk_ask_for_nothing(text: str) -> None:
    assert said(text) == set()


def test_praise_of_one_thing_does_not_hide_the_fault_of_another() -> None:
    assert said("Great colors, but it is a bit dark") == {"exposure+"}


def test_what_stands_behind_a_purpose_is_no_wish() -> None:
    assert said("brighten it so that the dog looks sharp") == {"exposure+"}


def test_one_verb_rules_a_whole_list() -> None:
    assert said("increase brightness, contrast and saturation") == {"exposure+", "contrast+", "saturation+"}


def test_a_place_at_the_end_of_a_list_belongs_to_all_of_it() -> None:
    assert said("increase the brightness and contrast of the sky") == {"exposure+@sky", "contrast+@sky"}


def test_the_parts_of_a_list_can_have_their_own_places() -> None:
    assert said("brighten the face and darken the background") == {"exposure+@face", "exposure-@bg"}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("remove the man on the left", "person"),
        ("photoshop the trash can out", "obj"),
        ("the two strangers should be removed", "person"),
        ("take her hand away", "obj"),
    ],
)
def test_people_and_things_are_told_apart(text: str, region: str) -> None:
    assert said(text) == {f"remove+@{region}"}


def test_what_describes_the_thing_that_goes_is_no_wish() -> None:
    assert said("remove the blurry dark figure in the red coat") == {"remove+@person"}


def test_an_exception_is_kept() -> None:
    assert said("remove everyone except the bride") == {"remove+@person", "keep"}


def test_adding_a_thing_is_told_apart_from_adding_a_property() -> None:
    assert said("add a dog") == {"unsupported"}
    assert said("add some light") == {"exposure+"}


def test_a_new_backdrop_is_no_new_tint() -> None:
    assert said("make the background white") == {"background+"}
    assert said("make the car red") == {"color+@obj"}


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("slightly darker", "small"),
        ("a bit darker", "small"),
        ("a lot darker", "large"),
        ("darker", "medium"),
    ],
)
def test_words_of_amount_are_read(text: str, strength: str) -> None:
    assert [intent.strength for intent in read(text)] == [strength]


def test_numbers_are_read_with_their_units() -> None:
    (percent,) = read("brighten it by 20%")
    assert percent.quantity is not None
    assert (percent.quantity.value, percent.quantity.unit, percent.quantity.absolute) == (20.0, "%", False)
    (setting,) = read("set the contrast to 25")
    assert setting.quantity is not None
    assert (setting.quantity.value, setting.quantity.absolute) == (25.0, True)


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert said("incraese the contarst") == {"contrast+"}


def test_upper_and_lower_case_mean_the_same() -> None:
    assert said("MAKE IT BRIGHTER") == said("make it brighter") == {"exposure+"}


@pytest.mark.parametrize(
    ("text", "op", "direction", "target"),
    [
        ("a bit less", "scale", "-", "last"),
        ("more", "scale", "+", "last"),
        ("undo that", "undo", None, "last"),
        ("undo the contrast", "undo", None, "contrast"),
        ("same for the other photos", "scale", "0", "others"),
        ("the other one", "scale", "0", "other"),
    ],
)
def test_words_about_the_edit_before_are_read(text: str, op: str, direction: str | None, target: str) -> None:
    (intent,) = read(text, has_history=True)
    assert (intent.op, intent.direction, intent.target) == (op, direction, target)


def test_a_correction_of_place_names_the_place() -> None:
    (intent,) = read("no, only the sky", has_history=True)
    assert (intent.op, intent.direction, intent.region) == ("scale", "0", "sky")


def test_undoing_one_thing_keeps_the_rest() -> None:
    intents = read("undo the contrast but keep the rest", has_history=True)
    assert next((intent.op, intent.target) for intent in intents) == ("undo", "contrast")


def test_spans_lie_in_the_text_and_hold_the_words() -> None:
    text = "Please make the sky a lot darker!"
    (intent,) = read(text)
    start, end = intent.span
    assert "darker" in text[start:end]
    assert intent.phrase == "the sky"


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for intent in read(text):
        assert intent.op in OPS
        assert (intent.direction is None) == (intent.op in WITHOUT_DIRECTION)
        assert intent.region is None or intent.region in REGIONS
        assert intent.color is None or intent.color in COLORS
        start, end = intent.span
        assert 0 <= start <= end <= len(text)


def test_a_long_text_is_read_in_reasonable_time() -> None:
    assert len(read("make it brighter and remove the man, " * 300)) <= 4
