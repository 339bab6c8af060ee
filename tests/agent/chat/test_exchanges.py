"""What was said to the chat model is recorded, and a server in trouble is let be."""

import pytest
from tests.agent.chat.chat_planning import (
    EMPTY,
    planned,
    planner,
    replayed,
    saying,
    step,
    tools_of,
)

from burnish.agent.planner.request import Request
from burnish.errors import ChatUnavailable
from burnish.models.chat import Reply, Usage
from burnish.models.scripted import Scripted
from burnish.models.settings import Price
from burnish.recipe.recipe import Step
from burnish.tools.saturation import Saturation


def test_steps_of_a_reference_come_before_the_words():
    script = Scripted((Reply(saying(step("contrast", "less contrast", amount=-9))),))
    like = (Step(Saturation(amount=-20.0)),)
    plan = planner(script).plan(Request("like this, less contrast"), EMPTY, reference_steps=like)
    assert tools_of(plan.best.recipe) == ["saturation", "contrast"]


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
