"""Wishes and changes in a few plain words, for titles, questions and reasons."""

from collections.abc import Iterable, Mapping, Sequence

from burnish.agent.planner.intents import OPS, Direction, Intent, Op
from burnish.agent.planner.levers import levers
from burnish.tools.base import Tool

LONGEST_QUOTE = 80
"""Characters of a person's words that a reason quotes."""

_WISHES: Mapping[tuple[Op, Direction | None], str] = {
    ("exposure", "+"): "brighter", ("exposure", "-"): "darker",
    ("contrast", "+"): "more contrast", ("contrast", "-"): "less contrast",
    ("highlights", "+"): "brighter highlights", ("highlights", "-"): "calmer highlights",
    ("shadows", "+"): "lighter shadows", ("shadows", "-"): "deeper shadows",
    ("saturation", "+"): "stronger colors", ("saturation", "-"): "weaker colors",
    ("temperature", "+"): "warmer", ("temperature", "-"): "cooler",
    ("auto_color", "+"): "balanced colors", ("auto_color", "-"): "balanced colors",
    ("sharpness", "+"): "sharper", ("sharpness", "-"): "softer",
    ("denoise", "+"): "less noise", ("denoise", "-"): "less smoothing",
    ("dehaze", "+"): "less haze", ("dehaze", "-"): "more haze",
    ("blur", "+"): "blurred", ("blur", "-"): "less blur",
    ("vignette", "+"): "darker corners", ("vignette", "-"): "lighter corners",
    ("crop", "+"): "a tighter crop", ("crop", "-"): "a wider crop",
    ("rotate", "0"): "leveled", ("rotate", "+"): "turned clockwise", ("rotate", "-"): "turned counter-clockwise",
    ("flip", "+"): "mirrored", ("black_and_white", "+"): "black and white",
    ("black_and_white", "-"): "in color", ("remove", "+"): "something removed",
    ("background", "+"): "another background", ("retouch", "+"): "retouched", ("retouch", "-"): "retouched",
    ("enhance", "+"): "enhanced",
}  # fmt: skip

_UNDONE = {
    "": "the last edit",
    "last": "the last edit",
    "all": "everything",
    "keep": "what was to stay",
    "both": "both",
}
_LED_TO = {
    "others": "the same for the other photos", "other": "the other version", "redo": "done again",
    "opposite": "the other way round", "everywhere": "in the whole picture",
}  # fmt: skip

_ORDER = ("", "first", "second", "third", "fourth", "fifth")

_PLACES = {
    "person": "the subject", "obj": "the thing named", "bg": "the background", "fg": "the foreground",
    "left": "the left side", "right": "the right side", "top": "the top", "bottom": "the bottom",
    "center": "the center",
}  # fmt: skip

NAMES: Mapping[str, str] = {
    "exposure": "brightness", "color": "color change", "auto_color": "color balance", "blur": "blur",
    "black_and_white": "black and white", "remove": "removal", "enhance": "enhancement", "style": "look",
    "denoise": "noise reduction", "dehaze": "haze removal", "rotate": "rotation",
}  # fmt: skip
"""What an operation is called as a noun, where that is not its own name."""


def quoted(words: str) -> str:
    """A person's words between quotes, in one line, cut where they are long; empty for none."""
    line = " ".join(words.split())
    short = line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"
    return f"“{short}”" if short else ""


def because_of(words: str, why: str) -> str:
    """A reason that quotes the words it answers, and does not say them twice."""
    head, colon, rest = why.partition(": ")
    told = rest if colon and head.lower() in words.lower() else why
    return ": ".join(part for part in (quoted(words), told) if part)


def noun(op: str) -> str:
    """An operation as a noun."""
    return NAMES.get(op, op)


def wish_words(intent: Intent) -> str:
    """One wish in two to five words."""
    if intent.op == "scale":
        return _rescaled_words(intent)
    if intent.op == "undo":
        named = _UNDONE.get(intent.target) or _counted(intent.target)
        return f"{named or noun(intent.target or intent.region or 'it')} taken back"
    said = _WISHES.get((intent.op, intent.direction)) or noun(intent.op)
    if intent.op == "color":
        said = f"{'less' if intent.direction == '-' else 'more'} {intent.color or 'color'}"
    if intent.op == "style":
        said = f"{'less ' if intent.direction == '-' else ''}{intent.target or 'a look'}"
    if intent.op == "remove" and (intent.phrase or intent.region):
        return f"{place_words(intent)} removed"
    place = "" if intent.region is None else f" in {place_words(intent)}"
    return said + place


def _rescaled_words(intent: Intent) -> str:
    """What becomes of the edit before."""
    place = "" if intent.region is None else f" in {place_words(intent)}"
    if intent.direction != "0":
        return f"{'less' if intent.direction == '-' else 'more'} of it{place}"
    if not place and intent.target in OPS:
        return f"{noun(intent.target)} again"
    return _LED_TO.get(intent.target) or _counted(intent.target) or f"only{place}"


def _counted(target: str) -> str:
    """`step 2` as “the second change”, `version 2` as “the second version”; empty for another target."""
    head, _, number = target.partition(" ")
    if head == "before":
        return f"how it was before {noun(number)}"
    if head not in ("step", "version") or not number:
        return ""
    if not number.isdigit():
        return f"how it was after {noun(number)}"
    order = _ORDER[int(number)] if int(number) < len(_ORDER) else f"{number}th"
    return f"the {order} {'change' if head == 'step' else 'version'}"


def wishes_words(intents: Iterable[Intent]) -> str:
    """Several wishes in one line, capitalized."""
    said = list(dict.fromkeys(wish_words(intent) for intent in intents if intent.op != "keep"))
    text = ", ".join(said) or "no change"
    return text[:1].upper() + text[1:]


def place_words(intent: Intent) -> str:
    """Where a wish applies: the person's own words where there are some."""
    if intent.phrase:
        return quoted(intent.phrase)
    region = intent.region or ""
    return _PLACES.get(region, f"the {region}" if region else "the whole picture")


def difference_words(before: Tool, after: Tool) -> str:
    """What became of each lever: `stops 0.6 → 1.1`."""
    moved = [name for name in levers(after) if getattr(before, name) != getattr(after, name)]
    return ", ".join(f"{name} {getattr(before, name):.4g} → {getattr(after, name):.4g}" for name in moved)


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)
