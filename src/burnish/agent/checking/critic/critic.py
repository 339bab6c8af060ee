"""The critic: what an edit is worth, by what was measured of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.critic.measures import MEASURES, Measures, measured
from burnish.agent.checking.critic.scores import DIMENSIONS, Dimension, Score, Scores
from burnish.agent.checking.critic.terms import Terms
from burnish.agent.checking.finding import Checked
from burnish.agent.checking.pair import Pair
from burnish.errors import BadInput

Doubles = NDArray[np.float64]

UNCOMPARED_SD = {"perceptual_quality": 20.0, "instruction_following": 30.0, "visual_consistency": 30.0}
"""Least deviation where source and edited picture could not be brought to one frame."""

UNREAD_SD = 25.0
"""Least deviation of instruction following where there is a request but no wish in it that a measure knows."""


PIVOT = 75.0
"""The usual score, around which ratings are stretched."""


@dataclass(frozen=True)
class Adjustment:
    """How people's ratings differ from one of the critic's scores: slope · (score − `PIVOT`) + `PIVOT` + offset."""

    slope: float = 1.0
    offset: float = 0.0

    spread: float = 1.0
    """Factor of the deviation."""

    persons: Mapping[str, float] = field(default_factory=dict[str, float])
    """How much higher each person rates than people do, by pseudonym."""

    def of(self, score: Score, person: str | None) -> Score:
        """The score as people would rate it, or as this person would."""
        own = 0.0 if person is None else self.persons.get(person, 0.0)
        value = self.slope * (score.value - PIVOT) + PIVOT + self.offset + own
        return Score(float(np.clip(value, 0.0, 100.0)), score.sd * self.spread)


@dataclass(frozen=True, eq=False)
class Critic:
    """Scores edits. The shipped one is learned from planted faults; ratings adjust it."""

    terms: Terms

    deviations: Doubles
    """(3, places): standard deviation at evenly spaced scores from 0 to 100."""

    adjustments: Mapping[Dimension, Adjustment] = field(default_factory=dict[Dimension, Adjustment])

    def score(self, pair: Pair, checked: Checked, person: str | None = None) -> Scores:
        """The scores of an edit; `person` asks for how that person would rate it."""
        return self.of_measures(measured(pair, checked), _doubts(pair), person)

    def of_measures(
        self, measures: Measures, doubts: Mapping[Dimension, float] | None = None, person: str | None = None
    ) -> Scores:
        """The scores of what was measured; `doubts` are least deviations."""
        values = self.terms.scores(measures)
        least = doubts or {}
        found = {
            name: self._adjusted(
                name, Score(float(value), max(self._sd(k, value), least.get(name, 0.0))), person
            )
            for k, (name, value) in enumerate(zip(DIMENSIONS, values, strict=True))
        }
        return Scores(**found)

    def why(
        self, pair: Pair, checked: Checked, dimension: Dimension, most: int = 3
    ) -> tuple[tuple[str, float], ...]:
        """The measures that cost most, with the share of the score that each takes, largest first."""
        losses = self.terms.losses(measured(pair, checked))[DIMENSIONS.index(dimension)]
        worst = np.argsort(-losses)[:most]
        return tuple((MEASURES[k], float(1 - np.exp(-losses[k]))) for k in worst if losses[k] > 0.005)

    def _sd(self, dimension: int, value: float) -> float:
        table = self.deviations[dimension]
        return float(np.interp(value, np.linspace(0, 100, len(table)), table))

    def _adjusted(self, name: Dimension, score: Score, person: str | None) -> Score:
        adjustment = self.adjustments.get(name)
        return score if adjustment is None else adjustment.of(score, person)


def _doubts(pair: Pair) -> dict[Dimension, float]:
    """What must be uncertain, whatever was measured."""
    if not pair.is_registered:
        return {name: UNCOMPARED_SD[name] for name in DIMENSIONS}
    if pair.renewed is not None:
        # Whether it is the content that was asked for, and whether it is well made, nothing here can tell.
        share = float(pair.renewed.mean())
        doubts: dict[Dimension, float] = {name: share * UNCOMPARED_SD[name] for name in DIMENSIONS}
        doubts["instruction_following"] = UNREAD_SD
        return doubts
    unread = bool(pair.request) and not pair.intents
    return {"instruction_following": UNREAD_SD} if unread else {}


def read_critic(page: Mapping[str, Any]) -> Critic:
    """A critic from its JSON values.

    Raises:
        BadInput: it was learned for other measures.
    """
    if tuple(page["measures"]) != MEASURES:
        raise BadInput(
            f"a critic for the measures {page['measures']!r}; those of this version are {MEASURES!r}"
        )
    rises = np.array([[page["terms"][name][score] for name in MEASURES] for score in DIMENSIONS])
    knots = np.array([page["terms"][name]["knots"] for name in MEASURES])
    return Critic(Terms(knots, np.array(page["base"]), rises), np.array(page["deviations"]))


@cache
def shipped_critic() -> Critic:
    """The critic that is shipped; `training/critic/train.py` makes it."""
    text = (files("burnish.agent.checking.critic") / "critic.json").read_text(encoding="utf-8")
    return read_critic(json.loads(text))


def score(pair: Pair, checked: Checked) -> Scores:
    """What an edit is worth to the shipped critic."""
    return shipped_critic().score(pair, checked)
