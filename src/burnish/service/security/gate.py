"""The gate: every request is judged by where it comes from, who sends it, what it asks for and how often, before any
route is reached.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from burnish.app.speaker import Speaker
from burnish.app.team.asker import Asker
from burnish.errors import BurnishError, TooMany
from burnish.service.lane import Lane
from burnish.service.security.origins import Origins
from burnish.service.security.permissions import OPEN, Asks
from burnish.service.security.rates import PERSON, STRANGER, Rates
from burnish.service.security.refusal import Refusal
from burnish.storage.tenancy import EVERYWHERE, within

DOORS = 4
"""How many may be let in at the same time: it is one look into the database, whatever the studio is busy with."""

UNSIGNED = Refusal(
    401, "unsigned", "sign in first: open the address that the server printed, or send an access token",
    ((b"www-authenticate", b"Bearer"),),
)  # fmt: skip


class Meter(Protocol):
    """What is counted, or held against a quota, before it is done."""

    def concerns(self, scope: Scope) -> bool:
        """Whether there is a quota for what a request asks for."""
        ...

    def begin(self, scope: Scope, speaker: Speaker) -> Callable[[], None] | None:
        """Count it; what takes that back. Raises TooMany, Conflict."""
        ...


@dataclass(frozen=True)
class Gate:
    """Lets those through who may ask; what it learns of them is in the request's state."""

    app: ASGIApp
    origins: Origins
    who: Callable[[HTTPConnection], Asker | None]
    """Who a request is from, by cookie or access token."""
    asks: Callable[[Scope], Asks | None]
    """Which permission a request needs; None where there is no such route."""
    rates: Rates = field(default_factory=Rates)
    doors: Lane = field(default_factory=lambda: Lane(DOORS), repr=False)
    """Where it is looked up who somebody is."""
    meter: Meter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = _no_sockets(scope) or self.origins.refusal(scope)
        if refusal is not None:
            await refusal.send(scope, send)
            return
        asker = await self.doors.run(lambda: self.who(HTTPConnection(scope)))
        asks = self.asks(scope)
        if asker is None and asks != OPEN:
            await UNSIGNED.send(scope, send)
            return
        if asker is None and not scope["path"].startswith(self.origins.api_prefix):
            await self.app(scope, receive, send)
            return
        await self._in_turn(scope, receive, send, asker, asks)

    async def _in_turn(
        self, scope: Scope, receive: Receive, send: Send, asker: Asker | None, asks: Asks | None
    ) -> None:  # fmt: skip
        name = _name(scope, asker)
        refusal = self.rates.begin(name, STRANGER if asker is None else PERSON)
        if refusal is not None:
            await refusal.send(scope, send)
            return
        state = scope.setdefault("state", {})
        state["speaker"], state["asker"], state["asks"] = asker and asker.speaker, asker, asks
        try:
            with within(EVERYWHERE if asker is None else asker.speaker.workspace):
                await self._judged(scope, receive, send, asker, asks)
        finally:
            self.rates.end(name)

    async def _judged(
        self, scope: Scope, receive: Receive, send: Send, asker: Asker | None, asks: Asks | None
    ) -> None:  # fmt: skip
        if asker is not None and asks is not None and asks != OPEN and not asker.may(asks):
            await _refused(403, "not_allowed", asker.refusal(asks)).send(scope, send)
        elif asker is not None and self.meter is not None and self.meter.concerns(scope):
            await self._metered(self.meter, scope, receive, send, asker.speaker)
        else:
            await self.app(scope, receive, send)

    async def _metered(
        self, meter: Meter, scope: Scope, receive: Receive, send: Send, speaker: Speaker
    ) -> None:  # fmt: skip
        """Serve what there is a quota for; what then is not done is not counted."""
        try:
            undo = await self.doors.run(lambda: meter.begin(scope, speaker))
        except BurnishError as error:
            await _over_quota(error).send(scope, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            if undo is not None and status >= 400:
                await self.doors.run(undo)


def _over_quota(error: BurnishError) -> Refusal:
    if isinstance(error, TooMany):
        waits = ((b"retry-after", str(error.retry_after_s).encode()),)
        return _refused(429, "too_many", error, waits)
    return _refused(409, "conflict", error)


def _refused(
    status: int, title: str, error: BurnishError, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Refusal:
    return Refusal(status, title, str(error), headers, error.problem_code, error.problem_values)


def _no_sockets(scope: Scope) -> Refusal | None:
    if scope["type"] == "http":
        return None
    return Refusal(403, "no_sockets", "this server has no WebSockets")


def _name(scope: Scope, asker: Asker | None) -> str:
    if asker is not None:
        return f"person {asker.speaker.workspace}/{asker.speaker.person}"
    client = scope.get("client")
    return f"address {client[0] if client else ''}"
