"""What a chat model may not do on its own: act without words of the request, or lose part of the photo unasked.

Whatever text a picture or its file holds, and whatever a model makes of it, is measured against what the embedded
planner reads in the request's own words.
"""

import re
from collections.abc import Mapping

from burnish.agent.planner.intents import Intent, Op

ASKED_BY: Mapping[str, tuple[Op, ...]] = {
    "crop": ("crop",),
    "rotate": ("rotate", "crop"),
    "perspective": ("rotate", "crop"),
    "flip": ("flip",),
    "heal": ("remove", "retouch"),
    "background": ("background", "remove", "blur"),
}
"""Tools that move or lose parts of the photo, and the operations that ask for them."""

_AGAIN: frozenset[Op] = frozenset({"scale", "undo"})
"""Operations that speak of a step that is there already."""

SERVES: Mapping[str, tuple[Op, ...]] = {
    **ASKED_BY,
    "denoise": ("denoise",),
    "white_balance": ("temperature", "color", "auto_color"),
    "exposure": ("exposure", "highlights", "shadows"),
    "dehaze": ("dehaze", "contrast"),
    "brightness": ("exposure", "shadows", "highlights"),
    "contrast": ("contrast",),
    "tone": ("highlights", "shadows", "contrast", "exposure"),
    "tone_curve": ("contrast", "exposure", "highlights", "shadows"),
    "texture": ("sharpness", "retouch"),
    "clarity": ("contrast", "sharpness", "dehaze"),
    "saturation": ("saturation", "color", "black_and_white"),
    "vibrance": ("saturation", "color"),
    "hue": ("color", "temperature"),
    "hsl": ("color", "saturation"),
    "color_grading": ("color", "temperature"),
    "black_and_white": ("black_and_white",),
    "recolor": ("color",),
    "blur": ("blur", "background"),
    "sharpen": ("sharpness",),
    "vignette": ("vignette",),
}
"""The operations that each tool is a plain answer to, its own first."""

ANY_TOOL: frozenset[Op] = frozenset({"style", "enhance", "auto_color", "scale"})
"""Operations that leave the choice of tools open: looks, general wishes, more or less of what was done."""

MOSTLY = 2 / 3
"""Share of quoted words that must stand in the request; models mend spelling and drop a word now and then."""

_WORD = re.compile(r"\w+")


def unasked(tool: str, words: str, request: str, intents: tuple[Intent, ...], *, replaces: bool) -> str:
    """Why a step is held back; empty for one that the request asks for."""
    if not quotes(words, request):
        return "no words of the request ask for it"
    needed = ASKED_BY.get(tool)
    if needed is None:
        return ""
    asked = {intent.op for intent in intents}
    if asked & set(needed) or (replaces and asked & _AGAIN):
        return ""
    return "the request's own words do not ask for it"


def quotes(words: str, request: str) -> bool:
    """Whether words are taken from a request: most of them stand in it."""
    said, asked = _words(words), _words(request)
    whole = "".join(asked)
    found = sum(word in asked or (not word.isascii() and word in whole) for word in said)
    return bool(said) and found >= MOSTLY * len(said)


def answered_intent(
    tool: str, words: str, request: str, intents: tuple[Intent, ...], *, replaces: bool = False
) -> int | None:
    """Index of the intent that a step answers; None where none fits."""
    start = request.casefold().find(words.casefold()) if words else -1
    best: tuple[int, int] | None = None
    for index, intent in enumerate(intents):
        is_plain = intent.op in SERVES.get(tool, ()) or (replaces and intent.op in _AGAIN)
        if not is_plain and intent.op not in ANY_TOOL:
            continue
        meets = start >= 0 and intent.span[0] < start + len(words) and start < intent.span[1]
        score = 2 * is_plain + meets
        if best is None or score > best[0]:
            best = (score, index)
    return None if best is None else best[1]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
