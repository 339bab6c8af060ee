"""Grammar and tagger weighed against each other: how likely each wish is, given what both say.

The grammar is exact where it fits and silent where it does not; the tagger has seen everything and is sure of little.
A logistic model says how far each is to be believed. It is fitted (`training/planner/fit_fusion.py`) on sentences that
the tagger was not trained on.
"""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from burnish.agent.language.tagger import Tagged
from burnish.agent.planner.intents import WITHOUT_DIRECTION, Direction, Intent, Op

Label: TypeAlias = tuple[Op, Direction | None]
"""What two readings are compared by."""

LEAST = 0.5
"""Probability from which a wish is taken for meant."""

PLACED = 0.6
"""Probability from which the tagger's place is believed."""

BRIEF = 5
"""Most words of a brief text."""

EXACT = 0.95
"""Probability of what the grammar says of the edit before: set phrases, which the tagger is not asked about."""

ABOUT_THE_EDIT = frozenset({"scale", "undo"})
"""Operations that mean something only where something was done before."""

UNSEEN = 0.02
"""The tagger's probability of what it does not even mention."""


@dataclass(frozen=True)
class Weights:
    """What the logistic model learned. A wish's log-odds are the sum of what applies to it."""

    version: str
    bias: float
    grammar: float
    """Added where the grammar states the wish."""

    tagger: float
    """Times the tagger's log-odds."""

    both: float
    """Times the tagger's log-odds where the grammar states the wish."""

    brief: float
    """Added where the grammar states the wish and the text is brief: rules fit few words best."""

    ops: Mapping[str, float]
    """Added where the grammar states a wish for this operation: its rules are not equally good."""

    certain: tuple[float, float]
    """From the log-odds that every wish is right to those that the whole reading is: shift and scale."""

    confident: float
    """Probability of the whole reading from which it is acted on without offering another."""

    def chance(self, op: str, *, stated: bool, tagged: float, brief: bool = False) -> float:
        """Probability that a wish is meant."""
        odds = _log_odds(tagged)
        total = self.bias + self.tagger * odds
        if stated:
            total += self.grammar + self.both * odds + self.ops.get(op, 0.0) + self.brief * brief
        return _logistic(total)

    def whole(self, chances: Sequence[tuple[float, bool]]) -> float:
        """Probability that a reading is exactly right, from the chance of each wish and whether it was taken."""
        right = math.prod(chance if taken else 1.0 - chance for chance, taken in chances)
        shift, scale = self.certain
        return _logistic(shift + scale * _log_odds(right))


@dataclass(frozen=True)
class Fused:
    """The wishes that were taken, and how sure all of it is."""

    intents: tuple[Intent, ...]
    confidence: float
    confident: bool


def fused(
    grammar: Sequence[Intent], tagged: Sequence[Tagged], weights: Weights, *, brief: bool = False
) -> Fused:
    """One reading from both: the grammar is exact about the edit before, and weighed about the picture."""
    stated = {label_of(intent.op, intent.direction) for intent in grammar}
    taken_back = {intent.target for intent in grammar if intent.op == "undo"}
    seen = [each for each in tagged if each.op not in taken_back]
    best = _likeliest(_toward_what_is_stated(seen, grammar))
    known = _known(stated, best)
    chances = {
        label: known[label]
        if label in known
        else weights.chance(label[0], stated=label in stated, tagged=_chance(best, label), brief=brief)
        for label in dict.fromkeys([*stated, *best])
    }
    taken = {label for label, chance in chances.items() if chance >= LEAST}
    intents = [
        _from_grammar(intent, chances) for intent in grammar if label_of(intent.op, intent.direction) in taken
    ]
    intents += [
        _from_tagger(best[label], chances[label]) for label in best if label in taken and label not in stated
    ]
    whole = weights.whole([(chance, label in taken) for label, chance in chances.items()])
    return Fused(_in_order(intents), whole, whole >= weights.confident)


def _known(stated: Collection[Label], best: Mapping[Label, Tagged]) -> dict[Label, float]:
    """What is not weighed, about the edit before: set phrases; where no rule says anything, what the tagger sees."""
    seen = {} if stated else {label: tagged.probability for label, tagged in best.items()}
    sure = dict.fromkeys(stated, EXACT)
    return {label: chance for label, chance in (seen | sure).items() if label[0] in ABOUT_THE_EDIT}


def label_of(op: Op, direction: Direction | None) -> Label:
    """The label of an operation; those that go no way have no direction."""
    return op, None if op in WITHOUT_DIRECTION else direction


def _toward_what_is_stated(tagged: Iterable[Tagged], grammar: Sequence[Intent]) -> Iterator[Tagged]:
    """What the tagger sees; where a rule reads the same operation in the same words, the rule says which way."""
    for each in tagged:
        said = [intent for intent in grammar if intent.op == each.op]
        alike = len({intent.direction for intent in said}) == 1 and said[0].direction in ("+", "-")
        here = any(_overlap(each.span, intent.span) for intent in said)
        turns = alike and here and each.direction in ("+", "-") and each.op not in ABOUT_THE_EDIT
        yield replace(each, direction=said[0].direction) if turns else each


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _likeliest(tagged: Iterable[Tagged]) -> dict[Label, Tagged]:
    best: dict[Label, Tagged] = {}
    for each in tagged:
        label = label_of(each.op, each.direction)
        if label not in best or best[label].probability < each.probability:
            best[label] = each
    return best


def _chance(best: Mapping[Label, Tagged], label: Label) -> float:
    return best[label].probability if label in best else UNSEEN


def _from_grammar(intent: Intent, chances: Mapping[Label, float]) -> Intent:
    label = label_of(intent.op, intent.direction)
    return replace(intent, confidence=chances[label])


def _from_tagger(tagged: Tagged, chance: float) -> Intent:
    placed = tagged.region if tagged.region_probability >= PLACED else None
    return Intent(
        tagged.op,
        tagged.direction,
        tagged.strength,
        None,
        placed,
        tagged.color,
        "",
        tagged.target,
        tagged.span,
        chance,
    )


def _in_order(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    return tuple(sorted(intents, key=lambda intent: intent.span))


def _log_odds(chance: float) -> float:
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(odds, -30.0), 30.0)))


@cache
def shipped_weights() -> Weights:
    """The weights that are shipped."""
    page = json.loads((files("burnish.agent.language") / "fusion.json").read_text(encoding="utf-8"))
    shift, scale = page["certain"]
    return Weights(
        page["version"], page["bias"], page["grammar"], page["tagger"], page["both"], page["brief"], page["ops"],
        (shift, scale), page["confident"],
    )  # fmt: skip
