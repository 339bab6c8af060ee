"""What is expected of a person nobody knows yet: the spread of tastes among people, learned once and shipped.

Coefficients vary between houses, between people of a house and between one person's kinds of photos; each level
differs from the one above by a share of the whole covariance.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.design import Design
from burnish.learning.taste.gaussian import Doubles, Information, normal
from burnish.learning.taste.sensitivity import Sensitivity

BASIC = frozenset({
    "exposure.stops", "brightness.amount", "contrast.amount", "white_balance.temperature", "white_balance.tint",
    "saturation.amount", "vibrance.amount", "tone.highlights", "tone.shadows", "tone.whites", "tone.blacks",
    "clarity.amount", "dehaze.amount",
})  # fmt: skip
"""Sliders that everybody uses. Presets leave many of them to the photo, so their spread says too little of them."""


@dataclass(frozen=True)
class Spread:
    """The numbers that `training/taste/fit_population.py` fits."""

    floor_delta_e: float = 0.6
    """ΔE00 by which any slider may be wanted elsewhere (standard deviation)."""

    basic_delta_e: float = 2.0
    """The same for the sliders that everybody uses."""

    most: float = 0.15
    """Largest standard deviation of a slider by that rule."""

    follow: float = 0.14
    """Standard deviation of a coefficient that follows a fact."""

    trust: float = 0.3
    """Standard deviation of the trust in the planner's own idea, around 1."""

    house_share: float = 0.3
    """How much of the variance between people lies between houses."""

    telling_share: float = 0.04
    """How far people who tell the house what they like lie from its middle, as such a share: who is there first sets
    its style, so they are taken to be nearer to it than who joins."""

    context_share: float = 0.15
    """How much one person's kinds of photos differ, as a share of the variance between people."""

    @classmethod
    def parse(cls, document: dict[str, Any]) -> "Spread":
        """From plain JSON values."""
        return cls(**{key: float(value) for key, value in document.items()})


@dataclass(frozen=True, eq=False)
class Population:
    """The distribution of coefficients over all people."""

    design: Design
    mean: Doubles
    covariance: Doubles
    spread: Spread

    archetypes: Doubles
    """Sliders of typical looks, (looks, sliders)."""
    shares: Doubles
    """How many people have each of them in mind; adds up to 1."""

    @cached_property
    def everyone(self) -> Information:
        """What is expected of a house that nobody knows."""
        return normal(self.mean, self.covariance * self.spread.house_share)

    @cached_property
    def of_anybody(self) -> Information:
        """What is expected of one kind of photo of somebody whose house nobody knows."""
        return normal(self.mean, self.covariance * (1 + self.spread.context_share))

    @cached_property
    def person_covariance(self) -> Doubles:
        """By how much a person differs from the house."""
        return self.covariance * (1 - self.spread.house_share)

    @cached_property
    def telling_covariance(self) -> Doubles:
        """By how much a person who tells the house what they like differs from it."""
        return self.covariance * self.spread.telling_share

    @cached_property
    def context_covariance(self) -> Doubles:
        """By how much a person's taste for one kind of photo differs from their taste for all."""
        return self.covariance * self.spread.context_share


def population(
    design: Design, sensitivity: Sensitivity, looks: Doubles, follows: dict[str, float], spread: Spread,
    archetypes: Doubles | None = None, shares: Doubles | None = None,
) -> Population:  # fmt: skip
    """The spread that example looks show, (looks, sliders), above a floor for every slider.

    `follows` gives the mean of coefficients that follow a fact, by `slider<fact`.
    """
    own = design.sliders.size
    covariance = np.zeros((design.size, design.size))
    if len(looks):
        covariance[:own, :own] = looks.T @ looks / len(looks)
    basic = np.array([label in BASIC for label in design.sliders.labels])
    shown = np.where(basic, spread.basic_delta_e, spread.floor_delta_e)
    most = np.where(basic, 2 * spread.most, spread.most)
    least = np.minimum(shown / np.maximum(sensitivity.strength, 0.5), most)
    covariance[:own, :own] += np.diag(least**2)
    follow, trust = design.follow_places, design.trust_places
    covariance[follow, follow] = np.eye(len(design.followed)) * spread.follow**2
    covariance[trust, trust] = np.eye(len(design.trusted)) * spread.trust**2
    mean = np.zeros(design.size)
    mean[trust] = 1.0
    for k, (place, fact) in enumerate(design.followed, follow.start):
        mean[k] = follows.get(f"{design.sliders.labels[place]}<{_fact_names()[fact]}", 0.0)
    if archetypes is None or shares is None:
        archetypes, shares = np.zeros((1, own)), np.ones(1)
    return Population(design, mean, covariance, spread, archetypes, shares)


def _fact_names() -> tuple[str, ...]:
    from burnish.learning.taste.design import FACTS

    return tuple(FACTS)


def shipped_population(design: Design, sensitivity: Sensitivity) -> Population:
    """The population that `training/taste/fit_population.py` learned from looks."""
    from safetensors.numpy import load

    document = json.loads(files("burnish.learning.taste").joinpath("population.json").read_text("utf-8"))
    held = load(files("burnish.learning.taste").joinpath("population.safetensors").read_bytes())
    labels = bytes(held["labels"]).decode().split("\n")
    factors, archetypes = (_for(design, labels, held[name]) for name in ("factors", "archetypes"))
    return population(
        design, sensitivity, factors * np.sqrt(len(factors)), document["follows"], Spread.parse(document["spread"]),
        archetypes, held["shares"].astype(np.float64),
    )  # fmt: skip


def _for(design: Design, labels: list[str], held: NDArray[np.float32]) -> Doubles:
    made = np.zeros((len(held), design.sliders.size))
    for k, label in enumerate(labels):
        if label in design.sliders.place:
            made[:, design.sliders.place[label]] = held[:, k]
    return made
