"""Complaints about an edit by what it did: too orange after a warm-up, dark corners under a vignette."""

import re
from dataclasses import replace

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Color, Intent, Op
from burnish.agent.planner.origins import is_wish, origins_of
from burnish.agent.planner.request import Request
from burnish.agent.planner.trail import trail_of
from burnish.tools.vignette import Vignette
from burnish.tools.white_balance import WhiteBalance

_WARM: frozenset[Color] = frozenset({"orange", "yellow", "red"})
_COOL: frozenset[Color] = frozenset({"blue", "teal"})

_OF_STRENGTH: frozenset[Op] = frozenset(
    {"vignette", "contrast", "saturation", "style", "dehaze", "denoise", "color"}
)
"""Operations of which a softer one is a weaker one."""

_SOFTER = re.compile(
    r"^\W*((a|little|bit|much|make|it|and|but|slightly|even|ok|hm+)\W+)*(softer|gentler)\W*$", re.IGNORECASE
)

_TONES_MOVED = frozenset({("shadows", "+"), ("highlights", "-")})
_LIFTED = re.compile(
    r"\b(shadows?|blacks?|darks)\b.*\b(gr[ae]y|washed|flat|milky|faded|muddy|hazy|weak|too (light|bright|much))\b",
    re.IGNORECASE,
)
_DULLED = re.compile(
    r"\b(highlights?|whites?)\b.*\b(gr[ae]y|dull|flat|dirty|muddy|too (dark|much))\b", re.IGNORECASE
)

_TOO_DARK = re.compile(r"\btoo (?:dark|black|heavy|strong)\b|^\W*(?:\w+\W+){0,2}lighter\W*$", re.IGNORECASE)
_CORNERS = re.compile(r"\b(corners?|edges?|borders?)\b", re.IGNORECASE)


def by_effect(
    intents: tuple[Intent, ...], request: Request, conversation: Conversation
) -> tuple[Intent, ...]:
    """The intents; a complaint about what the edit did is less of that edit, not another one against it."""
    lifted = _less_of_the_lift(request.text, conversation)
    if lifted is not None and not any(
        is_wish(each) and each.op in ("shadows", "highlights") for each in intents
    ):
        return (lifted,)
    return tuple(_meant(intent, request.text, conversation) for intent in intents)


def _meant(intent: Intent, text: str, conversation: Conversation) -> Intent:
    if intent.op == "color" and intent.direction == "-" and intent.region is None:
        return _less_of_the_cast(intent, conversation)
    if intent.op == "sharpness" and intent.direction == "-" and _SOFTER.search(text):
        return _softer(intent, conversation)
    if intent.op == "exposure" and intent.direction == "+" and _is_of_corners(intent, text, conversation):
        return _less_of_the_vignette(intent, conversation)
    return intent


def _less_of_the_cast(intent: Intent, conversation: Conversation) -> Intent:
    """`too orange now`, where the turn before made it warmer."""
    last = trail_of(conversation).last
    for before, after in () if last is None else last.pairs:
        if after is None or not isinstance(after.tool, WhiteBalance):
            continue
        was = before.tool.temperature if before is not None and isinstance(before.tool, WhiteBalance) else 0.0
        turned = after.tool.temperature - was
        if (turned > 0 and intent.color in _WARM) or (turned < 0 and intent.color in _COOL):
            (origin,) = origins_of([after], conversation)
            target = "last" if origin is None else origin.op
            return replace(intent, op="scale", color=None, target=target)
    return intent


def _less_of_the_lift(text: str, conversation: Conversation) -> Intent | None:
    """`the blacks look washed out`, where the shadows were lifted: less of that lift."""
    last = conversation.last
    wishes = [] if last is None else [each for each in last.plan.intents if is_wish(each)]
    for each in wishes:
        complaint = _LIFTED if (each.op, each.direction) == ("shadows", "+") else _DULLED
        if (each.op, each.direction) in _TONES_MOVED and complaint.search(text):
            return Intent("scale", "-", target=each.op, span=(0, len(text)))
    return None


def _softer(intent: Intent, conversation: Conversation) -> Intent:
    """`softer` of something that has a strength and is not about focus."""
    last = next((turn for turn in reversed(conversation.turns) if any(map(is_wish, turn.plan.intents))), None)
    wishes = [] if last is None else [each.op for each in last.plan.intents if is_wish(each)]
    if not wishes or not set(wishes) <= _OF_STRENGTH:
        return intent
    return replace(intent, op="scale", target="last")


def _is_of_corners(intent: Intent, text: str, conversation: Conversation) -> bool:
    """`the corners are too dark`; right after a vignette, `too dark` alone says the same."""
    if _CORNERS.search(intent.phrase) or (_CORNERS.search(text) and intent.region is None):
        return True
    last = conversation.last
    wishes = [] if last is None else [each.op for each in last.plan.intents if is_wish(each)]
    return wishes == ["vignette"] and intent.region is None and _TOO_DARK.search(text) is not None


def _less_of_the_vignette(intent: Intent, conversation: Conversation) -> Intent:
    """`the corners are too dark`, where a vignette made them so."""
    darkened = any(
        isinstance(step.tool, Vignette) and step.tool.amount < 0 for step in conversation.recipe.steps
    )
    if not darkened:
        return intent
    return replace(intent, op="scale", direction="-", region=None, phrase="", target="vignette")
