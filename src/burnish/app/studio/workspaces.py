"""What belongs to a workspace and its people: a darkroom of its own, and a feedback desk for each person."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from burnish.app.darkroom import Darkroom
from burnish.app.feedback import STORE_FOLDER, FeedbackDesk
from burnish.app.house import House
from burnish.app.released import book_of, released_of
from burnish.app.speaker import Speaker
from burnish.app.studio.forgettings import Forgettings
from burnish.app.studio.learner import Learner
from burnish.app.studio.right_of_way import RightOfWay
from burnish.app.studio.turnstile import Turnstile, places_of
from burnish.feedback.identity import LOCAL_WORKSPACE
from burnish.imaging.sweep.bands import available_cores
from burnish.learning.taste.book import Ground
from burnish.learning.taste.shipped import shipped_ground
from burnish.storage.sql import SqlStore

FOLDER = "workspaces"


def _nobody(_: str) -> None:
    """Nobody listens."""


@dataclass
class Workspaces:
    """Darkrooms and desks by workspace and person, over one store. Safe to ask from several threads."""

    darkroom: Darkroom
    """The one of this machine's own workspace."""
    store: SqlStore
    store_url: str | None = field(default=None, repr=False)
    objects_url: str | None = None
    tell: Callable[[str], None] = _nobody
    way: RightOfWay = field(default_factory=RightOfWay)
    """Had by what people say of proposals, and given by who reckons."""
    _desks: dict[Speaker, FeedbackDesk] = field(default_factory=dict[Speaker, FeedbackDesk])
    _houses: dict[str, House] = field(default_factory=dict[str, House])
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @cached_property
    def learner(self) -> Learner:
        """Who learns from what people say."""
        return Learner(self.desk_of, self.turnstile)

    @cached_property
    def turnstile(self) -> Turnstile:
        """Where those take turns who reckon: more at once would only hold up each other, and what is quick."""
        return Turnstile(places_of(available_cores()), self.way)

    def __post_init__(self) -> None:
        self.store.database.give_way = self.way.give

    def darkroom_of(self, workspace: str) -> Darkroom:
        """Tools and folders of a workspace: masks, tables and looks of one are not seen from another."""
        return replace(self.darkroom, home=self.home_of(workspace))

    def home_of(self, workspace: str) -> Path:
        """A workspace's folder, whose name does not tell whose it is."""
        if workspace == LOCAL_WORKSPACE:
            return self.darkroom.home
        return self.darkroom.home / folder_of(workspace)

    @cached_property
    def forgettings(self) -> Forgettings:
        """Where it is noticed that somebody was forgotten, by this process or another."""
        found = Forgettings(self.store)
        found.then(self.read_taste_anew)
        return found

    def desk_of(self, speaker: Speaker) -> FeedbackDesk:
        """The desk of a person. Raises BadInput, Failure."""
        self.forgettings.look(speaker.workspace)
        with self._lock:
            if speaker not in self._desks:
                self._desks[speaker] = self._new_desk(speaker)
            return self._desks[speaker]

    def alone(self, workspace: str) -> AbstractContextManager[None]:
        """Until its block ends nobody else works on any taste of a workspace of which somebody has a desk."""
        with self._lock:
            return self._houses[workspace].turns.alone()

    def read_taste_anew(self, workspace: str) -> None:
        """Let go of what is known in memory of a workspace's tastes: somebody was forgotten."""
        with self._lock:
            for speaker in [each for each in self._desks if each.workspace == workspace]:
                del self._desks[speaker]
            house = self._houses.get(workspace)
            if house is not None:
                book = book_of(self.store, workspace, self._ground, house.released)
                self._houses[workspace] = replace(house, book=book)

    def close(self) -> None:
        """Learn no more, and let go of the store."""
        self.learner.stop()
        self.store.close()

    @cached_property
    def _ground(self) -> Ground:
        return shipped_ground(self.darkroom.catalogue)

    def _new_desk(self, speaker: Speaker) -> FeedbackDesk:
        workspace = speaker.workspace
        if workspace not in self._houses:
            released = released_of(self.store, workspace, self._ground)
            book = book_of(self.store, workspace, self._ground, released)
            self._houses[workspace] = House(self.store, self._ground, book, released, self.learner.soon)
        desk = FeedbackDesk(
            self.home_of(workspace), self.darkroom.catalogue, speaker, self.store_url, self.objects_url,
            tell=self.tell,
        )  # fmt: skip
        desk.sharing(self._houses[workspace])
        return desk


def folder_of(workspace: str) -> Path:
    """Where a workspace's folder is in the home folder of a machine that has several."""
    return Path(FOLDER) / hashlib.sha256(workspace.encode()).hexdigest()[:32]


def store_of(darkroom: Darkroom, url: str | None = None, objects: str | None = None) -> SqlStore:
    """The store of this machine's darkroom, or of a URL; its bytes there, or in a bucket. Raises BadInput, Failure."""
    from burnish.storage.opening import open_store

    return open_store(darkroom.home / STORE_FOLDER, url, objects)
