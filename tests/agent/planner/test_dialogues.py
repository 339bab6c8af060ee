"""Sliders, several readings, what cannot be, and what holds whatever is said."""

import pytest
from tests.agent.planner.dialogues import DARK, Dialogue, conversation_about

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.request import SliderMove
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.contrast import Contrast


def about(*tools: object) -> Dialogue:
    """A dialogue about a photo that has these steps already."""
    return Dialogue(conversation_about("", Recipe(tuple(Step(tool) for tool in tools))))


def test_a_slider_is_set_exactly_and_is_the_person_s() -> None:
    d = Dialogue().say("contrast", "contrast+").say("", sliders=(SliderMove("contrast", "amount", 33.0),))
    assert d.only("contrast").author == "person"
    assert d.value("contrast") == 33.0


def test_words_after_a_slider_go_on_from_it() -> None:
    d = (
        Dialogue()
        .say("", sliders=(SliderMove("contrast", "amount", 30.0),))
        .say("a bit less contrast", "contrast- small")
    )
    assert d.value("contrast") == pytest.approx(21.6)


def test_a_slider_at_zero_takes_the_step_out() -> None:
    assert (
        Dialogue()
        .say("contrast", "contrast+")
        .say("", sliders=(SliderMove("contrast", "amount", 0.0),))
        .steps
        == ()
    )


def test_words_and_a_slider_in_one_request() -> None:
    d = Dialogue().say("warmer", "temperature+", sliders=(SliderMove("exposure", "stops", 0.3),))
    assert d.tools == ["exposure", "white_balance"]


def test_an_unsure_reading_offers_the_other_beside_its_best_guess() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    assert d.tools == ["sharpen"]
    plan = d.answer
    assert [candidate.title for candidate in plan.candidates] == ["Sharper", "Brighter"]
    assert sum(candidate.probability for candidate in plan.candidates) == pytest.approx(1.0)
    assert plan.candidates[0].probability > plan.candidates[1].probability
    assert plan.question is not None
    assert [option.label for option in plan.question.options] == ["Sharper", "Brighter"]


def test_the_other_one_takes_the_next_candidate_and_comes_round() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    first = d.recipe.digest
    assert d.say("the other one", "scale0 =other").tools == ["exposure", "tone"]
    assert d.say("the other one", "scale0 =other").recipe.digest == first


def test_a_taken_alternative_can_be_talked_about() -> None:
    d = Dialogue().say("make it clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    d.conversation = d.conversation.choose(1)
    d.say("a bit less", "scale- =last small")
    assert d.value("exposure", "stops") == pytest.approx(0.36)


def test_no_other_one_is_told() -> None:
    assert Dialogue().say("contrast", "contrast+").say("the other one", "scale0 =other").answer.notes


def test_variants_differ_in_strength_and_say_so() -> None:
    d = Dialogue().say("more contrast", "contrast+", variants=3)
    amounts = [candidate.recipe.steps[0].tool.amount for candidate in d.answer.candidates]
    assert amounts == [20.0, 12.0, 30.0]
    assert [candidate.title for candidate in d.answer.candidates] == ["More contrast", "Gentler", "Bolder"]


def test_the_others_get_the_same() -> None:
    d = Dialogue().say("contrast", "contrast+").say("same for the others", "scale0 =others")
    assert d.answer.for_others
    assert d.tools == ["contrast"]


def test_wishes_for_the_others_are_done_here_too() -> None:
    d = Dialogue().say("contrast, on all of them", "contrast+", "scale0 =others")
    assert d.answer.for_others
    assert d.tools == ["contrast"]


@pytest.mark.parametrize(
    ("words", "why"),
    [("add a hat", "adding"), ("swap their faces", "swapping"), ("make him smile", "a face"),
     ("write Happy Birthday", "writing"), ("make it a cartoon", "redrawing"), ("resize to 800 pixels", "exported")],
)  # fmt: skip
def test_what_no_tool_can_do_is_refused_with_the_reason(words: str, why: str) -> None:
    d = Dialogue().say(words, "unsupported")
    assert d.steps == ()
    assert why in d.answer.unsupported[0].why


def test_color_for_a_gray_photo_is_refused_but_back_to_color_is_not() -> None:
    d = Dialogue().say("colorize it", "black_and_white-")
    assert d.answer.unsupported
    d = Dialogue().say("black and white", "black_and_white+").say("bring the color back", "black_and_white-")
    assert d.steps == ()
    assert d.answer.unsupported == ()


def test_the_same_request_gives_the_same_plan() -> None:
    one, two = Dialogue(), Dialogue()
    for d in (one, two):
        d.say("warm", "temperature+", "contrast+ @sky").say("less", "scale- =last").say(
            "keep skin", "keep =skin"
        )
    assert one.answer == two.answer
    assert one.recipe.digest == two.recipe.digest


def test_the_confidence_of_a_change_is_that_of_the_words_and_of_the_place() -> None:
    d = Dialogue().say("darker sky", "exposure- @sky ?0.5")
    assert d.answer.best.changes[0].confidence == pytest.approx(0.4)


def test_a_conversation_with_a_start_recipe_changes_its_steps_by_words() -> None:
    d = about(Contrast(amount=40.0)).say("less contrast", "contrast-")
    assert d.value("contrast") == 20.0


def test_conversations_are_values() -> None:
    d = Dialogue().say("contrast", "contrast+")
    earlier: Conversation = d.conversation
    d.say("warmer", "temperature+")
    assert len(earlier.turns) == 1
    assert [step.tool.name for step in earlier.recipe.steps] == ["contrast"]
    assert DARK.facts.lightness_p50 == 0.3


def test_other_readings_lean_on_what_was_said_before_too() -> None:
    d = Dialogue().say("blur the thing", "blur+ @obj 'the thing'")
    d.say("stronger", "contrast+", others=("blur+",), confidence=0.6)
    assert [step.tool.name for step in d.answer.candidates[0].recipe.steps] == ["contrast"]
    assert all("blur" not in [step.tool.name for step in each.recipe.steps] for each in d.answer.candidates)
