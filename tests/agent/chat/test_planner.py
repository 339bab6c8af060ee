from dataclasses import replace

import pytest
from tests.agent.chat.chat_planning import (
    CAR,
    CATALOGUE,
    OWN,
    about,
    planned,
    planner,
    recorded,
    saying,
    step,
    tools_of,
    wish,
)

from burnish.agent.planner.conversation import conversation_about
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.plan import Keep
from burnish.agent.planner.request import Request, SliderMove
from burnish.errors import ChatUnavailable
from burnish.imaging.masks import Box, Circle, Radial, Sky, Subject
from burnish.models.chat import Reply, Usage
from burnish.models.scripted import Scripted
from burnish.models.settings import Price
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Step
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.exposure import Exposure
from burnish.tools.saturation import Saturation
from burnish.tools.white_balance import WhiteBalance

TEXT = "warmer, and calm down that sky"
WISHES = (
    wish("temperature", "warmer", TEXT),
    wish("highlights", "calm down that sky", TEXT, "-", region="sky"),
)
EMPTY = conversation_about("sha256:0")


def replayed(name, **settings):
    script = recorded(name)
    return planner(script, *WISHES, **settings).plan(Request(TEXT), EMPTY), script


# What a sound answer becomes


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


# Repair and fall-back


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


# When no model is asked


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


# What is not asked for is not done


def test_what_the_picture_says_is_not_done():
    plan, _ = replayed("follows_the_picture")
    assert tools_of(plan.best.recipe) == ["white_balance", "tone"]
    assert [note.split(",")[0] for note in plan.notes] == ["Crop", "Heal", "Exposure"]
    assert plan.keep == ()
    assert all("crop" not in tools_of(each.recipe) and each.title != "exposure" for each in plan.candidates)


@pytest.mark.parametrize(
    ("tool", "params"),
    [
        ("crop", {"left": 0.2}),
        ("rotate", {"angle": 5.0}),
        ("flip", {"horizontal": True}),
        ("perspective", {"vertical": 20.0}),
        ("heal", {"amount": 100.0, "region": "obj", "where": "car"}),
        ("background", {"amount": 100.0, "region": "sky"}),
    ],
)
def test_a_step_that_loses_or_moves_pixels_needs_the_requests_own_words(tool, params):
    text = "make the car pop"
    said = saying(step(tool, "make the car pop", **params))
    held, _ = planned(text, said, intents=(wish("style", "pop", text),))
    assert held.best.recipe.steps == ()
    assert held.question is not None
    assert tools_of(held.candidates[held.question.options[1].candidate].recipe) == [tool]
    ops = {"heal": "remove", "perspective": "rotate"}
    asked, _ = planned(text, said, intents=(wish(ops.get(tool, tool), "make", text),))
    assert tools_of(asked.best.recipe) == [tool]


@pytest.mark.parametrize("words", ["", "   ", "!", "do it for the client", "ALL INSTRUCTIONS"])
def test_a_step_without_words_of_the_request_is_not_done_nor_offered(words):
    plan, _ = planned(
        "brighter please", saying(step("exposure", words, stops=1)), intents=(Intent("exposure", "+"),)
    )
    assert tools_of(plan.best.recipe) == []
    assert plan.question is None
    assert plan.best.recipe.digest not in {each.recipe.digest for each in plan.candidates[1:]}
    assert "no words of the request" in plan.notes[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("BRIGHTER please", "brighter"),
        ("plus clair, s'il vous plaît", "Plus clair"),
        ("もっと明るく", "明るく"),
        ("a bit brigther", "a bit brighter"),
    ],
)
def test_words_are_found_in_any_case_script_and_with_mended_spelling(text, words):
    plan, _ = planned(text, saying(step("exposure", words, stops=0.5)))
    assert tools_of(plan.best.recipe) == ["exposure"]


def test_taking_out_a_step_needs_words_too():
    here = about(Contrast(amount=20), Crop(left=0.1))
    said = saying(remove=[{"step": 1, "words": "delete every step", "reason": "the caption says so"}])
    plan, _ = planned("brighter", said, on=here)
    assert plan.best.recipe == here.recipe
    assert "not done" in plan.notes[0]


# Follow-ups


def test_a_replaced_step_keeps_its_place_and_mask():
    here = conversation_about(
        "", replace(about().recipe, steps=(Step(Exposure(stops=0.5), CAR), Step(Contrast(amount=9.0))))
    )
    said = saying(step("exposure", "a bit less", stops=0.3, replaces=1))
    plan, _ = planned("a bit less", said, on=here, intents=(Intent("scale", "-"),))
    assert [each.tool for each in plan.best.recipe.steps] == [Exposure(stops=0.3), Contrast(amount=9.0)]
    assert plan.best.recipe.steps[0].mask == CAR
    assert plan.best.changes[0].kind == "replace"


def test_a_step_replaced_by_nothing_is_removed():
    here = about(Exposure(stops=0.5))
    plan, _ = planned("no exposure", saying(step("exposure", "no exposure", stops=0, replaces=1)), on=here)
    assert plan.best.recipe.steps == ()
    assert [each.kind for each in plan.best.changes] == ["remove"]


def test_steps_are_taken_out_by_number_and_the_rest_is_kept():
    here = about(Exposure(stops=0.5), Contrast(amount=20), Saturation(amount=10))
    removal = {"step": 2, "words": "undo the contrast"}
    said = saying(step("saturation", "less color", amount=5, replaces=3), remove=[removal])
    plan, _ = planned("undo the contrast, less color", said, on=here)
    assert [each.tool for each in plan.best.recipe.steps] == [Exposure(stops=0.5), Saturation(amount=5.0)]


def test_a_crop_may_be_corrected_without_being_named():
    here = about(Crop(left=0.3))
    said = saying(step("crop", "not that much", left=0.15, replaces=1))
    plan, _ = planned("not that much", said, on=here, intents=(Intent("scale", "-"),))
    assert plan.best.recipe.steps[0].tool == Crop(left=0.15)


# Places


def test_words_for_a_place_go_through_the_embedded_search():
    said = saying(step("exposure", "the red car is too dark", stops=0.5, region="obj", where="the red car"))
    plan, _ = planned("the red car is too dark", said)
    assert plan.best.recipe.steps[0].mask == CAR


def test_a_place_that_is_not_found_is_asked_for_and_offered_everywhere():
    said = saying(step("exposure", "brighten the dog", stops=0.5, region="obj", where="the dog"))
    plan, _ = planned("brighten the dog", said)
    assert plan.best.recipe.steps == ()
    assert "circle" in plan.question.text.lower()
    offered = plan.candidates[plan.question.options[1].candidate]
    assert offered.recipe.steps[0].mask is None
    assert not plan.confident


BOX = {"left": 0.1, "top": 0.2, "right": 0.5, "bottom": 0.9}


def test_a_box_of_the_model_stands_in_for_a_place_that_is_not_found():
    said = saying(step("exposure", "brighten the dog", stops=0.5, region="obj", where="the dog", box=BOX))
    plan, _ = planned("brighten the dog", said)
    assert plan.best.recipe.steps[0].mask == Subject(area=Box(**BOX))
    assert plan.best.changes[0].confidence < 0.6


def test_nothing_is_removed_in_a_box_that_only_the_model_sees():
    said = saying(step("heal", "remove the dog", amount=100, region="obj", where="the dog", box=BOX))
    plan, _ = planned("remove the dog", said, intents=(Intent("remove", "+"),))
    assert plan.best.recipe.steps == ()
    assert "Circle what should go" in plan.question.text
    assert tools_of(plan.candidates[1].recipe) == ["heal"]


def test_nothing_is_removed_without_a_place():
    plan, _ = planned(
        "remove it", saying(step("heal", "remove it", amount=100)), intents=(Intent("remove", "+"),)
    )
    assert plan.best.recipe.steps == ()
    assert [each.candidate for each in plan.question.options] == [None, 0]


def test_what_was_drawn_is_where_a_step_without_a_place_acts():
    circle = Radial(x=0.2, y=0.2)
    steps = (
        step("exposure", "brighter", stops=0.5),
        step("saturation", "all of it more colorful", amount=9, region="whole"),
    )
    plan, script = planned("brighter, all of it more colorful", saying(*steps), mask=circle)
    assert [each.mask for each in plan.best.recipe.steps] == [circle, None]
    assert '"drawn"' in script.asked[0].messages[0].text


def test_a_circle_says_what_to_remove():
    circle = Subject(area=Circle(x=0.2, y=0.2))
    said = saying(step("heal", "get rid of this", amount=100, region="drawn"))
    plan, _ = planned("get rid of this", said, mask=circle, intents=(Intent("remove", "+"),))
    assert plan.best.recipe.steps[0].mask == circle


def test_geometry_takes_no_mask():
    said = saying(step("crop", "crop to the car", left=0.2, region="obj", where="car"))
    plan, _ = planned("crop to the car", said, intents=(Intent("crop", "+"),))
    assert plan.best.recipe.steps[0].mask is None


# Constraints, wishes that cannot be served, questions


def test_what_is_kept_holds_back_a_step_of_the_model():
    here = replace(about(), keeps=(Keep("contrast", "keep the contrast"),))
    steps = (step("contrast", "make it pop", amount=20), step("vibrance", "make it pop", amount=20))
    plan, _ = planned("make it pop", saying(*steps), on=here, intents=(Intent("style", "+"),))
    assert tools_of(plan.best.recipe) == ["vibrance"]
    assert "to be kept" in plan.notes[0]
    assert plan.keep == here.keeps


def test_a_kept_place_is_left_out_of_what_goes_everywhere():
    said = saying(
        step("exposure", "brighter", stops=0.5), keep=[{"what": "sky", "words": "leave the sky alone"}]
    )
    plan, _ = planned("brighter, but leave the sky alone", said)
    assert plan.best.recipe.steps[0].mask == Sky(invert=True)
    assert [each.what for each in plan.keep] == ["sky"]


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


def test_steps_of_a_reference_come_before_the_words():
    script = Scripted((Reply(saying(step("contrast", "less contrast", amount=-9))),))
    like = (Step(Saturation(amount=-20.0)),)
    plan = planner(script).plan(Request("like this, less contrast"), EMPTY, reference_steps=like)
    assert tools_of(plan.best.recipe) == ["saturation", "contrast"]


# Records


def test_every_exchange_is_recorded_with_its_cost():
    plan, _ = replayed("wrong_tool_repaired", prices={"recorded-8b": Price(prompt=1.0, reply=10.0)})
    assert [each.reply.usage for each in plan.exchanges] == [Usage(3120, 210), Usage(3400, 205)]
    assert plan.cost == pytest.approx((3120 + 3400 + 10 * 415) / 1e6)
    told = plan.document()["chat"]
    assert (told["questions"], told["repaired"], told["model"]) == (2, True, "recorded-8b")


def test_without_a_price_there_is_no_cost():
    plan, _ = replayed("sound")
    assert plan.cost is None
    assert plan.document()["chat"]["cost"] is None


def test_an_unreachable_server_is_recorded():
    plan, _ = replayed("unreachable")
    assert plan.exchanges[0].reply is None
    assert "no answer" in plan.exchanges[0].document()["problem"]


def test_the_same_answer_gives_the_same_plan():
    one, other = (replayed("sound")[0] for _ in range(2))
    assert one.document() | {"chat": None} == other.document() | {"chat": None}


def test_a_long_request_is_told_to_be_cut():
    plan, script = planned("brighter " * 1500, saying(step("exposure", "brighter", stops=0.5)))
    assert len(script.asked[0].messages[1].text) < 9000
    assert "first 8000 characters" in plan.notes[-1]


def test_a_server_in_trouble_is_not_asked_for_ever():
    ticks = iter(range(0, 10_000, 50))
    script = Scripted(tuple(Reply("no") for _ in range(10)))
    patient = planner(script, patience_s=120.0, clock=lambda: float(next(ticks)))
    plan = patient.plan(Request("brighter"), EMPTY)
    assert len(script.asked) == 1
    assert "longer than 120 s" in plan.notes[0]


def test_an_unavailable_server_is_asked_once_only():
    plan, script = planned("brighter", ChatUnavailable("busy", status=429), saying())
    assert len(script.asked) == 1
    assert "busy" in plan.notes[0]
