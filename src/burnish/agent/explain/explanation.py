"""An explanation: sentences for a person, the steps that they speak of, and what the steps do not cover."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from burnish.agent.planner.plan import ChangeKind
from burnish.recipe.recipe import Recipe, Step

EXPLANATION_SCHEMA = 1

NO_DIFFERENCE = 0.01
"""Mean CIEDE2000 below which two pictures are the same: rounding."""

UnexplainedKind: TypeAlias = Literal[
    "other picture", "content", "local edit", "remainder", "uncertain", "unsupported", "kept", "open", "note"
]
"""Another scene; something put in or taken out; a change of one place; what is left after the steps; a step whose
amount cannot be told; a wish that no tool serves; what was to stay; a question; anything else worth knowing."""


@dataclass(frozen=True)
class ExplainedStep:
    """One step and what it does, as a photographer would say it."""

    step: Step
    words: str
    """What it does: `two thirds of a stop brighter`."""

    share: float | None = None
    """Share of the visible change that it makes, 0 to 1; None where no pictures were compared."""

    why: str = ""
    """The words that it answers and what was measured; empty where nobody said."""

    change: ChangeKind = "add"
    """Whether it came, became another, or was taken out."""

    certainty: float = 1.0
    """For a plan, the probability that it is meant; for a pair, how well the pictures fix its amount."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "words": self.words,
            "share": None if self.share is None else round(self.share, 3),
            "why": self.why,
            "change": self.change,
            "certainty": round(self.certainty, 3),
            "step": self.step.document(),
        }


@dataclass(frozen=True)
class Unexplained:
    """Something that no step covers, or that was left alone."""

    kind: UnexplainedKind
    words: str

    place: str = ""
    """Where in the frame: `upper left`; empty for everywhere."""

    area: float | None = None
    """Share of the frame that it covers, 0 to 1."""

    share: float | None = None
    """Share of the visible change that lies in it, 0 to 1."""

    delta_e: float | None = None
    """Mean CIEDE2000 that is left there."""

    box: tuple[float, float, float, float] | None = None
    """Left, top, right and bottom of where it lies, as fractions of the edited frame."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "kind": self.kind,
            "words": self.words,
            "place": self.place or None,
            "area": _rounded(self.area),
            "share": _rounded(self.share),
            "delta_e": _rounded(self.delta_e),
            "box": None if self.box is None else [round(edge, 3) for edge in self.box],
        }


@dataclass(frozen=True)
class Difference:
    """How far two pictures are apart, and how much of that the steps explain."""

    delta_e: float
    """Mean CIEDE2000 between the pictures, in one frame."""

    left: float
    """Mean CIEDE2000 that is left after the steps."""

    @property
    def explained(self) -> float:
        """Share of the mean difference that the steps take away, 0 to 1; 1 where there is none."""
        return 1.0 if self.delta_e < NO_DIFFERENCE else min(max(1.0 - self.left / self.delta_e, 0.0), 1.0)

    def document(self) -> dict[str, float]:
        """As plain JSON values."""
        return {
            "delta_e": round(self.delta_e, 3),
            "left": round(self.left, 3),
            "explained": round(self.explained, 3),
        }


@dataclass(frozen=True)
class Explanation:
    """What was done, or is to be done, and why."""

    sentences: tuple[str, ...]
    """A few, the most important first."""

    steps: tuple[ExplainedStep, ...] = ()
    """For a pair, the strongest first; for a plan, in its order."""

    unexplained: tuple[Unexplained, ...] = ()
    difference: Difference | None = None
    """For a pair of pictures."""

    @property
    def recipe(self) -> Recipe:
        """The steps that are there afterwards, as an edit."""
        return Recipe(tuple(each.step for each in self.steps if each.change != "remove"))

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.sentences)

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "schema": EXPLANATION_SCHEMA,
            "sentences": list(self.sentences),
            "steps": [each.document() for each in self.steps],
            "unexplained": [each.document() for each in self.unexplained],
            "difference": None if self.difference is None else self.difference.document(),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
