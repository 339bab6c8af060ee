"""What takes something away: a thing healed out, another background. Never done on a guess."""

import re
from collections.abc import Mapping
from dataclasses import replace

from burnish.agent.planner.adjusting import taken_out
from burnish.agent.planner.draft import Because, Draft
from burnish.agent.planner.intents import Color, Strength
from burnish.agent.planner.keeps import inverted
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.sitting import Sitting, Wish
from burnish.agent.planner.wording import because_of, place_words, quoted
from burnish.recipe.recipe import Step
from burnish.tools.background import Background
from burnish.tools.heal import Heal

PAINTS: Mapping[Color, str] = {
    "red": "#c62828", "orange": "#ef6c00", "yellow": "#fbc02d", "green": "#2e7d32", "teal": "#00897b",
    "blue": "#1565c0", "purple": "#6a1b9a", "pink": "#ec407a", "brown": "#6d4c41", "white": "#ffffff",
    "black": "#000000", "gray": "#9e9e9e",
}  # fmt: skip
"""What a color word looks like behind a subject, in sRGB."""

RADII: Mapping[Strength, float] = {"small": 1.0, "medium": 2.0, "large": 4.0}
"""Blur of a background, in % of the short side."""

_GONE = re.compile(
    r"\b(transparent|see[- ]through|remov\w*|cut\w*|isolat\w*|erase\w*|delete\w*|get rid)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"\b(plain|solid|blank|studio|backdrop|product|clean)\b", re.IGNORECASE)
_BLURRED = re.compile(r"\b(blur\w*|bokeh|out of focus|soft\w*|defocus\w*)\b", re.IGNORECASE)

NEW_SCENE = "another scene behind the subject needs a generative editor; none is configured"


def removed(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with a thing healed away; a question where it was not found."""
    if wish.intent.direction == "-":
        handles = draft.with_op("remove")
        because = Because(wish.index, because_of(wish.words, "brought back"), wish.intent.confidence)
        return taken_out(draft, handles, because) if handles else draft.noting("Nothing was removed.")
    found = sitting.located(wish.intent)
    if not found.found or found.mask is None:
        return draft.asking(Ask("place", wish.intent, wish.words))
    confidence = wish.intent.confidence * found.confidence
    because = Because(
        wish.index, because_of(wish.words, f"{place_words(wish.intent)} is filled from around it"), confidence
    )
    if any(slot.step.mask == found.mask and isinstance(slot.step.tool, Heal) for slot in draft.slots):
        return draft.noting(f"{quoted(wish.words)}: that is removed already.")
    step = Step(Heal(amount=100.0), found.mask, reason=because.reason, author="planner")
    return draft.adding(step, wish.intent, because)


def with_background(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    """The draft with what is behind the subject blurred, painted over or cut out; a question without a subject."""
    tool = background_for(wish, sitting.request.text)
    if tool is None:
        return draft.refusing(wish.words, NEW_SCENE, wish.index)
    if sitting.request.mask is None:
        found = sitting.located(replace(wish.intent, region="bg", phrase=""))
        mask = found.mask
    else:
        found = sitting.located(replace(wish.intent, region="obj", phrase=""))
        mask = None if found.mask is None else inverted(found.mask)
    if not found.found or mask is None:
        return draft.asking(Ask("subject", wish.intent, wish.words))
    why = {"color": f"a background of {tool.color}", "transparent": "the background is cut out"}.get(
        tool.style, "the background is blurred"
    )
    because = Because(wish.index, because_of(wish.words, why), wish.intent.confidence * found.confidence)
    at = next((at for at, slot in enumerate(draft.slots) if isinstance(slot.step.tool, Background)), None)
    step = Step(tool, mask, reason=because.reason, author="planner")
    if at is not None:
        return draft.changing(at, step, because, wish.intent)
    return draft.adding(step, wish.intent, because)


def background_for(wish: Wish, text: str) -> Background | None:
    """The tool for a wish about the background; None for a new scene, which nothing here can make."""
    start = wish.intent.span[0]
    said = re.split(r"[.;!?\n]", text[start:], maxsplit=1)[0] or wish.words
    if wish.intent.color is not None:
        return Background(style="color", amount=100.0, color=PAINTS[wish.intent.color])
    for words in (wish.words, said):
        if _GONE.search(words):
            return Background(style="transparent", amount=100.0)
        if _BLURRED.search(words):
            return Background(style="blur", amount=100.0, radius=RADII[wish.intent.strength])
        if _PLAIN.search(words):
            return Background(style="color", amount=100.0)
        for color, paint in PAINTS.items():
            if re.search(rf"\b{color}\b", words, re.IGNORECASE):
                return Background(style="color", amount=100.0, color=paint)
    return None
