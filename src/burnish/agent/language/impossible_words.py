"""The words that impossible wishes are made of, and what each word of a text can be in one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from burnish.agent.language.function_words import DETERMINERS, FUNCTION, PREPOSITIONS
from burnish.agent.language.inflection import verb_forms
from burnish.agent.language.lexicon import Lexicon, Sense, Term
from burnish.agent.language.noun_phrases import is_unknown
from burnish.agent.language.words import Word

Phrase: TypeAlias = tuple[str, ...]

LONGEST = 4
"""Words in the longest phrase of the vocabulary."""

_TONAL = ("property", "quality", "color", "verb")
_NOUNS = ("person", "creature", "part", "hair", "wear", "weather", "thing", "art", "scene", "words_on")
_PARTS = frozenset('.!?;:()[]{}"\n…,&/|*•') | {"and", "then", "plus", "also", "but", "or"}


@dataclass(frozen=True)
class Vocabulary:
    """Kinds of words and set phrases."""

    kinds: Mapping[str, frozenset[Phrase]]
    spelled: frozenset[str]
    """Every word in it."""

    firsts: Mapping[str, frozenset[str]]
    """The words that phrases of each kind begin with."""

    def ends(self, kind: str, words: Sequence["Said"], at: int) -> Iterator[int]:
        """One past each phrase of a kind that begins here, the longest first."""
        if at >= len(words) or words[at].text not in self.firsts[kind]:
            return
        phrases = self.kinds[kind]
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            if tuple(word.text for word in words[at : at + length]) in phrases:
                yield at + length

    def has(self, word: str, *kinds: str) -> bool:
        """Whether a single word is of one of these kinds."""
        return any((word,) in self.kinds[kind] for kind in kinds)


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a text and what it can be."""

    text: str
    start: int
    end: int

    parts: bool
    """Whether it parts one wish from the next: punctuation, `and`."""

    tonal: bool
    """Whether it names what a tool changes: a property, a quality, a color."""

    commands: bool
    """Whether it asks for something that a tool does."""

    describes: bool
    """Whether it can stand between a determiner and its noun."""

    names: bool
    """Whether it can name a thing or a person."""

    capital: bool
    """Whether it is written as a name is."""


def vocabulary_of(page: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a page of words: nouns with their plurals, verbs with their forms, and words as they are."""
    kinds: dict[str, frozenset[Phrase]] = {}
    for section, forms in (("nouns", _with_plural), ("verbs", _asked), ("words", _as_is)):
        for kind, words in page[section].items():
            listed = (phrase.strip() for phrase in words.split(";") if phrase.strip())
            kinds[kind] = frozenset(tuple(form.split()) for phrase in listed for form in forms(phrase))
    spelled = frozenset(word for phrases in kinds.values() for phrase in phrases for word in phrase)
    firsts = {kind: frozenset(phrase[0] for phrase in phrases) for kind, phrases in kinds.items()}
    return Vocabulary(kinds, spelled, firsts)


def said_words(words: Iterable[Word], vocabulary: Vocabulary, lexicon: Lexicon, text: str) -> list[Said]:
    """The words of a text, spelled right, each with what it can be."""
    return [_said(word, vocabulary, lexicon, text) for word in words]


def _said(word: Word, vocabulary: Vocabulary, lexicon: Lexicon, text: str) -> Said:
    spelled = word.text if word.text in vocabulary.spelled else lexicon.speller.corrected(word.text)
    senses = lexicon.senses.get(spelled, ())
    noun = vocabulary.has(spelled, *_NOUNS)
    unknown = is_unknown(Term(spelled, word.start, word.end, senses)) or _is_noun_here(senses)
    tonal = any(sense.kind in _TONAL for sense in senses) and not noun
    return Said(
        spelled, word.start, word.end,
        parts=spelled in _PARTS,
        tonal=tonal,
        commands=any(sense.kind in ("verb", "take", "down", "adjust", "keep", "undo") for sense in senses),
        describes=spelled not in _PARTS | PREPOSITIONS | DETERMINERS
        and not any(sense.kind in ("property", "verb") for sense in senses),
        names=(noun or unknown) and not tonal and not _is_no_thing(spelled, vocabulary),
        capital=text[word.start].isupper() and word.start > 0 and spelled not in PREPOSITIONS,
    )  # fmt: skip


def _is_no_thing(word: str, vocabulary: Vocabulary) -> bool:
    """Whether nobody could add it or turn something into it: `magic`, `the crop`."""
    return word in FUNCTION or vocabulary.has(word, "abstract", "framing")


def _is_noun_here(senses: Sequence[Sense]) -> bool:
    """Whether the lexicon has the word as a place or a person."""
    return any(sense.kind == "region" for sense in senses)


def _asked(verb: str) -> tuple[str, ...]:
    """The forms that ask: `put`, `putting`; `puts` and `had` are told of something."""
    return tuple(form for form in verb_forms(verb) if form == verb or form.split()[0].endswith("ing"))


def _as_is(phrase: str) -> tuple[str, ...]:
    return (phrase,)


def _with_plural(noun: str) -> tuple[str, ...]:
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun, noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    if noun.endswith(("f", "fe")):
        return noun, noun + "s", noun.removesuffix("e").removesuffix("f") + "ves"
    return noun, noun + "s"
