"""Words about the edit before: more, less, undo, only there."""

from collections.abc import Sequence

from burnish.agent.planner.intents import Intent
from burnish.agent.planner.lexicon import Term


def follow_up(clause: Sequence[Term]) -> list[Intent]:
    """The intents of a clause that names no property."""
    return []
