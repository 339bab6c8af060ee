"""Checking: what is wrong with an edit, and its repair as a turn."""

from base64 import b64encode

from fastapi import APIRouter

from burnish.agent.checking.causes import STATES, where_words
from burnish.agent.checking.finding import Finding
from burnish.agent.checking.loop import Budget
from burnish.app.checking import Examined
from burnish.app.findings_drawn import overlay
from burnish.app.studio.checks import Checks
from burnish.imaging.files import encode_photo
from burnish.service.asking import Asks, Caller
from burnish.service.edit_shapes import edit_shape, turn_shape
from burnish.wire.checking import CheckAsked, CheckShape, FindingShape, RefineAsked, RefineDone, ScoreShape
from burnish.wire.shape import PhotoId

router = APIRouter(tags=["checking"])

QUALITY = 85


@router.post("/photos/{photo}/check")
def check(caller: Caller, studio: Asks, photo: PhotoId, asked: CheckAsked) -> CheckShape:
    """What is wrong with the edit as it stands, against what its last turn was about."""
    return _shape(Checks(studio.editing).check(caller, photo), with_overlay=asked.overlay)


@router.post("/photos/{photo}/refine", status_code=201)
def refine(caller: Caller, studio: Asks, photo: PhotoId, asked: RefineAsked) -> RefineDone:
    """Repair the edit as it stands. Where that helps it is a turn that can be rejected; else nothing changes."""
    found, edit = Checks(studio.editing).refine(caller, photo, Budget(asked.rounds, asked.seconds))
    shape = None
    if found.turn is not None:
        after = edit.history.after_turn[found.turn.id]
        shape = turn_shape(found.turn, after, edit.verdicts.get(found.turn.id, "none"))
    return RefineDone(turn=shape, edit=edit_shape(edit), trace=found.trace.document())


def _shape(found: Examined, *, with_overlay: bool) -> CheckShape:
    seen = found.seen
    scores = {} if seen.scores is None else seen.scores.document()
    picture = ""
    if with_overlay:
        picture = b64encode(encode_photo(overlay(found.pair, seen), "jpeg", quality=QUALITY)).decode()
    return CheckShape(
        clean=seen.checked.is_clean,
        findings=[_finding(each) for each in seen.findings],
        scores={name: ScoreShape(**score) for name, score in scores.items()},
        overlay=picture,
    )


def _finding(finding: Finding) -> FindingShape:
    words = f"{STATES[finding.category]} {where_words(finding)}".rstrip()
    return FindingShape(
        kind=finding.kind, category=finding.category, words=words, polygon=list(finding.polygon),
        severity=round(finding.severity, 3), confidence=round(finding.confidence, 3), evidence=finding.evidence,
    )  # fmt: skip
