"""Jobs: exports and edits of many photos, with progress, cancel and downloads."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from burnish.app.speaker import Speaker
from burnish.app.studio.job_files import TYPES
from burnish.app.studio.jobs import JobFile
from burnish.app.studio.studio import Studio
from burnish.service.asking import Asks, Caller
from burnish.service.draining import Draining
from burnish.service.events import QUIET_S, STILL_HERE, event
from burnish.service.routes import PREFIX
from burnish.service.waking import COME_BACK, bell
from burnish.storage.job_queue import PROGRESS, ItemRow, JobRow
from burnish.wire.jobs import (
    BatchAsked,
    ExportAsked,
    ExportDefaults,
    JobDetail,
    JobItem,
    JobList,
    JobShape,
    LinkMade,
)
from burnish.wire.shape import Id

router = APIRouter(tags=["jobs"])

_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {}}}}


@router.post("/exports", status_code=202)
def export(caller: Caller, studio: Asks, asked: ExportAsked) -> JobShape:
    """Export photos as this person's edits stand now."""
    return _shape(studio.jobs.export(caller, asked.photos, asked.settings))


@router.get("/exports/defaults")
def export_defaults(caller: Caller, studio: Asks) -> ExportDefaults:
    """How this person exported last."""
    return ExportDefaults(settings=studio.jobs.export_defaults(caller))


@router.post("/batches", status_code=202)
def batch(caller: Caller, studio: Asks, asked: BatchAsked) -> JobShape:
    """Edit many photos by words, by a recipe, or as another photo was edited."""
    return _shape(studio.jobs.batch(caller, asked))


@router.get("/jobs")
def jobs(caller: Caller, studio: Asks) -> JobList:
    """Everything that this person began, newest first."""
    return JobList(jobs=[_shape(each) for each in studio.jobs.all(caller)])


@router.get(
    "/jobs/stream", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}}
)
def watch(request: Request, caller: Caller, studio: Asks) -> StreamingResponse:
    """Server-sent events: `job` (JobShape) for each job that is open, then whenever one of this person's goes on."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = job_events(studio, caller, request.app.state.draining)
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


@router.get("/jobs/{job}")
def one_job(caller: Caller, studio: Asks, job: Id) -> JobDetail:
    """A job with each photo's part."""
    found, items = studio.jobs.one(caller, job)
    return JobDetail(**dict(_shape(found)), items=[_item(each) for each in items])


@router.post("/jobs/{job}/cancel")
def cancel(caller: Caller, studio: Asks, job: Id) -> JobShape:
    """Stop a job; what it has finished stays."""
    return _shape(studio.jobs.cancel(caller, job))


@router.get("/jobs/{job}/files/{number}", response_class=FileResponse, responses=_FILE)
def file(caller: Caller, studio: Asks, job: Id, number: Annotated[int, Path(ge=0, le=100_000)]) -> Response:
    """A finished file, as an attachment; 0 is a zip of all, once the job has ended."""
    return _attached(studio.jobs.file(caller, job, number))


@router.post("/jobs/{job}/link", status_code=201)
def link(caller: Caller, studio: Asks, job: Id) -> LinkMade:
    """A signed address of the job's zip: good once, for ten minutes, without signing in."""
    made = studio.links.make(caller, job)
    address = f"{PREFIX}{router.url_path_for('download')}?link={made.text}"
    return LinkMade(url=address, expires_at=made.ends_at.isoformat())


@router.get("/downloads", response_class=FileResponse, responses=_FILE)
def download(studio: Asks, link: Annotated[str, Query(max_length=1000)]) -> Response:
    """What a signed address leads to; a second time it leads nowhere.

    Where the server says so, it is a redirect to the bucket of the file, to an address that lives minutes.
    """
    found = studio.links.follow(link)
    address = studio.links.direct(found)
    if address:
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(address, 303, headers)
    return _attached(found)


async def job_events(
    studio: Studio, speaker: Speaker, draining: Draining | None = None
) -> AsyncGenerator[bytes]:
    """Open jobs first, then every job that went on since it was last told of, as long as somebody listens."""
    told: dict[str, JobShape] = {}
    before: tuple[int, int, int] | None = None
    quiet_s = 0.0
    topic = (PROGRESS, speaker.workspace, speaker.person)
    with bell(studio.jobs.queue.notices, draining or Draining(), topic) as heard:
        while not heard.is_last:
            now = await asyncio.to_thread(studio.jobs.progress, speaker)
            if now != before:
                found = [_shape(each) for each in await asyncio.to_thread(studio.jobs.all, speaker)]
                fresh = [each for each in reversed(found) if told.get(each.id) != each]
                is_first, before = before is None, now
                told = {each.id: each for each in found}
                for each in fresh:
                    if not is_first or each.state in ("waiting", "running"):
                        quiet_s = 0.0
                        yield event("job", each)
            quiet_s += await heard.wait()
            if quiet_s >= QUIET_S:
                quiet_s = 0.0
                yield STILL_HERE
    yield COME_BACK


def _attached(found: JobFile) -> Response:
    kind = TYPES.get(PurePath(found.name).suffix, "application/octet-stream")
    if found.path is not None:
        return FileResponse(found.path, media_type=kind, filename=found.name)
    headers = {
        "Content-Length": str(found.found.size),
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(found.name)}",
    }
    return StreamingResponse(found.found.pieces(), media_type=kind, headers=headers)


def _shape(job: JobRow) -> JobShape:
    return JobShape(
        id=job.id, kind=job.kind, title=job.title, state=job.state, done=job.done, total=job.total,
        failed=job.failed, made_at=job.made_at.isoformat(), detail=job.detail,
    )  # fmt: skip


def _item(item: ItemRow) -> JobItem:
    number = item.number if item.file else None
    return JobItem(photo=item.photo, name=item.name, state=item.state, detail=item.detail, file=number)
