"""Whether a server is alive, and whether requests should be sent to it: for programs that watch over servers.

They ask by number and without a name, so they are answered before it is looked where a request comes from; what they
are told is the same for everybody and says nothing of anybody.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from burnish.errors import BurnishError
from burnish.service.draining import Draining
from burnish.service.lane import Lane
from burnish.storage.database import Database
from burnish.storage.migrating import check_compatible

READY, ALIVE = "/ready", "/health"
PREFIX = "/api/v1"

BELIEVED_S = 0.5
"""For how long what was found is told to others who ask."""

LEAST_FREE_BYTES = 64 << 20
"""Of the disk of the home folder: with less, pictures are refused one after the other."""

Found: TypeAlias = Mapping[str, str]
"""By check: `ok`, or what is wrong."""

Check: TypeAlias = Literal["database", "migrations", "disk"]


@dataclass(eq=False)
class Readiness:
    """Looks whether a server can do its work. Safe to ask from several threads."""

    database: Database
    home: Path
    draining: Draining
    clock_s: Callable[[], float] = time.monotonic
    _found: dict[str, str] = field(default_factory=dict[str, str])
    _looked_at_s: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def found(self) -> dict[str, str]:
        """What every check found."""
        with self._lock:
            if self.clock_s() - self._looked_at_s >= BELIEVED_S:
                self._found = {"database": "ok", "migrations": "ok", "disk": "ok", **self._wrong()}
                self._looked_at_s = self.clock_s()
            found = dict(self._found)
        return {**found, "draining": "yes" if self.draining.is_begun else "no"}

    def _wrong(self) -> dict[Check, str]:
        wrong: dict[Check, str] = {}
        try:
            check_compatible(self.database)
        except BurnishError as error:
            is_reached = "newer Burnish" in str(error)
            wrong["migrations" if is_reached else "database"] = str(error) if is_reached else "unavailable"
        try:
            _check_disk(self.home)
        except OSError as error:
            wrong["disk"] = error.strerror or type(error).__name__
        return wrong


def _check_disk(home: Path) -> None:
    """Raise OSError where nothing can be written any more, or soon."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=home, prefix=".ready-") as file:
        file.write(b".")
    if shutil.disk_usage(home).free < LEAST_FREE_BYTES:
        raise OSError(28, f"less than {LEAST_FREE_BYTES >> 20} MiB are free")


@dataclass(frozen=True)
class Watched:
    """Answers programs that watch over servers, at `/ready` and `/health`; everything else is the application's."""

    app: ASGIApp
    readiness: Readiness
    version: str
    lane: Lane = field(default_factory=lambda: Lane(1), repr=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else ""
        if path in (READY, PREFIX + READY):
            await (await self._ready())(scope, receive, send)
        elif path == ALIVE:
            await self._answer(200, {"status": "ok", "version": self.version})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _ready(self) -> JSONResponse:
        found = await self.lane.run(self.readiness.found)
        is_well = found["draining"] == "no" and all(
            found[each] == "ok" for each in found if each != "draining"
        )
        told = {"status": "ready" if is_well else "not_ready", "version": self.version, "checks": found}
        return self._answer(200 if is_well else 503, told)

    def _answer(self, status: int, told: Mapping[str, object]) -> JSONResponse:
        headers = {"cache-control": "no-store", **({} if status == 200 else {"retry-after": "2"})}
        return JSONResponse(told, status, headers)
