"""What is read off the facts themselves, of the latest of them: what went wrong, whether people agree, what drifted.

It is worked out in a thread, and kept in memory alone: it holds people's words, so forgetting anybody lets go of it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from burnish.app.clock import now
from burnish.app.studio.dashboard.agreement import Agreement, agreements
from burnish.app.studio.dashboard.drifting import drift_columns
from burnish.evaluation.drift.report import Moved, drift
from burnish.feedback.aggregates.aggregates import TurnSeen
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.feedback.triage.classification import items
from burnish.feedback.triage.clustering import Triaged, triaged
from burnish.storage.turn_pages import TurnPages

LATEST = 20_000
"""Places of the log that triage and agreement look back."""

RECENT_DAYS, BEFORE_DAYS = 28, 84
"""What is held against what, for drift."""

PIECES, PIECE = 10, 500
"""Of each side of drift so many pieces of the log are read, evenly strewn, of so many places each."""

AGAIN_AFTER = 500
"""New places after which it is worked out anew, …"""

AGAIN_AFTER_S = 900.0
"""… or after so long, where there is anything new."""


@dataclass(frozen=True)
class Recent:
    """What the latest facts say."""

    at: datetime
    through: int
    """Place of the last fact that it knows."""
    since: datetime | None
    """When the first turn was that triage and agreement know; None of none."""
    triage: Triaged
    agreement: tuple[Agreement, ...]
    drift: tuple[Moved, ...]


@dataclass(eq=False)
class RecentFacts:
    """The latest facts of workspaces, as they were worked out last. For any number of threads."""

    pages: TurnPages
    clock: Callable[[], datetime] = now
    clock_s: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[Recent, float]] = field(
        default_factory=dict[str, tuple[Recent, float]], repr=False
    )
    _forgotten: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, workspace: str) -> Recent | None:
        """What was worked out last; None where nothing was yet."""
        with self._lock:
            known = self._known.get(workspace)
        return None if known is None else known[0]

    def is_due(self, workspace: str, through: int) -> bool:
        """Whether it is to be worked out anew, where the log has come this far."""
        with self._lock:
            known = self._known.get(workspace)
        if known is None:
            return True
        fresh = through - known[0].through
        return fresh >= AGAIN_AFTER or (fresh > 0 and self.clock_s() - known[1] > AGAIN_AFTER_S)

    def work_out(self, workspace: str) -> None:
        """Read the latest facts anew. Raises BadInput, Failure."""
        with self._lock:
            forgotten = self._forgotten.get(workspace, 0)
        found = recent(self.pages, workspace, self.clock())
        with self._lock:
            if self._forgotten.get(workspace, 0) == forgotten:
                self._known[workspace] = (found, self.clock_s())

    def forget(self, workspace: str) -> None:
        """Let go of what is known: somebody was forgotten."""
        with self._lock:
            self._forgotten[workspace] = self._forgotten.get(workspace, 0) + 1
            self._known.pop(workspace, None)


def recent(pages: TurnPages, workspace: str, now: datetime) -> Recent:
    """What the latest facts of a workspace say. Raises BadInput, Failure."""
    page = pages.recent(workspace, LATEST)
    offers = [each.offer for each in page.turns]
    signals = [signal for each in page.turns for signal in each.now]
    said = tuple(sorted(signals, key=lambda each: (each.at, each.id)))
    return Recent(
        now, page.through, min((each.at for each in offers), default=None), _triaged(offers, said),
        agreements(page.turns), _drifted(pages, workspace, now),
    )  # fmt: skip


def _triaged(offers: Sequence[Offer], signals: Sequence[Signal]) -> Triaged:
    return triaged(items(offers, signals))


def _drifted(pages: TurnPages, workspace: str, now: datetime) -> tuple[Moved, ...]:
    begins = now - timedelta(days=RECENT_DAYS)
    middle = pages.place_of(workspace, begins)
    first = pages.place_of(workspace, begins - timedelta(days=BEFORE_DAYS))
    then = strewn(pages, workspace, first, middle)
    new = strewn(pages, workspace, middle, pages.last(workspace))
    columns = drift_columns(then, new)
    return drift(columns, seed=0) if columns else ()


def strewn(
    pages: TurnPages, workspace: str, first: int, last: int, pieces: int = PIECES, piece: int = PIECE
) -> tuple[TurnSeen, ...]:
    """Turns between two places of the log; of many, those of pieces that are evenly strewn. Raises BadInput."""
    if last - first <= pieces * piece:
        return pages.after(workspace, first, last - first).turns if last > first else ()
    step = (last - first - piece) // (pieces - 1)
    found = (pages.after(workspace, first + k * step, piece) for k in range(pieces))
    return tuple(turn for page in found for turn in page.turns if turn.before is None)
