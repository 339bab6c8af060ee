"""Noticing that somebody was forgotten by another server: what is kept of people in memory here is let go of, too."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from burnish.storage.sql import SqlStore

FRESH_S = 0.5
"""For how long it is believed that nobody was forgotten."""


@dataclass(eq=False)
class Forgettings:
    """How often somebody of each workspace was forgotten, as far as this process knows. For any number of threads."""

    store: SqlStore
    clock_s: Callable[[], float] = time.monotonic
    _known: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    _looked_at_s: dict[str, float] = field(default_factory=dict[str, float], repr=False)
    _then: list[Callable[[str], None]] = field(default_factory=list[Callable[[str], None]], repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def then(self, let_go: Callable[[str], None]) -> None:
        """Call this with a workspace whenever somebody of it was forgotten."""
        self._then.append(let_go)

    def look(self, workspace: str) -> None:
        """Let go of what is kept of a workspace's people where one was forgotten meanwhile. Raises Failure."""
        with self._lock:
            now_s = self.clock_s()
            if now_s - self._looked_at_s.get(workspace, float("-inf")) < FRESH_S:
                return
            self._looked_at_s[workspace] = now_s
        count = self.store.forgotten(workspace)
        with self._lock:
            before = self._known.get(workspace)
            self._known[workspace] = count
        if before is not None and before != count:
            for each in self._then:
                each(workspace)
