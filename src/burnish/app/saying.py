"""What a signal is about, and what became of it at once."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from burnish.errors import BadInput
from burnish.feedback.offers import Offer, Proposal
from burnish.feedback.signals import Signal

LessonDocument: TypeAlias = dict[str, Any]
"""What taste learned from a signal, as plain JSON values."""

Lessons: TypeAlias = Mapping[str, LessonDocument]
"""By signal."""


def proposal_id(candidate: int) -> str:
    """The id of a plan's candidate, counted from 0: the numbers that people see begin at 1."""
    return str(candidate + 1)


@dataclass(frozen=True)
class About:
    """What a signal is about."""

    offer: Offer
    proposal: Proposal


def spoken_of(offer: Offer, proposal: str) -> About:
    """One proposal of an offer. Raises BadInput where it made none of this id."""
    found = offer.proposal(proposal)
    if found is None:
        there = ", ".join(repr(each.id) for each in offer.proposals)
        raise BadInput(f"proposal {proposal!r}; turn {offer.turn!r} made {there}")
    return About(offer, found)


@dataclass(frozen=True)
class Said:
    """A signal that is kept, and what was learned from it at once, or is being learned."""

    signal: Signal
    lesson: LessonDocument | None = None
    learning: "Future[Lessons] | None" = field(default=None, repr=False, compare=False)
    """Where the lesson will be; None where it was learned at once."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        told = self.signal.model_dump(mode="json", by_alias=True)
        return {"signal": self.signal.id, "kind": told["kind"], "turn": self.signal.turn,
            "proposal": self.signal.proposal, "person": self.signal.person, "said": told, "learned": self.lesson,
        }  # fmt: skip
