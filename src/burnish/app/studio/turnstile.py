"""A turnstile: one at once for two processors, in the order they came; of one kind only the newest goes on."""

import threading
import time
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from dataclasses import dataclass, field

from burnish.app.spans import span
from burnish.app.studio.right_of_way import RightOfWay
from burnish.errors import Conflict

PROCESSORS_A_PLACE = 2
"""The interpreter runs one thread at a time, and kernels use several processors. With a place for each of two no more
is done in all, and feedback waits a quarter longer; where two servers share them, five times as long."""


def places_of(processors: float) -> int:
    """How many may reckon at once on a machine."""
    return max(1, int(processors) // PROCESSORS_A_PLACE)


@dataclass(eq=False)
class _Ticket:
    """Somebody who waits."""

    due_s: float
    """Whoever's is the least goes in next."""
    kind: Hashable | None
    called: threading.Event = field(default_factory=threading.Event)
    is_superseded: bool = False


@dataclass
class Turnstile:
    """Lets a few pass at a time. Safe to ask from several threads."""

    places: int
    """How many may be inside."""
    way: RightOfWay = field(default_factory=RightOfWay)
    """What is given to who is quicker before anybody goes in."""
    clock_s: Callable[[], float] = time.monotonic
    _inside: int = 0
    _waiting: list[_Ticket] = field(default_factory=list[_Ticket], repr=False)
    """Nobody waits while there is a place."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def turn(self, latest_of: Hashable | None = None, behind_s: float = 0.0) -> Generator[None]:
        """Wait for a place and have it until the block ends.

        Of those that wait with the same `latest_of` only the newest goes in; None waits for itself alone. Whoever comes
        up to `behind_s` seconds later and asks for none goes first: for what nobody waits for.

        Raises:
            Conflict: a newer one of the same kind came while this one waited.
        """
        with span("wait"):
            ticket = self._entered(latest_of, behind_s)
            if ticket is not None:
                ticket.called.wait()
                if ticket.is_superseded:
                    raise Conflict("superseded: a newer picture of this photo was asked for meanwhile")
        try:
            self.way.give()
            yield
        finally:
            self._leave()

    def _entered(self, kind: Hashable | None, behind_s: float) -> _Ticket | None:
        """The ticket to wait with; None inside."""
        with self._lock:
            if kind is not None:
                self._supersede(kind)
            if self._inside < self.places:
                self._inside += 1
                return None
            ticket = _Ticket(self.clock_s() + behind_s, kind)
            self._waiting.append(ticket)
            return ticket

    def _leave(self) -> None:
        """Hand the place to who is due, if anybody waits."""
        with self._lock:
            if not self._waiting:
                self._inside -= 1
                return
            due = min(self._waiting, key=lambda each: each.due_s)
            self._waiting.remove(due)
            due.called.set()

    def _supersede(self, kind: Hashable) -> None:
        older = [each for each in self._waiting if each.kind == kind]
        self._waiting = [each for each in self._waiting if each.kind != kind]
        for each in older:
            each.is_superseded = True
            each.called.set()
