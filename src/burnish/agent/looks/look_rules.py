"""How a look suits itself to a photo: what must be measured for a step to be there, and what its amount leans on."""

from dataclasses import asdict
from itertools import pairwise
from typing import Annotated, Self, TypeAlias

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from burnish.agent.perception import TYPICAL, Facts

NUMBERS = frozenset(
    name for name, value in asdict(TYPICAL).items() if value is None or isinstance(value, int | float)
)
"""Facts that are one number."""

WORDS = frozenset(name for name, value in asdict(TYPICAL).items() if isinstance(value, str))
"""Facts that are one word."""

SPOKEN = {
    "lightness_p1": "lightness of the darkest 1 %",
    "lightness_p5": "lightness of the darkest 5 %",
    "lightness_p50": "median lightness",
    "lightness_p95": "lightness of the brightest 5 %",
    "lightness_p99": "lightness of the brightest 1 %",
    "clipped_black": "share clipped at black",
    "clipped_white": "share clipped at white",
    "chroma_mean": "mean chroma",
    "gray_share": "share of gray",
    "temperature_shift": "measured warmth in mired",
    "tint_shift": "measured tint",
    "face_count": "number of faces",
    "face_share": "share of faces in the frame",
    "sky_share": "share of sky in the frame",
}
"""What a fact is called in a reason; others are called by their name."""


def _known_number(name: str) -> str:
    if name not in NUMBERS:
        raise ValueError(f"{name!r} is not a measured number; allowed: {', '.join(sorted(NUMBERS))}")
    return name


def _known(name: str) -> str:
    return name if name in WORDS else _known_number(name)


Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Condition(_Rule):
    """What must be measured for a step to be there. A fact that could not be measured holds for nothing."""

    fact: Annotated[str, AfterValidator(_known)]
    above: Number | None = None
    below: Number | None = None
    among: tuple[str, ...] = ()
    """For a fact that is a word (`key`): any of these."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        bounds = self.above is not None or self.below is not None
        if self.fact in WORDS and (bounds or not self.among):
            raise ValueError(f"{self.fact!r} is a word: give it 'among'")
        if self.fact in NUMBERS and (self.among or not bounds):
            raise ValueError(f"{self.fact!r} is a number: give it 'above', 'below' or both")
        return self

    def holds(self, facts: Facts) -> bool:
        """Whether a photo with these facts meets it."""
        value = getattr(facts, self.fact)
        if self.among:
            return value in self.among
        return (
            value is not None
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )


class Scaling(_Rule):
    """A factor on a step's amounts that a measured number gives: straight lines between points, level beyond them."""

    fact: Annotated[str, AfterValidator(_known_number)]

    points: Annotated[tuple[tuple[Number, Number], ...], Field(min_length=2, max_length=16)]
    """(measured, factor), the measured ones increasing."""

    of: tuple[str, ...] = ()
    """Parameters that it scales; all amounts of the step where none is named."""

    @model_validator(mode="after")
    def _increases(self) -> Self:
        if any(before[0] >= after[0] for before, after in pairwise(self.points)):
            raise ValueError(f"points are {self.points!r}; the first numbers must increase")
        return self

    def factor(self, facts: Facts) -> float:
        """The factor for a photo with these facts; 1 where the fact could not be measured."""
        value = getattr(facts, self.fact)
        if value is None:
            return 1.0
        measured, factors = zip(*self.points, strict=True)
        return float(np.interp(value, measured, factors))


def spoken(fact: str, facts: Facts) -> str:
    """A fact and its value as a reason says it."""
    value = getattr(facts, fact)
    told = (
        str(value) if not isinstance(value, float) else f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"
    )
    return f"{SPOKEN.get(fact, fact.replace('_', ' '))} is {told}"
