"""A tool that the policy chose, and what it was asked with."""

from dataclasses import dataclass
from functools import cached_property

from burnish.agent.perception import Facts
from burnish.agent.planner.intents import Intent, Strength
from burnish.agent.policy.amounts import Amounts
from burnish.imaging.masks import Mask
from burnish.tools.base import Tool


@dataclass(frozen=True)
class Choice:
    """A tool with its parameters, and why."""

    tool: Tool

    reason: str
    """Which words it answers and what was measured: `brighter: median lightness is 0.31, +0.6 EV brings it to 0.42`."""

    mask: Mask | None = None
    """Where it acts inside the place that the words name; None for all of it."""

    named: bool = False
    """Whether the words name this very slider, so that others of the same property stay as they are."""


@dataclass(frozen=True)
class Asked:
    """One wish and everything that its amount depends on."""

    intent: Intent
    facts: Facts
    """Of the place where the wish is to be met."""
    masked: bool
    amounts: Amounts
    words: str = ""
    """Of the person, that say it."""

    @property
    def strength(self) -> Strength:
        """How much, as far as the words say."""
        return self.intent.strength

    @cached_property
    def sign(self) -> int:
        """−1 for less, else +1."""
        return -1 if self.intent.direction == "-" else 1

    def table(self, name: str) -> float:
        """The table's amount for the strength."""
        return self.amounts.tables[name][self.strength]

    def value(self, lever: str) -> float:
        """The lever's slider for the strength and these facts."""
        return self.amounts.value(lever, self.facts, self.strength)

    def change(self, lever: str) -> float:
        """By how much the lever is to move what it moves."""
        return self.amounts.change(lever, self.facts, self.strength)

    def reached(self, lever: str, change: float) -> float:
        """The lever's slider that moves what it moves by `change` here."""
        return self.amounts.levers[lever].value(self.amounts.features(self.facts), change)


def clamped(value: float, low: float, high: float) -> float:
    """The nearest value in the range."""
    return min(max(value, low), high)
