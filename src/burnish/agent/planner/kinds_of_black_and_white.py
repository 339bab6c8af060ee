"""A kind of black and white is one look: `dramatic black and white` is not a drama first and gray afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from burnish.agent.language.words import split_words
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.looks_said import overlaps
from burnish.agent.planner.sitting import Wish

if TYPE_CHECKING:
    from burnish.agent.looks.library import Look

Span = tuple[int, int]

MOST_WORDS = 8
"""Of a look's phrase."""

_PLAIN = "black_and_white"


def with_kinds_of_black_and_white(
    wishes: tuple[Wish, ...], text: str, looks: "Sequence[Look]"
) -> tuple[Wish, ...]:
    """The wishes with that look in place of all that its words could mean one by one; what is gray already once."""
    for wish in filter(_is_plain, wishes):
        if any(_is_gray_look(each.intent, looks) for each in wishes):
            return tuple(each for each in wishes if each is not wish)
        found = _kind(text, wish.intent.span, looks)
        if found is None:
            continue
        look, span = found
        intent = Intent(
            "style", "+", wish.intent.strength, target=look.name, span=span, confidence=wish.intent.confidence
        )
        kept = [each for each in wishes if each is wish or not _is_within(each.intent, span)]
        joined = replace(wish, intent=intent, words=text[slice(*span)])
        return tuple(joined if each is wish else each for each in kept)
    return wishes


def _is_plain(wish: Wish) -> bool:
    intent = wish.intent
    return intent.op == "black_and_white" and intent.direction != "-" and intent.region is None


def _is_gray_look(intent: Intent, looks: "Sequence[Look]") -> bool:
    """Whether it is for a look without color, as noir is."""
    return intent.op == "style" and any(each.name == intent.target and _is_gray(each) for each in looks)


def _is_gray(look: "Look") -> bool:
    return any(step.tool.name == "black_and_white" for step in look.steps)


def _kind(text: str, span: Span, looks: "Sequence[Look]") -> "tuple[Look, Span] | None":
    """The look without color whose longest phrase stands there, and where; None for the plain one."""
    from burnish.agent.looks.look import phrase_of

    gray = [each for each in looks if _is_gray(each)]
    for window in _windows(text, span):
        said = phrase_of(text[slice(*window)])
        look = next((each for each in gray if said in each.phrases), None)
        if look is not None:
            return None if look.name == _PLAIN else (look, window)
    return None


def _windows(text: str, span: Span) -> Iterator[Span]:
    """Runs of words of which some are in a span, the longest first."""
    words = split_words(text)
    runs = (
        (words[first].start, words[last].end, last - first)
        for first in range(len(words))
        for last in range(first, min(first + MOST_WORDS, len(words)))
        if overlaps((words[first].start, words[last].end), span)
    )
    return ((start, end) for start, end, _ in sorted(runs, key=lambda each: -each[2]))


def _is_within(intent: Intent, span: Span) -> bool:
    """Whether a look of these words does this too."""
    return overlaps(intent.span, span) and intent.op not in ("keep", "undo", "scale")
