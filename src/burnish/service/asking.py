"""What a route is given: who asks, and the studio that answers."""

from typing import Annotated, TypeAlias, cast

from fastapi import Depends, Request

from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio
from burnish.app.team.asker import Asker
from burnish.errors import NotAllowed
from burnish.service.lane import Lane

# What only looks something up is async: a plain function would be run in a thread, and wait until one is free.


async def _caller(request: Request) -> Speaker:
    if getattr(request.state, "asks", "") is None:
        raise NotAllowed(f"{request.method} {request.url.path} has no permission, so nobody has it")
    return cast("Speaker", request.state.speaker)


async def _asker(request: Request, caller: "Caller") -> Asker:  # noqa: ARG001 - it is known who asks
    return cast("Asker", request.state.asker)


async def _studio(request: Request) -> Studio:
    return cast("Studio", request.app.state.studio)


async def _judging(request: Request) -> Lane:
    return cast("Lane", request.app.state.judging)


Caller: TypeAlias = Annotated[Speaker, Depends(_caller)]
"""Who asks: set by the gate before any route is reached."""

Asking: TypeAlias = Annotated[Asker, Depends(_asker)]
"""The same, with what they may."""

Asks: TypeAlias = Annotated[Studio, Depends(_studio)]
"""The studio."""

Judging: TypeAlias = Annotated[Lane, Depends(_judging)]
"""Threads for what people say of pictures, which does not wait behind pictures."""
