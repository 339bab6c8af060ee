"""What is said about an edit, cut into pieces: each a word or set phrase with every part that it can play there."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from burnish.agent.language.function_words import DETERMINERS, FUNCTION
from burnish.agent.language.lexicon import Lexicon, Sense, shipped_lexicon
from burnish.agent.language.words import Word, split_words

LONGEST_PHRASE = 6
"""Words in the longest set phrase."""

_NUMBERED = ("share", "order", "count")
_NOT_THINGS = ("nothing", "praise", "distracting", "impossible")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or set phrase, and what it can be; nothing for a word that is not known."""

    text: str
    start: int
    end: int

    roles: frozenset[str] = frozenset()
    """Parts that it can play: filler, pronoun, thing, back, weaker …; see `follow_ups.toml`."""

    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    """By `share`, `order` or `count`: which percentage, which one, how many."""

    senses: tuple[Sense, ...] = ()

    value: float | None = None
    """Of a number in digits."""

    def has(self, *roles: str) -> bool:
        """Whether it can play one of these parts."""
        return not self.roles.isdisjoint(roles)

    @property
    def named(self) -> Sense | None:
        """The operation that it names."""
        return next(
            (
                sense
                for sense in self.senses
                if sense.kind in ("property", "quality", "verb") and sense.op is not None
            ),
            None,
        )

    @property
    def region(self) -> str:
        """The place that it names; empty for none."""
        return next((sense.value for sense in self.senses if sense.kind == "region"), "")

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it: perhaps the name of a thing."""
        return not self.roles and not self.numbers and self.value is None and not self.senses


@dataclass(frozen=True)
class TurnWords:
    """Set phrases by the parts that they play."""

    roles: Mapping[str, frozenset[str]]
    numbers: Mapping[str, Mapping[str, int]]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the page, which is spelled right as it is."""
        return frozenset(word for phrase in (*self.roles, *self.numbers) for word in phrase.split())

    def pieces(self, text: str, lexicon: Lexicon) -> tuple[Piece, ...]:
        """The text cut into the longest phrases that are known here or in the lexicon."""
        words = split_words(text)
        spelled = [
            word.text if word.text in self.words else lexicon.speller.corrected(word.text) for word in words
        ]
        return tuple(self._cut(words, spelled, lexicon))

    def _cut(self, words: Sequence[Word], spelled: Sequence[str], lexicon: Lexicon) -> Iterator[Piece]:
        at = 0
        while at < len(words):
            said, named = self._longest(spelled, at), _longest_named(spelled, at, lexicon)
            if "back" in self.roles.get(spelled[at], ()):
                named = 1
            length = max(said, named, _digits(spelled, at))
            phrase = "".join(spelled[at : at + length]) if _digits(spelled, at) > 1 else ""
            phrase = phrase or " ".join(spelled[at : at + length])
            senses = tuple(each for each in lexicon.senses.get(phrase, ()) if _counts(each))
            yield Piece(
                phrase, words[at].start, words[at + length - 1].end, self.roles.get(phrase, frozenset()),
                self.numbers.get(phrase, {}), senses, _value(phrase),
            )  # fmt: skip
            at += length

    def _longest(self, spelled: Sequence[str], at: int) -> int:
        for length in range(min(LONGEST_PHRASE, len(spelled) - at), 0, -1):
            phrase = " ".join(spelled[at : at + length])
            if phrase in self.roles or phrase in self.numbers:
                return length
        return 1


@cache
def shipped_turn_words() -> TurnWords:
    """The words that are shipped."""
    page = tomllib.loads((files("burnish.agent.language") / "follow_ups.toml").read_text(encoding="utf-8"))
    return turn_words_of(page)


def turn_words_of(page: Mapping[str, Any]) -> TurnWords:
    """The words of a page: lists by role, and by number in the tables `share`, `order` and `count`."""
    roles: dict[str, set[str]] = {}
    numbers: dict[str, dict[str, int]] = {}
    for name, entry in page.items():
        table: Mapping[str, str] = entry if isinstance(entry, Mapping) else {name: entry}
        for key, words in table.items():
            for phrase in _listed(words):
                if name in _NUMBERED:
                    numbers.setdefault(phrase, {})[name] = int(key)
                else:
                    for said in (phrase, f"the {phrase}") if key == "others" else (phrase,):
                        roles.setdefault(said, set()).add(key)
    return TurnWords({phrase: frozenset(parts) for phrase, parts in roles.items()}, numbers)


def is_function_word(text: str) -> bool:
    """Whether it is a small word of English that names nothing."""
    return text in FUNCTION or text in DETERMINERS


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, by the words that are shipped."""
    return shipped_turn_words().pieces(text, shipped_lexicon())


def _longest_named(spelled: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """How many words the property or place has that is named here."""
    for length in range(min(lexicon.firsts.get(spelled[at], 1), len(spelled) - at), 1, -1):
        senses = lexicon.senses.get(" ".join(spelled[at : at + length]), ())
        if any(_counts(each) for each in senses):
            return length
    return 1


def _counts(sense: Sense) -> bool:
    """Whether a sense names a property or a place; what it says of the edit before is said in this page."""
    return sense.kind in ("property", "quality", "verb", "region", "color", *_NOT_THINGS)


def _digits(spelled: Sequence[str], at: int) -> int:
    """`2x`, `3rd`, `1st`: a number and what is written on to it."""
    joined = "".join(spelled[at : at + 2])
    return 2 if joined in ("2x", "3x", "1st", "2nd", "3rd", "4th", "5th", "#1", "#2", "#3", "x2", "x3") else 1


_SPELLED_OUT = {
    "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "twenty five": 25.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0,
}  # fmt: skip
"""Numbers that amounts are said in; smaller ones count turns."""


def _value(phrase: str) -> float | None:
    if phrase in _SPELLED_OUT:
        return _SPELLED_OUT[phrase]
    plain = phrase.replace(",", ".")
    return float(plain) if plain.replace(".", "", 1).isdigit() else None


def _listed(words: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in words.split(";") if phrase.strip()]
