"""Things that go, backgrounds, crops and turns."""

import pytest
from tests.agent.planner.dialogues import PERSON, Dialogue

from burnish.agent.planner.keeps import inverted
from burnish.imaging.masks import Circle, Subject

CIRCLE = Subject(area=Circle(x=0.3, y=0.3, radius=0.1))


def test_what_is_not_found_is_not_removed_but_asked_for() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'")
    assert d.steps == ()
    assert d.answer.question is not None
    assert d.answer.question.text.startswith("Circle what should go, and I will remove it.")


def test_the_circle_that_was_asked_for_is_the_answer() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'").say("", mask=CIRCLE)
    assert d.only("heal").mask == CIRCLE
    assert d.value("heal") == 100.0


def test_a_circle_answers_for_a_place_not_found_too() -> None:
    d = Dialogue().say("brighten the car", "contrast+ @obj 'the car'").say("here", mask=CIRCLE)
    assert d.only("contrast").mask == CIRCLE


def test_a_place_not_found_offers_the_whole_picture_but_does_not_do_it() -> None:
    d = Dialogue().say("more contrast on the car", "contrast+ @obj 'the car'")
    assert d.steps == ()
    assert d.answer.question is not None
    whole = d.answer.question.options[1].candidate
    assert whole == 1
    d.conversation = d.conversation.choose(whole)
    assert d.only("contrast").mask is None


def test_i_meant_the_background_answers_for_a_place_not_found() -> None:
    d = (
        Dialogue()
        .say("blur the thing", "blur+ @obj 'the thing'")
        .say("I meant the background", "scale0 @bg =last")
    )
    assert d.only("blur").mask == inverted(PERSON)


def test_a_wish_said_again_still_waits_for_its_place() -> None:
    d = Dialogue().say("blur the thing", "blur+ @obj 'the thing'").say("more blur", "blur+ large")
    assert d.steps == ()
    assert d.answer.question is not None


def test_nothing_destructive_is_offered_for_the_whole_picture() -> None:
    d = Dialogue().say("remove the dog", "remove+ @obj 'the dog'")
    assert len(d.answer.candidates) == 1


def test_a_white_background_lies_behind_the_subject() -> None:
    d = Dialogue().say("put her on a white background", "background+ ~white")
    assert d.only("background").mask == inverted(PERSON)
    assert d.value("background", "color") == "#ffffff"


def test_another_scene_behind_the_subject_is_refused() -> None:
    d = Dialogue().say("put a beach behind her", "background+")
    assert d.steps == ()
    assert "generative editor" in d.answer.unsupported[0].why


def test_a_tighter_crop_again_crops_the_crop() -> None:
    d = Dialogue().say("crop", "crop+").say("tighter", "crop+")
    assert d.value("crop", "left") == pytest.approx(0.18)
    d.say("a bit wider", "crop- small")
    assert 0.1 < d.value("crop", "left") < 0.18


def test_cropping_over_and_over_keeps_a_picture() -> None:
    d = Dialogue()
    for n in range(10):
        d.say(f"tighter {n}", "crop+ large")
    assert d.value("crop", "right") - d.value("crop", "left") > 0.2


def test_mirroring_twice_is_nothing() -> None:
    assert Dialogue().say("flip", "flip+").say("flip", "flip+").steps == ()


def test_quarter_turns_add_up_and_leveling_stays() -> None:
    d = Dialogue().say("turn", "rotate+ 90").say("level", "rotate0").say("turn", "rotate+ 90")
    assert (d.value("rotate", "quarter_turns"), d.value("rotate", "angle")) == (2, 1.5)


def test_leveling_without_a_horizon_asks() -> None:
    d = Dialogue(photo=None).say("level it", "rotate0")
    assert d.steps == ()
    assert d.answer.question is not None
