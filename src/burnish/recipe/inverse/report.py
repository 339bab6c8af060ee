"""What came of solving back: the recipe, how well it does, and in plain words what it does not explain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from burnish.recipe.recipe import Recipe


@dataclass(frozen=True)
class ColorError:
    """CIEDE2000 between two pictures that have been reduced to a few hundred pixels."""

    mean: float
    median: float
    p95: float

    def document(self) -> dict[str, float]:
        """Plain JSON values."""
        return {"mean": round(self.mean, 4), "median": round(self.median, 4), "p95": round(self.p95, 4)}


@dataclass(frozen=True)
class Match:
    """A recipe that leads from one picture to another."""

    recipe: Recipe
    """Steps in pipeline order, each with how much it explains as its reason."""

    delta_e_before: ColorError
    """Between the two pictures as they are."""

    delta_e_left: ColorError
    """Between the first picture through the recipe and the second."""

    explained: float
    """Share of the mean difference that the recipe takes away, 0 to 1."""

    unexplained: tuple[str, ...]
    """What remains, in plain words; empty if nothing worth a word does."""

    identifiable: Mapping[str, float]
    """Standard error of each recovered parameter as a share of its slider's range; small is well determined.

    A parameter counts as identifiable below 0.05.
    """

    def document(self) -> dict[str, Any]:
        """The match as plain JSON values."""
        return {
            "recipe": self.recipe.document(),
            "delta_e_before": self.delta_e_before.document(),
            "delta_e_left": self.delta_e_left.document(),
            "explained": round(self.explained, 4),
            "unexplained": list(self.unexplained),
            "identifiable": {name: round(error, 5) for name, error in self.identifiable.items()},
        }

    def to_json(self) -> str:
        """The match as indented JSON text."""
        return json.dumps(self.document(), indent=2, ensure_ascii=False) + "\n"
