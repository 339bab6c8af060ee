"""Which of two readings of a turn is meant: the rules', or the tagger's. A logistic model, fitted on turns that the
tagger was not trained on (`training/planner/fit_choice.py`).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from burnish.agent.language.tagger import Tagged
from burnish.agent.planner.intents import Intent

LEAST = 0.01
"""Probability below and (from 1) above which the tagger is taken to be no surer."""

ACTS = ("undo", "scale", "keep")
"""Operations on what was done."""


@dataclass(frozen=True)
class Choice:
    """What the logistic model learned: the log-odds that the tagger is right are the sum of what applies."""

    version: str
    weights: Mapping[str, float]

    def chance(self, evidence: Mapping[str, float]) -> float:
        """Probability that the tagger's reading is the right one of the two."""
        odds = sum(self.weights.get(name, 0.0) * value for name, value in evidence.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def evidence_of(
    stated: Sequence[Intent],
    seen: Sequence[Tagged],
    tagged: Sequence[Tagged],
    *,
    partly: bool,
    chances: Sequence[float],
    missed: float,
) -> dict[str, float]:
    """What speaks for either reading, by name.

    Args:
        stated: what the rules read.
        seen: what the tagger reads.
        tagged: all that it holds possible.
        partly: whether rules account for a part of the turn word by word.
        chances: of each intent that is stated, the tagger's probability.
        missed: the tagger's highest probability of what rules did not read; 0 where there is none.
    """
    taken = {id(each) for each in seen}
    whole = sum(_log(each.probability if id(each) in taken else 1.0 - each.probability) for each in tagged)
    return {
        "one": 1.0,
        "partly": float(partly),
        "unread": float(not stated),
        "whole": whole,
        "aims": sum(_log(each.target_probability) for each in seen if each.target),
        "borne_out": _odds(min(chances, default=0.5)),
        "missed": _odds(missed) if missed else 0.0,
        "more": float(max(-2, min(2, len(seen) - len(stated)))),
        **{f"rules_{op}": float(any(each.op == op for each in stated)) for op in ACTS},
        **{f"tagger_{op}": float(any(each.op == op for each in seen)) for op in ACTS},
        "rules_move": float(any((each.op, each.direction) == ("scale", "0") for each in stated)),
        "tagger_move": float(any((each.op, each.direction) == ("scale", "0") for each in seen)),
        "rules_wish": float(any(each.op not in ACTS for each in stated)),
        "tagger_wish": float(any(each.op not in ACTS for each in seen)),
    }


def _log(chance: float) -> float:
    return math.log(max(LEAST, min(1.0, chance)))


def _odds(chance: float) -> float:
    held = max(LEAST, min(1.0 - LEAST, chance))
    return math.log(held / (1.0 - held))


@cache
def shipped_choice() -> Choice:
    """The fitted model."""
    page = json.loads((files("burnish.agent.language") / "turn_choice.json").read_text(encoding="utf-8"))
    return Choice(page["version"], page["weights"])
