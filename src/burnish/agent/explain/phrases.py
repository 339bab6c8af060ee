"""Phrases: what one parameter of a tool does, with how much of it, in a photographer's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LEVELS = (0.12, 0.4, 0.7)
"""Shares of a slider below which a change is slight, plain and clear; above, it is strong."""

UNSEEN = 0.012
"""Share of a slider below which a change is not worth a word."""

_DEGREES = ("slightly ", "", "clearly ", "strongly ")
_COMPARED = ("slightly ", "", "clearly ", "much ")
_NUMBERS = ("no", "one", "two", "three", "four", "five")
_PARTS = {
    Fraction(1, 4): "a quarter", Fraction(1, 3): "a third", Fraction(1, 2): "half", Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
}  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """A few words about one thing that a tool does."""

    text: str
    size: float
    """How much of what the tool can do, 0 to 1."""


def leaned(value: float, subject: str, more: str, less: str, *, full: float = 100.0) -> tuple[Phrase, ...]:
    """A thing done to a subject, by the sign of a slider: `blacks slightly lifted`."""
    return _graded(value, subject, more, less, _DEGREES, full)


def compared(value: float, subject: str, more: str, less: str, *, full: float = 100.0) -> tuple[Phrase, ...]:
    """A quality that a subject has more of: `colors much calmer`; without a subject `slightly more contrast`."""
    return _graded(value, subject, more, less, _COMPARED, full)


def _graded(
    value: float, subject: str, more: str, less: str, degrees: Sequence[str], full: float
) -> tuple[Phrase, ...]:
    size = abs(value) / full
    if size < UNSEEN:
        return ()
    degree = degrees[sum(size >= level for level in LEVELS)]
    return (Phrase(f"{subject} {degree}{more if value > 0 else less}".strip(), size),)


def joined(phrases: Sequence[Phrase], most: int = 4) -> str:
    """The phrases, largest first; how many smaller ones are left out is said."""
    ordered = sorted(phrases, key=lambda phrase: -phrase.size)
    told = [phrase.text for phrase in ordered[:most]]
    left = len(ordered) - most
    return ", ".join([*told, f"{left} smaller change{'s' if left > 1 else ''}"] if left > 0 else told)


def stops_words(stops: float) -> str:
    """An amount of light as it is spoken: `two thirds of a stop`, `one and a half stops`."""
    size = abs(stops)
    if size > 5:
        return f"{size:.1f} stops"
    if size < 0.17:
        return f"a touch ({size:.2f} EV)"
    whole, part = _nearest(size)
    if not whole:
        return "half a stop" if part == Fraction(1, 2) else f"{_PARTS[part]} of a stop"
    if not part:
        return "one stop" if whole == 1 else f"{_NUMBERS[whole]} stops"
    return f"{_NUMBERS[whole]} and {'a ' if part == Fraction(1, 2) else ''}{_PARTS[part]} stops"


def percent_words(share: float) -> str:
    """A share: `about 12 %`, `less than 1 %`."""
    return "less than 1 %" if share < 0.01 else f"about {share * 100:.0f} %"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    end = "" if text.endswith((".", "?", "!", "…")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def _nearest(size: float) -> tuple[int, Fraction]:
    whole = int(size)
    parts = (Fraction(0), *_PARTS, Fraction(1)) if whole == 0 else (Fraction(0), *_THIRDS, Fraction(1))
    part = min(parts, key=lambda each: abs(size - whole - each))
    return (whole + 1, Fraction(0)) if part == 1 else (whole, part)


_THIRDS = (Fraction(1, 3), Fraction(1, 2), Fraction(2, 3))
"""Parts of a stop beyond the first that cameras have."""
