"""`typo, +15`, `sorry, I mean +0.5`, `exposure +0.3 for this one`: a number that takes the place of one said before."""

import re
from dataclasses import replace

from burnish.agent.language.done import Done
from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.origins import is_wish, origins_of

_CORRECTING = re.compile(
    r"\b(?:typo|i meant?|sorry|oops|whoops|my bad|mistake|misspoke|mistyped|misread|should (?:be|have been|read)"
    r"|make (?:that|it|the)|rather|instead|i (?:said|wrote|typed) (?:it |that )?wrong)\b"
    r"|\b(?:only|just) [+-]?\d|\b(?:set|put|change|bring|move)\b.{0,20}\bto [+-]?\d",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:for|on|in) this (?:one|photo|picture|image|shot|frame)\b|\bhere\b", re.IGNORECASE)
_TOO = re.compile(r"\btoo (?!little|weak|low|subtle)\w+|\btoned? (?:it|that) down\b", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:another|more|extra|further|on top|add|plus|again|by|off|less)\b", re.IGNORECASE)
"""What says that a number is added to what was done."""


def numbers_anew(
    intents: tuple[Intent, ...], text: str, conversation: Conversation, done: Done
) -> tuple[Intent, ...]:
    """The intents; where a number corrects what was said before, it is what the slider comes to."""
    numbered = [each for each in intents if _is_change(each)]
    if len(numbered) != 1 or _FURTHER.search(text) is not None:
        return intents
    said = numbered[0]
    answering = [each for each in intents if not _is_complaint(each) or said.op not in done.ops]
    if _is_correction(said, text, conversation, done):
        answering = [_anew(each) if each is said else each for each in answering]
    return tuple(answering)


def _is_correction(said: Intent, text: str, conversation: Conversation, done: Done) -> bool:
    if not is_wish(said):
        return _CORRECTING.search(text) is not None
    if said.op not in done.ops:
        return False
    if _CORRECTING.search(text) is not None:
        return True
    if _HERE.search(text) is not None and not conversation.turns:
        return True
    return _TOO.search(text) is not None and _is_milder(said, conversation)


def _is_milder(said: Intent, conversation: Conversation) -> bool:
    """Whether it is a smaller number, the same way, than the one that was said of this before."""
    before = next(
        (
            each.quantity.value
            for each in reversed(origins_of(conversation.recipe.steps, conversation))
            if each is not None and (each.op, each.direction) == (said.op, said.direction) and each.quantity
        ),
        None,
    )
    return before is not None and said.quantity is not None and abs(said.quantity.value) < abs(before)


def _is_change(intent: Intent) -> bool:
    """Whether it says by how much something is to change."""
    number = intent.quantity
    moves = is_wish(intent) or (intent.op == "scale" and intent.target in ("", "last"))
    return moves and intent.direction in ("+", "-") and number is not None and number.unit in ("", "EV")


def _is_complaint(intent: Intent) -> bool:
    """`too harsh, contrast +20`: what the number answers."""
    about_it = intent.op == "scale" and intent.direction in ("+", "-") and intent.target in ("", "last")
    return about_it and intent.quantity is None and intent.region is None


def _anew(intent: Intent) -> Intent:
    """The intent with its number as what the slider comes to."""
    assert intent.quantity is not None
    if intent.op != "scale" or intent.direction == "+":
        return replace(intent, quantity=replace(intent.quantity, absolute=True))
    return replace(
        intent, direction="+", quantity=replace(intent.quantity, value=-intent.quantity.value, absolute=True)
    )
