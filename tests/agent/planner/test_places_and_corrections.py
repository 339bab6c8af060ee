"""Where a wish goes, and what "no" takes back."""

import pytest
from tests.agent.planner.dialogues import PLACES, Dialogue

from burnish.imaging.masks import Circle, Sky, Subject

CIRCLE = Subject(area=Circle(x=0.3, y=0.3, radius=0.1))


def test_only_the_sky_moves_the_last_edit_there() -> None:
    d = Dialogue().say("darker", "exposure-").say("no, only the sky", "scale0 @sky =last")
    assert d.only("exposure").mask == Sky()
    assert d.value("exposure", "stops") == -0.5


def test_everywhere_drops_the_place() -> None:
    d = Dialogue().say("darker sky", "exposure- @sky").say("everywhere", "scale0 =everywhere")
    assert d.only("exposure").mask is None


def test_everywhere_makes_one_step_of_two_that_now_are_one() -> None:
    d = Dialogue().say("contrast", "contrast+").say("contrast on her face", "contrast+ @face")
    assert d.say("everywhere", "scale0 =everywhere").value("contrast") == 40.0


def test_a_place_that_is_not_found_is_asked_for_and_nothing_moves() -> None:
    d = Dialogue().say("darker", "exposure-").say("only the car", "scale0 @obj 'the car'")
    assert d.only("exposure").mask is None
    assert d.answer.question is not None
    assert "“the car”" in d.answer.question.text


def test_whole_picture_and_place_are_two_steps() -> None:
    d = Dialogue().say("brighter", "exposure+").say("her face too", "exposure+ @face")
    assert {step.mask for step in d.steps if step.tool.name == "exposure"} == {None, PLACES["face"]}


def test_brighter_still_goes_on_where_the_last_wish_was() -> None:
    d = Dialogue().say("brighten her face", "contrast+ @face").say("more contrast", "contrast+")
    assert d.only("contrast").mask == PLACES["face"]
    assert d.value("contrast") > 20.0


def test_the_whole_picture_is_the_whole_picture_when_it_is_said() -> None:
    d = Dialogue().say("her face", "contrast+ @face").say("more contrast in the whole picture", "contrast+")
    assert {step.mask for step in d.steps} == {None, PLACES["face"]}


def test_less_of_it_finds_the_only_place_where_it_was_done() -> None:
    d = (
        Dialogue()
        .say("her face", "contrast+ @face")
        .say("warmer", "temperature+")
        .say("a bit less contrast", "contrast- small")
    )
    assert 13.0 < d.value("contrast") < 16.0


def test_a_drawn_circle_says_where_for_every_wish() -> None:
    d = Dialogue().say("brighter and warmer", "exposure+", "temperature+", mask=CIRCLE)
    assert {step.mask for step in d.steps} == {CIRCLE}


def test_geometry_takes_no_place() -> None:
    d = Dialogue().say("tighter", "crop+", mask=CIRCLE)
    assert d.only("crop").mask is None
    assert d.say("only the sky", "scale0 @sky").answer.notes


def test_no_cooler_replaces_warmer_with_a_fresh_amount() -> None:
    d = Dialogue().say("warmer", "temperature+").say("no, cooler", "temperature-")
    assert d.value("white_balance", "temperature") == -12.0


def test_a_correction_of_one_wish_leaves_the_other_of_that_turn() -> None:
    d = Dialogue().say("warmer with contrast", "temperature+", "contrast+").say("no, cooler", "temperature-")
    assert d.value("contrast") == 20.0
    assert d.value("white_balance", "temperature") == -12.0


def test_a_correction_starts_from_what_was_there_before_the_corrected_turn() -> None:
    d = (
        Dialogue()
        .say("warmer", "temperature+")
        .say("warmer", "temperature+")
        .say("no, cooler", "temperature-")
    )
    assert d.value("white_balance", "temperature") == pytest.approx(6.0)


def test_increase_it_after_a_decrease_is_an_increase() -> None:
    d = Dialogue().say("reduce the contrast", "contrast-").say("no, increase it", "scale+ =last")
    assert d.value("contrast") == 20.0


def test_no_more_after_an_increase_is_more_of_it() -> None:
    d = Dialogue().say("contrast", "contrast+").say("no, more", "scale+ =last")
    assert d.value("contrast") == 30.0


def test_the_opposite_turns_the_last_wish_round() -> None:
    d = Dialogue().say("warmer", "temperature+").say("no, the opposite", "scale0 =opposite")
    assert d.value("white_balance", "temperature") == -12.0


def test_i_meant_something_else_takes_the_misunderstanding_back() -> None:
    d = Dialogue().say("punch", "saturation+").say("no, I meant contrast", "contrast+")
    assert d.tools == ["contrast"]


def test_no_the_sky_moves_the_same_wish() -> None:
    d = Dialogue().say("darker", "exposure-").say("no, darken the sky", "exposure- @sky")
    assert d.only("exposure").mask == Sky()


def test_no_it_is_still_too_dark_asks_for_more_of_the_same() -> None:
    d = Dialogue().say("brighter", "exposure+").say("no, it is still too dark", "exposure+")
    assert d.value("exposure", "stops") > 0.5


def test_actually_also_adds() -> None:
    d = Dialogue().say("warmer", "temperature+").say("actually, sharper too", "sharpness+")
    assert d.tools == ["sharpen", "white_balance"]


def test_no_after_praise_corrects_nothing() -> None:
    d = Dialogue().say("warmer", "temperature+").say("lovely").say("no, add contrast", "contrast+")
    assert d.tools == ["contrast", "white_balance"]
