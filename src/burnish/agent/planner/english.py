"""Whether a text can be read at all: the embedded planner's grammar and tagger know English only."""

from burnish.agent.language.lexicon import shipped_lexicon
from burnish.agent.language.words import is_word, split_words

LEAST_KNOWN = 0.3
"""Share of a text's words that are known, below which it is not English.

Of 3,700 real English requests the lowest has 0.33; of requests in fifty other languages the highest has 0.25.
"""

LEAST_KNOWN_ACCENTED = 0.5
"""The same where a word is written with letters that English does without."""

FEWEST = 2
"""Words by which a text in plain letters is judged: a single word may be a name, or a slip of the pen."""

NOT_ENGLISH = (
    "Nothing was changed: I know next to none of these words. The built-in planner reads English; "
    "with a chat model set up, other languages work too."
)


def is_foreign(text: str) -> bool:
    """Whether a text is plainly not English; False for one without words."""
    words = [word.text for word in split_words(text) if is_word(word.text) and len(word.text) > 1]
    accented = any(not word.isascii() for word in words)
    if not words or (len(words) < FEWEST and not accented):
        return False
    known = sum(_is_known(word) for word in words) / len(words)
    return known < (LEAST_KNOWN_ACCENTED if accented else LEAST_KNOWN)


def _is_known(word: str) -> bool:
    """Whether every part of a word, or the word without a plural's ending, is known."""
    speller = shipped_lexicon().speller
    parts = [part for part in word.replace("/", "-").split("-") if part]
    return all(
        any(each in speller.known or each in speller.targets for each in (part, part.removesuffix("s")))
        for part in parts
    )
