"""How much each kind of evidence weighs, and the corrections for how it came about."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Share: TypeAlias = Annotated[float, Field(gt=0, le=1)]


class Weights(BaseModel):
    """What one act of a person weighs in all, before corrections; 1 is the most that a single pair can have.

    The numbers order kinds of evidence, no more: what somebody made over what they chose, chosen over judged,
    judged over observed. They are settings because only data can say better.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    modify: Share = 1.0
    """For a large change by hand; see `change_share`."""

    accept: Share = 0.5
    comparison: Share = 0.5
    """When either side was as likely; see `order_correction`."""

    ranking: Share = 0.5
    """For each of the n − 1 choices that a ranking of n proposals is made of (Plackett 1975; Luce 1959)."""

    reject: Share = 0.3
    thumb_up: Share = 0.25
    rating: Share = 0.2
    """When the ratings differ by half the scale or more."""

    thumb_down: Share = 0.15
    copied: Share = 0.05
    exported: Share = 0.04
    abandoned: Share = 0.02
    undone: Share = 0.02

    least_explicit: Share = 0.1
    """What a choice, a change or a judgment of its own weighs at least, all its pairs together."""

    most_implicit: Share = 0.05
    """What everything that was only observed of one person in one turn weighs at most, all together."""

    implicit_to_explicit: Share = 0.5
    """And never more than this share of the least that the person said in that turn."""

    rating_step: Annotated[float, Field(gt=0, le=100)] = 10.0
    """Points of 100 by which two ratings have to differ to say anything."""

    half_change: Annotated[float, Field(gt=0)] = 0.25
    """The change (see `edit_difference`) that counts half; setting one tool from nothing is 1."""

    noticed_delta_e: Annotated[float, Field(gt=0)] = 2.0
    """Median ΔE00 at which a recipe read from a picture counts half."""

    order_clip: Annotated[float, Field(ge=1)] = 2.0
    """Largest correction for left and right: placements rarer than 1 in 4 count as 1 in 4."""

    exposure_clip: Annotated[float, Field(ge=1)] = 10.0
    """Largest inverse probability of being shown: rarer than 1 in 10 counts as 1 in 10."""


def order_correction(left_propensity: float, clip: float) -> float:
    """Weight of a comparison so that the two placements count as if each had happened half the time.

    People pick what is at one side more often (position bias). Weighing each observation by q / p, with p the
    probability of the placement that was seen and q = ½, makes the sum over many an unbiased estimate of what
    it would be with balanced placement: Horvitz & Thompson 1952; for positions, Joachims, Swaminathan & Schnabel
    2017, "Unbiased learning-to-rank with biased feedback", section 4. The placement is one event: p is the
    same whichever side won, and the right one was on the right exactly when the left one was on the left.
    Clipped (Swaminathan & Joachims 2015, "Counterfactual risk minimization"), so below p = ½ / clip a
    rest of the bias stays, in exchange for bounded variance.
    """
    return min(0.5 / left_propensity, clip)


def exposure_shares(propensities: Sequence[float], clip: float) -> tuple[float, ...]:
    """How one act's weight is divided among its pairs, by the probability with which each pair was there to see.

    Inverse propensities, clipped at `clip` and divided by their sum: the self-normalized estimator of
    Swaminathan & Joachims 2015, "The self-normalized estimator for counterfactual learning", within the turn.
    What the policy shows often is not preferred often for that alone, and a rare draw cannot make one act count
    like many. Between turns nothing is reweighed: that A beats B given that both were seen does not depend on how
    often they are, and a weight would otherwise change whenever anything else arrives.
    """
    inverse = [min(1 / each, clip) for each in propensities]
    total = sum(inverse)
    return tuple(each / total for each in inverse)


def change_share(change: float, half_change: float) -> float:
    """How much of a full change this one is, 0 to 1: change / (change + half_change).

    Edits as evidence, weighed by their cost: Gao et al. 2024, "Aligning LLM agents by learning latent
    preference from user edits".
    """
    return change / (change + half_change)


def read_share(left_over: float, noticed_delta_e: float) -> float:
    """How far a recipe that was read from a picture stands for it, 0 to 1; half when it misses by what one notices."""
    return 1 / (1 + left_over / noticed_delta_e)
