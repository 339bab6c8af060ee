"""Wishes about the frame: crop, rotate, flip."""

import re
from typing import TYPE_CHECKING

from burnish.agent.perception import Perception
from burnish.agent.planner.intents import Intent
from burnish.agent.policy.amounts import shipped_amounts
from burnish.agent.policy.choice import Choice, clamped
from burnish.agent.policy.subject import SURE_PLACE, Subject, subject
from burnish.tools.crop import Crop
from burnish.tools.flip import Flip
from burnish.tools.rotate import Rotate

if TYPE_CHECKING:
    from burnish.agent.regions.locating import Located

SURE_HORIZON = 0.36
LEVEL = 0.25
"""Degrees of tilt that nobody sees."""
MOST_STRAIGHTENED = 12.0
SMALLEST_CROP = 0.05

_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*(?::|x|×|by|/)\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_NAMED = {"square": "1:1", "widescreen": "16:9", "cinema": "21:9", "panoram": "2:1", "instagram": "4:5"}
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "sixteen": "16", "twenty one": "21",
}  # fmt: skip
_SPOKEN = re.compile(rf"\b({'|'.join(_NUMBERS)}) (?:to|by|x) ({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
"""`four by five`, as it is said aloud."""

_SIDES = {
    "left": ("left", +1), "right": ("right", -1), "top": ("top", +1), "bottom": ("bottom", -1),
}  # fmt: skip
_TURN_WORDS = {"upside": 180.0, "half turn": 180.0, "sideways": 90.0}
_TURNED_LEFT = re.compile(r"counter|anti|\bleft\b|\bccw\b", re.IGNORECASE)


def framed(intent: Intent, perception: Perception | None, located: "Located") -> tuple[Choice, ...]:
    """The tool that crops, rotates or flips as asked; nothing where a tilt could not be measured."""
    match intent.op:
        case "crop":
            return _cropped(intent, perception, located)
        case "rotate":
            return _rotated(intent, perception)
        case "flip":
            return _flipped(intent)
        case _:
            return ()


def _in_digits(said: str) -> str:
    return _SPOKEN.sub(lambda pair: ":".join(_NUMBERS[each.lower()] for each in pair.groups()), said)


def _flipped(intent: Intent) -> tuple[Choice, ...]:
    upside = re.search(r"vertical|upside|top|head|bottom", intent.phrase, re.IGNORECASE)
    if upside:
        return (Choice(Flip(vertical=True), "flip: top and bottom change places, as the words say"),)
    return (Choice(Flip(horizontal=True), "flip: left and right change places"),)


def _rotated(intent: Intent, perception: Perception | None) -> tuple[Choice, ...]:
    if intent.quantity is not None:
        return _turned(intent, intent.quantity.value)
    if intent.direction == "0":
        return _leveled(perception)
    for words, degrees in _TURN_WORDS.items():
        if words in intent.phrase.lower():
            return _turned(intent, degrees)
    return _turned(intent, 90.0)


def _turned(intent: Intent, degrees: float) -> tuple[Choice, ...]:
    left = intent.direction == "-" or _TURNED_LEFT.search(intent.phrase) is not None
    clockwise = -abs(degrees) if left else degrees
    quarters = round(clockwise / 90.0)
    rest = round(clockwise - 90.0 * quarters, 2)
    way = "counter-clockwise" if clockwise < 0 else "clockwise"
    tool = Rotate(quarter_turns=quarters % 4, angle=rest)
    return (Choice(tool, f"rotate: {abs(clockwise):g}° {way}"),)


def _leveled(perception: Perception | None) -> tuple[Choice, ...]:
    if perception is None or perception.facts.horizon_confidence < SURE_HORIZON:
        return ()
    facts = perception.facts
    if not LEVEL <= abs(facts.horizon_tilt) <= MOST_STRAIGHTENED:
        return ()
    side = "right" if facts.horizon_tilt > 0 else "left"
    reason = (
        f"level: lines fall {abs(facts.horizon_tilt):.1f}° toward the {side}, "
        f"{100 * facts.horizon_confidence:.0f} % sure"
    )
    return (Choice(Rotate(angle=round(-facts.horizon_tilt, 1)), reason),)


def _cropped(intent: Intent, perception: Perception | None, located: "Located") -> tuple[Choice, ...]:
    aspect = asked_aspect(intent.phrase, perception)
    if aspect:
        return (_to_aspect(aspect, perception),)
    if intent.region in _SIDES:
        return (_side_cut(intent),)
    if intent.direction == "-":
        return ()
    place = subject(perception, located, named=intent.region in ("face", "person", "obj", "fg"))
    return (_around(intent, place),)


def asked_aspect(phrase: str, perception: Perception | None) -> str:
    """The aspect that words name, as `crop.aspect` writes it; empty where they name none.

    A pair such as 4x6 is turned to the photo's own orientation.
    """
    said = phrase.lower()
    wide = perception is None or perception.width >= perception.height
    pair = _RATIO.search(_in_digits(said))
    if pair is not None:
        across, down = float(pair[1]), float(pair[2])
        if not (0 < across < 100_000 and 0 < down < 100_000):
            return ""
        if ":" not in pair[0] and wide != (across >= down):
            across, down = down, across
        return f"{across:g}:{down:g}"
    for word, aspect in _NAMED.items():
        if word in said:
            return aspect
    if re.search(r"\bportrait (format|orientation|mode|crop)|\bvertical\b", said) or said == "portrait":
        return "4:5"
    if re.search(r"\blandscape (format|orientation|mode|crop)|\bhorizontal\b", said) or said == "landscape":
        return "3:2"
    return ""


def _to_aspect(aspect: str, perception: Perception | None) -> Choice:
    across, down = (float(side) for side in aspect.split(":"))
    if perception is None or perception.facts.subject_confidence < SURE_PLACE:
        return Choice(Crop(aspect=aspect), f"crop to {aspect}: the subject's place is not sure; centered")
    facts = perception.facts
    left, right = _span(facts.subject_x, min(1.0, across / down * perception.height / perception.width))
    top, bottom = _span(facts.subject_y, min(1.0, down / across * perception.width / perception.height))
    tool = Crop(left=left, top=top, right=right, bottom=bottom, aspect=aspect)
    return Choice(tool, f"crop to {aspect}: {_whereabouts(facts.subject_x, facts.subject_y)} stays in")


def _span(subject: float, length: float) -> tuple[float, float]:
    """Start and end of a stretch of [0, 1] with the subject in its middle, as far as the frame allows."""
    start = clamped(subject - length / 2, 0.0, 1.0 - length)
    return round(start, 4), round(min(1.0, start + length), 4)


def _side_cut(intent: Intent) -> Choice:
    share = shipped_amounts().tables["side"][intent.strength]
    if intent.quantity is not None and intent.quantity.unit in ("%", ""):
        share = clamped(abs(intent.quantity.value) / 100.0, 0.01, 0.9)
    edge, sign = _SIDES[str(intent.region)]
    value = share if sign > 0 else 1.0 - share
    tool = Crop.model_validate({edge: value})
    return Choice(tool, f"crop: {100 * share:.0f} % cut off at the {edge}")


def _around(intent: Intent, place: Subject | None) -> Choice:
    kept = shipped_amounts().tables["crop"][intent.strength]
    if intent.quantity is not None and intent.quantity.unit in ("%", ""):
        kept = clamped(1.0 - abs(intent.quantity.value) / 100.0, SMALLEST_CROP, 0.99)
    if place is None:
        edge = round((1 - kept) / 2, 4)
        tool = Crop(left=edge, top=edge, right=1 - edge, bottom=1 - edge)
        return Choice(
            tool, f"crop: the subject's place is not sure; {100 * kept:.0f} % of each side, centered"
        )
    left, right = _third(place.x, kept, place.across)
    top, bottom = _third(place.y, kept, place.down)
    tool = Crop(left=left, top=top, right=right, bottom=bottom)
    at = _whereabouts(place.x, place.y)
    held = "and stays whole" if place.fits(kept) else "as far as the frame lets it"
    reason = f"crop: {place.name} at {at} comes toward a line of thirds {held}"
    return Choice(tool, f"{reason}; {100 * kept:.0f} % of each side")


def _third(subject: float, length: float, extent: tuple[float, float]) -> tuple[float, float]:
    """A stretch of this length that puts the subject on the nearest line of thirds, or in its middle if it is there.

    It is moved from there as far as it takes to hold the subject's whole extent, where that fits.
    """
    lines = (1 / 3, 0.5, 2 / 3)
    start, _ = min(
        ((clamped(subject - line * length, 0.0, 1.0 - length), line) for line in lines),
        key=lambda each: (abs(subject - each[0] - each[1] * length), abs(each[0] - (1.0 - length) / 2)),
    )
    start = clamped(_holding(extent, start, length), 0.0, 1.0 - length)
    return round(start, 4), round(min(1.0, start + length), 4)


def _holding(extent: tuple[float, float], start: float, length: float) -> float:
    """Where the stretch starts to hold the extent; of one too long, the end that the frame cuts off already goes."""
    first, last = extent[1] - length, extent[0]
    if first <= last:
        return clamped(start, first, last)
    cut_before, cut_after = extent[0] <= 0.0, extent[1] >= 1.0
    if cut_before == cut_after:
        return (first + last) / 2
    return first if cut_before else last


def _whereabouts(x: float, y: float) -> str:
    return f"{100 * x:.0f} % across and {100 * y:.0f} % down"
