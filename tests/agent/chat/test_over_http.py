"""The chat planner against a real server, with every fault that servers were seen to have."""

import io
import json

import pytest
import skimage.data
from PIL import Image
from tests.agent.chat.chat_planning import OWN, planner, saying, step, tools_of
from tests.models.chat_server import (
    ChatServer,
    calls_tool,
    completion,
    fails,
    hangs,
    refuses_form,
    says,
    streams,
)

from burnish.agent.planner.conversation import conversation_about
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.request import Request
from burnish.models.openai_compatible import OpenAICompatible

GOOD = saying(step("exposure", "brighter", stops=0.5))
WRONG_TOOL = saying(step("brightnes", "brighter", amount=20))
TOO_MUCH = saying(step("exposure", "brighter", stops=50))


def over_http(*behaviors, times=1, timeout_s=10.0, **settings):
    with ChatServer(*behaviors) as server:
        model = OpenAICompatible(server.base_url, "m", timeout_s=timeout_s, retries=1, sleep=lambda _: None)
        asking = planner(model, Intent("exposure", "+"), **settings)
        for _ in range(times):
            plan = asking.plan(Request("brighter"), conversation_about(), preview=preview())
    return plan, server


def preview() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[:200, :300]).save(file, "PNG")
    return file.getvalue()


def forms(server) -> list[str]:
    return [
        "tool_call" if "tools" in body else body.get("response_format", {}).get("type", "free")
        for body in server.bodies
    ]


def honours_schema(exchange):
    """Answers with a plan only where the schema that came along has what the plan needs."""
    schema = exchange.body["response_format"]["json_schema"]["schema"]
    kinds = schema["properties"]["steps"]["items"]["anyOf"]
    named = [each for each in kinds if each["properties"]["tool"]["enum"] == ["exposure"]]
    assert set(named[0]["required"]) <= {"tool", "params", "words", "reason"}
    exchange.send(200, json.dumps(completion(GOOD)).encode())


@pytest.mark.parametrize(
    ("behaviors", "asked"),
    [
        pytest.param([honours_schema], ["json_schema"], id="honours the schema"),
        pytest.param([says(f"Of course!\n```json\n{GOOD}\n```\nEnjoy.")], ["json_schema"], id="ignores the form"),
        pytest.param(
            [refuses_form("json_schema", otherwise=says(GOOD))], ["json_schema", "json_object"], id="refuses the schema"
        ),
        pytest.param(
            [refuses_form("json_schema", "json_object", otherwise=calls_tool("plan", GOOD))],
            ["json_schema", "json_object", "tool_call"],
            id="knows tools only",
        ),
        pytest.param(
            [says("As you wish."), says("{}?"), says("Brighter it is."), says(GOOD)],
            ["json_schema", "json_object", "json_object"],
            id="prose, then an empty object, then prose",
        ),
        pytest.param([says(WRONG_TOOL), says(GOOD)], ["json_schema"] * 2, id="wrong tool"),
        pytest.param([says(TOO_MUCH), says(GOOD)], ["json_schema"] * 2, id="out of range"),
        pytest.param([fails(429, Retry_After="1"), says(GOOD)], ["json_schema"] * 2, id="busy once"),
        pytest.param([streams(GOOD[:10], GOOD[10:])], ["json_schema"], id="streams"),
        pytest.param(
            [lambda exchange: exchange.send(200, json.dumps(completion(GOOD)).encode(), "text/plain")],
            ["json_schema"],
            id="wrong content type",
        ),
        pytest.param([fails(500)] * 2 + [says(GOOD)], ["json_schema"] * 2 + ["json_object"], id="breaks on it"),
        pytest.param([says("{" + GOOD), says(GOOD)], ["json_schema"], id="a brace too many"),
    ],
)  # fmt: skip
def test_a_plan_comes_through_or_the_embedded_one_stands(behaviors, asked):
    plan, server = over_http(*behaviors)
    assert forms(server) == asked
    if plan.planner.name == "chat":
        assert tools_of(plan.best.recipe) == ["exposure"]
        assert plan.best.recipe.steps[0].tool.stops == 0.5
    else:
        assert plan.best.recipe.steps == (OWN,)
        assert "planned alone" in plan.notes[0]


@pytest.mark.parametrize(
    ("behavior", "told"),
    [
        pytest.param(fails(500), "500", id="always broken"),
        pytest.param(fails(401), "does not accept the key", id="wrong key"),
        pytest.param(fails(404, "model 'm' not found"), "not found", id="no such model"),
        pytest.param(fails(400, "no"), "400", id="refuses everything"),
        pytest.param(hangs(1.5), "no answer within 0.3 s", id="hangs"),
        pytest.param(lambda exchange: exchange.pour(b" " * 65536, 200), "at most", id="huge"),
        pytest.param(
            lambda exchange: exchange.send(200, b"<html>", "text/html"), "no JSON object", id="a web page"
        ),
        pytest.param(says("I cannot do that."), "no JSON object", id="only prose"),
        pytest.param(says('{"steps": ['), "no JSON object", id="invalid JSON"),
        pytest.param(says(WRONG_TOOL), "brightnes", id="wrong tool again"),
        pytest.param(says(TOO_MUCH), "stops = 50", id="out of range again"),
    ],
)
def test_where_nothing_helps_the_embedded_plan_stands_with_a_note(behavior, told):
    plan, server = over_http(behavior, timeout_s=0.3 if told.startswith("no answer") else 10.0)
    assert plan.best.recipe.steps == (OWN,)
    assert told in plan.notes[0]
    assert len(server.bodies) <= 8
    assert len(plan.exchanges) >= 1


def test_the_rung_that_worked_is_remembered_for_the_server():
    _, server = over_http(refuses_form("json_schema", otherwise=says(GOOD)), times=3)
    assert forms(server) == ["json_schema", "json_object", "json_object", "json_object"]


def test_a_seeing_model_gets_a_small_jpeg_and_a_blind_one_none():
    _, server = over_http(says(GOOD), sees_pictures=True)
    picture = server.bodies[0]["messages"][1]["content"][1]
    assert picture["image_url"]["url"].startswith("data:image/jpeg;base64,")
    _, server = over_http(says(GOOD), sees_pictures=False)
    assert isinstance(server.bodies[0]["messages"][1]["content"], str)


def test_a_server_without_eyes_is_asked_again_in_words():
    def blind(exchange):
        if isinstance(exchange.body["messages"][1]["content"], list):
            exchange.error(400, "this model does not support image input")
        else:
            exchange.send(200, json.dumps(completion(GOOD)).encode())

    plan, server = over_http(blind, times=2, sees_pictures=True)
    assert tools_of(plan.best.recipe) == ["exposure"]
    assert len(server.bodies) == 3
