"""Learning right after what is said, not before it is answered: one person after another, in one thread a process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context, copy_context
from dataclasses import dataclass, field

from burnish.app.feedback import FeedbackDesk
from burnish.app.saying import Lessons
from burnish.app.spans import span
from burnish.app.speaker import Speaker
from burnish.app.studio.turnstile import Turnstile

BEHIND_S = 1.0
"""Whoever waits for an answer goes first, for so long: what is said meanwhile is learned in one go."""


@dataclass(eq=False)
class _Pending:
    """Somebody who said something that was not learned from yet."""

    speaker: Speaker
    lessons: "Future[Lessons]" = field(default_factory=lambda: Future[Lessons]())
    context: Context = field(default_factory=copy_context)
    """In which it was said, for whoever watches."""


@dataclass(eq=False)
class Learner:
    """Catches up with people who said something, once for all that they said meanwhile. For any number of threads.

    What it is for is speed alone: whoever needs a person's taste reads all that they said in any case, also what a
    process that was killed had no time for.
    """

    desk_of: Callable[[Speaker], FeedbackDesk]
    turnstile: Turnstile = field(default_factory=lambda: Turnstile(1))
    """Where those take turns who reckon."""
    _pending: OrderedDict[tuple[str, str], _Pending] = field(
        default_factory=OrderedDict[tuple[str, str], _Pending], repr=False
    )
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)
    clock_s: Callable[[], float] = time.monotonic
    _took_s: float = 0.0
    """How long it took the last time, with waiting for its turn."""
    _is_working: bool = False
    """Whether there is a thread; it ends when nobody is left."""
    _is_stopped: bool = False

    def takes_at_most(self, seconds: float) -> bool:
        """Whether a lesson that is asked for now can be expected so soon, by how long the last one took."""
        with self._changed:
            return self._took_s <= seconds and len(self._pending) <= 1

    def soon(self, desk: FeedbackDesk) -> "Future[Lessons]":
        """Learn from what the desk's person said so far; the lessons of it, canceled where it is stopped."""
        person = (desk.speaker.workspace, desk.speaker.person)
        with self._changed:
            known = self._pending.get(person)
            if known is not None:
                return known.lessons
            pending = _Pending(desk.speaker)
            if self._is_stopped:
                pending.lessons.cancel()
                return pending.lessons
            self._pending[person] = pending
            if not self._is_working:
                self._is_working = True
                threading.Thread(target=self._work, name="burnish-learner", daemon=True).start()
            return pending.lessons

    def stop(self) -> None:
        """Finish with who is being caught up with, and begin with nobody else: their signals are read when needed."""
        with self._changed:
            self._is_stopped = True
            for each in self._pending.values():
                each.lessons.cancel()
            self._pending.clear()
            self._changed.wait_for(lambda: not self._is_working)

    def _work(self) -> None:
        try:
            while self._goes_on():
                began_s = self.clock_s()
                with self.turnstile.turn(behind_s=BEHIND_S):
                    self._learn(self._next())
                self._took_s = self.clock_s() - began_s
        except BaseException:
            with self._changed:
                self._is_working = False
                self._changed.notify_all()
            raise

    def _goes_on(self) -> bool:
        """Whether anybody is left; else the thread ends."""
        with self._changed:
            if not self._pending:
                self._is_working = False
                self._changed.notify_all()
            return self._is_working

    def _next(self) -> _Pending | None:
        """Who has waited longest; None where it was stopped meanwhile."""
        with self._changed:
            return self._pending.popitem(last=False)[1] if self._pending else None

    def _learn(self, pending: _Pending | None) -> None:
        if pending is None or not pending.lessons.set_running_or_notify_cancel():
            return
        try:
            pending.lessons.set_result(pending.context.run(self._learned, pending.speaker))
        except BaseException as error:
            pending.lessons.set_exception(error)
            raise

    @span("learn")
    def _learned(self, speaker: Speaker) -> Lessons:
        return self.desk_of(speaker).learned()
