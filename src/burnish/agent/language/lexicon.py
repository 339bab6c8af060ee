"""The lexicon: what each word and set phrase can mean in a photo request. The words are in `lexicon.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, cast

from burnish.agent.language.function_words import DETERMINERS, FUNCTION
from burnish.agent.language.inflection import comparatives, verb_forms
from burnish.agent.language.spelling import Speller
from burnish.agent.language.words import Word
from burnish.agent.planner.intents import Direction, Op

LONGEST_PHRASE = 7
"""Words in the longest set phrase."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a phrase can mean."""

    kind: str
    """property, quality, verb, up, down, take, adjust, make, insert, keep, undo, …, region, color."""

    op: Op | None = None
    direction: Direction | None = None
    value: str = ""
    """The region, the color, or which sort of property."""

    fault: bool = False
    comparative: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word or set phrase of a text, with everything that it can mean; nothing for a word that is not known."""

    text: str
    start: int
    end: int
    senses: tuple[Sense, ...] = ()
    """In the order of the lexicon's page."""

    def sense(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds."""
        for sense in self.senses:
            if sense.kind in kinds:
                return sense
        return None

    def can_be(self, *kinds: str) -> bool:
        """Whether it has a sense of one of these kinds."""
        return any(sense.kind in kinds for sense in self.senses)


@dataclass(frozen=True)
class Lexicon:
    """Phrases and their senses."""

    senses: Mapping[str, tuple[Sense, ...]]
    firsts: Mapping[str, int]
    """For each first word, the most words that a phrase beginning with it has."""

    speller: Speller = field(repr=False)

    def terms(self, words: Sequence[Word]) -> list[Term]:
        """The words joined to the longest phrases that are known, spelling corrected."""
        spelled = [self.speller.corrected(word.text) for word in words]
        found: list[Term] = []
        at = 0
        while at < len(words):
            length, phrase = self._longest(spelled, at)
            senses = self.senses.get(phrase, ())
            found.append(Term(phrase, words[at].start, words[at + length - 1].end, senses))
            at += length
        return found

    def _longest(self, spelled: Sequence[str], at: int) -> tuple[int, str]:
        for length in range(min(self.firsts.get(spelled[at], 1), len(spelled) - at), 1, -1):
            phrase = " ".join(spelled[at : at + length])
            if phrase in self.senses:
                return length, phrase
        return 1, spelled[at]


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that is shipped."""
    page = tomllib.loads((files("burnish.agent.language") / "lexicon.toml").read_text(encoding="utf-8"))
    known = (files("burnish.agent.language") / "known_words.txt").read_text(encoding="utf-8").split()
    return lexicon_of(page, known)


def lexicon_of(page: Mapping[str, Any], known_words: Sequence[str] = ()) -> Lexicon:
    """The lexicon that a page of words makes; `known_words` are spelled right though they mean nothing here."""
    senses: dict[str, tuple[Sense, ...]] = {}
    for phrase, sense in _entries(page):
        had = senses.get(phrase, ())
        if sense not in had:
            senses[phrase] = (*had, sense)
    firsts: dict[str, int] = {}
    for phrase in senses:
        words = phrase.split()
        firsts[words[0]] = max(firsts.get(words[0], 1), min(len(words), LONGEST_PHRASE))
    single = {phrase for phrase in senses if " " not in phrase}
    parts = {word for phrase in senses for word in phrase.split()}
    return Lexicon(
        senses,
        firsts,
        Speller(frozenset(single), frozenset(parts | set(known_words) | FUNCTION | DETERMINERS)),
    )


def _entries(page: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    yield from _qualities(page["quality"])
    for entry in page["property"]:
        kind = str(entry.get("kind", ""))
        for phrase in _listed(entry["words"]):
            yield phrase, Sense("property", entry["op"], entry["more"], kind)
    for entry in page["verb"]:
        for verb in _listed(entry["words"]):
            for phrase in verb_forms(verb):
                yield phrase, Sense("verb", entry["op"], entry["direction"])
    for kind, words in cast("dict[str, str]", page["change"]).items():
        for verb in _listed(words):
            for phrase in verb_forms(verb):
                if kind != "insert" or not _is_told(phrase, verb):
                    yield phrase, Sense(kind)
    for section in ("degree", "talk", "nothing", "follow"):
        for kind, words in cast("dict[str, str]", page[section]).items():
            for phrase in _listed(words):
                yield phrase, Sense("nothing" if section == "nothing" else kind)
    for section, kind in (("regions", "region"), ("colors", "color")):
        for value, words in cast("dict[str, str]", page[section]).items():
            for phrase in _listed(words):
                yield phrase, Sense(kind, value=value)


def _qualities(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sense]]:
    for entry in entries:
        op, toward, fault = entry["op"], entry["toward"], bool(entry.get("fault", False))
        kind = str(entry.get("kind", ""))
        for adjective in _listed(entry["words"]):
            yield adjective, Sense("quality", op, toward, kind, fault)
            for form in comparatives(adjective):
                yield form, Sense("quality", op, toward, kind, fault, comparative=True)


def _is_told(phrase: str, verb: str) -> bool:
    """Whether a form tells what something does (`puts`) rather than asks for it (`put`, `putting`)."""
    return phrase != verb and phrase.split()[0].endswith("s")


def _listed(words: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in words.split(";") if phrase.strip()]
