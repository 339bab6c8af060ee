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

AIMED = 0.8
"""Probability from which the tagger says what is taken back or scaled, where a rule only knows that something is."""

SURELY = 0.85
"""Probability from which the tagger says which way, whatever a rule makes of it: `rein the highlights in`."""

ABOUT_THE_EDIT = frozenset({"scale", "undo"})
"""Operations that mean something only where something was done before."""

TWO_FACED = frozenset({"denoise"})
"""Operations that one word asks for and complains of: which is meant by `grainy like old photos`, the tagger tells."""

UNSEEN = 0.02
"""The tagger's probability of what it does not even mention."""

UNSEEN_IN_BRIEF = 0.2
"""The same of what a rule reads in a brief text after an edit: `make that 1:1` says much by what was said before."""


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
    grammar: Sequence[Intent],
    tagged: Sequence[Tagged],
    weights: Weights,
    *,
    brief: bool = False,
    conversing: bool = False,
) -> Fused:
    """One reading from both: the grammar is exact about the edit before, and weighed about the picture."""
    grammar = [intent for intent in grammar if not _is_of_the_other_face(intent, tagged)]
    stated = {label_of(intent.op, intent.direction) for intent in grammar}
    taken_back = {intent.target for intent in grammar if intent.op == "undo"}
    wished = {intent.op for intent in grammar}
    seen = [each for each in tagged if each.op not in taken_back or each.op in wished]
    faces = TWO_FACED & (wished | {each.op for each in seen if each.probability >= LEAST})
    seen = [each for each in seen if each.op != "undo" or each.target not in faces]
    best = _likeliest(_toward_what_is_stated(seen, grammar, brief=brief))
    known = _known(stated, best, conversing=conversing)
    unseen = UNSEEN_IN_BRIEF if conversing and brief else UNSEEN
    chances = {
        label: known[label]
        if label in known
        else weights.chance(
            label[0],
            stated=label in stated,
            tagged=_chance(best, label, unseen if label in stated else UNSEEN),
            brief=brief,
        )
        for label in dict.fromkeys([*stated, *best])
    }
    taken = {label for label, chance in chances.items() if chance >= LEAST}
    intents = [
        _from_grammar(intent, chances, best)
        for intent in grammar
        if label_of(intent.op, intent.direction) in taken
    ]
    added = [
        _from_tagger(best[label], chances[label]) for label in best if label in taken and label not in stated
    ]
    kept = _without_rivals(intents, added)
    whole = weights.whole([(chance, label in taken) for label, chance in chances.items()])
    return Fused(_in_order(kept), whole, whole >= weights.confident)


def _is_of_the_other_face(intent: Intent, tagged: Iterable[Tagged]) -> bool:
    """Whether the tagger is sure of the contrary, where one word can mean both."""
    return intent.op in TWO_FACED and any(
        each.op == intent.op and each.direction != intent.direction and each.probability >= AIMED
        for each in tagged
    )


def _known(
    stated: Collection[Label], best: Mapping[Label, Tagged], *, conversing: bool
) -> dict[Label, float]:
    """What is not weighed: set phrases about the edit before; where no rule says anything, what the tagger sees of it.

    In a conversation people seldom say what wants nothing, so that there the tagger is believed in all that it sees.
    """
    if stated:
        return {label: EXACT for label in stated if label[0] in ABOUT_THE_EDIT}
    return {
        label: seen.probability for label, seen in best.items() if conversing or label[0] in ABOUT_THE_EDIT
    }


def _without_rivals(stated: Sequence[Intent], seen: Sequence[Intent]) -> list[Intent]:
    """Both, but of two readings of one thing only one: "get rid of the contrast thing" is less or none of it.

    About the edit the rule is right; where one says something of the edit and the other makes a wish, the likelier is.
    """
    weaker = {
        id(
            other
            if {one.op, other.op} <= ABOUT_THE_EDIT or other.op == "scale"
            else min(one, other, key=lambda each: each.confidence)
        )
        for one in stated
        for other in seen
        if _are_rivals(one, other)
    }
    return [each for each in (*stated, *seen) if id(each) not in weaker]


def _are_rivals(one: Intent, other: Intent) -> bool:
    """Whether one is about the edit and the other, in the same words or of the same property, is something else."""
    if not {one.op, other.op} & ABOUT_THE_EDIT:
        return False
    if one.direction == other.direction == "-" and {one.op, other.op} != {"scale"}:
        return True
    return one.op == other.target or other.op == one.target or _overlap(one.span, other.span)


def label_of(op: Op, direction: Direction | None) -> Label:
    """The label of an operation; those that go no way have no direction."""
    return op, None if op in WITHOUT_DIRECTION else direction


def _toward_what_is_stated(
    tagged: Iterable[Tagged], grammar: Sequence[Intent], *, brief: bool
) -> Iterator[Tagged]:
    """What the tagger sees; where a rule reads the same operation in the same words, the rule says which way."""
    for each in tagged:
        said = [intent for intent in grammar if intent.op == each.op]
        alike = len({intent.direction for intent in said}) == 1 and said[0].direction in ("+", "-")
        here = brief or any(_overlap(each.span, intent.span) for intent in said)
        turns = alike and here and each.direction in ("+", "-") and each.op not in ABOUT_THE_EDIT
        turns = turns and not (each.probability >= (AIMED if each.op in TWO_FACED else SURELY))
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


def _chance(best: Mapping[Label, Tagged], label: Label, unseen: float) -> float:
    return max(best[label].probability, unseen) if label in best else unseen


def _from_grammar(intent: Intent, chances: Mapping[Label, float], best: Mapping[Label, Tagged]) -> Intent:
    """The rule's intent; what is taken back as `last`, or kept as `all`, may be what the tagger is sure of."""
    label = label_of(intent.op, intent.direction)
    seen = best.get(label)
    vague = (intent.op, intent.target) in (("undo", "last"), ("keep", "all"))
    aimed = vague and seen is not None and seen.target_probability >= AIMED
    target = seen.target if seen is not None and aimed else intent.target
    return replace(intent, confidence=chances[label], target=target)


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
