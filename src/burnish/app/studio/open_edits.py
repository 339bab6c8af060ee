"""Photos that people edit: one conversation for each person and photo, and who edits one takes turns."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from burnish.agent.turn_folder import Stored, TurnFolder
from burnish.app.conversations import latest_number, turn_folder
from burnish.app.session import PhotoSession, Sight
from burnish.app.speaker import Speaker
from burnish.app.studio.by_hand import tell_correction
from burnish.app.studio.workspaces import Workspaces
from burnish.imaging.files import Source
from burnish.storage.library import Library, PhotoRow

if TYPE_CHECKING:
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.planner.planner import EmbeddedPlanner

MOST_PIXELS = 150_000_000
"""Pixels of photos that are kept decoded, and at least the one that was asked for last."""

MOST_SEATS = 200
"""Conversations that are kept read; others are read from the disk again."""


@dataclass
class _Seat:
    """One person's edit of one photo: whoever holds the lock has its turn."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    waiting: int = 0
    """How many wait for their turn."""
    folder: TurnFolder | None = None
    stored: Stored | None = None
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def taken(self) -> Generator[None]:
        """Wait for the turn and have it until the block ends."""
        self._waits(1)
        try:
            self.lock.acquire()
        finally:
            self._waits(-1)
        try:
            yield
        finally:
            self.lock.release()

    def _waits(self, more: int) -> None:
        with self._counting:
            self.waiting += more


@dataclass
class OpenEdits:
    """Sessions by person and photo; pixels by photo, for everybody. Safe to ask from several threads."""

    workspaces: Workspaces
    planner: "EmbeddedPlanner | ChatPlanner"
    library: Library
    most_pixels: int = MOST_PIXELS
    most_seats: int = MOST_SEATS
    _seats: OrderedDict[tuple[Speaker, str], _Seat] = field(
        default_factory=OrderedDict[tuple[Speaker, str], _Seat]
    )
    _sights: OrderedDict[tuple[str, str], tuple[Sight, int]] = field(
        default_factory=OrderedDict[tuple[str, str], tuple[Sight, int]]
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def of(self, speaker: Speaker, photo: str) -> Generator[PhotoSession]:
        """A person's edit of a photo of their workspace, theirs alone until the block ends.

        Raises:
            NotFound: the workspace has no such photo.
            BadInput: what was kept about it is damaged.
        """
        row = self.library.photo(speaker.workspace, photo)
        seat, desk = self._seat(speaker, photo), self.workspaces.desk_of(speaker)
        darkroom = self.workspaces.darkroom_of(speaker.workspace)
        with seat.taken(), self.workspaces.way.kept(lambda: seat.waiting > 0):
            number = latest_number(darkroom.home, row.digest, speaker) or 1
            folder = turn_folder(darkroom.home, darkroom.catalogue, row.digest, speaker, number)
            if seat.stored is None or seat.folder != folder or not _is_current(folder, seat.stored):
                seat.folder, seat.stored = folder, folder.read()
            session = PhotoSession(darkroom, self.planner, self.sight(row), folder, seat.stored, desk)
            session.going_on = tell_correction
            try:
                yield session
            finally:
                seat.stored = session.stored

    def sight(self, row: PhotoRow) -> Sight:
        """A photo's pixels and what is seen in them; nothing is read before it is asked for. Raises NotFound."""
        key = (row.workspace, row.digest)
        with self._lock:
            if key not in self._sights:
                source = Source(row.name, self.workspaces.store.blob(*key), self.workspaces.darkroom.limits)
                self._sights[key] = (Sight(source), row.width * row.height)
            self._sights.move_to_end(key)
            while len(self._sights) > 1 and sum(size for _, size in self._sights.values()) > self.most_pixels:
                self._sights.popitem(last=False)
            return self._sights[key][0]

    @contextmanager
    def stopped(
        self, workspace: str, *, person: str | None = None, photo: str | None = None
    ) -> Generator[None]:
        """Nobody edits what is about to be removed (of a person, of a photo) until the block ends; then it is let go.

        Whoever waited for their turn meanwhile reads what is there then.
        """
        with self._lock:
            seats = [  # In one order for everybody, so that two who stop the same edits do not wait for each other.
                seat for (speaker, about), seat in sorted(self._seats.items(), key=_order)
                if speaker.workspace == workspace and person in (None, speaker.person) and photo in (None, about)
            ]  # fmt: skip
        with ExitStack() as held:
            for seat in seats:
                held.enter_context(seat.lock)
            try:
                yield
            finally:
                self.forget(workspace, person)

    def forget(self, workspace: str, person: str | None = None) -> None:
        """Let go of everything that is kept of a workspace's photos, or of a person's edits."""
        with self._lock:
            for key in [
                each for each in self._seats
                if each[0].workspace == workspace and person in (None, each[0].person)
            ]:  # fmt: skip
                del self._seats[key]
            for found in [each for each in self._sights if each[0] == workspace]:
                del self._sights[found]

    def _seat(self, speaker: Speaker, photo: str) -> _Seat:
        with self._lock:
            seat = self._seats.setdefault((speaker, photo), _Seat())
            self._seats.move_to_end((speaker, photo))
            while len(self._seats) > self.most_seats:
                self._seats.popitem(last=False)
            return seat


def _order(each: tuple[tuple[Speaker, str], _Seat]) -> tuple[str, str, int]:
    (speaker, photo), seat = each
    return speaker.person, photo, id(seat)


def _is_current(folder: TurnFolder, stored: Stored) -> bool:
    """Whether the conversation is as it was read: another program may have added to it, or begun it anew."""
    if sum(1 for _ in folder.folder.glob("[0-9]*.json")) != stored.files:
        return False
    if not stored.files:
        return True
    try:
        last = (folder.folder / f"{stored.files:06}.json").read_bytes()
    except OSError:
        return False
    return hashlib.sha256(last).hexdigest() == stored.last
