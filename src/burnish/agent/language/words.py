"""A request as words: lower case, with their places in the text."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(
    r"\d/\d(?= ?(?:of a )?(?:stops?|ev)\b)|\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’\-&/][^\W\d_]+)*|[^\w\s]",
    re.UNICODE | re.IGNORECASE,
)
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
    return [Word(_said(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _said(text: str) -> str:
    """A word in plain letters; `2/3` of a stop in decimals."""
    parts = text.split("/")
    if len(parts) == 2 and text[0].isdigit() and parts[1] not in ("", "0"):
        return f"{int(parts[0]) / int(parts[1]):.2f}"
    return plain(text)


def plain(text: str) -> str:
    """Lower case with plain quotes; characters that only look different are made one."""
    return unicodedata.normalize("NFKC", text).lower().translate(_QUOTES)


def is_word(text: str) -> bool:
    """Whether this is made of letters, not a number or punctuation."""
    return text[:1].isalpha()
