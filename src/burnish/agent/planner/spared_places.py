"""`but leave the sky alone`, right after all of it was darkened: what is to stay stays out of that too."""

import re
from dataclasses import replace

from burnish.agent.language.turn_saying import NONE_OF_IT
from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import REGIONS, Intent
from burnish.agent.planner.origins import is_wish

_LIMITING = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yeah|good|great|nice|fine|perfect|sorry|no|oh|oops)\W+)*(?:but|except|just not|though)\b"
    r"|\b(?:though|however)\W*$|\b(?:as|like) (?:it (?:was|is) )?in the original\b"
    r"|\b(?:in|on|for) this (?:one|photo|picture|shot)\b|\bhere\W*$",
    re.IGNORECASE,
)
"""What says that a place is kept from what was just done, and not only from what follows."""


def with_spared_places(
    intents: tuple[Intent, ...], text: str, conversation: Conversation
) -> tuple[Intent, ...]:
    """The intents; places that are only kept, right after an edit of all of the photo, are taken out of that edit."""
    kept = [each for each in map(_with_place, intents) if each.op == "keep" and each.region is not None]
    spoken = [each for each in intents if each.op == "keep"]
    others = [each for each in intents if each.op != "keep" and not _is_about(each, kept)]
    limits = bool(kept) and len(kept) == len(spoken) and not others and _LIMITING.search(text) is not None
    if not limits or not _was_everywhere(conversation):
        return intents
    spared = [
        Intent(
            "scale", "-", quantity=NONE_OF_IT, region=each.region, phrase=each.phrase, target="last",
            span=each.span, confidence=each.confidence,
        )
        for each in kept
    ]  # fmt: skip
    return (*kept, *spared)


def _with_place(intent: Intent) -> Intent:
    """The intent with the place that it names as what it is about."""
    place = next((each for each in REGIONS if each == intent.target), None)
    return replace(intent, region=place) if intent.op == "keep" and intent.region is None else intent


def _is_about(intent: Intent, kept: list[Intent]) -> bool:
    """Whether it only takes back what was done there, which comes to the same."""
    return intent.op == "undo" and any(each.region in (intent.region, intent.target) for each in kept)


def _was_everywhere(conversation: Conversation) -> bool:
    """Whether the edit before, of this talk or brought from another photo, acts in all of the photo."""
    steps = [step for step in conversation.recipe.steps if step.enabled]
    last = conversation.last
    if last is None:
        return any(step.mask is None for step in steps)
    asked = any(is_wish(each) and each.region is None for each in last.plan.intents)
    return asked and any(change.after is not None and change.after.mask is None for change in last.changes)
