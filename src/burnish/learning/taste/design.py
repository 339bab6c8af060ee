"""How what is learned becomes sliders for one photo: preferences may follow the photo, and the planner's own idea.

The wanted sliders are linear in the coefficients c: `wanted = A c` with, for each slider i,

    wanted_i = own_i + Σ follows_ik · fact_k + trust_i · planned_i

so that "faces at this brightness" (exposure that falls as the photo is lighter) and "half of what the planner
proposes" are single numbers, learned like any other. Exposure follows lightness as it is in stops: half as far to a
fixed brightness is as many stops from a dark photo as from a light one only on that scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.sliders import Sliders

FACTS: dict[str, tuple[float, float]] = {
    "lightness_p50": (0.5, 0.15),
    "contrast": (0.65, 0.15),
    "chroma_mean": (0.06, 0.04),
    "cast_a": (0.0, 0.02),
    "cast_b": (0.0, 0.03),
}
"""Facts of a photo that preferences may follow: typical value and spread, which make them numbers around ±1."""

FOLLOWED: tuple[tuple[str, str], ...] = (
    ("exposure.stops", "lightness_p50"),
    ("exposure.stops", "contrast"),
    ("brightness.amount", "lightness_p50"),
    ("contrast.amount", "contrast"),
    ("tone.highlights", "lightness_p50"),
    ("tone.shadows", "lightness_p50"),
    ("tone.shadows", "contrast"),
    ("saturation.amount", "chroma_mean"),
    ("vibrance.amount", "chroma_mean"),
    ("white_balance.temperature", "cast_b"),
    ("white_balance.tint", "cast_a"),
)
"""Which slider may follow which fact."""

FARTHEST = 2.5
"""Facts farther out than this many spreads count as this: nothing is extrapolated from them."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A photo and a request, as far as a preference may depend on them."""

    facts: Doubles
    """`FACTS` of the photo in spreads from the typical, (5,); 0 where one is not known."""

    planned: Doubles
    """The planner's own sliders, (sliders,)."""


@dataclass(frozen=True)
class Design:
    """The coefficients: one for each slider, one for each followed fact, one for each slider's trust."""

    sliders: Sliders

    @cached_property
    def followed(self) -> tuple[tuple[int, int], ...]:
        """(slider, fact) of each coefficient that follows a photo."""
        names, place = list(FACTS), self.sliders.place
        return tuple((place[label], names.index(fact)) for label, fact in FOLLOWED if label in place)

    @cached_property
    def trusted(self) -> tuple[int, ...]:
        """The sliders of which the planner may have an idea of its own: all but points of curves."""
        return tuple(k for k, each in enumerate(self.sliders.coordinates) if each.kind != "point")

    @property
    def size(self) -> int:
        """Number of coefficients."""
        return self.sliders.size + len(self.followed) + len(self.trusted)

    @property
    def follow_places(self) -> slice:
        """Where the coefficients that follow facts are."""
        return slice(self.sliders.size, self.sliders.size + len(self.followed))

    @property
    def trust_places(self) -> slice:
        """Where the coefficients of trust are."""
        return slice(self.sliders.size + len(self.followed), self.size)

    def seen(self, facts: Mapping[str, float], planned: Doubles | None = None) -> Seen:
        """A situation in numbers."""
        spread = [
            (facts[name] - typical) / scale if name in facts else 0.0
            for name, (typical, scale) in FACTS.items()
        ]
        return Seen(
            np.clip(spread, -FARTHEST, FARTHEST), self.sliders.zeros() if planned is None else planned
        )

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """Which slider each coefficient moves, (coefficients,)."""
        follow = [place for place, _ in self.followed]
        return np.array([*range(self.sliders.size), *follow, *self.trusted], np.intp)

    @cached_property
    def together(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pairs of coefficients that move the same slider, each with itself among them."""
        one, other = np.nonzero(self.places[:, None] == self.places[None, :])
        return one, other

    def factors(self, seen: Seen) -> Doubles:
        """By how much each coefficient moves its slider here, (coefficients,)."""
        places, in_stops = self._followed_facts
        facts = seen.facts[places]
        facts[in_stops] = _stops(facts[in_stops])
        return np.concatenate([np.ones(self.sliders.size), facts, seen.planned[list(self.trusted)]])

    @cached_property
    def _followed_facts(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which fact each following coefficient looks at, and which of the coefficients see it in stops."""
        exposure = self.sliders.place.get("exposure.stops"), list(FACTS).index("lightness_p50")
        in_stops = [k for k, pair in enumerate(self.followed) if pair == exposure]
        return np.array([fact for _, fact in self.followed], np.intp), np.array(in_stops, np.intp)

    def wanted(self, seen: Seen, coefficients: Doubles) -> Doubles:
        """A c: the sliders that these coefficients want here, within their ends."""
        moved = np.bincount(self.places, self.factors(seen) * coefficients, self.sliders.size)
        return np.clip(moved.astype(np.float64), self.sliders.low, self.sliders.high)

    def rows(self, seen: Seen, gradients: Doubles) -> Doubles:
        """G A: measurements of sliders, (n, sliders), as measurements of coefficients, (n, coefficients)."""
        return gradients[..., self.places] * self.factors(seen)

    def metric(self, seen: Seen, metric: Doubles) -> Doubles:
        """Aᵀ M A: a metric of sliders as one of coefficients."""
        factors = self.factors(seen)
        return metric[np.ix_(self.places, self.places)] * np.outer(factors, factors)


def _stops(spreads: Doubles) -> Doubles:
    """Lightness on the scale of stops, alike about the typical: lightness is about the cube root of light."""
    typical, spread = FACTS["lightness_p50"]
    return np.log1p(spreads * (spread / typical)) * (typical / spread)
