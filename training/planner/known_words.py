"""Write `known_words.txt`: words that are spelled right though the lexicon gives them no meaning.

They are protected from spelling correction: without the list "broader" would become "border". A word belongs to it
when a word list of `words/` has it, or when the corpus has it twice and it is not a likely slip for a word of the
lexicon.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from burnish.agent.language.lexicon import Lexicon, shipped_lexicon
from burnish.agent.language.spelling import SHORTEST, Speller
from burnish.agent.language.words import split_words
from training.planner.corpus import sentences, templates
from training.planner.word_lists import every_text

LEAST = 2
"""Times that a word must occur in the corpus."""

RARER = 6
"""A word so many times rarer than the lexicon's word one slip away is taken for a slip."""

RIGHT = frozenset((Path(__file__).parent / "words" / "spelled_right.txt").read_text(encoding="utf-8").split())
"""Words near to words of the lexicon that are right though the corpus may not have them."""


def known_words(corpus: Iterable[str], lists: Iterable[str], lexicon: Lexicon) -> list[str]:
    """The protected words, sorted."""
    counts = Counter(word for text in corpus for word in _letters(text))
    listed = {word for text in lists for word in _letters(text)}
    slips = {word for word, _ in suspects(counts, lexicon)}
    return sorted(
        listed | RIGHT | {word for word, count in counts.items() if count >= LEAST and word not in slips}
    )


def suspects(counts: Mapping[str, int], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Words taken for slips, each with the word it was taken for: to be looked through by a person."""
    speller = Speller(lexicon.speller.targets, frozenset())
    near = [(word, speller.corrected(word)) for word in sorted(counts) if word not in RIGHT]
    return [
        (word, other)
        for word, other in near
        if other != word and counts.get(other, 0) >= RARER * counts[word]
    ]


def _letters(text: str) -> list[str]:
    return [word.text for word in split_words(text) if word.text.isalpha() and len(word.text) >= SHORTEST]


def corpus_texts() -> list[str]:
    """The words of every line of the corpus."""
    return [line.text for line in sentences()] + [each.text for each in templates()]


def main() -> None:
    """Write the list beside the lexicon."""
    path = Path(str(files("burnish.agent.language") / "known_words.txt"))
    words = known_words(corpus_texts(), every_text(), shipped_lexicon())
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(words)} words in {path.name}\n")


if __name__ == "__main__":
    main()
