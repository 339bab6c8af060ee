"""`instead of blurring it just darken it`: what comes in the place of an edit comes where that edit was."""

import re
from collections.abc import Sequence
from dataclasses import replace

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.origins import is_wish, origins_of
from burnish.agent.planner.serving import NEAR

_INSTEAD = re.compile(
    r"\b(?:instead|rather|swap|replace|exchange|trade)\b|^\W*(?:(?:no|nope|nah|sorry)\W+)*not \w+\W+\w",
    re.IGNORECASE,
)
_SWAPPED = re.compile(r"\b(?:swap|replace|exchange|trade)\b", re.IGNORECASE)
"""What says that none of it is to be left, however often it was made more."""

_WHOLE = re.compile(
    r"\b(?:everything|everywhere|all|whole|entire|overall|photo|picture|image|shot)\b", re.IGNORECASE
)

_OF_THE_FRAME: frozenset[Op] = frozenset(
    {"crop", "rotate", "flip", "vignette", "style", "enhance", "black_and_white", "background", "remove"}
)
"""Operations that have no place."""


def instead_there(intents: tuple[Intent, ...], text: str, conversation: Conversation) -> tuple[Intent, ...]:
    """The intents; new wishes without a place have that of the one edit that is taken back for them."""
    taken = [each for each in intents if each.op == "undo" and each.region is None]
    if len(taken) != 1 or _INSTEAD.search(text) is None or _WHOLE.search(text) is not None:
        return intents
    there = _origin_of(taken[0], conversation)
    if there is None:
        return intents
    if _SWAPPED.search(text) is not None and any(is_wish(each) for each in intents):
        whole = replace(taken[0], target=there.op)
        intents = tuple(whole if each is taken[0] else each for each in intents)
    return intents if there.region is None else tuple(_placed(each, there) for each in intents)


def _placed(intent: Intent, there: Intent) -> Intent:
    if not is_wish(intent) or intent.op in _OF_THE_FRAME or intent.region is not None:
        return intent
    return replace(intent, region=there.region, phrase=there.phrase)


def _origin_of(undo: Intent, conversation: Conversation) -> Intent | None:
    """The wish behind what is taken back, where all of it was for one place."""
    origins: Sequence[Intent] = [
        each for each in origins_of(conversation.recipe.steps, conversation) if each is not None
    ]
    last = undo.target in ("", "last")
    origins = origins[-1:] if last else [each for each in origins if _is_named(undo, each)]
    places = {(each.region, each.phrase) for each in origins}
    return origins[0] if len(places) == 1 else None


def _is_named(undo: Intent, origin: Intent) -> bool:
    return undo.target in (origin.op, *NEAR.get(origin.op, ()))
