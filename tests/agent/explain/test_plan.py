"""A plan explained: each change with its words and its measurement, and what was left alone."""

import json

from tests.agent.planner.dialogues import FINE, Dialogue

from burnish.agent.explain import Explanation, explained_plan


def told(d: Dialogue) -> Explanation:
    return explained_plan(d.answer, d.conversation)


def test_a_change_is_told_with_the_words_that_it_answers_and_what_was_measured() -> None:
    explanation = told(Dialogue().say("make it warmer", "temperature+"))
    assert explanation.text == "“make it warmer”: warmer by 12 mired (as measured)."
    (step,) = explanation.steps
    assert step.why == "“make it warmer”: as measured"
    assert step.share is None


def test_two_tools_of_one_wish_are_one_sentence() -> None:
    explanation = told(Dialogue().say("brighter", "exposure+"))
    assert len(explanation.sentences) == 1
    assert "half a stop brighter" in explanation.text
    assert "highlights slightly held back" in explanation.text


def test_a_place_is_named() -> None:
    assert "half a stop darker in the sky" in told(Dialogue().say("calm that sky", "exposure- @sky")).text


def test_a_changed_step_says_what_it_was() -> None:
    d = Dialogue().say("warmer", "temperature+").say("half of that", "scale- =last 50%")
    assert "warmer by 6 mired (was warmer by 12 mired)" in told(d).text
    assert [each.change for each in told(d).steps] == ["replace"]


def test_what_was_taken_out_is_told_together() -> None:
    explanation = told(Dialogue().say("moody", "style+ =moody").say("undo everything", "undo =all"))
    assert explanation.text.startswith("“undo everything”: no longer ")
    assert explanation.text.count("no longer") == 1
    assert explanation.recipe.steps == ()


def test_what_no_tool_can_do_is_named_with_the_reason() -> None:
    explanation = told(Dialogue().say("add a dog", "unsupported"))
    assert [each.kind for each in explanation.unexplained] == ["unsupported"]
    assert explanation.sentences[0] == "Nothing is changed."
    assert explanation.sentences[1].startswith("“add a dog” was not done: ")


def test_what_was_to_stay_is_told_with_the_turn_that_said_so() -> None:
    d = Dialogue().say("keep the skin", 'keep @skin "the skin"').say("more contrast", "contrast+")
    (kept,) = (each for each in told(d).unexplained if each.kind == "kept")
    assert kept.words == "the skin stays as it is, as you said: “the skin” (turn 1)"
    assert "everywhere but the skin" in told(d).text


def test_an_open_question_is_passed_on_with_its_options() -> None:
    explanation = told(Dialogue().say("remove the dog", 'remove+ @obj "the dog"'))
    assert [each.kind for each in explanation.unexplained] == ["open"]
    assert "(Circle it / Leave it)" in explanation.text


def test_an_uncertain_step_is_called_a_guess() -> None:
    assert "(a guess, 40 % sure)" in told(Dialogue().say("hmm", "contrast+ ?0.4")).text


def test_auto_enhance_gives_its_reasons_without_quoting_anybody() -> None:
    explanation = told(Dialogue().say(""))
    assert explanation.text.startswith("A third of a stop brighter (median lightness is 0.3)")


def test_a_photo_that_needs_nothing_is_told_once() -> None:
    assert told(Dialogue(photo=FINE).say("")).text.count("Nothing") == 1


def test_the_document_is_json() -> None:
    document = json.loads(json.dumps(told(Dialogue().say("warmer", "temperature+")).document()))
    assert document["steps"][0]["change"] == "add"
    assert document["steps"][0]["step"]["tool"] == "white_balance"
    assert document["difference"] is None
