"""Spelling: a word that is not known becomes the one known word that is a slip away."""

from dataclasses import dataclass, field

SHORTEST = 5
"""Letters that a word must have before it is corrected: short words have too many neighbors."""

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
        if len(word) < SHORTEST or word in self.known or word in self.targets or not word.isalpha():
            return word
        if word not in self._memory:
            if len(self._memory) > 10_000:
                self._memory.clear()
            self._memory[word] = self._nearest(word)
        return self._memory[word]

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
