"""Feedback: kept as signals, learned from at once, and receipts of what became of it."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from starlette.types import Scope

from burnish.app.lesson_words import learned_words
from burnish.app.saying import Said
from burnish.app.studio.comparing import EVEN
from burnish.app.studio.opinions import SignalTold
from burnish.feedback.signals import Signal
from burnish.service.asking import Asks, Caller, Judging
from burnish.service.routes import PREFIX
from burnish.service.uncached import jpeg
from burnish.wire.feedback import (
    ComparisonMade,
    FeedbackAsked,
    ReceiptShape,
    SaidShape,
    SignalList,
    SignalShape,
)
from burnish.wire.shape import Id, LongSide, PhotoId

router = APIRouter(tags=["feedback"])

_SAYING = re.compile(rf"{re.escape(PREFIX)}/photos/[^/]+/feedback")


def is_saying(scope: Scope) -> bool:
    """Whether a request says something of a proposal: whoever does so goes on with their work at once."""
    return scope["type"] == "http" and scope["method"] == "POST" and bool(_SAYING.fullmatch(scope["path"]))


@router.post("/photos/{photo}/feedback", status_code=201)
async def say(caller: Caller, studio: Asks, lane: Judging, photo: PhotoId, said: FeedbackAsked) -> SaidShape:
    """Keep what a person says about a proposal. Saying it again with the same id changes nothing.

    It is kept before it is answered and learned from right after: where `learned` is null, the next proposal knows it
    all the same, and saying it again tells what was learned.
    """
    return await lane.run(lambda: _said(studio.opinions.say(caller, photo, said)))


@router.post("/photos/{photo}/comparisons", status_code=201)
def comparison(caller: Caller, studio: Asks, photo: PhotoId) -> ComparisonMade:
    """Two versions of this photo that are worth comparing, in random places."""
    offer = studio.opinions.comparison(caller, photo)
    here = f"{PREFIX}/photos/{photo}/comparisons/{offer.turn}"
    return ComparisonMade(
        turn=offer.turn, request=offer.situation.request, left="left", right="right",
        left_picture=f"{here}/left/picture", right_picture=f"{here}/right/picture", left_propensity=EVEN,
    )  # fmt: skip


@router.get(
    "/photos/{photo}/comparisons/{turn}/{side}/picture",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
def compared_picture(
    caller: Caller, studio: Asks, photo: PhotoId, turn: Id, side: Literal["left", "right"],
    long_side: Annotated[LongSide, Query()] = 1024,
) -> Response:  # fmt: skip
    """What is on one side of a comparison, as JPEG in sRGB; nothing in the answer tells which version it is."""
    row, recipe = studio.opinions.compared(caller, photo, turn, side)
    return jpeg(studio.pictures.jpeg(row, recipe, long_side))


@router.get("/feedback")
def signals(
    caller: Caller, studio: Asks, photo: Annotated[PhotoId | None, Query()] = None,
    before: Annotated[int | None, Query(ge=1)] = None, limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SignalList:  # fmt: skip
    """What this person said, newest first."""
    found = studio.opinions.signals(caller, photo, before, limit + 1)
    told = found[:limit]
    more = told[-1].about.number if len(found) > limit else None
    return SignalList(signals=[_signal(each) for each in told], next=more)


@router.get("/receipts/{signal}")
def receipt(caller: Caller, studio: Asks, signal: Id) -> ReceiptShape:
    """What became of a signal."""
    found = studio.opinions.receipt(caller, signal)
    return ReceiptShape(
        signal=_document(found.signal), request=found.offer.situation.request,
        preferences=[each.model_dump(mode="json") for each in found.preferences],
        set_aside=found.set_aside or None, taste=found.lesson,
    )  # fmt: skip


def _said(said: Said) -> SaidShape:
    signal = said.signal
    return SaidShape(
        signal=signal.id, kind=_document(signal)["kind"], turn=signal.turn, proposal=signal.proposal,
        learned=None if said.lesson is None and said.learning is not None else learned_words(said.lesson),
    )  # fmt: skip


def _signal(told: SignalTold) -> SignalShape:
    signal, said = told.about.signal, _document(told.about.signal)
    return SignalShape(
        number=told.about.number, at=signal.at.isoformat(), kind=said["kind"], turn=signal.turn,
        proposal=signal.proposal, photo=told.photo, request=told.about.request, said=said,
    )  # fmt: skip


def _document(signal: Signal) -> dict[str, Any]:
    return signal.model_dump(mode="json", by_alias=True)
