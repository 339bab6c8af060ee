"""A picture that came back from another program, as what it is: a correction."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.identity import Person
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Modify

if TYPE_CHECKING:
    from burnish.recipe.inverse import Match


@dataclass(frozen=True)
class Correction:
    """Who brought the picture back, when, and instead of which proposal."""

    id: str
    """Of the signal. Made by the caller, so that bringing it again is harmless."""

    person: Person
    at: datetime
    proposal: str
    consent: Consent


def modified_from_match(match: "Match", offer: Offer, correction: Correction) -> Modify:
    """The signal that the person ended with the recipe that leads from the photo to their picture.

    What the recipe does not explain goes along as `left_over`, so that it can weigh less.

    Raises:
        BadInput: the turn made no such proposal.
    """
    proposal = offer.proposal(correction.proposal)
    if proposal is None:
        offered = ", ".join(repr(each.id) for each in offer.proposals)
        raise BadInput(f"proposal {correction.proposal!r} is none of turn {offer.turn!r}; it made {offered}")
    return Modify(
        id=correction.id,
        person=correction.person,
        workspace=offer.workspace,
        at=correction.at,
        turn=offer.turn,
        proposal=proposal.id,
        policy=offer.policy,
        propensity=proposal.propensity,
        consent=correction.consent,
        recipe=match.recipe.document(),
        way="picture",
        left_over=match.delta_e_left.median,
    )
