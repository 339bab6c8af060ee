"""What a planner answers: candidate recipes, the reason for each change, what it will not do, and what it asks."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from burnish.agent.planner.intents import Intent
from burnish.recipe.recipe import Recipe, Step

PLAN_SCHEMA = 1

ChangeKind: TypeAlias = Literal["add", "replace", "remove"]


@dataclass(frozen=True)
class Change:
    """One step added, replaced or taken out, and the words that it answers."""

    kind: ChangeKind
    before: Step | None
    after: Step | None

    intent: int | None = None
    """Index into the plan's intents; None for a step that nobody asked for by words (auto-enhance)."""

    reason: str = ""
    confidence: float = 1.0

    def document(self) -> dict[str, Any]:
        """The change as plain JSON values: the step as it will be, and as it was where one was there."""
        step = self.after or self.before
        told: dict[str, Any] = {} if step is None else step.document()
        told |= {"change": self.kind, "reason": self.reason, "confidence": round(self.confidence, 3)}
        told["intent"] = self.intent
        if self.kind == "replace" and self.before is not None:
            told["was"] = self.before.document()
        return told


@dataclass(frozen=True)
class Candidate:
    """One recipe that a plan offers: everything that was there before, with this turn's changes."""

    recipe: Recipe
    changes: tuple[Change, ...]

    title: str = ""
    """What sets it apart from the others, for a person to choose by."""

    probability: float = 1.0
    """With which it was offered first; a plan's probabilities add up to one."""

    def document(self) -> dict[str, Any]:
        """The candidate as plain JSON values."""
        return {
            "title": self.title,
            "probability": round(self.probability, 3),
            "steps": [change.document() for change in self.changes],
            "recipe": self.recipe.document(),
        }


@dataclass(frozen=True)
class Unsupported:
    """A wish that no tool can serve, and why."""

    text: str
    why: str
    intent: int | None = None

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"text": self.text, "why": self.why, "intent": self.intent}


@dataclass(frozen=True)
class Keep:
    """A constraint that lasts until it is lifted: leave this as it is."""

    what: str
    """An operation, a region, or `all`."""

    text: str

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"what": self.what, "text": self.text}


@dataclass(frozen=True)
class Option:
    """One answer to a question: what it is called, and the candidate that it chooses or what it asks for."""

    label: str

    candidate: int | None = None
    """Index of the candidate it stands for; None where it needs something from the person (a circle)."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"label": self.label, "candidate": self.candidate}


@dataclass(frozen=True)
class Question:
    """One short question, asked beside a best guess."""

    text: str
    options: tuple[Option, ...]

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"text": self.text, "options": [option.document() for option in self.options]}


@dataclass(frozen=True)
class PlannerVersion:
    """Which policy made a plan: the planner's name and the version of its learned parts."""

    name: str
    version: str

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"name": self.name, "version": self.version}


@dataclass(frozen=True)
class Plan:
    """The answer to one request. The first candidate is the best guess."""

    text: str
    intents: tuple[Intent, ...]
    candidates: tuple[Candidate, ...]
    planner: PlannerVersion
    keep: tuple[Keep, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    question: Question | None = None

    confidence: float = 1.0
    """Probability that these intents are exactly what was meant."""

    confident: bool = True
    """Whether that is enough to act without offering another reading."""

    notes: tuple[str, ...] = ()
    """What a person should know: a fall-back, a region that was not found, that nothing needs doing."""

    for_others: bool = False
    """Whether the words ask to do the same to the other photos."""

    @property
    def best(self) -> Candidate:
        """The first candidate."""
        return self.candidates[0]

    def document(self) -> dict[str, Any]:
        """The plan as plain JSON values; `steps` are those of the best candidate."""
        return {
            "schema": PLAN_SCHEMA,
            "text": self.text,
            "intents": [intent.document(self.text) for intent in self.intents],
            "title": self.best.title,
            "probability": round(self.best.probability, 3),
            "steps": [change.document() for change in self.best.changes],
            "keep": [each.document() for each in self.keep],
            "unsupported": [each.document() for each in self.unsupported],
            "question": None if self.question is None else self.question.document(),
            "confidence": round(self.confidence, 3),
            "confident": self.confident,
            "notes": list(self.notes),
            "for_others": self.for_others,
            "alternatives": [candidate.document() for candidate in self.candidates[1:]],
            "recipe": self.best.recipe.document(),
            "planner": self.planner.document(),
        }
