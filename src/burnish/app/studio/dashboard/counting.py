"""Keeps the aggregates of workspaces up to date: a few new facts at once, many in a thread, none of them twice."""

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from burnish.app.studio.turnstile import Turnstile
from burnish.errors import BadInput, BurnishError
from burnish.feedback.aggregates.aggregates import Aggregates, folded
from burnish.feedback.aggregates.document import aggregates_bytes, read_aggregates, removals_of
from burnish.feedback.aggregates.ratios import quantile
from burnish.learning.parts import HOUSE
from burnish.storage.sql import SqlStore
from burnish.storage.turn_pages import TurnPages

LOG = logging.getLogger("burnish.counting")

PART = "aggregates"

AT_ONCE = 1000
"""Places of the log that are read while somebody waits."""

PATIENCE_S = 0.2
"""So long somebody waits for what a thread is at."""

SAVED_EVERY_S = 15.0
"""How often what was counted is kept while there is more, and at least …"""

TIMES_AS_LONG = 20.0
"""… so many times as long as keeping it took."""

PAGE = 2000
"""Places of the log that are counted in one turn, of those who reckon."""

BEHIND_S = 2.0
"""Whoever waits for an answer goes first, for so long."""

WORTH_KEEPING = 5000
"""Places of the log that are counted again sooner than kept: looking at a small workspace writes nothing."""


@dataclass(frozen=True)
class Counted:
    """The aggregates as far as they are."""

    aggregates: Aggregates = field(default_factory=Aggregates)
    through: int = 0
    """Place of the last fact that is in them."""
    waiting: int = 0
    """Places of the log that are not yet."""
    removals: int = 0


@dataclass(eq=False)
class _Desk:
    """One workspace's."""

    known: Counted | None = None
    saved: int | None = None
    """The place through which it was saved; None where it was not."""
    is_checked: bool = False
    """Whether it was held against the log."""
    worker: threading.Thread | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)


@dataclass(eq=False)
class Counting:
    """Aggregates by workspace, over one store. For any number of threads; processes share what they saved."""

    store: SqlStore
    then: Callable[[str], None] = field(default=lambda _: None, repr=False)
    """What else is to be done in the thread once a workspace is counted."""
    clock_s: Callable[[], float] = time.monotonic
    turnstile: Turnstile = field(default_factory=lambda: Turnstile(1), repr=False)
    """Where those take turns who reckon."""
    _desks: dict[str, _Desk] = field(default_factory=dict[str, _Desk], repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _stopping: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def pages(self) -> TurnPages:
        """The log, turn by turn."""
        return TurnPages(self.store.database)

    def of(self, workspace: str) -> Counted:
        """The aggregates now, as far as they can be had soon: `waiting` says what is missing. Raises BadInput."""
        desk, last = self._desk(workspace), self.pages.last(workspace)
        if desk.known is None or not desk.is_checked or last - desk.known.through > AT_ONCE:
            self.soon(workspace)
            worker = desk.worker
            if worker is not None and (desk.known is None or last - desk.known.through <= AT_ONCE):
                worker.join(PATIENCE_S)
        elif last > desk.known.through and desk.lock.acquire(blocking=False):
            try:
                self._step(workspace, desk, AT_ONCE)
            finally:
                desk.lock.release()
        known = desk.known or Counted()
        return Counted(known.aggregates, known.through, max(0, last - known.through), known.removals)

    def soon(self, workspace: str) -> None:
        """Count what is missing, in a thread."""
        desk = self._desk(workspace)
        with self._lock:
            if self._stopping.is_set() or (desk.worker is not None and desk.worker.is_alive()):
                return
            desk.worker = threading.Thread(
                target=self._work, args=(workspace, desk), name="burnish-counting", daemon=True
            )
            desk.worker.start()

    def complete(self, workspace: str, tell: Callable[[int, int], None] | None = None) -> Counted:
        """The aggregates with everything in them, however long that takes. Raises BadInput.

        `tell` hears how far it is: the place, and the last one.
        """
        desk = self._desk(workspace)
        self._caught_up(workspace, desk, tell, least=1)
        return desk.known or Counted()

    @contextmanager
    def forgetting(self, workspace: str, person: str) -> Generator[None]:
        """Around forgetting a person: their share is taken out, exactly.

        What was saved goes first, so that whatever is cut short leaves nothing of them: it is counted anew then.
        """
        desk = self._desk(workspace)
        with desk.lock:
            self._load(workspace, desk)
            known = desk.known or Counted()
            share = folded(Aggregates(), self.pages.of(workspace, person, known.through))
            desk.known, desk.saved = None, None
            was_saved = self.store.drop_part(workspace, HOUSE, PART)
            yield
            desk.known = Counted(known.aggregates - share, known.through, removals=known.removals + 1)
            self._save(workspace, desk, 1 if was_saved else WORTH_KEEPING)

    def doubt(self, workspace: str) -> None:
        """Let go of what is known: somebody was forgotten elsewhere. It is read and checked again when asked for."""
        desk = self._desk(workspace)
        with desk.lock:
            desk.known, desk.saved, desk.is_checked = None, None, False

    def stop(self) -> None:
        """Finish with the page at hand, keep what was counted, and count no more."""
        self._stopping.set()
        with self._lock:
            workers = [each.worker for each in self._desks.values() if each.worker is not None]
        for each in workers:
            each.join()

    def _desk(self, workspace: str) -> _Desk:
        with self._lock:
            return self._desks.setdefault(workspace, _Desk())

    def _work(self, workspace: str, desk: _Desk) -> None:
        try:
            quantile(2)  # imports what reckons, which takes a while the first time
            self._caught_up(workspace, desk, None, least=WORTH_KEEPING)
            if not self._stopping.is_set():
                self.then(workspace)
        except BurnishError as error:
            LOG.warning("counting what was said in %s ended early: %s", workspace, error)

    def _caught_up(
        self, workspace: str, desk: _Desk, tell: Callable[[int, int], None] | None, *, least: int
    ) -> None:
        save_at_s, more = self.clock_s() + SAVED_EVERY_S, True
        with desk.lock:
            self._load(workspace, desk)
            self._check(workspace, desk)
        while more and not self._stopping.is_set():
            with self.turnstile.turn(behind_s=BEHIND_S), desk.lock:
                more = self._step(workspace, desk, PAGE)
                began_s = self.clock_s()
                if began_s > save_at_s:
                    self._save(workspace, desk, least)
                    ended_s = self.clock_s()
                    save_at_s = ended_s + max(SAVED_EVERY_S, TIMES_AS_LONG * (ended_s - began_s))
            if tell is not None and desk.known is not None:
                tell(desk.known.through, self.pages.last(workspace))
        with desk.lock:
            self._save(workspace, desk, least)

    def _load(self, workspace: str, desk: _Desk) -> None:
        """What was saved, where nothing is known yet; what cannot be read is counted anew."""
        if desk.known is not None:
            return
        part = self.store.load_part(workspace, HOUSE, PART)
        desk.known, desk.saved = Counted(), None
        if part is None:
            return
        try:
            found, removals = read_aggregates(part.document)
        except BadInput:
            self.store.drop_part(workspace, HOUSE, PART)
            return
        desk.known, desk.saved = Counted(found, part.through, removals=removals), part.through

    def _check(self, workspace: str, desk: _Desk) -> None:
        """Count anew where facts are gone that were counted: somebody was forgotten by a program that knew of none."""
        known = desk.known or Counted()
        if self.pages.count(workspace, known.through) != known.aggregates.facts:
            desk.known, desk.saved = Counted(removals=known.removals + 1), None
            self.store.drop_part(workspace, HOUSE, PART)
        desk.is_checked = True

    def _step(self, workspace: str, desk: _Desk, numbers: int) -> bool:
        """Take in the next page; whether there was one."""
        known = desk.known or Counted()
        page = self.pages.after(workspace, known.through, numbers)
        if page.through <= known.through:
            return False
        counted = folded(known.aggregates, page.turns)
        desk.known = Counted(counted, page.through, removals=known.removals)
        return True

    def _save(self, workspace: str, desk: _Desk, least: int) -> None:
        """Keep it, where so many places are new, unless another process knows more or took somebody out meanwhile."""
        known = desk.known
        if known is None or known.through - (desk.saved or 0) < least:
            return
        there = self.store.load_part(workspace, HOUSE, PART)
        if desk.saved is not None and (there is None or removals_of(there.document) != known.removals):
            desk.known, desk.saved, desk.is_checked = None, None, False
            return
        document = aggregates_bytes(known.aggregates, known.removals)
        try:
            self.store.save_parts(workspace, HOUSE, {PART: document}, known.through)
        except BurnishError:
            return  # it is counted again from what was saved before
        desk.saved = known.through
