"""The photos that are being talked about: one conversation each, and calls about one photo take turns."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from burnish.app import Darkroom
from burnish.app.conversations import latest_number
from burnish.app.feedback import FeedbackDesk
from burnish.app.session import PhotoSession, open_session
from burnish.errors import Failure
from burnish.service.roots import Roots

if TYPE_CHECKING:
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.planner.planner import EmbeddedPlanner

T = TypeVar("T")

MOST_OPEN = 4
"""Photos that stay decoded in memory; the others are read again when they are next spoken of."""

MOST_AT_ONCE = 4
"""Calls that are worked on at the same time, each about another photo."""


@dataclass
class _Seat:
    """One photo's place: whoever holds the lock has its turn."""

    lock: anyio.Lock = field(default_factory=anyio.Lock)
    session: PhotoSession | None = None


@dataclass
class OpenPhotos:
    """Photos by the digest of their bytes, so that two names of one photo are one conversation."""

    darkroom: Darkroom
    planner: "EmbeddedPlanner | ChatPlanner"
    roots: Roots
    feedback: FeedbackDesk
    most_open: int = MOST_OPEN
    _seats: OrderedDict[str, _Seat] = field(default_factory=OrderedDict[str, _Seat])
    _digests: dict[tuple[Path, int, int, int], str] = field(
        default_factory=dict[tuple[Path, int, int, int], str]
    )
    _limiter: anyio.CapacityLimiter | None = None

    async def with_photo(self, photo: str, work: Callable[[PhotoSession], T], *, afresh: bool = False) -> T:
        """Work on a photo's conversation in a thread, alone; `afresh` begins a new one.

        A call that is canceled while it waits is never begun; one that is under way ends at its next `is_wanted`.

        Raises:
            BadInput: the photo lies outside of the roots, or what was kept about it is damaged.
            PhotoError: it cannot be read.
        """
        path, digest = await self.in_thread(lambda: self._found(photo))
        seat = self._seats.setdefault(digest, _Seat())
        async with seat.lock:
            seat.session = await self.in_thread(lambda: self._session(seat, path, digest, afresh=afresh))
            self._close_others(digest)
            session = seat.session
            return await self.in_thread(lambda: work(session))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do blocking work without holding up other calls."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(MOST_AT_ONCE)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def _found(self, photo: str) -> tuple[Path, str]:
        """The real path of a photo, and the digest of what is there now."""
        path = self.roots.existing(photo)
        try:
            facts = path.stat()
        except OSError:
            return path, self.darkroom.read(path).digest  # says what is wrong with it
        key = (path, facts.st_ino, facts.st_size, facts.st_mtime_ns)
        if key not in self._digests:
            self._digests[key] = self.darkroom.read(path).digest
        return path, self._digests[key]

    def _session(self, seat: _Seat, path: Path, digest: str, *, afresh: bool) -> PhotoSession:
        session = seat.session
        if session is not None and not afresh and _is_current(session):
            return session
        resume = not afresh and latest_number(self.darkroom.home, digest, self.feedback.speaker) > 0
        opened = open_session(self.darkroom, self.planner, path, resume=resume, feedback=self.feedback)
        if opened.source.digest != digest:
            raise Failure(f"{str(path)!r} changed while it was read; ask again")
        return opened

    def _close_others(self, digest: str) -> None:
        """Let go of the photos that were not spoken of for the longest time."""
        self._seats.move_to_end(digest)
        taken = [seat for seat in self._seats.values() if seat.session is not None]
        for seat in taken[: max(0, len(taken) - self.most_open)]:
            if not seat.lock.locked():
                seat.session = None


def is_wanted() -> None:
    """Ends the work of a thread whose call was canceled; to be asked before anything is kept."""
    import anyio.from_thread

    anyio.from_thread.check_cancelled()


def _is_current(session: PhotoSession) -> bool:
    """Whether no other program added to the conversation since it was read."""
    return sum(1 for _ in session.folder.folder.glob("*.json")) == session.stored.files
