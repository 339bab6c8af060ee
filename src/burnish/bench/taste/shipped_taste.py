"""The taste that Burnish ships, as a simulated person meets it: offers and signals in a store, and advice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import numpy as np

from burnish.evaluation.people.sight import Doubles
from burnish.feedback.consent import Consent
from burnish.feedback.offers import Offer, Proposal, Situation
from burnish.feedback.signals import Accept, Comparison, Modify, Reject, Signal
from burnish.learning.taste.book import Ground, TasteBook
from burnish.learning.taste.gaussian import Information
from burnish.learning.taste.notebook import STYLE
from burnish.learning.taste.sighting import Reader, Sighting
from burnish.recipe.recipe import Recipe
from burnish.storage.memory import MemoryStore

WORKSPACE = "bench"
AT = datetime(2026, 1, 1, tzinfo=UTC)

NORMAL, STUDENT = 1.645, 2.132
"""Half widths of the 90 % interval of a normal distribution, and of Student's t with four degrees of freedom: what is
believed is normal, errors are Student's. Half widths of independent parts add up by their squares, nearly."""


class Pictured(Protocol):
    """A photo, as far as taste knows it."""

    @property
    def facts(self) -> Mapping[str, float]:
        """Its statistics, by name."""
        ...


class ShippedTaste:
    """One person of a house, and its book."""

    def __init__(
        self, ground: Ground, person: str = "somebody", *,
        house: "ShippedTaste | None" = None, shared: bool = False,
    ) -> None:  # fmt: skip
        self.ground = ground
        self.store = house.store if house is not None else MemoryStore()
        self.book = house.book if house is not None else TasteBook(self.store, WORKSPACE, ground)
        self.person = person
        self.consent = Consent(workspace_models=shared)
        self.turns = 0
        self.covered: list[bool] = []
        """Whether each slider was left where it was expected to be, within 90 %."""
        self._reader = Reader(ground.design, ground.sensitivity)

    def propose(self, scene: Pictured) -> Doubles:
        """What is advised for an untouched photo and no words."""
        return self._sliders(self.book.advise(self.person, self.situation(scene), Recipe()).recipe)

    def corrected(self, scene: Pictured, shown: Doubles, left: Doubles) -> None:
        """The person moved the sliders."""
        seen, belief = self.ground.design.seen(scene.facts), self._belief()
        sighting = self._reader.correction(seen, shown, left, belief, shared=False)
        if sighting is not None:
            self.covered.extend(self._expected(sighting, belief))
        recipe = self.ground.design.sliders.recipe(left).document()
        self._says(Modify, scene, [shown], recipe=recipe)

    def pair(self, scene: Pictured, random: np.random.Generator) -> tuple[Doubles, Doubles]:
        """Two versions, in random order."""
        seed = int(random.integers(2**31))
        made = [
            self._sliders(each.recipe)
            for each in self.book.versions(self.person, self.situation(scene), Recipe(), 2, seed)
        ]
        one, other = made[0], made[-1]
        return (one, other) if random.random() < 0.5 else (other, one)

    def picked(self, scene: Pictured, better: Doubles, worse: Doubles) -> None:
        """The person found one nearer."""
        self._says(
            Comparison, scene, [better, worse], left="a", right="b", winner="left", left_propensity=0.5
        )

    def attempt(self, scene: Pictured, random: np.random.Generator) -> Doubles:  # noqa: ARG002
        """What is shown to somebody who takes it or not."""
        return self.propose(scene)

    def answered(self, scene: Pictured, shown: Doubles, *, taken: bool) -> None:
        """Whether the person took it."""
        self._says(Accept if taken else Reject, scene, [shown])

    def _says(self, kind: type[Signal], scene: Pictured, shown: Sequence[Doubles], **fields: Any) -> None:
        self.turns += 1
        turn, who = f"{self.person}.{self.turns}", {"person": self.person, "workspace": WORKSPACE}
        sliders = self.ground.design.sliders
        proposals = tuple(
            Proposal(id=name, recipe=sliders.recipe(values).document())
            for name, values in zip("abcdefghi", shown, strict=False)
        )
        made: dict[str, Any] = {**who, "at": AT, "turn": turn, "policy": "bench", "consent": self.consent}
        self.store.offer(
            [Offer(**made, photo="sha256:" + "0" * 64, situation=self.situation(scene), proposals=proposals)]
        )
        self.store.append([kind(**made, id=turn, proposal="a", **fields)])
        self.book.catch_up(self.person)

    def situation(self, scene: Pictured) -> Situation:
        """No words, and what is known of the photo."""
        return Situation(facts=dict(scene.facts))

    def _sliders(self, recipe: Recipe) -> Doubles:
        return self.ground.design.sliders.vector(recipe)

    def _belief(self) -> Information:
        return self.book.belief(self.person, STYLE, "")

    def _expected(self, sighting: Sighting, belief: Information) -> list[bool]:
        """Of the sliders themselves, which are the second half of a correction's measurements."""
        half = sighting.count // 2
        rows, noise = sighting.rows[half:], sighting.variances[half:]
        leaf = self.book.notebook(self.person).person(STYLE).leaves.get("")
        believed = np.einsum("ij,jk,ik->i", rows, belief.covariance, rows)
        reach = np.sqrt(NORMAL**2 * believed + STUDENT**2 * noise * (leaf.scale if leaf else 1.0))
        errors = np.abs(sighting.values[half:] - rows @ belief.mean)
        return [bool(each) for each in errors <= reach]
