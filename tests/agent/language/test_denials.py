"""`not darker, blurry`: what was done by mistake, and what was meant."""

import pytest

from burnish.agent.language.denials import denial_of
from burnish.agent.language.done import Done
from burnish.agent.language.understanding import understood
from burnish.agent.planner.intents import Intent

DARKENED = Done(ops=frozenset({"exposure"}), ways=frozenset({("exposure", "-")}), turns=1)


def read(text):
    return [
        (each.op, each.direction, each.target)
        for each in understood(text, recent=("exposure",), done=DARKENED).intents
    ]


def test_what_was_done_goes_and_what_was_meant_comes():
    assert read("not darker, warmer") == [("undo", None, "exposure"), ("temperature", "+", "")]


def test_a_bare_quality_is_what_it_is_to_become():
    assert read("no, not darker, blurry") == [("undo", None, "exposure"), ("sharpness", "-", "")]


@pytest.mark.parametrize(
    "text", ["not brighter, warmer", "not the sky, the grass", "darker, not warmer", "not darker"]
)
def test_anything_else_is_no_denial_of_what_was_done(text):
    assert denial_of(text, DARKENED.ways) is None


def test_the_contrary_of_what_was_done_turns_it_round_without_taking_it_back_first():
    denial = denial_of("not darker, brighter", DARKENED.ways)
    assert denial is not None
    assert denial.with_undo([Intent("exposure", "+")]) == (Intent("exposure", "+"),)
