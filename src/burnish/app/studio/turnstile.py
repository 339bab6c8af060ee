"""A turnstile: as many at once as there are processors, and of one kind of waiting only the newest goes on."""

import threading
from collections.abc import Generator, Hashable
from contextlib import contextmanager
from dataclasses import dataclass, field

from burnish.app.spans import span
from burnish.errors import Conflict


@dataclass
class Turnstile:
    """Lets a few pass at a time. Safe to ask from several threads."""

    places: int
    """How many may be inside."""
    _inside: int = 0
    _newest: dict[Hashable, int] = field(default_factory=dict[Hashable, int], repr=False)
    _waiting: dict[Hashable, int] = field(default_factory=dict[Hashable, int], repr=False)
    _count: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @contextmanager
    def turn(self, latest_of: Hashable | None = None) -> Generator[None]:
        """Wait for a place and have it until the block ends.

        Of those that wait with the same `latest_of` only the newest goes in; None waits for itself alone.

        Raises:
            Conflict: a newer one of the same kind came while this one waited.
        """
        with span("wait"), self._changed:
            self._enter(latest_of)
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def _enter(self, kind: Hashable | None) -> None:
        self._count += 1
        ticket = self._count
        if kind is not None:
            self._newest[kind] = ticket
            self._waiting[kind] = self._waiting.get(kind, 0) + 1
            self._changed.notify_all()
        try:
            while self._inside >= self.places:
                self._changed.wait()
                if kind is not None and self._newest[kind] != ticket:
                    raise Conflict("superseded: a newer picture of this photo was asked for meanwhile")
            self._inside += 1
        finally:
            if kind is not None:
                self._left(kind)

    def _left(self, kind: Hashable) -> None:
        self._waiting[kind] -= 1
        if not self._waiting[kind]:
            del self._waiting[kind], self._newest[kind]
