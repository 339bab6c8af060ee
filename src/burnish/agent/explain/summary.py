"""A summary of a session: what was wanted in the end, and what became of everything else."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from burnish.agent.planner.intents import Intent
from burnish.agent.planner.plan import Keep

SUMMARY_SCHEMA = 1

Adjustment: TypeAlias = Literal["more", "less"]

Fate: TypeAlias = Literal["stands", "corrected", "taken back", "not possible", "not done"]
"""Met to the end; replaced by another wish about the same; undone; beyond any tool; without a step so far."""


@dataclass(frozen=True)
class Wanted:
    """One wish, in which turns it was said, and what became of it."""

    intent: Intent
    words: str
    turns: tuple[str, ...]
    """Ids of the turns that said it."""

    fate: Fate = "stands"

    adjusted: tuple[Adjustment, ...] = ()
    """How its amount was changed afterwards, in order."""

    ended: str | None = None
    """Id of the turn that corrected it or took it back."""

    instead: str = ""
    """What was wanted instead, in words; or why it could not be done."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        intent = self.intent
        return {
            "op": intent.op,
            "direction": intent.direction,
            "region": intent.region,
            "color": intent.color,
            "target": intent.target or None,
            "phrase": intent.phrase or None,
            "words": self.words,
            "turns": list(self.turns),
            "fate": self.fate,
            "adjusted": list(self.adjusted),
            "ended": self.ended,
            "instead": self.instead or None,
        }


@dataclass(frozen=True)
class Constraint:
    """Something that was to stay, since when, and until when if it was lifted."""

    keep: Keep
    words: str
    since: str
    """Id of the turn that said so."""

    lifted: str | None = None
    """Id of the turn that lifted it."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return self.keep.document() | {"words": self.words, "since": self.since, "lifted": self.lifted}


@dataclass(frozen=True)
class Summary:
    """What a person wanted over all turns, net of undo and corrections."""

    sentences: tuple[str, ...]
    wanted: tuple[Wanted, ...] = ()
    """Wishes that stand, in the order in which they came up."""

    corrected: tuple[Wanted, ...] = ()
    taken_back: tuple[Wanted, ...] = ()
    unmet: tuple[Wanted, ...] = ()
    """Not possible, or not done so far."""

    kept: tuple[Constraint, ...] = ()
    lifted: tuple[Constraint, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Steps that the person set with sliders or brought along, in words."""

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.sentences)

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "schema": SUMMARY_SCHEMA,
            "sentences": list(self.sentences),
            "wanted": [each.document() for each in self.wanted],
            "corrected": [each.document() for each in self.corrected],
            "taken_back": [each.document() for each in self.taken_back],
            "unmet": [each.document() for each in self.unmet],
            "kept": [each.document() for each in self.kept],
            "lifted": [each.document() for each in self.lifted],
            "by_hand": list(self.by_hand),
        }
