"""Server-sent events: what is said while work is done, over one answer that stays open (WHATWG HTML § 9.2).

The work runs in a thread of its own. Whoever hangs up hears no more; the work goes on to its end all the same, so that
nothing is left half done.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from contextvars import copy_context
from typing import TypeAlias

from starlette.responses import StreamingResponse

from burnish.errors import BurnishError
from burnish.service.problems import problem_of
from burnish.wire.problem import Problem
from burnish.wire.shape import Shape

LOG = logging.getLogger("burnish.service")

QUIET_S = 15.0
"""After so long without an event a comment is sent, so that nobody between takes the answer for dead."""

STILL_HERE = b": still here\n\n"
DEFECT = Problem(title="failed", status=500, detail="something went wrong here; the server's log says what")

Say: TypeAlias = Callable[[str, Shape], None]
"""Says one event: its name, and its data."""

Wrong: TypeAlias = Callable[[Problem], bytes]
"""The event that tells of a problem."""


def event(name: str, data: Shape) -> bytes:
    """One event as it is sent. JSON has no line breaks, so its data is one line."""
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n".encode()


def _problem_event(problem: Problem) -> bytes:
    return event("problem", problem)


def told_while(work: Callable[[Say], None], wrong: Wrong = _problem_event) -> StreamingResponse:
    """An answer that tells what some work says while it is done; where it fails, the last event is `problem`."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events_of(work, wrong=wrong), media_type="text/event-stream", headers=headers)


async def events_of(
    work: Callable[[Say], None], quiet_s: float = QUIET_S, wrong: Wrong = _problem_event
) -> AsyncGenerator[bytes]:
    """The events that some work says, in their order, with a comment now and then where there are none."""
    said: asyncio.Queue[bytes | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def tell(piece: bytes | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(said.put_nowait, piece)

    target = copy_context().run  # Whoever watches this request watches the thread, too.
    threading.Thread(target=target, args=(_done, work, tell, wrong), name="burnish-events").start()
    while True:
        try:
            piece = await asyncio.wait_for(said.get(), quiet_s)
        except TimeoutError:
            yield STILL_HERE
            continue
        if piece is None:
            return
        yield piece


def _done(work: Callable[[Say], None], tell: Callable[[bytes | None], None], wrong: Wrong) -> None:
    """Do the work. Its end is told whatever happens: a defect goes to the log, and to nobody else."""
    last = wrong(DEFECT)
    try:
        work(lambda name, data: tell(event(name, data)))
        last = None
    except BurnishError as error:
        problem = problem_of(error)
        if problem.status >= 500:
            LOG.exception("%s", problem.title)
        last = wrong(problem)
    finally:
        if last is not None:
            tell(last)
        tell(None)
