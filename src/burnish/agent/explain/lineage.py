"""Which wishes each step answers, followed through every turn of a conversation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.origins import AUTO_ENHANCE, is_wish
from burnish.agent.planner.plan import Change
from burnish.recipe.matching import matched_steps
from burnish.recipe.recipe import Recipe, Step


@dataclass(frozen=True)
class Said:
    """One wish where it was said."""

    turn: int
    """Index of the turn."""
    index: int | None
    """Index of the intent in the turn's plan; None for a request without words."""
    intent: Intent


Credited: TypeAlias = tuple[tuple[Step, tuple[Said, ...]], ...]
"""The steps of a recipe, each with the wishes that made it what it is, oldest first."""


@dataclass(frozen=True)
class Lineage:
    """Every wish of a conversation, and the steps that answered it at each point."""

    said: tuple[Said, ...]
    """All wishes, in order."""
    before: tuple[Credited, ...]
    """Before each turn."""
    after: tuple[Credited, ...]
    """After each turn."""
    now: Credited
    """The recipe as it stands."""

    def stands(self, said: Said) -> bool:
        """Whether a step of the recipe as it stands answers the wish."""
        return _holds(self.now, said)

    def was_met(self, said: Said) -> bool:
        """Whether any step ever answered it."""
        return any(_holds(state, said) for state in self.after)

    def ended(self, said: Said) -> int | None:
        """Index of the turn that left no step of it; None where that came about outside of any turn."""
        last = max((turn for turn, state in enumerate(self.after) if _holds(state, said)), default=said.turn)
        return last + 1 if last + 1 < len(self.after) else None


def lineage_of(conversation: Conversation) -> Lineage:
    """The lineage of a conversation up to its recipe as it stands."""
    state: Credited = tuple((step, ()) for step in conversation.start.steps)
    known: dict[str, Credited] = {conversation.start.digest: state}
    before: list[Credited] = []
    after: list[Credited] = []
    for number, turn in enumerate(conversation.turns):
        found = known.get(turn.before.digest)
        state = _carried(state, turn.before) if found is None else found
        before.append(state)
        walked = known.get(turn.after.digest) if turn.is_walk else None
        state = _changed(state, turn, number) if walked is None else walked
        after.append(state)
        known[turn.after.digest] = state
    found = known.get(conversation.recipe.digest)
    now = _carried(state, conversation.recipe) if found is None else found
    said = tuple(each for number, turn in enumerate(conversation.turns) for each in _wishes(turn, number))
    return Lineage(said, tuple(before), tuple(after), now)


def credits_of(state: Credited, step: Step | None) -> tuple[Said, ...]:
    """The wishes behind a step; none for one that is not there."""
    return next((wishes for known, wishes in state if known == step), ())


def causes(turn: Turn, change: Change) -> Intent | None:
    """The intent behind a change; auto-enhance for what the planner did without words."""
    if change.intent is not None:
        return turn.plan.intents[change.intent]
    own = change.after is not None and change.after.author == "planner"
    return AUTO_ENHANCE if own and not turn.plan.intents else None


def _wishes(turn: Turn, number: int) -> Iterator[Said]:
    for index, intent in enumerate(turn.plan.intents):
        if is_wish(intent):
            yield Said(number, index, intent)
    if any(causes(turn, change) is AUTO_ENHANCE for change in turn.changes):
        yield Said(number, None, AUTO_ENHANCE)


def _changed(state: Credited, turn: Turn, number: int) -> Credited:
    """The steps after a turn: those that it changed are also to the credit of the wishes behind the changes."""
    changes = [change for change in turn.changes if change.after is not None]
    made: list[tuple[Step, tuple[Said, ...]]] = []
    for step in turn.after.steps:
        change = next((each for each in changes if each.after == step), None)
        if change is None:
            made.append((step, credits_of(state, step)))
            continue
        intent = causes(turn, change)
        earlier = credits_of(state, change.before)
        own = (Said(number, change.intent, intent),) if intent is not None and is_wish(intent) else ()
        made.append((step, (*earlier, *own)))
    return tuple(made)


def _carried(state: Credited, recipe: Recipe) -> Credited:
    """The wishes of a state's steps on those that they became outside of any turn."""
    steps: Sequence[Step] = [step for step, _ in state]
    partner = {match.after: match.before for match in matched_steps(steps, recipe.steps)}
    return tuple(
        (step, state[partner[at]][1] if at in partner else ()) for at, step in enumerate(recipe.steps)
    )


def _holds(state: Credited, said: Said) -> bool:
    return any(said in wishes for _, wishes in state)
