"""Examples as the numbers that the tagger is trained on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from burnish.agent.language.lexicon import Lexicon
from burnish.agent.language.tagger_features import WINDOW, letter_groups, marked, tokens
from burnish.agent.planner.intents import COLORS, REGIONS
from training.planner.corpus import TARGETS, Wish
from training.planner.generator import Example

STRENGTHS = ("medium", "small", "large")
PLACES = ("", *REGIONS)
SHADES = ("", *COLORS)
SPLIT_BY_PERSON = "remove"
"""Persons and things are often to be removed in one sentence, so that they are two labels."""

_T = TypeVar("_T")

Label = tuple[str, str, str]
"""Operation, direction ("" for none) and, for what is to be removed, "person" or "thing"."""


def label_of(wish: Wish) -> Label:
    """The label that a wish counts for."""
    part = ("person" if wish.region == "person" else "thing") if wish.op == SPLIT_BY_PERSON else ""
    return wish.op, wish.direction or "", part


@dataclass(frozen=True)
class Inventory:
    """What the tagger can tell apart: words, senses and labels."""

    words: tuple[str, ...]
    """Known words; the first stands for every other."""

    senses: tuple[str, ...]
    labels: tuple[Label, ...]
    buckets: int

    @cached_property
    def word_ids(self) -> dict[str, int]:
        """Number of each word."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def sense_ids(self) -> dict[str, int]:
        """Number of each sense."""
        return {sense: at for at, sense in enumerate(self.senses)}

    @cached_property
    def label_ids(self) -> dict[Label, int]:
        """Number of each label."""
        return {label: at for at, label in enumerate(self.labels)}


def inventory(examples: Iterable[Example], lexicon: Lexicon, *, least: int, buckets: int) -> Inventory:
    """What occurs in the examples: words at least `least` times, all senses, all labels."""
    words: Counter[str] = Counter()
    senses: set[str] = set()
    labels: set[Label] = set()
    for example in examples:
        for token in marked(tokens(example.text, lexicon), follows=example.follows):
            words[token.word] += 1
            senses.update(token.senses)
        labels.update(label_of(wish) for wish in example.wishes)
    kept = sorted(word for word, count in words.items() if count >= least)
    return Inventory(("", *kept), tuple(sorted(senses)), tuple(sorted(labels)), buckets)


@dataclass(frozen=True)
class Sample:
    """One example in numbers."""

    kinds: NDArray[np.int32]
    """For each word, its number in `Encoder.kinds`."""

    senses: NDArray[np.int32]
    """For each word, the number of its set of senses in `Encoder.sense_sets`."""

    wishes: tuple[tuple[int, int, int, int, int, int, int], ...]
    """Label, region, strength, color, target, first word and one past the last of where it is said."""


@dataclass
class Encoder:
    """Turns examples into samples; remembers every kind of word and set of senses it has met."""

    inventory: Inventory
    lexicon: Lexicon
    kinds: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    sense_sets: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])
    names: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Kinds by number: the corrected word and the word as written."""

    sense_names: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    def sample(self, example: Example) -> Sample:
        """The first window of an example."""
        found = marked(tokens(example.text, self.lexicon), follows=example.follows)[:WINDOW]
        kinds = [_number((token.word, token.raw), self.kinds, self.names) for token in found]
        senses = [_number(token.senses, self.sense_sets, self.sense_names) for token in found]
        starts, ends = [token.start for token in found], [token.end for token in found]
        wishes: dict[int, tuple[int, int, int, int, int, int, int]] = {}
        for wish, (start, end) in zip(example.wishes, example.places, strict=True):
            label = self.inventory.label_ids.get(label_of(wish))
            first = int(np.searchsorted(ends, start, side="right"))
            last = int(np.searchsorted(starts, end, side="left"))
            if label is not None and label not in wishes and first < last:
                wishes[label] = (label, *_details(wish), first, last)
        return Sample(np.array(kinds, np.int32), np.array(senses, np.int32), tuple(wishes.values()))

    def word_ids(self, kinds: NDArray[np.int32]) -> NDArray[np.int64]:
        """For each of these kinds, its number in the inventory."""
        return np.array([self.inventory.word_ids.get(self.names[kind][0], 0) for kind in kinds], np.int64)

    def groups(self, kinds: Sequence[int]) -> list[tuple[int, ...]]:
        """Letter groups of these kinds."""
        return [letter_groups(self.names[kind][1], self.inventory.buckets) for kind in kinds]

    def sense_ids(self, sets: Sequence[int]) -> list[list[int]]:
        """Senses of these sets that the inventory has."""
        names = self.sense_names
        ids = self.inventory.sense_ids
        return [[ids[name] for name in names[each] if name in ids] for each in sets]


def _details(wish: Wish) -> tuple[int, int, int, int]:
    target = TARGETS.index(wish.target) if wish.target else -1
    return (
        PLACES.index(wish.region or ""),
        STRENGTHS.index(wish.strength),
        SHADES.index(wish.color or ""),
        target,
    )


def _number(each: _T, numbers: dict[_T, int], names: list[_T]) -> int:
    if each not in numbers:
        numbers[each] = len(names)
        names.append(each)
    return numbers[each]
