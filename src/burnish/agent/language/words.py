"""A request as words: lower case, with their places in the text."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’\-&/][^\W\d_]+)*|[^\w\s]", re.UNICODE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": ";"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark of punctuation."""

    text: str
    """Lower case, quotes made plain, spelling corrected."""

    start: int
    end: int


def split_words(text: str) -> list[Word]:
    """The words of a text in order; spans are in characters of the text as given."""
    return [Word(plain(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def plain(text: str) -> str:
    """Lower case with plain quotes; characters that only look different are made one."""
    return unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)


def is_word(text: str) -> bool:
    """Whether this is made of letters, not a number or punctuation."""
    return text[:1].isalpha()
