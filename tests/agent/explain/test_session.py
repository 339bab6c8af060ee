"""What a person wanted over a whole session, net of undo and corrections."""

import json
import subprocess
import sys

import pytest
from tests.agent.planner.dialogues import Dialogue

from burnish.agent.explain import Summary, intent_summary
from burnish.agent.explain.summary import Wanted
from burnish.agent.planner.request import SliderMove
from burnish.recipe.recipe import Recipe


def summed(d: Dialogue) -> Summary:
    return intent_summary(d.conversation)


def ops(wishes: tuple[Wanted, ...]) -> list[str]:
    return [f"{each.intent.op}{each.intent.direction or ''}" for each in wishes]


def test_wishes_of_several_turns_are_one_sentence() -> None:
    d = Dialogue().say("warmer", "temperature+").say("sharper and calmer", "sharpness+", "saturation-")
    assert summed(d).text == "You wanted it warmer and sharper and weaker colors."


def test_a_wish_for_a_place_names_the_place() -> None:
    d = Dialogue().say("warmer", "temperature+").say("darken the sky", "exposure- @sky")
    assert summed(d).text == "You wanted it warmer and the sky darker."


def test_the_same_wish_again_is_one_wish_of_two_turns() -> None:
    d = Dialogue().say("warmer", "temperature+").say("warmer still", "temperature+")
    (wish,) = summed(d).wanted
    assert wish.turns == ("t0", "t1")
    assert wish.adjusted == ()


def test_undoing_the_last_turn_takes_its_wish_back() -> None:
    d = Dialogue().say("warmer", "temperature+").say("tighter", "crop+").say("undo", "undo =last")
    summary = summed(d)
    assert ops(summary.wanted) == ["temperature+"]
    assert ops(summary.taken_back) == ["crop+"]
    assert summary.taken_back[0].ended == "t2"
    assert summary.text == "You wanted it warmer. You took back the crop."


def test_redo_makes_it_stand_again() -> None:
    d = Dialogue().say("warmer", "temperature+").say("brighter", "exposure+")
    d.say("undo", "undo =last").say("again", "scale0 =redo")
    assert ops(summed(d).wanted) == ["temperature+", "exposure+"]
    assert summed(d).taken_back == ()


def test_undo_by_meaning_takes_back_the_one_wish_that_it_names() -> None:
    d = (
        Dialogue()
        .say("contrast", "contrast+")
        .say("warmer", "temperature+")
        .say("no contrast", "undo =contrast")
    )
    assert ops(summed(d).wanted) == ["temperature+"]
    assert ops(summed(d).taken_back) == ["contrast+"]


def test_undo_everything_leaves_nothing_standing() -> None:
    d = Dialogue().say("moody", "style+ =moody").say("undo everything", "undo =all")
    assert summed(d).text == "Nothing that you asked for is in the picture. You took back the moody look."


def test_a_correction_replaces_what_it_corrects() -> None:
    d = Dialogue().say("warmer", "temperature+").say("no, cooler", "temperature-")
    summary = summed(d)
    assert ops(summary.wanted) == ["temperature-"]
    (was,) = summary.corrected
    assert (was.intent.direction, was.ended, was.instead) == ("+", "t1", "cooler")
    assert summary.text == "You wanted it cooler. You changed your mind from warmer to cooler."


def test_going_over_to_the_other_side_is_a_change_of_mind_and_told_once() -> None:
    d = (
        Dialogue()
        .say("brighter", "exposure+")
        .say("much darker", "exposure- large")
        .say("darker", "exposure- large")
    )
    assert ops(summed(d).wanted) == ["exposure-"]
    assert [(each.words, each.instead) for each in summed(d).corrected] == [("brighter", "darker")]


@pytest.mark.parametrize("less", ["contrast-", "scale- =contrast small", "scale- =last 50%"])
def test_less_of_a_wish_eases_it_and_does_not_turn_it_around(less: str) -> None:
    d = Dialogue().say("more contrast", "contrast+").say("a bit less", less)
    (wish,) = summed(d).wanted
    assert (wish.intent.op, wish.intent.direction, wish.adjusted) == ("contrast", "+", ("less",))
    assert summed(d).text == "You wanted more contrast (eased off later)."


def test_constraints_last_and_are_told() -> None:
    d = Dialogue().say("keep the skin", "keep @skin").say("more contrast", "contrast+")
    (kept,) = summed(d).kept
    assert (kept.words, kept.since, kept.lifted) == ("the skin", "t0", None)
    assert summed(d).sentences[-1] == "The skin was to stay as it is."


def test_a_constraint_that_is_overruled_is_lifted() -> None:
    d = Dialogue().say("leave the contrast", "keep =contrast").say("more contrast", "contrast+")
    assert summed(d).kept == ()
    assert [(each.words, each.lifted) for each in summed(d).lifted] == [("the contrast", "t1")]


def test_what_could_not_be_done_says_why() -> None:
    summary = summed(Dialogue().say("add a dog", "unsupported"))
    assert [each.fate for each in summary.unmet] == ["not possible"]
    assert "“add a dog” could not be done" in summary.text


def test_what_waits_for_a_circle_is_not_done_so_far_until_it_is() -> None:
    from burnish.imaging.masks import Circle, Subject

    d = Dialogue().say("remove the dog", 'remove+ @obj "the dog"')
    assert [each.fate for each in summed(d).unmet] == ["not done"]
    d.say("", mask=Subject(area=Circle(x=0.3, y=0.3, radius=0.1)))
    assert summed(d).unmet == ()
    assert ops(summed(d).wanted) == ["remove+"]


def test_sliders_are_told_as_set_by_hand() -> None:
    d = Dialogue().say("warmer", "temperature+").say("", sliders=(SliderMove("contrast", "amount", 20.0),))
    assert summed(d).by_hand == ("more contrast",)
    assert summed(d).text == "You wanted it warmer. By hand you set more contrast."


def test_a_recipe_set_outside_of_any_turn_takes_wishes_back() -> None:
    d = Dialogue().say("warmer", "temperature+")
    d.conversation = d.conversation.at(Recipe())
    assert ops(summed(d).taken_back) == ["temperature+"]
    assert summed(d).taken_back[0].ended is None


def test_a_session_without_a_word_wanted_nothing() -> None:
    assert summed(Dialogue()).text == "Nothing was asked for."


def test_auto_enhance_is_a_wish_too() -> None:
    assert summed(Dialogue().say("")).text == "You wanted it enhanced."


def test_the_document_is_json() -> None:
    d = (
        Dialogue()
        .say("warmer", "temperature+")
        .say("no, cooler", "temperature-")
        .say("keep the skin", "keep @skin")
    )
    document = json.loads(json.dumps(summed(d).document()))
    assert document["wanted"][0]["direction"] == "-"
    assert document["corrected"][0]["instead"] == "cooler"
    assert document["kept"][0]["what"] == "skin"


def test_importing_the_room_loads_no_kernels() -> None:
    heavy = ("cv2", "numba", "scipy", "torch")
    code = f"import sys, burnish.agent.explain; print([each for each in {heavy} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
