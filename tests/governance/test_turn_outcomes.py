"""What a turn came to, from what was said of it."""

from typing import Any

import pytest
from tests.governance.governed import NOON, digest

from burnish.feedback.offers import Offer, Proposal
from burnish.feedback.signals import Accept, Comment, Comparison, Modify, Ranking, Reject, Signal
from burnish.governance.turn_outcomes import failed_turn, turn_outcome


def recipe(stops: float) -> dict[str, Any]:
    return {"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": stops}}]}


OFFER = Offer(
    turn="t1", person="ann", workspace="w", at=NOON, photo=digest("p"), policy="x",
    proposals=(Proposal(id="a", recipe=recipe(0.5)), Proposal(id="b", recipe=recipe(1.0))),
)  # fmt: skip


def said(kind: type[Signal], **fields: Any) -> Signal:
    given = {"id": kind.__name__, "turn": "t1", "proposal": "a"}
    return kind(person="ann", workspace="w", at=NOON, policy="x", **{**given, **fields})


def versus(winner: str) -> Signal:
    return said(Comparison, left="a", right="b", winner=winner, left_propensity=0.5)


@pytest.mark.parametrize(
    ("signals", "values"),
    [
        ([], {}),
        ([said(Comment, text="Hm.")], {}),
        ([said(Accept)], {"acceptance": 1.0, "override_size": 0.0}),
        ([said(Reject)], {"acceptance": 0.0}),
        ([said(Accept, turn="t2")], {}),
        ([said(Modify, recipe=recipe(0.5))], {"acceptance": 1.0, "override_size": 0.0}),
        ([versus("left")], {}),
        ([versus("tie")], {}),
        ([versus("both_bad")], {"acceptance": 0.0}),
        ([said(Ranking, groups=(("a",), ("b",)))], {}),
        ([versus("left"), said(Reject)], {"acceptance": 0.0}),
    ],
)
def test_what_was_said_makes_the_outcome(signals, values):
    found = turn_outcome(OFFER, signals, "canary", latency_s=0.2)
    assert found.values == {"errors": 0.0, "latency_s": 0.2, **values}
    assert (found.person, found.arm) == ("ann", "canary")


def test_a_change_by_hand_counts_by_its_size():
    """|0.5 − 1.5| / (0.5 + 1.5) = ½, by the definition of the Canberra distance."""
    found = turn_outcome(OFFER, [said(Modify, recipe=recipe(1.5)), said(Accept)], "released")
    assert found.values["override_size"] == pytest.approx(0.5)
    assert 0 < found.values["acceptance"] < 1


def test_a_turn_that_failed_is_an_error_and_no_low_acceptance():
    assert failed_turn("ann", "canary", latency_s=9.0).values == {"errors": 1.0, "latency_s": 9.0}
    assert failed_turn("ann", "canary").values == {"errors": 1.0}
