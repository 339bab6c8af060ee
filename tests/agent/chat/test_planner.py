"""A chat model plans; the embedded planner stands beside it."""

import pytest
from tests.agent.chat.chat_planning import (
    CATALOGUE,
    EMPTY,
    OWN,
    WISHES,
    planned,
    planner,
    replayed,
    saying,
    step,
    tools_of,
)

from burnish.agent.planner.intents import Intent
from burnish.agent.planner.request import Request, SliderMove
from burnish.imaging.masks import Sky
from burnish.models.chat import Reply
from burnish.models.scripted import Scripted
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Step
from burnish.tools.contrast import Contrast
from burnish.tools.white_balance import WhiteBalance


def test_a_sound_answer_becomes_steps_with_masks_reasons_and_intents():
    plan, _ = replayed("sound")
    warm, sky = plan.best.changes
    assert warm.after == Step(
        WhiteBalance(temperature=18.0), None, reason="“warmer”: a warmer white balance", author="planner"
    )
    assert isinstance(sky.after.mask, Sky)
    assert (warm.intent, sky.intent) == (0, 1)
    assert (warm.confidence, sky.confidence) == (0.95, pytest.approx(0.85 * 0.8))
    assert plan.best.recipe.steps == (warm.after, sky.after)
    assert plan.best.probability == 1.0


def test_the_recipe_of_a_plan_can_be_read_again():
    plan, _ = replayed("sound")
    assert parse_recipe(plan.document()["recipe"], CATALOGUE).digest == plan.best.recipe.digest


def test_the_embedded_planners_reading_is_offered_beside_it():
    plan, _ = replayed("sound")
    assert [tools_of(each.recipe) for each in plan.candidates] == [["white_balance", "tone"], ["exposure"]]
    assert plan.intents == WISHES


def test_both_planners_about_the_same_is_confidence():
    assert replayed("sound")[0].confident
    plan, _ = planned(
        "brighter", saying(step("saturation", "brighter", amount=20)), intents=(Intent("exposure", "+"),)
    )
    assert not plan.confident
    assert plan.confidence <= 0.7


@pytest.mark.parametrize(
    "name", ["prose_around", "schema_refused", "formats_break_server", "another_tool_called", "cut_off"]
)
def test_however_the_server_answers_the_plan_is_the_same(name):
    plan, _ = replayed(name)
    assert plan.best.recipe.digest == replayed("sound")[0].best.recipe.digest
    assert plan.planner.name == "chat"


def test_the_policy_version_names_the_model_that_answered():
    assert replayed("sound")[0].planner.version.startswith("recorded-8b+")


@pytest.mark.parametrize(
    ("name", "told"),
    [("wrong_tool_repaired", "unknown tool 'warmth'"), ("out_of_range_repaired", "temperature = 400")],
)
def test_a_faulty_answer_is_repaired_once_with_the_errors_text(name, told):
    plan, script = replayed(name)
    assert tools_of(plan.best.recipe) == ["white_balance", "tone"]
    faulty, complaint = script.asked[1].messages[-2:]
    assert faulty.role == "assistant"
    assert told in complaint.text
    assert [each.is_repair for each in plan.exchanges] == [False, True]
    assert told in plan.exchanges[0].problem


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("wrong_tool_twice", "warmth"),
        ("not_json_twice", "no JSON object"),
        ("unreachable", "no answer within 60 s"),
    ],
)
def test_without_a_sound_answer_the_embedded_plan_stands_with_a_note(name, told):
    plan, _ = replayed(name)
    assert plan.best.recipe.steps == (OWN,)
    assert plan.planner.name == "embedded"
    assert "recorded-8b" in plan.notes[0]
    assert told in plan.notes[0]
    assert plan.exchanges


def test_a_script_that_ends_is_a_server_that_is_gone():
    plan, _ = planned("brighter")
    assert plan.best.recipe.steps == (OWN,)


def test_no_words_ask_no_model():
    plan, script = planned("  ")
    assert (script.asked, plan.exchanges) == ([], ())


@pytest.mark.parametrize(
    "intent",
    [Intent("undo", target="last"), Intent("scale", target="redo"), Intent("scale", target="others")],
)
def test_a_walk_through_earlier_states_asks_no_model(intent):
    plan, script = planned("undo that", intents=(intent,))
    assert script.asked == []
    assert plan.best.recipe.steps == (OWN,)


def test_what_no_tool_can_do_is_named():
    said = saying(unsupported=[{"words": "add a dog", "why": "adding things needs a generative editor"}])
    plan, _ = planned("add a dog", said)
    assert [(each.text, each.why) for each in plan.unsupported] == [
        ("add a dog", "adding things needs a generative editor")
    ]


def test_a_question_of_the_model_is_passed_on_in_one_line():
    said = saying(
        step("exposure", "brighter", stops=0.5),
        question={"text": "The face,\nor all \x1b[31mof it?", "options": ["The face", "All of it"]},
    )
    plan, _ = planned("brighter", said)
    assert plan.question.text == "The face, or all [31mof it?"
    assert [option.label for option in plan.question.options] == ["The face", "All of it"]


def test_no_edit_is_an_answer():
    plan, _ = planned("great photo", saying())
    assert plan.best.changes == ()
    assert plan.notes == ("The chat model found nothing to change.",)


def test_sliders_are_exact_and_come_before_the_words():
    text = "and warmer"
    script = Scripted((Reply(saying(step("white_balance", "warmer", temperature=15))),))
    request = Request(text, sliders=(SliderMove("contrast", "amount", 12.0),))
    plan = planner(script, Intent("temperature", "+")).plan(request, EMPTY)
    assert [each.tool for each in plan.best.recipe.steps] == [
        Contrast(amount=12.0),
        WhiteBalance(temperature=15.0),
    ]
    assert [each.kind for each in plan.best.changes] == ["add", "add"]
    assert '"contrast"' in script.asked[0].messages[1].text
