"""A text cut into clauses, and a clause into segments: the reach of a verb, a negation, a "too"."""

from collections.abc import Iterator, Sequence

from burnish.agent.language.lexicon import Term

_HARD = frozenset('.!?;:()[]{}"\n…')
LONGEST = 60
"""Terms of a clause at the most: a text without punctuation is cut."""
_SOFT = frozenset((",", "and", "&", "then", "plus", "also", "or", "nor", "/", "|", "*", "•", "with", "than"))

_TAKES_UP = frozenset("is are was were looks look seems seem appears appear feels feel".split())


def clauses(terms: Sequence[Term], text: str) -> Iterator[list[Term]]:
    """The clauses of a text: parted by strong punctuation, line ends, and words such as `but`."""
    current: list[Term] = []
    for at, term in enumerate(terms):
        if _is_ratio(terms, at):
            current.append(term)
            continue
        broken = bool(current) and "\n" in text[current[-1].end : term.start]
        if term.text in _HARD or term.can_be("contrary") or broken or len(current) >= LONGEST:
            if current:
                yield current
            current = [] if term.text in _HARD or _only_parts(term) else [term]
        else:
            current.append(term)
    if current:
        yield current


def _is_ratio(terms: Sequence[Term], at: int) -> bool:
    """The colon of `16:9`."""
    if terms[at].text != ":" or not 0 < at < len(terms) - 1:
        return False
    return terms[at - 1].text.isdigit() and terms[at + 1].text.isdigit()


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
