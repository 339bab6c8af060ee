"""What a signal is about, and what became of it at once."""

from dataclasses import dataclass
from typing import Any

from burnish.feedback.offers import Offer, Proposal
from burnish.feedback.signals import Signal


def proposal_id(candidate: int) -> str:
    """The id of a plan's candidate, counted from 0: the numbers that people see begin at 1."""
    return str(candidate + 1)


@dataclass(frozen=True)
class About:
    """What a signal is about."""

    offer: Offer
    proposal: Proposal


@dataclass(frozen=True)
class Said:
    """A signal that is kept, and what was learned from it at once."""

    signal: Signal
    lesson: dict[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        told = self.signal.model_dump(mode="json", by_alias=True)
        return {"signal": self.signal.id, "kind": told["kind"], "turn": self.signal.turn,
            "proposal": self.signal.proposal, "person": self.signal.person, "said": told, "learned": self.lesson,
        }  # fmt: skip
