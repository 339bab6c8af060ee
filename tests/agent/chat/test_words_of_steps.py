"""A step needs the words of the request, and changes only what it names."""

from dataclasses import replace

import pytest
from tests.agent.chat.chat_planning import (
    CAR,
    about,
    planned,
    replayed,
    saying,
    step,
    tools_of,
    wish,
)

from burnish.agent.planner.conversation import conversation_about
from burnish.agent.planner.intents import Intent
from burnish.recipe.recipe import Step
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.exposure import Exposure
from burnish.tools.saturation import Saturation


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
