"""How far to move a slider: learned from photos, kept in `policy.json`.

A lever is one slider of one tool and the thing it moves: the exposure slider moves the median lightness. Two things
are learned for each. How far photos with these facts are from well-made ones (the *fault*), from photos
that were spoiled on purpose; and which slider value moves the thing by a wanted step in a photo with these facts (the
*response*), from trying values. So the same words give every photo about the same visible step, a longer one
where the photo has the fault that they complain of, and a shorter one where it has the opposite.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from burnish.agent.perception import Facts
from burnish.agent.planner.intents import Strength

Measure: TypeAlias = Callable[[Facts], float]

REACH, REACH_PER_STEP = 0.4, 0.35
"""Share of a slider's limit that no step is too small for, and what each medium step adds to it: where a photo hardly
answers (shadows in a picture that has none), a plain wish does not push the slider to its end."""

MEASURES: Mapping[str, Measure] = {
    "lightness": lambda f: f.lightness_p50,
    "spread": lambda f: math.log(f.lightness_p95 - f.lightness_p5 + f.lightness_p75 - f.lightness_p25 + 0.05),
    "highlights": lambda f: f.lightness_p95,
    "shadows": lambda f: (f.lightness_p5 + f.lightness_p25) / 2,
    "chroma": lambda f: math.log(f.chroma_mean + 0.005),
    "detail": lambda f: math.log(f.local_contrast + 0.003),
}
"""What levers move, by name: Oklab lightness, or the logarithm of a size."""

FEATURES: Mapping[str, Measure] = {
    "p5": lambda f: f.lightness_p5,
    "p25": lambda f: f.lightness_p25,
    "p50": lambda f: f.lightness_p50,
    "p75": lambda f: f.lightness_p75,
    "p95": lambda f: f.lightness_p95,
    "p99": lambda f: f.lightness_p99,
    "clipped_white": lambda f: math.sqrt(f.clipped_white),
    "spread": MEASURES["spread"],
    "detail": MEASURES["detail"],
    "chroma": MEASURES["chroma"],
    "chroma_p90": lambda f: f.chroma_p90,
    "gray_share": lambda f: f.gray_share,
    "haze": lambda f: f.haze,
}
"""What amounts depend on."""


@dataclass(frozen=True)
class Line:
    """A linear model over standardized features, held to the range that it was learned on."""

    constant: float
    weights: tuple[float, ...]
    least: float
    most: float

    def at(self, features: tuple[float, ...]) -> float:
        """The prediction."""
        total = self.constant + sum(w * x for w, x in zip(self.weights, features, strict=True))
        return min(max(total, self.least), self.most)


@dataclass(frozen=True)
class Lever:
    """One slider, and what is known about moving it one way."""

    tool: str
    parameter: str
    sign: int
    """Which way the slider moves."""
    measure: str
    """What it moves, a name of `MEASURES`."""
    step: float
    """By how much a medium wish moves it: + or −."""
    trust: float
    """Share of the fault that is cured on top when the words and the fault agree."""
    bounds: tuple[float, float]
    """Least and most of the step that a photo's facts may make of it, as factors."""
    limit: float
    """The slider's greatest size, for a large wish; see `REACH`."""
    fault: Line
    """By how much this photo's measure is short of a well-made photo's."""
    response: Line
    """Logarithm of the slider's size for a medium step."""
    power: float
    """The slider's size grows with the step to this power."""

    def wanted(self, features: tuple[float, ...], factor: float) -> float:
        """By how much the measure is to move; `factor` is the strength of the words, 1 for medium."""
        scale = 1.0 + self.trust * self.fault.at(features) / self.step
        return self.step * factor * min(max(scale, self.bounds[0]), self.bounds[1])

    def value(self, features: tuple[float, ...], change: float) -> float:
        """The slider's value that moves the measure by `change`."""
        steps = abs(change / self.step)
        size = math.exp(self.response.at(features)) * steps**self.power
        return self.sign * min(size, self.limit * min(REACH + REACH_PER_STEP * steps, 1.0))


@dataclass(frozen=True)
class Amounts:
    """Everything that is learned about amounts."""

    version: str
    means: tuple[float, ...]
    scales: tuple[float, ...]
    factors: Mapping[Strength, float]
    """Share of a medium step that each strength asks for."""
    levers: Mapping[str, Lever]
    tables: Mapping[str, Mapping[str, float]]
    """Amounts that do not depend on the photo's light: by name, then by strength or what else the name says."""

    def features(self, facts: Facts) -> tuple[float, ...]:
        """The facts as standardized features."""
        return tuple(
            (measure(facts) - mean) / scale
            for measure, mean, scale in zip(FEATURES.values(), self.means, self.scales, strict=True)
        )

    def change(self, lever: str, facts: Facts, strength: Strength) -> float:
        """By how much a lever's measure is to move."""
        return self.levers[lever].wanted(self.features(facts), self.factors[strength])

    def value(self, lever: str, facts: Facts, strength: Strength) -> float:
        """The value of a lever's slider."""
        return self.levers[lever].value(self.features(facts), self.change(lever, facts, strength))


@cache
def shipped_amounts() -> Amounts:
    """The amounts that are shipped; `training/policy.py` makes them."""
    return amounts_of(json.loads((files("burnish.agent.policy") / "policy.json").read_text(encoding="utf-8")))


def amounts_of(page: Mapping[str, Any]) -> Amounts:
    """Amounts from a page of JSON."""
    levers = {
        name: Lever(
            tool=each["tool"], parameter=each["parameter"], sign=each["sign"], measure=each["measure"],
            step=each["step"], trust=each["trust"], bounds=(each["bounds"][0], each["bounds"][1]),
            limit=each["limit"], fault=_line(each["fault"]), response=_line(each["response"]),
            power=each["power"],
        )
        for name, each in page["levers"].items()
    }  # fmt: skip
    return Amounts(
        page["version"], tuple(page["means"]), tuple(page["scales"]), page["factors"], levers, page["tables"]
    )


def _line(entry: Mapping[str, Any]) -> Line:
    return Line(entry["constant"], tuple(entry["weights"]), entry["range"][0], entry["range"][1])
