"""Numbers that correct a number, places that are taken out of the edit before, states as they were first, lists."""

import pytest
from tests.agent.planner.dialogues import PLACES, Dialogue, conversation_about

from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import Tool
from burnish.tools.contrast import Contrast
from burnish.tools.vignette import Vignette


def set_to(said: str, *more: str) -> float:
    d = Dialogue().say("contrast +30", "contrast+ by30")
    return d.say(said, *more).value("contrast")


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("typo, +15", ["scale+ =last by15"]),
        ("sorry, I mean +15", ["scale+ =last by15"]),
        ("make that contrast +15", ["contrast+ by15"]),
        ("too harsh, contrast +15", ["scale- =last", "contrast+ by15"]),
        ("only +15 contrast", ["contrast+ by15"]),
    ],
)
def test_a_number_that_corrects_one_takes_its_place(said: str, intents: list[str]) -> None:
    assert set_to(said, *intents) == 15.0


@pytest.mark.parametrize(
    ("said", "comes_to"),
    [("contrast +15", 45.0), ("sorry, another +15 contrast", 45.0), ("too flat, contrast +40", 70.0)],
)
def test_a_number_that_adds_still_adds(said: str, comes_to: float) -> None:
    number = comes_to - 30
    assert set_to(said, f"contrast+ by{number:g}") == comes_to


def test_what_was_typed_with_the_wrong_sign_is_turned_round() -> None:
    assert set_to("typo, -15", "scale- =last by15") == -15.0


def test_a_place_that_is_kept_right_after_is_taken_out_of_what_was_done() -> None:
    d = Dialogue().say("darker", "exposure-").say("but leave the sky alone", "keep @sky =sky")
    without = Dialogue().say("darker", "exposure-").say("not in the sky", "scale- =last @sky 100%")
    assert d.only("exposure").mask == without.only("exposure").mask is not None
    assert [each.what for each in d.answer.keep] == ["sky"]


@pytest.mark.parametrize("said", ["leave the sky alone from now on", "keep the sky"])
def test_a_place_that_is_kept_without_more_holds_only_what_follows(said: str) -> None:
    d = Dialogue().say("darker", "exposure-").say(said, "keep @sky =sky")
    assert d.only("exposure").mask is None


def test_a_place_is_not_taken_out_of_what_was_done_elsewhere() -> None:
    d = Dialogue().say("darker face", "exposure- @face").say("but leave the sky alone", "keep @sky =sky")
    assert d.only("exposure").mask == PLACES["face"]


def test_a_property_is_as_it_was_first_and_the_rest_as_it_is() -> None:
    d = Dialogue().say("contrast", "contrast+").say("more", "scale+ =contrast").say("warm", "temperature+")
    d = d.say("the first contrast was better", "scale0 '=first contrast'")
    assert (d.value("contrast"), d.value("white_balance", "temperature")) == (20.0, 12.0)


def test_a_place_is_as_it_was_first() -> None:
    d = (
        Dialogue()
        .say("darker sky", "exposure- @sky")
        .say("more", "scale+ =last")
        .say("contrast", "contrast+")
    )
    d = d.say("the sky was better the first time", "scale0 '=first sky'")
    assert (d.value("exposure", "stops"), d.value("contrast")) == (-0.5, 20.0)


def test_where_nothing_was_ever_done_there_is_nothing_to_go_back_to() -> None:
    d = Dialogue().say("contrast", "contrast+").say("the first sky was better", "scale0 '=first sky'")
    assert d.value("contrast") == 20.0
    assert d.answer.notes


def test_what_is_swapped_goes_however_often_it_was_made_more() -> None:
    d = Dialogue().say("vignette", "vignette+").say("more vignette", "vignette+")
    d = d.say("swap it for contrast", "undo =last", "contrast+")
    assert [step.tool.name for step in d.steps] == ["contrast"]


def test_another_thing_does_not_lift_what_is_kept() -> None:
    d = Dialogue().say("don't touch the lake", "keep @obj =obj 'the lake'")
    assert [each.what for each in d.say("warm the grass", "temperature+ @obj 'the grass'").answer.keep] == [
        "obj"
    ]
    assert d.say("warm the lake", "temperature+ @obj 'the lake'").answer.keep == ()


def brought(*tools: Tool) -> Dialogue:
    """A dialogue about a photo that another one's edit was brought to."""
    return Dialogue(conversation_about("", Recipe(tuple(Step(tool) for tool in tools))))


def test_a_subject_that_is_not_found_is_the_photo_itself_where_an_edit_was_brought_to_it() -> None:
    d = brought(Contrast(amount=20.0), Vignette(amount=-25.0))
    d = d.say("no vignette on the cat", "undo =vignette @obj 'the cat'")
    assert [step.tool.name for step in d.steps] == ["contrast"]
    assert d.answer.question is None


def test_a_new_wish_for_a_thing_that_is_not_found_is_still_asked_about() -> None:
    d = brought(Contrast(amount=20.0)).say("lighten just the spoon", "exposure+ @obj 'the spoon'")
    assert [step.tool.name for step in d.steps] == ["contrast"]
    assert d.answer.question is not None


def test_once_the_talk_is_about_this_photo_its_things_are_things_again() -> None:
    d = brought(Contrast(amount=20.0)).say("warmer", "temperature+")
    d = d.say("less contrast on the cat", "contrast- @obj 'the cat'")
    assert d.value("contrast") == 20.0
    assert d.answer.question is not None
