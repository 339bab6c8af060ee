"""A conversation about one photo: what was asked, what was answered, what came of it, and what is to stay."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.plan import Candidate, Change, Keep, Plan, PlannerVersion
from burnish.agent.planner.request import Request
from burnish.errors import BadInput
from burnish.recipe.recipe import Recipe

REFINING: frozenset[Op] = frozenset({"scale", "keep"})
"""Operations that change how an earlier wish is met, and wish for nothing new."""


UNTOUCHED = Recipe()
"""The photo without an edit."""


@dataclass(frozen=True)
class Turn:
    """One request and all that answered it."""

    id: str
    request: Request
    plan: Plan
    before: Recipe
    """The recipe that the request was about."""

    after: Recipe
    """What came of it."""

    at: datetime
    """When, with a time zone."""

    chosen: int = 0
    """Index of the plan's candidate that was taken."""

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise BadInput(f"turn {self.id!r} at {self.at!r}; a time with a time zone is needed")
        if not 0 <= self.chosen < len(self.plan.candidates):
            raise BadInput(f"candidate {self.chosen!r}; the plan has {len(self.plan.candidates)}, from 0")

    @property
    def candidate(self) -> Candidate:
        """The candidate that was taken."""
        return self.plan.candidates[self.chosen]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the taken candidate changed."""
        return self.candidate.changes

    @property
    def planner(self) -> PlannerVersion:
        """Which policy answered."""
        return self.plan.planner

    @property
    def is_walk(self) -> bool:
        """Whether it only went back or forward through earlier states."""
        return bool(self.plan.intents) and all(
            is_step_back(each) or is_redo(each) for each in self.plan.intents
        )

    @property
    def is_refinement(self) -> bool:
        """Whether it only scaled or moved what an earlier turn did."""
        return bool(self.plan.intents) and all(each.op in REFINING for each in self.plan.intents)

    def document(self) -> dict[str, Any]:
        """The turn as plain JSON values."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "text": self.request.text,
            "origin": self.request.origin,
            "plan": self.plan.document(),
            "chosen": self.chosen,
            "before": self.before.digest,
            "after": self.after.digest,
            "planner": self.planner.document(),
        }


@dataclass(frozen=True)
class Conversation:
    """Everything said about one photo so far. It only grows; every verb gives a new one."""

    photo: str = ""
    """Digest of the photo's bytes; empty where there is no photo."""

    start: Recipe = UNTOUCHED
    """The recipe before the first turn."""

    recipe: Recipe = UNTOUCHED
    """The recipe as it stands."""

    turns: tuple[Turn, ...] = ()
    keeps: tuple[Keep, ...] = ()
    """What is to stay as it is, until it is lifted."""

    @property
    def last(self) -> Turn | None:
        """The latest turn."""
        return self.turns[-1] if self.turns else None

    def turn(self, request: Request, plan: Plan, *, id: str, at: datetime, chosen: int = 0) -> Turn:  # noqa: A002
        """The turn that takes one candidate of a plan that was made for this conversation."""
        if not 0 <= chosen < len(plan.candidates):
            raise BadInput(f"candidate {chosen!r}; the plan has {len(plan.candidates)}, from 0")
        return Turn(id, request, plan, self.recipe, plan.candidates[chosen].recipe, at, chosen)

    def after(self, turn: Turn) -> "Conversation":
        """The conversation with this turn at its end."""
        return replace(self, recipe=turn.after, turns=(*self.turns, turn), keeps=turn.plan.keep)

    def choose(self, candidate: int) -> "Conversation":
        """The conversation as if the last turn had taken another of its plan's candidates. Raises BadInput."""
        last = self.last
        if last is None:
            raise BadInput(f"candidate {candidate!r} of no turn; there is no turn to choose from yet")
        if not 0 <= candidate < len(last.plan.candidates):
            raise BadInput(f"candidate {candidate!r}; the plan has {len(last.plan.candidates)}, from 0")
        taken = replace(last, chosen=candidate, after=last.plan.candidates[candidate].recipe)
        return replace(self, recipe=taken.after, turns=(*self.turns[:-1], taken))

    def at(self, recipe: Recipe) -> "Conversation":
        """The conversation with a recipe that came about outside of it: by sliders, by undo, by a jump."""
        return replace(self, recipe=recipe)


def conversation_about(photo: str = "", start: Recipe | None = None) -> Conversation:
    """A conversation that has not begun, about a photo (by digest) that may have a recipe already."""
    recipe = start or UNTOUCHED
    return Conversation(photo, recipe, recipe)


def is_step_back(intent: Intent) -> bool:
    """Whether it asks for the state before, whatever was done."""
    return intent.op == "undo" and intent.target in ("", "last") and intent.region is None


def is_redo(intent: Intent) -> bool:
    """Whether it asks for what was undone."""
    return intent.op == "scale" and intent.target == "redo"
