"""Cases made from a seed on a small ground: people with a look in mind, shown proposals around a policy."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from tests.learning.taste.small_ground import small_ground

from burnish.feedback.claims import EvidenceKind
from burnish.learning.policy.cases import Cases
from burnish.learning.policy.noise import Noise
from burnish.learning.taste.book import Ground
from burnish.learning.taste.design import FACTS, Design
from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.notebook import STYLE

GROUND: Ground = small_ground()
DESIGN: Design = GROUND.design
NOISE = Noise(GROUND.sensitivity)


def a_look(seed: int, spread: float = 0.15) -> Doubles:
    """Coefficients of sliders and of what follows the photo."""
    random = np.random.default_rng([seed, 1])
    return random.normal(0.0, spread, DESIGN.size)


def made_cases(
    count: int, *, seed: int = 0, people: int = 5, wanted: Doubles | None = None, kind: EvidenceKind = "modify",
    **changed: Any,
) -> Cases:  # fmt: skip
    """Each ends near what is wanted, over a draw around nothing."""
    random = np.random.default_rng([seed, 2])
    look = a_look(seed) if wanted is None else wanted
    seen = tuple(
        DESIGN.seen(
            {name: typical + scale * float(random.normal()) for name, (typical, scale) in FACTS.items()},
            random.normal(0.0, 0.1, DESIGN.sliders.size),
        )
        for _ in range(count)
    )
    worse = np.clip(NOISE.drawn(count, random), DESIGN.sliders.low, DESIGN.sliders.high)
    ended = np.array([DESIGN.wanted(each, look) for each in seen]).reshape(count, DESIGN.sliders.size)
    cases = Cases(
        STYLE, DESIGN, seen, ended + 0.2 * NOISE.drawn(count, random), worse, random.uniform(0.2, 1.0, count),
        tuple(f"p{k % people}" for k in range(count)), ("",) * count, (kind,) * count,
    )  # fmt: skip
    return replace(cases, **changed)


def stacked_design(cases: Cases) -> Doubles:
    """A of every case, (cases, sliders, coefficients), written out one number at a time."""
    rows = np.zeros((len(cases), DESIGN.sliders.size, DESIGN.size))
    for n, seen in enumerate(cases.seen):
        for k in range(DESIGN.sliders.size):
            rows[n, k, k] = 1.0
        for k, (place, fact) in enumerate(DESIGN.followed, DESIGN.follow_places.start):
            rows[n, place, k] = followed(place, fact, float(seen.facts[fact]))
        for k, place in enumerate(DESIGN.trusted, DESIGN.trust_places.start):
            rows[n, place, k] = seen.planned[place]
    return rows


def followed(place: int, fact: int, spreads: float) -> float:
    """What a slider follows: the fact in spreads; exposure the lightness as it is in stops, alike near the typical."""
    typical, scale = FACTS[list(FACTS)[fact]]
    if (DESIGN.sliders.labels[place], list(FACTS)[fact]) != ("exposure.stops", "lightness_p50"):
        return spreads
    return math.log((typical + scale * spreads) / typical) * typical / scale
