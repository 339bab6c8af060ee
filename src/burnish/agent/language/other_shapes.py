"""`I think 1:1 works better`: another shape for the frame that was made."""

import re

from burnish.agent.language.done import Done
from burnish.agent.planner.intents import Intent

_SHAPE = re.compile(
    r"\W*(?:(?:i think|i guess|maybe|perhaps|no|nah|actually|hm+|ok|okay|sorry|rather|make it|go|let's|try|use"
    r"|how about|what about|a|with|to|go for|do)\W+)*\d+\s*[:x×/]\s*\d+"
    r"(?:\W+(?:instead|please|is|would|might|may|will|be|works?|looks?|fits?|suits?|better|nicer|best|more|it|then"
    r"|rather|though|crop|ratio|format|now|here))*\W*",
    re.IGNORECASE,
)


def other_shape(text: str, done: Done) -> Intent | None:
    """The crop to another shape, where the frame was cropped; None for any other turn."""
    if "crop" not in done.ops or _SHAPE.fullmatch(text) is None:
        return None
    return Intent("crop", "+", phrase=text.strip(), span=(0, len(text)))
