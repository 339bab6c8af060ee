"""Draining: a server that is about to end says so, finishes what is under way, and leaves the rest to others."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from burnish.storage.notices import LocalNotices, Unwatch

_BEGUN = ("draining",)


@dataclass(eq=False)
class Draining:
    """Whether one server is about to end. For any number of threads; it is never taken back."""

    _begun: threading.Event = field(default_factory=threading.Event, repr=False)
    _here: LocalNotices = field(default_factory=LocalNotices, repr=False)

    @property
    def is_begun(self) -> bool:
        """Whether the server takes no more work."""
        return self._begun.is_set()

    def begin(self) -> None:
        """Take no more work. Harmless to repeat."""
        if not self._begun.is_set():
            self._begun.set()
            self._here.tell(_BEGUN)

    def watch(self, wake: Callable[[], None]) -> Unwatch:
        """Call `wake`, which has to be quick and raise nothing, when it begins."""
        return self._here.watch(_BEGUN, wake)


@dataclass(frozen=True)
class LastAnswers:
    """Ends connections with the answers that a draining server gives, so that who asks again finds another one."""

    app: ASGIApp
    draining: Draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and self.draining.is_begun:
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        await self.app(scope, receive, told if scope["type"] == "http" else send)
