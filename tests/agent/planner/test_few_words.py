"""What is meant by few words: even less, there, a bit more shadows, everything but that."""

import pytest
from tests.agent.planner.dialogues import Dialogue, conversation_about

from burnish.agent.planner.request import SliderMove
from burnish.agent.planner.resuming import recent_ops
from burnish.imaging.masks import Sky
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.saturation import Saturation


def test_even_less_of_what_was_lowered_is_lower_still() -> None:
    d = Dialogue().say("less contrast", "contrast-").say("even less", "scale- =last")
    assert d.value("contrast") < -15.0


def test_even_less_of_what_was_raised_is_nearer_to_nothing() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("even less", "scale- =last")
    assert 0.0 < d.value("contrast") < 20.0


def test_there_is_the_place_of_the_last_edit_whatever_it_did() -> None:
    d = Dialogue().say("darken the sky", "exposure- @sky").say("and more contrast there", "contrast+")
    assert d.only("contrast").mask == Sky()


@pytest.mark.parametrize("text", ["there is too little contrast", "hi there, more contrast"])
def test_there_says_no_place_in_other_phrases(text: str) -> None:
    d = Dialogue().say("darken the sky", "exposure- @sky").say(text, "contrast+")
    assert d.only("contrast").mask is None


def test_more_shadows_after_lifting_them_is_more_of_that_edit() -> None:
    d = Dialogue().say("lift the shadows", "shadows+").say("less contrast", "contrast-")
    d.say("a bit more shadows", "scale+ small =last @shadows shadows")
    assert d.value("tone", "shadows") > 30.0
    assert d.value("contrast") == -15.0


def test_undoing_a_bit_of_it_leaves_the_rest() -> None:
    d = Dialogue().say("more contrast", "contrast+").say("undo a bit of the contrast", "undo small =contrast")
    assert 10.0 < d.value("contrast") < 20.0


def test_undoing_everything_but_one_thing_leaves_that() -> None:
    d = Dialogue().say("warmer", "temperature+").say("contrast", "contrast+").say("sharper", "sharpness+")
    d.say("undo everything except the contrast", "undo =all", "keep =contrast")
    assert d.tools == ["contrast"]


def test_undoing_everything_forgets_what_was_to_stay_earlier() -> None:
    d = Dialogue().say("contrast", "contrast+").say("keep the contrast", "keep =contrast")
    assert d.say("start over", "undo =all").steps == ()


def test_a_look_comes_before_what_adjusts_it_in_the_same_breath() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("bright and airy", "exposure+", "style+ =airy")
    assert sum(step.tool.stops for step in d.steps if step.tool.name == "exposure") > 0.5
    assert "vignette" not in d.tools


def test_black_and_white_again_changes_nothing() -> None:
    d = Dialogue().say("black and white", "black_and_white+")
    before = d.recipe
    assert d.say("black and white", "black_and_white+").recipe.digest == before.digest
    assert d.answer.notes == ("It is black and white already.",)


def test_more_color_in_black_and_white_brings_the_colors_back() -> None:
    d = Dialogue().say("black and white", "black_and_white+").say("color was better", "saturation+")
    assert d.steps == ()


def test_a_correction_corrected_is_what_was_meant_at_first() -> None:
    d = (
        Dialogue()
        .say("brighter", "exposure+")
        .say("no, darker", "exposure-")
        .say("no, brighter", "exposure+")
    )
    assert d.value("exposure", "stops") == 0.5


def test_more_in_a_place_that_is_left_out_is_not_more_around_it() -> None:
    d = Dialogue().say("keep the sky", "keep =sky @sky").say("warmer", "temperature+")
    before = d.value("white_balance", "temperature")
    d.say("less of it in the sky", "scale- @sky")
    assert d.value("white_balance", "temperature") == before


def test_retouching_without_a_face_asks_for_the_skin() -> None:
    d = Dialogue().say("smooth it", "retouch+ @obj")
    assert d.answer.question is not None
    assert "whole picture" not in d.answer.question.text


def test_a_slider_that_was_moved_is_what_more_and_less_are_about() -> None:
    d = Dialogue().say("", sliders=(SliderMove("contrast", "amount", 20.0),))
    assert recent_ops(d.conversation) == ("contrast",)
    assert d.say("a bit less", "scale- =last small").value("contrast") < 20.0


def test_an_edit_that_the_photo_brought_along_is_too() -> None:
    edit = Recipe((Step(Saturation(amount=20.0)),))
    assert recent_ops(conversation_about("", edit)) == ("saturation",)


def test_words_that_say_nothing_give_way_to_a_reading_about_the_edit() -> None:
    d = Dialogue().say("more contrast", "contrast+")
    d.say("nah, not so much of that", others=("scale- =last",), confidence=0.6)
    assert d.value("contrast") < 20.0
    assert d.answer.question is not None


def test_without_an_edit_they_do_not() -> None:
    d = Dialogue().say("a bit less", others=("scale- =last",), confidence=0.6)
    assert d.answer.intents == ()
