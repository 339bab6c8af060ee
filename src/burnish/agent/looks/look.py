"""A look: a composed edit that a word calls for, at any strength, suited to the photo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, cast

import annotated_types

from burnish.agent.language.words import split_words
from burnish.agent.looks.look_rules import Condition, Scaling, spoken
from burnish.agent.perception import TYPICAL, Facts
from burnish.agent.planner.intents import Strength
from burnish.agent.policy.choice import Choice
from burnish.imaging.masks import Mask
from burnish.tools.base import Tool

SHARES: Mapping[Strength, float] = {"small": 0.4, "medium": 0.7, "large": 1.0}
"""Share of a look's full amounts that each strength gives."""

WHITE = 255.0
"""Largest code value of a curve's points."""

MOST_MEASURED = 2
"""Measurements that one reason names."""

Points: TypeAlias = tuple[tuple[float, float], ...]
Phrase: TypeAlias = tuple[str, ...]


def phrase_of(text: str) -> Phrase:
    """The words of a phrase as they are compared: lower case, with hyphens, slashes and underscores parting words."""
    parted = (word.text.replace("/", "-").split("-") for word in split_words(text))
    return tuple(part for parts in parted for part in parts if part)


@dataclass(frozen=True)
class LookStep:
    """One step of a look, and how it suits itself to strength and photo."""

    tool: Tool
    """With its amounts at full strength."""

    amounts: frozenset[str]
    """Parameters that grow with the strength; the others stay as they are at every strength."""

    reason: str
    mask: Mask | None = None
    """Where it acts; None for everywhere."""

    only_when: tuple[Condition, ...] = ()
    """All must hold for the step to be there."""

    scaled_by: tuple[Scaling, ...] = ()

    def at(self, share: float, facts: Facts) -> Tool | None:
        """The tool at a share of its full amounts for a photo with these facts; None where nothing is left to do."""
        if not all(condition.holds(facts) for condition in self.only_when):
            return None
        kind = type(self.tool)
        values = self.tool.model_dump(exclude_defaults=True)
        for name in self.amounts:
            factor = share * self._factor(name, facts)
            values[name] = _scaled(kind, name, getattr(self.tool, name), factor)
        tool = kind.model_validate(values)
        return None if tool.is_neutral else tool

    def measured(self, facts: Facts) -> tuple[str, ...]:
        """What was measured that this step leans on, in words; nothing where no photo was looked at."""
        if facts == TYPICAL:
            return ()
        leaned = [condition.fact for condition in self.only_when]
        leaned += [scaling.fact for scaling in self.scaled_by if abs(scaling.factor(facts) - 1) > 0.02]
        return tuple(spoken(fact, facts) for fact in dict.fromkeys(leaned))[:MOST_MEASURED]

    def _factor(self, name: str, facts: Facts) -> float:
        factor = 1.0
        for scaling in self.scaled_by:
            if not scaling.of or name in scaling.of:
                factor *= scaling.factor(facts)
        return factor


@dataclass(frozen=True)
class Look:
    """A composed edit with a name."""

    name: str
    """As a file and a command name it: lower case, words joined by underscores."""

    title: str
    words: tuple[str, ...]
    """Phrases that call for it."""

    description: str
    steps: tuple[LookStep, ...] = field(repr=False)

    @cached_property
    def phrases(self) -> frozenset[Phrase]:
        """What calls for it anywhere in a request, word by word."""
        return frozenset(map(phrase_of, self.words))

    @cached_property
    def names(self) -> frozenset[Phrase]:
        """What calls for it only where nothing else is said: `natural` alone is a look, `natural light` is not."""
        return frozenset({phrase_of(self.title), phrase_of(self.name)})

    def changes(self, facts: Facts, strength: Strength | float) -> tuple[Choice, ...]:
        """The look's steps for a photo with these facts, at a strength or at a share (0 to 1) of its full amounts."""
        share = SHARES[strength] if isinstance(strength, str) else min(max(strength, 0.0), 1.0)
        if share == 0:
            return ()
        found = ((step, step.at(share, facts)) for step in self.steps)
        return tuple(
            Choice(tool, self._reason(step, facts), mask=step.mask)
            for step, tool in found
            if tool is not None
        )

    def _reason(self, step: LookStep, facts: Facts) -> str:
        measured = "; ".join(step.measured(facts))
        return f"{self.title}: {step.reason}" + (f" ({measured})" if measured else "")


def scales(kind: type[Tool], name: str) -> bool:
    """Whether a parameter is an amount: a number that does nothing at zero, or the points of a curve."""
    default = kind.model_fields[name].default
    return default == () or (isinstance(default, float) and not default)


def _scaled(kind: type[Tool], name: str, full: Any, factor: float) -> float | Points:
    if isinstance(full, tuple):
        return tuple((x, _point(x, y, factor)) for x, y in cast("Points", full))
    low, high = _range(kind, name)
    return round(min(max(full * factor, low), high), 1 if high - low > 50 else 2)


def _point(x: float, y: float, factor: float) -> float:
    return round(min(max(x + (y - x) * factor, 0.0), WHITE), 1)


def _range(kind: type[Tool], name: str) -> tuple[float, float]:
    marks = kind.model_fields[name].metadata
    low = next(
        (float(cast("float", m.ge)) for m in marks if isinstance(m, annotated_types.Ge)), float("-inf")
    )
    high = next(
        (float(cast("float", m.le)) for m in marks if isinstance(m, annotated_types.Le)), float("inf")
    )
    return low, high
