"""`no grain on the cat`, first thing about a photo that an edit was brought to: its subject stands for the photo."""

from collections.abc import Callable, Collection
from dataclasses import replace

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Intent, Op, Region
from burnish.agent.planner.origins import is_wish

_NAMED_BY_SUBJECT: tuple[Region, ...] = ("person", "obj")
_OF_PIXELS_THERE = ("remove", "background", "color", "retouch")
"""What is never wished for a whole photo in this way."""


def of_this_photo(
    intents: tuple[Intent, ...],
    conversation: Conversation,
    held: Collection[Op],
    is_found: Callable[[Intent], bool],
) -> tuple[Intent, ...]:
    """The intents; what cannot be found as a place is the photo itself, where the talk has just come to it."""
    brought = not conversation.turns and any(step.enabled for step in conversation.recipe.steps)
    if not brought:
        return intents
    return tuple(
        _of_the_photo(each) if _may_be(each, held) and not is_found(each) else each for each in intents
    )


def _may_be(intent: Intent, held: Collection[Op]) -> bool:
    """Whether it is about what was brought, as far as its place allows."""
    again = is_wish(intent) and intent.op in held and intent.op not in _OF_PIXELS_THERE
    about = again or intent.op in ("undo", "scale")
    return about and intent.region in _NAMED_BY_SUBJECT and intent.target != "keep"


def _of_the_photo(intent: Intent) -> Intent:
    target = "last" if intent.target == intent.region else intent.target
    return replace(intent, region=None, phrase="", target=target)
