"""Wishes and constraints as a person would name them afterwards."""

from burnish.agent.planner.intents import Direction, Intent, Op
from burnish.agent.planner.naming import place_named
from burnish.agent.planner.plan import Keep
from burnish.agent.planner.wording import NAMES, noun, place_words, quoted
from burnish.agent.planner.wording import wish_words as short_words

_QUALITIES: frozenset[tuple[Op, Direction | None]] = frozenset({
    ("exposure", "+"), ("exposure", "-"), ("temperature", "+"), ("temperature", "-"), ("sharpness", "+"),
    ("sharpness", "-"), ("blur", "+"), ("rotate", "0"), ("rotate", "+"), ("rotate", "-"), ("flip", "+"),
    ("black_and_white", "+"), ("black_and_white", "-"), ("retouch", "+"), ("retouch", "-"), ("enhance", "+"),
})  # fmt: skip
"""Wishes whose words say how something is to be: `warmer`."""

_DONE: dict[tuple[Op, Direction | None], str] = {
    ("exposure", "+"): "the brightening", ("exposure", "-"): "the darkening",
    ("temperature", "+"): "the warmth", ("temperature", "-"): "the coolness",
    ("saturation", "+"): "the stronger colors", ("saturation", "-"): "the weaker colors",
    ("shadows", "+"): "the lighter shadows", ("shadows", "-"): "the deeper shadows",
    ("highlights", "+"): "the brighter highlights", ("highlights", "-"): "the calmer highlights",
    ("contrast", "-"): "the softer contrast", ("sharpness", "+"): "the sharpening", ("sharpness", "-"): "the softening",
    ("rotate", "0"): "the leveling", ("flip", "+"): "the mirroring",
}  # fmt: skip
"""Wishes as things that can be taken back, where the operation's noun alone would not say which way."""


def wanted_quality(intent: Intent) -> str:
    """What the wish wants something to be, `warmer`; empty for a wish that wants a thing."""
    if (intent.op, intent.direction) not in _QUALITIES:
        return ""
    return short_words(Intent(intent.op, intent.direction))


def wanted_thing(intent: Intent) -> str:
    """What the wish wants, as something to want: `more contrast`, `the sky darker`, `a moody look`."""
    quality = wanted_quality(intent)
    if quality:
        return f"{_place(intent)} {quality}"
    if intent.op == "style":
        less = "less of " if intent.direction == "-" else ""
        return f"{less}{_article(intent.target)} look" if intent.target else "another look"
    return short_words(intent)


def done_thing(intent: Intent) -> str:
    """The wish as something that was done: `the crop`, `the brightening of the sky`."""
    said = _DONE.get((intent.op, intent.direction)) or f"the {noun(intent.op)}"
    if intent.op == "color" and intent.color:
        said = f"the {'calmer' if intent.direction == '-' else 'stronger'} {intent.color}"
    if intent.op == "style" and intent.target:
        said = f"the {intent.target} look"
    return said if intent.region is None else f"{said} of {place_words(intent)}"


def kept_words(keep: Keep) -> str:
    """What is to stay: `the skin`, `the contrast`, `everything`."""
    if keep.what == "all":
        return "the natural look of everything"
    region = place_named(keep.what)
    if region is None:
        return f"the {NAMES.get(keep.what, keep.what)}"
    if region in ("obj", "person") and keep.text:
        return quoted(keep.text)
    return place_words(Intent("keep", region=region))


def _place(intent: Intent) -> str:
    return "it" if intent.region is None else place_words(intent)


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"
