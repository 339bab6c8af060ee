"""What one turn of one person came to, as guardrails watch it: from what was offered and what was said of it."""

from collections.abc import Sequence

from burnish.evaluation.off_policy.turn_rewards import turn_rewards
from burnish.feedback.edit_difference import edit_difference
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Accept, Comparison, Modify, Ranking, Signal
from burnish.governance.guardrails import Outcome
from burnish.governance.rollout import Arm


def turn_outcome(
    offer: Offer, signals: Sequence[Signal], arm: Arm, *, latency_s: float | None = None
) -> Outcome:
    """A turn that gave proposals.

    - `acceptance`: the most that one of its proposals earned, from 0 to 1 (`turn_rewards`); nothing where nobody said
      anything, or only which is better: the better of two bad ones is no good one.
    - `override_size`: how far the person went from the proposal, 0 where they took one as it is (`edit_difference`).
    - `latency_s`, where it is known; `errors`: 0.
    """
    theirs = [each for each in signals if (each.workspace, each.turn) == (offer.workspace, offer.turn)]
    values = {"errors": 0.0}
    if rewards := turn_rewards(offer, [each for each in theirs if _says_how_good(each)]):
        values["acceptance"] = max(rewards.values())
    if (size := _override_size(offer, theirs)) is not None:
        values["override_size"] = size
    if latency_s is not None:
        values["latency_s"] = latency_s
    return Outcome(offer.person, arm, values)


def failed_turn(person: str, arm: Arm, *, latency_s: float | None = None) -> Outcome:
    """A turn that ended in an error: nobody could accept anything, which is told by `errors` alone."""
    return Outcome(person, arm, {"errors": 1.0} | ({} if latency_s is None else {"latency_s": latency_s}))


def _says_how_good(signal: Signal) -> bool:
    """Not only which proposal is better than which."""
    return not isinstance(signal, Ranking) and (
        not isinstance(signal, Comparison) or signal.winner == "both_bad"
    )


def _override_size(offer: Offer, signals: Sequence[Signal]) -> float | None:
    """Of the latest change by hand; of taking a proposal as it is where there is none."""
    changes = sorted(
        (each for each in signals if isinstance(each, Modify)), key=lambda each: (each.at, each.id)
    )
    for change in reversed(changes):
        proposal = offer.proposal(change.proposal)
        if proposal is not None:
            return edit_difference(proposal.recipe, change.recipe)
    return 0.0 if any(isinstance(each, Accept) for each in signals) else None
