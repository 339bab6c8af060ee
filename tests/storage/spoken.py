"""Offers and signals as a person makes them."""

from datetime import UTC, datetime
from typing import Any

from burnish.feedback.identity import LOCAL_WORKSPACE
from burnish.feedback.offers import Offer, Proposal
from burnish.feedback.signals import Comment, Signal

W = LOCAL_WORKSPACE
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PHOTO = "sha256:" + "0" * 64
RECIPE: dict[str, Any] = {"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": 0.5}}]}


def offer(turn: str = "t1", person: str = "ann", **fields: Any) -> Offer:
    proposals = (Proposal(id="a", recipe=RECIPE), Proposal(id="b", recipe={"schema": 1, "steps": []}))
    given = {"at": NOON, "photo": PHOTO, "policy": "embedded 1", "workspace": W, "proposals": proposals}
    return Offer(turn=turn, person=person, **{**given, **fields})


def said(id: str, kind: type[Signal] = Comment, *, person: str = "ann", **fields: Any) -> Any:  # noqa: A002
    given = {"at": NOON, "workspace": W, "turn": "t1", "proposal": "a", "policy": "embedded 1"}
    given |= {"text": "Too warm."} if kind is Comment else {}
    return kind(id=id, person=person, **{**given, **fields})
