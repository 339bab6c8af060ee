"""Undo and redo walk the trail of a conversation exactly."""

import pytest

from burnish.agent.planner.request import Request, SliderMove
from burnish.app.session import open_session
from burnish.errors import BadInput
from burnish.recipe.recipe import recipe
from burnish.service.stepping import reach, stepped
from burnish.tools.saturation import Saturation


@pytest.fixture
def session(darkroom, planner, root):
    """Three changes by sliders."""
    opened = open_session(darkroom, planner, root / "photo.jpg")
    for tool, parameter in (("exposure", "stops"), ("contrast", "amount"), ("vibrance", "amount")):
        opened.ask(Request(sliders=(SliderMove(tool, parameter, 1.0),)))
    return opened


def go(session, *ways):
    for way in ways:
        session.keep(stepped(session, way))
    return [step.tool.name for step in session.recipe.steps]


def test_back_and_forward_lead_through_the_same_states(session):
    start = session.recipe
    assert go(session, "undo") == ["exposure", "contrast"]
    assert go(session, "undo", "undo") == []
    assert reach(session.conversation, "undo") == 0
    assert go(session, "redo") == ["exposure"]
    assert go(session, "redo", "redo") == ["exposure", "contrast", "vibrance"]
    assert session.recipe == start
    assert reach(session.conversation, "redo") == 0


def test_after_a_new_change_what_was_undone_is_gone(session):
    go(session, "undo")
    session.ask(Request(sliders=(SliderMove("saturation", "amount", 5.0),)))
    with pytest.raises(BadInput, match="nothing to redo"):
        stepped(session, "redo")
    assert go(session, "undo") == ["exposure", "contrast"]


def test_it_is_kept_and_read_again(session, darkroom, planner, root):
    go(session, "undo", "undo")
    again = open_session(darkroom, planner, root / "photo.jpg", resume=True)
    assert again.recipe == session.recipe
    assert go(again, "redo") == ["exposure", "contrast"]


def test_a_recipe_from_elsewhere_is_undone_as_a_whole(session):
    before = session.recipe
    session.apply(recipe([Saturation(amount=10)]), "as another photo")
    go(session, "undo")
    assert session.recipe == before


def test_the_turn_says_what_it_took_back(session):
    turn = stepped(session, "undo")
    [change] = turn.changes
    assert (change.kind, change.before.tool.name, change.reason) == ("remove", "vibrance", "taken back")
    assert turn.is_walk
    assert session.recipe == turn.before, "nothing is kept yet"
