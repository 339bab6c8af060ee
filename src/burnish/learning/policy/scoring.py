"""How near a policy's proposals are to what people ended with, on cases it never learned from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burnish.feedback.claims import EvidenceKind
from burnish.learning.policy.amount_policy import AmountPolicy
from burnish.learning.policy.cases import Cases
from burnish.learning.taste.gaussian import Doubles
from burnish.learning.taste.sensitivity import Sensitivity

ENDED: tuple[EvidenceKind, ...] = ("modify", "accept")
"""Evidence whose better recipe is one that somebody ended with."""


LEAST_DISTANCE = 0.5
"""ΔE00 that nobody sees: what was there to do is taken to be at least this."""

FARTHEST = 1.5
"""A proposal that changes a photo by this many times what anybody wants of it steps over."""

LEAST_BOLD = 8.0
"""ΔE00 up to which no proposal steps over, however little was wanted."""


@dataclass(frozen=True, eq=False)
class Scored:
    """One number a case, and whose case it is."""

    values: Doubles
    people: tuple[str, ...]
    contexts: tuple[str, ...]
    wishes: tuple[str, ...]
    photos: tuple[str, ...] = ()
    """Digests, where the cases know them."""

    def at(self, places: NDArray[np.intp]) -> "Scored":
        """Some of the cases."""
        chosen = [int(k) for k in places]
        return Scored(
            self.values[places],
            tuple(self.people[k] for k in chosen),
            tuple(self.contexts[k] for k in chosen),
            tuple(self.wishes[k] for k in chosen),
            tuple(self.photos[k] for k in chosen) if self.photos else (),
        )

    def by_person(self) -> dict[str, float]:
        """Everybody's mean."""
        held: dict[str, list[float]] = {}
        for person, value in zip(self.people, self.values, strict=True):
            held.setdefault(person, []).append(float(value))
        return {person: float(np.mean(values)) for person, values in sorted(held.items())}


def nearness(policy: AmountPolicy, cases: Mapping[str, Cases], sensitivity: Sensitivity) -> Scored:
    """−ΔE00 between what is proposed and what was ended with, about: by the metric of pictures."""
    return _scored(
        cases, lambda held: -distances(held.wanted(policy.mean(held.wish)) - held.better, sensitivity), *ENDED
    )


def likeness(policy: AmountPolicy, cases: Mapping[str, Cases], sensitivity: Sensitivity) -> Scored:
    """How much of the way from the photo to what was ended with is gone: 1 is all, 0 none, −1 as far away or more."""

    def of(held: Cases) -> Doubles:
        off = distances(held.wanted(policy.mean(held.wish)) - held.better, sensitivity)
        there = np.maximum(distances(held.better, sensitivity), LEAST_DISTANCE)
        return np.maximum(-1.0, 1.0 - off / there)

    return _scored(cases, of, *ENDED)


def oversteps(policy: AmountPolicy, cases: Mapping[str, Cases], sensitivity: Sensitivity) -> Scored:
    """1 where a proposal changes the photo far more than its person wants, or a slider hits its end; else 0."""

    def of(held: Cases) -> Doubles:
        proposed = held.wanted(policy.mean(held.wish))
        size = distances(proposed, sensitivity)
        most = np.maximum(FARTHEST * distances(held.better, sensitivity), LEAST_BOLD)
        sliders = held.design.sliders
        at_end = ((proposed >= sliders.high) | (proposed <= sliders.low)) & (held.planned != proposed)
        bounded = at_end & (sliders.high > sliders.low) & (proposed != 0)
        return np.where((size > most) | bounded.any(axis=1), 1.0, 0.0)

    return _scored(cases, of, *ENDED)


def pair_agreement(policy: AmountPolicy, cases: Mapping[str, Cases], sensitivity: Sensitivity) -> Scored:
    """1 where the recipe that was preferred is the nearer one to what would be proposed, 0 where it is not."""

    def of(held: Cases) -> Doubles:
        proposed = held.wanted(policy.mean(held.wish))
        better = distances(proposed - held.better, sensitivity)
        worse = distances(proposed - held.worse, sensitivity)
        return np.where(better < worse, 1.0, np.where(better > worse, 0.0, 0.5))

    return _scored(cases, of)


def _scored(cases: Mapping[str, Cases], of: Callable[[Cases], Doubles], *kinds: EvidenceKind) -> Scored:
    values: list[Doubles] = [np.zeros(0)]
    people: list[str] = []
    contexts: list[str] = []
    wishes: list[str] = []
    photos: list[str] = []
    for wish, every in sorted(cases.items()):
        held = every.of_kind(*kinds) if kinds else every
        values.append(of(held))
        people.extend(held.people)
        contexts.extend(held.contexts)
        wishes.extend([wish] * len(held))
        photos.extend(held.photos)
    known = tuple(photos) if len(photos) == len(people) else ()
    return Scored(np.concatenate(values), tuple(people), tuple(contexts), tuple(wishes), known)


def distances(differences: Doubles, sensitivity: Sensitivity) -> Doubles:
    """About the root mean square ΔE00 that differences of sliders make, (n, sliders) → (n,)."""
    return np.sqrt(np.maximum(np.einsum("ni,ni->n", differences @ sensitivity.color, differences), 0.0))
