"""What the tagger sees of a text: for each word its name, its letter groups and what the lexicon says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from burnish.agent.language.lexicon import Lexicon, Sense, Term
from burnish.agent.language.words import Word, split_words

WINDOW = 64
"""Words that are read at once; a longer text is cut, at the end of a sentence where there is one."""

LONGEST_WORD = 24
"""Letters of a word whose groups are seen."""

NUMBER = "<number>"
FOLLOWING = "<following>"
"""Stands before the words of a turn that follows an edit."""

_ENDS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text."""

    word: str
    """Lower case, spelling corrected; every number is the same word."""

    raw: str
    """As it was written, in lower case."""

    senses: tuple[str, ...]
    """Names of what the lexicon says of it or of the set phrase that it is part of."""

    start: int
    end: int


def marked(found: Sequence[Token], *, follows: bool) -> list[Token]:
    """The words; what is said of an edit that was made has a mark before it."""
    return [Token(FOLLOWING, FOLLOWING, (), 0, 0), *found] if follows else list(found)


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """The words of a text with their senses."""
    words = split_words(text)
    found: list[Token] = []
    at = 0
    for term in lexicon.terms(words):
        first = at
        while at < len(words) and words[at].end <= term.end:
            found.append(_token(words[at], term, inside=at > first, lexicon=lexicon))
            at += 1
    return found


def _token(word: Word, term: Term, *, inside: bool, lexicon: Lexicon) -> Token:
    if word.text[:1].isdigit():
        return Token(NUMBER, word.text, ("number",), word.start, word.end)
    senses = sense_names(term.senses)
    name = lexicon.speller.corrected(word.text)
    return Token(name, word.text, (*senses, "inside") if inside else senses, word.start, word.end)


@lru_cache(maxsize=8192)
def sense_names(senses: tuple[Sense, ...]) -> tuple[str, ...]:
    """Names of a phrase's senses, from the general to the particular; each once."""
    names: dict[str, None] = {}
    for sense in senses:
        names[sense.kind] = None
        if sense.op is not None:
            names[f"{sense.op}"] = None
            fault = "!" if sense.fault else ""
            names[f"{sense.kind} {sense.op}{sense.direction or ''}{fault}"] = None
        if sense.value:
            names[f"{sense.kind} {sense.value}"] = None
        if sense.comparative:
            names["comparative"] = None
    return tuple(names)


@lru_cache(maxsize=16384)
def letter_groups(word: str, buckets: int) -> tuple[int, ...]:
    """Hashed runs of 3 to 5 letters of `<word>`, as in fastText (Bojanowski et al., 2017); each below `buckets`."""
    framed = f"<{word[:LONGEST_WORD]}>"
    return tuple(
        crc32(framed[at : at + length].encode()) % buckets
        for length in (3, 4, 5)
        for at in range(max(1, len(framed) - length + 1))
        if length == 3 or at + length <= len(framed)
    )


def windows(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The words in runs of at most `WINDOW`, cut behind the last end of a sentence in each."""
    at = 0
    while at < len(found):
        end = min(at + WINDOW, len(found))
        if end < len(found):
            cuts = [cut for cut in range(at + WINDOW // 2, end) if found[cut].word in _ENDS]
            end = cuts[-1] + 1 if cuts else end
        yield found[at:end]
        at = end
