"""Where the steps of a chat model act."""

from dataclasses import replace

from tests.agent.chat.chat_planning import CAR, about, planned, saying, step, tools_of

from burnish.agent.planner.intents import Intent
from burnish.agent.planner.plan import Keep
from burnish.imaging.masks import Box, Circle, Radial, Sky, Subject

BOX = {"left": 0.1, "top": 0.2, "right": 0.5, "bottom": 0.9}


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
