"""What happens in the workspace, as it happens: an event stream that goes on where somebody left it."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import StreamingResponse

from burnish.app.events.cloud_events import Place, place_of
from burnish.app.events.event_log import EventLog
from burnish.app.speaker import Speaker
from burnish.app.team.noting import note_exported
from burnish.service.asking import Asking, Asks
from burnish.service.draining import Draining
from burnish.service.events import QUIET_S, STILL_HERE
from burnish.service.waking import COME_BACK, bell
from burnish.storage.ledger import ENTRIES
from burnish.storage.sql import FACTS
from burnish.wire.events import EventShape

router = APIRouter(tags=["events"])

_PLACE = r"^[0-9]{1,18}\.[0-9]{1,18}$"
_STREAM = {"text/event-stream": {"schema": {"$ref": "#/components/schemas/EventShape"}}}


@router.get(
    "/events/stream", response_class=StreamingResponse,
    responses={200: {"model": EventShape, "content": _STREAM}},
)  # fmt: skip
def events(
    request: Request, asking: Asking, studio: Asks,
    after: Annotated[str | None, Query(pattern=_PLACE)] = None,
    last_event_id: Annotated[str | None, Header(pattern=_PLACE)] = None,
) -> StreamingResponse:  # fmt: skip
    """Server-sent events, each a CloudEvent (EventShape) named by its type, from now on or behind a place.

    Releases, and what was proposed to this person and what they said; of everybody for operators.
    `after` is an event's `place`, or `0.0` for everything; the header `Last-Event-ID` comes before it.
    """
    log, caller = studio.events, asking.speaker
    place = last_event_id or after
    begin = log.end(caller.workspace) if place is None else place_of(place)
    sees_all = asking.may("loop.see")
    if sees_all and place == str(Place(0, 0)):
        note_exported(studio.workspaces.store, caller.workspace, "events", caller.person)
    told = streamed(log, caller, begin, sees_all=sees_all, draining=request.app.state.draining)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


async def streamed(
    log: EventLog, speaker: Speaker, place: Place, *, sees_all: bool, draining: Draining | None = None,
    look_every_s: float | None = None,
) -> AsyncGenerator[bytes]:  # fmt: skip
    """Events behind a place, as long as somebody listens. What comes first is the place, without an event."""
    yield f"id: {place}\n\n".encode()
    person = None if sees_all else speaker.person
    quiet_s = 0.0
    facts = (FACTS, speaker.workspace, *(() if person is None else (person,)))
    topics = (facts, (ENTRIES, speaker.workspace))
    with bell(log.notices, draining or Draining(), *topics, look_every_s=look_every_s) as heard:
        while not heard.is_last:
            told = await asyncio.to_thread(log.after, speaker.workspace, place, person)
            for each in told.events:
                yield f"id: {each.place}\nevent: {each.type}\ndata: {each.model_dump_json()}\n\n".encode()
            if told.events:
                quiet_s = 0.0
            if told.place != place:
                place = told.place
                continue
            quiet_s += await heard.wait()
            if quiet_s >= QUIET_S:
                quiet_s = 0.0
                yield STILL_HERE
    yield COME_BACK
