"""How a page that stays open waits: until there may be something new, and no longer than its server is there."""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from burnish.service.draining import Draining
from burnish.storage.notices import Notices, Topic

BETWEEN_S = 0.1
"""Between two looks at least: what many people do at once is looked at once."""

COME_BACK = b"retry: 2000\n\n"
"""Said last by a server that ends: whoever listens asks again after two seconds (WHATWG HTML § 9.2.6)."""


@dataclass(eq=False)
class Bell:
    """Rings in its event loop."""

    draining: Draining
    look_every_s: float | None
    """How often to look; None for what the notices say."""
    notices: Notices
    _rung: asyncio.Event = field(default_factory=asyncio.Event)
    _looked_at_s: float = field(default_factory=time.monotonic)

    @property
    def is_last(self) -> bool:
        """Whether the server takes no more work, so that nobody should go on waiting."""
        return self.draining.is_begun

    async def wait(self) -> float:
        """Until there may be something new; how long that took, in seconds."""
        began_s = time.monotonic()
        every_s = self.notices.look_every_s if self.look_every_s is None else self.look_every_s
        try:
            await asyncio.wait_for(self._rung.wait(), every_s)
        except TimeoutError:
            pass
        else:
            early_s = self._looked_at_s + BETWEEN_S - time.monotonic()
            if early_s > 0 and not self.is_last:
                await asyncio.sleep(early_s)
        self._rung.clear()
        self._looked_at_s = time.monotonic()
        return self._looked_at_s - began_s

    def ring(self) -> None:
        """In its own event loop: wake who waits."""
        self._rung.set()


@contextmanager
def bell(
    notices: Notices, draining: Draining, *topics: Topic, look_every_s: float | None = None
) -> Generator[Bell]:
    """A bell that rings for notices of these topics, and when the server is about to end, until the block ends."""
    loop, made = asyncio.get_running_loop(), Bell(draining, look_every_s, notices)

    def ring() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(made.ring)

    watches = [*(notices.watch(topic, ring) for topic in topics), draining.watch(ring)]
    try:
        yield made
    finally:
        for unwatch in watches:
            unwatch()
