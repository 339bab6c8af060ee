"""Spelling: a word that is not known becomes the one known word that is a slip away."""

import re
from dataclasses import dataclass, field

SHORTEST = 5
"""Letters that a word must have before it is corrected: short words have too many neighbors."""

_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Speller:
    """Corrects one slip: a letter left out, doubled, wrong, or two that changed places (Damerau, 1964)."""

    targets: frozenset[str]
    """Words that a slip may be corrected to."""

    known: frozenset[str]
    """Words that are right as they are."""

    _memory: dict[str, str] = field(default_factory=dict[str, str], compare=False, repr=False)

    def corrected(self, word: str) -> str:
        """The word itself where it is known, short, no word, or near to none or to several."""
        if word not in self.known and word not in self.targets and _DRAWN_OUT.search(word):
            word = self._undrawn(word)
        if len(word) < SHORTEST and word not in self.known:
            return self._undoubled(word)
        if len(word) < SHORTEST or word in self.known or word in self.targets or not word.isalpha():
            return word
        if word not in self._memory:
            if len(self._memory) > 10_000:
                self._memory.clear()
            self._memory[word] = self._nearest(word)
        return self._memory[word]

    def _undoubled(self, word: str) -> str:
        """`skky`: in a short word only a doubled letter is taken for a slip."""
        single = re.sub(r"([a-z])\1", r"\1", word)
        return single if len(word) == SHORTEST - 1 and single in self.targets else word

    def _undrawn(self, word: str) -> str:
        """`waaay`, `moooore`: a letter said long; the word itself where neither one nor two of it is known."""
        shortened = (_DRAWN_OUT.sub(r"\1", word), _DRAWN_OUT.sub(r"\1\1", word))
        return next((each for each in shortened if each in self.targets or each in self.known), word)

    def _nearest(self, word: str) -> str:
        if not word.isascii() or len(word) > 24:
            return word
        near = {each for each in _slips(word) if each in self.targets and each[0] == word[0]}
        return near.pop() if len(near) == 1 else word


def _slips(word: str) -> set[str]:
    """Every text one slip away."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a[:-1] + b[0] + a[-1] + b[1:] for a, b in cuts if b}
    wrong = {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
    left_out = {a + letter + b for a, b in cuts for letter in _LETTERS}
    return (dropped | swapped | wrong | left_out) - {word}
