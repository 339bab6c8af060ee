"""A text cut into clauses, and a clause into segments: the reach of a verb, a negation, a "too"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from burnish.agent.language.lexicon import Sense, Term

_HARD = frozenset('.!?;:()[]{}"\n…')
LONGEST = 60
"""Terms of a clause at the most: a text without punctuation is cut."""
_ENDS_SEGMENT = frozenset((",", "and", "&", "then"))
_SOFT = frozenset((",", "and", "&", "then", "plus", "also", "or", "nor", "/", "|", "*", "•", "with", "than"))

_STATES = ("its", "it's", "that's", "thats", "way", "bit", "little", "far", "much", "now", "tad")
_TOO = (Sense("too"),)
_ALL = ("everything", "everyone", "everybody", "undo all", "reset all", "all")

_TAKES_UP = frozenset("is are was were looks look seems seem appears appear feels feel".split())


def clauses(terms: Sequence[Term], text: str) -> Iterator[list[Term]]:
    """The clauses of a text: parted by strong punctuation, line ends, and words such as `but`."""
    current: list[Term] = []
    for at, term in enumerate(terms):
        if _is_ratio(terms, at) or _is_heading(terms, at):
            current.append(term)
            continue
        broken = bool(current) and "\n" in text[current[-1].end : term.start]
        parts = term.can_be("contrary") and not _excepts(current, term)
        if term.text in _HARD or parts or broken or len(current) >= LONGEST:
            if current:
                yield _with_too_read(current)
            current = [] if term.text in _HARD or _only_parts(term) else [term]
        else:
            current.append(term)
    if current:
        yield _with_too_read(current)


def _with_too_read(clause: list[Term]) -> list[Term]:
    """The clause with every `too` read: one that nothing follows says `also`, and some are written `to`."""
    ends = [at for at in range(len(clause)) if at + 1 == len(clause) or clause[at + 1].text in _ENDS_SEGMENT]
    bare = [at for at in ends if clause[at].text == "too" and at > 0]
    slips = [at for at in range(len(clause)) if _is_too(clause, at)]
    meant = [
        replace(term, text="too", senses=_TOO) if at in slips else term for at, term in enumerate(clause)
    ]
    return [replace(term, senses=()) if at in bare else term for at, term in enumerate(meant)]


def _is_too(terms: Sequence[Term], at: int) -> bool:
    """`its to bright`: `to` in the place of `too`, between a statement and a quality."""
    if terms[at].text != "to" or not 0 < at < len(terms) - 1:
        return False
    quality = terms[at + 1].sense("quality")
    stated = terms[at - 1].text in _STATES or is_stated(terms[at - 1])
    return stated and quality is not None and not quality.comparative and not terms[at + 1].can_be("verb")


def _is_ratio(terms: Sequence[Term], at: int) -> bool:
    """The colon of `16:9`."""
    if terms[at].text != ":" or not 0 < at < len(terms) - 1:
        return False
    return terms[at - 1].text.isdigit() and terms[at + 1].text.isdigit()


def _is_heading(terms: Sequence[Term], at: int) -> bool:
    """The colon of `sky: -0.7`."""
    if terms[at].text != ":" or not 0 < at < len(terms) - 1:
        return False
    number = terms[at + 1].text in ("+", "-") and terms[min(at + 2, len(terms) - 1)].text[:1].isdigit()
    return number and terms[at - 1].can_be("region", "property")


def _excepts(before: Sequence[Term], term: Term) -> bool:
    """`everything but the sky`: behind a word for all of it, `but` leaves something out."""
    return term.text == "but" and bool(before) and before[-1].text.endswith(_ALL)


def _only_parts(term: Term) -> bool:
    """`but` parts two clauses; `only` does too, and says something of the second."""
    return term.can_be("contrary") and not term.can_be("redirect")


def is_soft(term: Term) -> bool:
    """Whether this joins two segments of one clause."""
    return term.text in _SOFT


def segment_numbers(terms: Sequence[Term]) -> list[int]:
    """For each term of a clause the number of its segment; joining words belong to the segment that follows."""
    numbers: list[int] = []
    current = 0
    for at, term in enumerate(terms):
        if at and is_soft(term) and not is_soft(terms[at - 1]):
            current += 1
        numbers.append(current)
    return numbers


def is_stated(term: Term) -> bool:
    """Whether this is the verb of a statement about how something is or looks."""
    return term.text in _TAKES_UP
