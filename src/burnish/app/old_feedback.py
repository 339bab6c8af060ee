"""Feedback that an earlier Burnish kept in `feedback.jsonl`, taken over into the store once."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.turn_folder import TurnFolder
from burnish.app.conversations import FOLDER, PEOPLE
from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.identity import LOCAL_PERSON, LOCAL_WORKSPACE
from burnish.feedback.offers import Offer, Proposal, Situation
from burnish.feedback.signals import Accept, Comment, Rating, Reject, Signal
from burnish.feedback.store import SignalStore
from burnish.imaging.atomic import write_atomically
from burnish.tools.catalogue import Catalogue

FILE, LEFT_FILE = "feedback.jsonl", "feedback-not-taken-over.jsonl"


def taken_over(home: Path, catalogue: Catalogue, store: SignalStore) -> int:
    """How many lines became signals. The file is gone then; lines without a conversation go into another one."""
    path = home / FILE
    if not path.is_file():
        return 0
    turns = dict(_turns(home, catalogue))
    left: list[bytes] = []
    count = 0
    for line in filter(bytes.strip, path.read_bytes().splitlines()):
        said = _document(line)
        found = turns.get((str(said.get("photo")), str(said.get("turn"))))
        signals = [] if found is None else list(_signals(said, found))
        if found is None or not signals:
            left.append(line)
            continue
        store.offer([found])
        store.append(signals)
        count += 1
    if left:
        write_atomically(home / LEFT_FILE, b"\n".join(left) + b"\n", overwrite=True)
    path.unlink()
    return count


def _document(line: bytes) -> dict[str, Any]:
    try:
        found: object = json.loads(line)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _turns(home: Path, catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], Offer]]:
    for folder in sorted((home / FOLDER).glob("*/[0-9]*")):
        if folder.parent.name == PEOPLE:
            continue
        photo = f"sha256:{folder.parent.name}"
        try:
            said: Conversation = TurnFolder(folder, catalogue, photo).read().conversation
        except BadInput:
            continue
        for turn in said.turns:
            yield (photo, turn.id), _offer(turn, photo)


def _offer(turn: Turn, photo: str) -> Offer:
    proposals = tuple(
        Proposal(id=str(k), recipe=each.recipe.document(), title=each.title)
        for k, each in enumerate(turn.plan.candidates, 1)
    )
    operations = tuple(dict.fromkeys(each.op for each in turn.plan.intents))
    return Offer(
        turn=turn.id, person=LOCAL_PERSON, workspace=LOCAL_WORKSPACE, at=turn.at, photo=photo,
        policy=f"{turn.planner.name} {turn.planner.version}",
        situation=Situation(request=turn.request.text, operations=operations), proposals=proposals,
        before=turn.before.document(), planned=turn.plan.best.recipe.document(),
    )  # fmt: skip


def _signals(said: dict[str, Any], offer: Offer) -> Iterator[Signal]:
    try:
        about: dict[str, Any] = {
            "person": LOCAL_PERSON, "workspace": LOCAL_WORKSPACE, "at": datetime.fromisoformat(said["at"]),
            "turn": offer.turn, "proposal": str(int(said["candidate"]) + 1), "policy": offer.policy,
            "consent": Consent(),
        }  # fmt: skip
        name = str(said["id"])
        if offer.proposal(about["proposal"]) is None:
            return
        match said.get("verdict"):
            case "accept":
                yield Accept(id=name, **about)
            case "reject":
                yield Reject(id=name, **about)
            case _:
                pass
        if said.get("rating") is not None:
            yield Rating(id=f"{name}-rating", perceptual_quality=25.0 * (int(said["rating"]) - 1), **about)
        if str(said.get("remark") or "").strip():
            yield Comment(id=f"{name}-remark", text=str(said["remark"]), **about)
    except (KeyError, ValueError, TypeError):
        return
