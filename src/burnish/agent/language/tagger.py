"""The tagger: a small network that reads wishes from words that no rule foresaw. Trained by `training/planner`.

Word, letter-group and sense embeddings → residual dilated convolutions → one attention for each label (CAML, Mullenbach
et al., 2018) → the label's probability, and from what it attended to its region, strength, color and target.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.agent.language.lexicon import Lexicon, shipped_lexicon
from burnish.agent.language.tagger_features import FOLLOWING, Token, letter_groups, marked, tokens, windows
from burnish.agent.planner.intents import Color, Direction, Op, Region, Strength

LEAST = 0.05
"""Probability under which a label is not worth telling."""

MOST_WINDOWS = 40
"""Windows of a text that are read; what is behind them is ignored."""

_Array: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Tagged:
    """One wish that may be in a text."""

    op: Op
    direction: Direction | None

    probability: float
    """That the wish is meant, calibrated on sentences that were not trained on."""

    region: Region | None
    region_probability: float
    """That the region, or the whole picture for None, is right if the wish is."""

    strength: Strength
    color: Color | None

    target: str
    """For keep, undo and scale: an operation, a region, `all`, `last`, `others`, `redo` …; empty otherwise."""

    span: tuple[int, int]
    """Where in the text the words stand that speak for it most: start and end, in characters."""

    target_probability: float = 0.0
    """That the target is right if the wish is."""


@dataclass(frozen=True)
class Inventory:
    """What the weights tell apart, in the order of their rows."""

    words: Mapping[str, int]
    """Row of each known word; row 0 is for all others."""

    senses: Mapping[str, int]
    labels: tuple[tuple[Op, Direction | None, str], ...]
    """Operation, direction, and for a removal whether of a `person` or a `thing`."""

    regions: tuple[Region | None, ...]
    strengths: tuple[Strength, ...]
    colors: tuple[Color | None, ...]
    targets: tuple[str, ...]
    dilations: tuple[int, ...]
    buckets: int
    temperature: float
    """What logits are divided by."""


@dataclass(frozen=True)
class Tagger:
    """Networks of one shape, trained from different seeds, whose logits are averaged."""

    inventory: Inventory
    weights: Mapping[str, _Array]
    """Each with the networks along its first axis."""

    tables: Mapping[str, tuple[NDArray[np.int8], _Array]]
    """Embeddings: (rows, networks, width) in steps, and how large the step of each row and network is."""

    lexicon: Lexicon = field(repr=False)

    def tag(self, text: str, *, follows: bool = False) -> tuple[Tagged, ...]:
        """Every wish above `LEAST`, likeliest first; `follows` says whether something was done before."""
        best: dict[tuple[Op, Direction | None, str], Tagged] = {}
        for window in islice(windows(tokens(text, self.lexicon)), MOST_WINDOWS):
            for label, tagged in self._read(marked(window, follows=follows)):
                if label not in best or best[label].probability < tagged.probability:
                    best[label] = tagged
        return tuple(sorted(best.values(), key=lambda each: -each.probability))

    def familiar(self, text: str) -> float:
        """Share of a text's words that it met in training, 0 for a text without words."""
        words = [token.word for token in tokens(text, self.lexicon) if token.word[:1].isalpha()]
        return sum(word in self.inventory.words for word in words) / max(1, len(words))

    def _read(self, window: Sequence[Token]) -> list[tuple[tuple[Op, Direction | None, str], Tagged]]:
        x = self._convolved(self._embedded(window))
        attention, attended = self._attend(x)
        logits = (attended * self.weights["label_weights"]).sum(-1) + self.weights["label_bias"]
        chances = _sigmoid(logits.mean(0) / self.inventory.temperature)
        found = np.flatnonzero(chances >= LEAST)
        seen = self._pointed(attended[:, found], x)
        details = {name: self._chances(name, seen) for name in ("regions", "strengths", "colors", "targets")}
        spans = attention[:, found].mean(0)
        return [
            (
                self.inventory.labels[label],
                self._tagged(label, float(chances[label]), row, details, _span(spans[row], window)),
            )
            for row, label in enumerate(found.tolist())
        ]

    def _tagged(
        self, label: int, chance: float, row: int, details: Mapping[str, _Array], span: tuple[int, int]
    ) -> Tagged:
        names = self.inventory
        op, direction, part = names.labels[label]
        best = {name: int(chances[row].argmax()) for name, chances in details.items()}
        region, sure = names.regions[best["regions"]], float(details["regions"][row].max())
        if part == "person":
            region, sure = "person", 1.0
        target = names.targets[best["targets"]] if op in ("keep", "undo", "scale") else ""
        aimed = float(details["targets"][row].max()) if target else 0.0
        strength, color = names.strengths[best["strengths"]], names.colors[best["colors"]]
        return Tagged(op, direction, chance, region, sure, strength, color, target, span, aimed)

    def _embedded(self, window: Sequence[Token]) -> _Array:
        """(networks, words, width)."""
        known = self.inventory
        words = self._rows("words", [known.words.get(token.word, 0) for token in window])
        groups = [letter_groups(token.raw, known.buckets) for token in window]
        senses = [[known.senses[name] for name in token.senses if name in known.senses] for token in window]
        sums = words + self._sums("groups", groups, mean=True) + self._sums("senses", senses)
        return np.matmul(sums.transpose(1, 0, 2), self.weights["enter"]) + self.weights["enter_bias"]

    def _rows(self, table: str, rows: Sequence[int]) -> _Array:
        steps, scale = self.tables[table]
        at = np.asarray(rows, np.intp)
        return np.multiply(steps[at], scale[at, :, None], dtype=np.float32)

    def _sums(self, table: str, rows: Sequence[Sequence[int]], *, mean: bool = False) -> _Array:
        """Sums, or means, of the embeddings of each word's rows."""
        lengths = np.array([len(each) for each in rows])
        total = np.zeros((len(rows), *self.tables[table][0].shape[1:]), np.float32)
        filled = np.flatnonzero(lengths)
        if len(filled):
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            total[filled] = np.add.reduceat(
                self._rows(table, [row for each in rows for row in each]), starts, axis=0
            )
        return total / np.maximum(lengths, 1).astype(np.float32)[:, None, None] if mean else total

    def _convolved(self, x: _Array) -> _Array:
        for layer, dilation in enumerate(self.inventory.dilations):
            normal = _normalized(x, self.weights[f"norm_{layer}"])
            mixed = (
                _neighbors(normal, dilation) @ self.weights[f"mix_{layer}"]
                + self.weights[f"mix_bias_{layer}"]
            )
            x = x + np.maximum(mixed, 0)
        return _normalized(x, self.weights["norm_out"])

    def _attend(self, x: _Array) -> tuple[_Array, _Array]:
        """Attention (networks, labels, words) and what each label saw (networks, labels, width)."""
        attention = _softmax(self.weights["queries"] @ x.transpose(0, 2, 1))
        values = x @ self.weights["values"] + self.weights["values_bias"]
        return attention, np.maximum(attention @ values + self.weights["label_shift"], 0)

    def _pointed(self, attended: _Array, x: _Array) -> _Array:
        """What the labels (networks, labels, width) saw, and what each then looks up among the words."""
        questions = np.matmul(attended, self.weights["ask"]) + self.weights["ask_bias"]
        pointed = _softmax(np.matmul(questions, x.transpose(0, 2, 1)))
        both = np.concatenate((attended, pointed @ x), axis=2)
        return np.maximum(both @ self.weights["answer"] + self.weights["answer_bias"], 0)

    def _chances(self, name: str, seen: _Array) -> _Array:
        return _softmax(seen @ self.weights[name] + self.weights[f"{name}_bias"]).mean(0)


@cache
def shipped_tagger() -> Tagger:
    """The tagger that is shipped."""
    with as_file(files("burnish.agent.language") / "tagger.safetensors") as path:
        return tagger_of(path, shipped_lexicon())


def tagger_of(path: Path, lexicon: Lexicon) -> Tagger:
    """The tagger that a safetensors file of weights holds, with its inventory among the file's notes."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        notes: dict[str, str] = file.metadata()
        arrays: dict[str, NDArray[Any]] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    tables = {
        name: (arrays.pop(name), arrays.pop(f"{name}_steps").astype(np.float32))
        for name in ("words", "groups", "senses")
    }
    weights = {name: array.astype(np.float32) for name, array in arrays.items()}
    return Tagger(_inventory(json.loads(notes["inventory"])), weights, tables, lexicon)


def _inventory(page: Mapping[str, Any]) -> Inventory:
    return Inventory(
        words={word: at for at, word in enumerate(page["words"])},
        senses={sense: at for at, sense in enumerate(page["senses"])},
        labels=tuple((op, direction or None, part) for op, direction, part in page["labels"]),
        regions=tuple(region or None for region in page["regions"]),
        strengths=tuple(page["strengths"]),
        colors=tuple(color or None for color in page["colors"]),
        targets=tuple(page["targets"]),
        dilations=tuple(page["dilations"]),
        buckets=page["buckets"],
        temperature=page["temperature"],
    )


def _neighbors(x: _Array, distance: int) -> _Array:
    """(…, words, C) → (…, words, 3 C): what stands `distance` words before, here and behind."""
    around = np.zeros((*x.shape[:2], 3 * x.shape[2]), np.float32)
    width = x.shape[2]
    around[:, distance:, :width] = x[:, : max(0, x.shape[1] - distance)]
    around[:, :, width : 2 * width] = x
    around[:, : max(0, x.shape[1] - distance), 2 * width :] = x[:, distance:]
    return around


def _normalized(x: _Array, scale_and_shift: _Array) -> _Array:
    """Layer normalization (Ba et al., 2016); `scale_and_shift` is (networks, 2, 1, width)."""
    centered = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centered * centered).mean(-1, keepdims=True) + 1e-5)
    return centered / spread * scale_and_shift[:, 0] + scale_and_shift[:, 1]


def _softmax(x: _Array) -> _Array:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def _sigmoid(x: _Array) -> _Array:
    return np.reciprocal(1 + np.exp(-np.clip(x, -60, 60)), dtype=np.float32)


def _span(attention: _Array, window: Sequence[Token]) -> tuple[int, int]:
    """The run of words around the one attended to most that holds what is more than a fifth of it."""
    if window[0].word == FOLLOWING and len(window) > 1:
        attention, window = attention[1:], window[1:]
    peak = int(attention.argmax())
    near = attention >= attention[peak] / 5
    first = last = peak
    while first > 0 and near[max(0, first - 2) : first].any():
        first -= 1
    while last + 1 < len(window) and near[last + 1 : last + 3].any():
        last += 1
    return window[first].start, window[last].end
