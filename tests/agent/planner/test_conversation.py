"""Turns and conversations as values."""

from datetime import datetime

import pytest
from tests.agent.planner.dialogues import START, Dialogue

from burnish.agent.planner.request import Request
from burnish.errors import BadInput
from burnish.recipe.recipe import Step
from burnish.tools.saturation import Saturation


def test_a_turn_tells_what_was_asked_and_what_came_of_it() -> None:
    d = Dialogue().say("more contrast", "contrast+")
    turn = d.conversation.turns[0]
    assert (turn.request.text, turn.planner.name) == ("more contrast", "embedded")
    assert turn.before.steps == ()
    assert turn.after.digest == d.recipe.digest
    said = turn.document()
    assert said["after"] == d.recipe.digest
    assert said["plan"]["steps"][0]["tool"] == "contrast"


def test_a_turn_needs_a_time_with_a_zone() -> None:
    d = Dialogue().say("more contrast", "contrast+")
    with pytest.raises(BadInput, match="time zone"):
        d.conversation.turn(Request("x"), d.answer, id="t", at=datetime(2026, 11, 21))


@pytest.mark.parametrize("candidate", [-1, 1, 7])
def test_only_a_candidate_that_there_is_can_be_taken(candidate: int) -> None:
    d = Dialogue().say("more contrast", "contrast+")
    with pytest.raises(BadInput, match="the plan has 1"):
        d.conversation.choose(candidate)
    with pytest.raises(BadInput, match="the plan has 1"):
        d.conversation.turn(Request("x"), d.answer, id="t", at=START, chosen=candidate)


def test_there_is_nothing_to_choose_from_before_the_first_turn() -> None:
    with pytest.raises(BadInput, match="no turn"):
        Dialogue().conversation.choose(0)


def test_choosing_replaces_what_the_last_turn_did() -> None:
    d = (
        Dialogue()
        .say("warmer", "temperature+")
        .say("clearer", "sharpness+", others=("exposure+",), confidence=0.6)
    )
    chosen = d.conversation.choose(1)
    assert [step.tool.name for step in chosen.recipe.steps] == ["white_balance", "exposure", "tone"]
    assert len(chosen.turns) == 2
    assert chosen.turns[-1].chosen == 1


def test_a_recipe_from_outside_is_where_the_next_turn_begins() -> None:
    d = Dialogue().say("contrast", "contrast+")
    d.conversation = d.conversation.at(d.recipe.adding(Step(Saturation(amount=5.0))))
    assert d.say("warmer", "temperature+").tools == ["contrast", "saturation", "white_balance"]
