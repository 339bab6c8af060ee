"""People at work: offers that they are made, what they do with them, and what taste makes of it."""

from typing import Any

import numpy as np
from tests.feedback.drawing import offer, recipe, signal
from tests.learning.taste.small_ground import small_ground

from burnish.feedback.consent import Consent
from burnish.feedback.offers import Situation
from burnish.learning.taste.book import TasteBook, TasteStore
from burnish.learning.taste.gaussian import Information
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.storage.memory import MemoryStore

GROUND = small_ground()
SLIDERS = GROUND.design.sliders
PLACE = SLIDERS.place
SHARING, PRIVATE = Consent(workspace_models=True), Consent()
ANY, EXPOSURE = Situation(), Situation(operations=("exposure",))


class Desk:
    """Offers that people are made, and what they do with them."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.count = 0

    def book(self, workspace: str = "w1") -> TasteBook:
        store: TasteStore = self.store
        return TasteBook(store, workspace, GROUND)

    def said(self, kind: str = "modify", person: str = "p1", situation: Situation = ANY, **more: Any) -> None:
        """One person says one thing of a turn of their own; `shown` and `planned` are recipes."""
        self.count += 1
        turn, where = f"t{self.count}", {"person": person, "workspace": more.pop("workspace", "w1")}
        shown, planned = more.pop("shown", recipe()), more.pop("planned", None)
        recipes = {"a": shown, "b": recipe(-1.0)}
        self.store.offer([offer(turn, recipes, situation=situation, planned=planned, **where)])
        if kind == "modify":
            more = {"recipe": recipe(1.0)} | more
        self.store.append(
            [signal(kind, f"s{self.count}", turn=turn, **where, **({"consent": PRIVATE} | more))]
        )

    def often(self, times: int, **said: Any) -> None:
        for _ in range(times):
            self.said(**said)


def stops(
    book: TasteBook, person: str = "p1", situation: Situation = ANY, planned: Recipe | None = None
) -> float:
    """What taste adds to the exposure, in stops."""
    advice = book.advise(person, situation, planned or Recipe())
    return float(advice.offset[PLACE["exposure.stops"]] * 5)


def same(one: Information, other: Information, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(one.mean, other.mean, atol=tolerance)
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=max(tolerance, 1e-7), atol=tolerance)


def parsed(document: dict[str, Any]) -> Recipe:
    return parse_recipe(document, SLIDERS.catalogue)
