"""Undo and redo as turns of their own, without words that would have to be understood."""

from typing import Literal, TypeAlias

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.plan import Candidate, Change, ChangeKind, Plan, PlannerVersion
from burnish.agent.planner.request import Request
from burnish.agent.planner.trail import StepPair, Trail, step_pairs, trail_of
from burnish.app.session import PhotoSession
from burnish.errors import BadInput
from burnish.recipe.recipe import Recipe

Way: TypeAlias = Literal["undo", "redo"]

BY_HAND = PlannerVersion("by_hand", "1")
"""No policy answers where a person says exactly what to do."""

_INTENTS: dict[Way, Intent] = {"undo": Intent("undo", target="last"), "redo": Intent("scale", target="redo")}
_DONE: dict[Way, str] = {"undo": "taken back", "redo": "done again"}


def reach(conversation: Conversation, way: Way) -> int:
    """How many times one can go this way."""
    trail = trail_of(conversation)
    return len(trail.done if way == "undo" else trail.ahead)


def stepped(session: PhotoSession, way: Way) -> Turn:
    """The turn that goes one change back or forward; nothing is kept. Raises BadInput where there is none."""
    conversation = session.conversation
    trail = trail_of(conversation)
    if not reach(conversation, way):
        raise BadInput(f"there is nothing to {way}")
    to = _to(trail, way)
    changes = tuple(_change(pair, _DONE[way]) for pair in step_pairs(conversation.recipe, to))
    plan = Plan(
        way, (_INTENTS[way],), (Candidate(to, changes, _DONE[way].capitalize()),), BY_HAND, conversation.keeps
    )
    return conversation.turn(Request(way), plan, id=session.new_id(), at=session.clock())


def _to(trail: Trail, way: Way) -> Recipe:
    return trail.done[-1].before if way == "undo" else trail.ahead[-1][-1].after


def _change(pair: StepPair, reason: str) -> Change:
    before, after = pair
    kind: ChangeKind = "add" if before is None else "remove" if after is None else "replace"
    return Change(kind, before, after, 0, reason)
