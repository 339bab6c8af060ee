import json

import pytest
from tests.agent.chat.chat_planning import CATALOGUE, step

from burnish.agent.chat.plan_schema import NOT_OFFERED, plan_schema, read_plan
from burnish.errors import RecipeError
from burnish.recipe.recipe import Step
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

STEPS = (Step(Exposure(stops=0.5)), Step(Contrast(amount=10.0)))


def read(document, steps=STEPS, has_drawing=False):
    return read_plan(document, CATALOGUE, steps, has_drawing=has_drawing)


def kinds(schema):
    return {
        each["properties"]["tool"]["enum"][0]: each
        for each in schema["properties"]["steps"]["items"]["anyOf"]
    }


def parts(schema):
    yield schema
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        if isinstance(value, dict | list):
            yield from parts(value)


def test_every_tool_but_those_that_need_a_digest_is_in_the_schema():
    assert (
        set(kinds(plan_schema(CATALOGUE, steps=0, has_drawing=False))) == set(CATALOGUE.names) - NOT_OFFERED
    )


def test_the_schema_says_each_tools_bounds():
    exposure = kinds(plan_schema(CATALOGUE, steps=0, has_drawing=False))["exposure"]["properties"]["params"]
    assert exposure["properties"] == {"stops": {"type": "number", "minimum": -5, "maximum": 5}}
    assert exposure["additionalProperties"] is False


def test_the_schema_keeps_to_what_every_server_knows():
    schema = plan_schema(CATALOGUE, steps=3, has_drawing=True)
    allowed = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const",
               "minimum", "maximum", "minItems", "maxItems", "$defs"}  # fmt: skip
    for part in parts(schema):
        if isinstance(part, dict) and isinstance(part.get("type"), str):
            assert part.keys() <= allowed
    assert len(json.dumps(schema)) < 28_000


def test_no_choice_is_listed_twice():
    for part in parts(plan_schema(CATALOGUE, steps=3, has_drawing=True)):
        if isinstance(part, dict) and isinstance(part.get("enum"), list):
            assert len(set(part["enum"])) == len(part["enum"])


def test_numbers_of_steps_are_in_the_schema_only_where_there_are_steps():
    empty, three = (plan_schema(CATALOGUE, steps=n, has_drawing=False) for n in (0, 3))
    assert "remove" not in empty["properties"]
    assert "replaces" not in kinds(empty)["exposure"]["properties"]
    assert three["properties"]["remove"]["items"]["properties"]["step"]["maximum"] == 3


def test_the_drawn_place_is_in_the_schema_only_where_something_was_drawn():
    places = [
        plan_schema(CATALOGUE, steps=0, has_drawing=drawn)["$defs"]["region"]["enum"]
        for drawn in (False, True)
    ]
    assert set(places[1]) - set(places[0]) == {"drawn"}


def test_a_sound_answer_is_read_with_its_tools():
    answered = read({"steps": [step("exposure", "brighter", stops=1, replaces=1)]})
    assert answered.tools == (Exposure(stops=1.0),)
    assert answered.said.steps[0].replaces == 1


def test_a_parameter_that_is_null_stays_at_its_default():
    assert read({"steps": [step("contrast", "more", amount=5, pivot=None)]}).tools == (Contrast(amount=5.0),)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "steps"),
        ({"steps": {}}, "steps"),
        ({"steps": [], "also": 1}, "also"),
        ({"steps": [{"tool": "exposure", "params": {}}]}, "steps.0.words"),
        ({"steps": [step("exposre", "x")]}, "did you mean 'exposure'"),
        ({"steps": [step("exposure", "x", stop=1)]}, "parameters: stops"),
        ({"steps": [step("exposure", "x", stops=6)]}, "stops = 6"),
        ({"steps": [step("exposure", "x", stops="1")]}, "stops = '1'"),
        ({"steps": [step("exposure", "x", stops=True)]}, "stops = True"),
        ({"steps": [step("exposure", "x", stops=float("inf"))]}, "stops = inf"),
        ({"steps": [step("lut", "x", amount=50)]}, "cannot be used here"),
        ({"steps": [step("exposure", "x", stops=1, confidence=2)]}, "confidence"),
        ({"steps": [step("exposure", "x", stops=1, region="nowhere")]}, "region"),
        ({"steps": [step("exposure", "x", stops=1, region="drawn")]}, "nothing was drawn"),
        ({"steps": [step("exposure", "x", stops=1, replaces=3)]}, "allowed is 1 to 2"),
        ({"steps": [step("exposure", "x", stops=1, replaces=0)]}, "allowed is 1 to 2"),
        ({"steps": [step("exposure", "x", stops=1, replaces=2)]}, "which is 'contrast'"),
        (
            {"steps": [step("exposure", "x", stops=1, replaces=1)], "remove": [{"step": 1, "words": "x"}]},
            "second time",
        ),
        ({"steps": [step("exposure", "x", stops=1)] * 25}, "steps"),
        ({"steps": [], "keep": [{"what": "the dog", "words": "x"}]}, "keep.0.what"),
        ({"steps": [], "question": {"text": "?", "options": ["one"]}}, "question.options"),
        ({"steps": [step("exposure", "x" * 3000, stops=1)]}, "words"),
    ],
)
def test_whatever_does_not_fit_is_named_with_what_is_allowed(document, told):
    with pytest.raises(RecipeError) as caught:
        read(document)
    assert told in str(caught.value)
    assert len(str(caught.value)) < 800


def test_without_steps_no_number_is_allowed():
    with pytest.raises(RecipeError, match="recipe is empty"):
        read({"steps": [], "remove": [{"step": 1, "words": "x"}]}, steps=())
