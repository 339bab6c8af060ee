"""The dashboard of a studio's workspaces."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from burnish.app.clock import now
from burnish.app.improving.opening import gates_of, ledger_of
from burnish.app.speaker import Speaker
from burnish.app.studio.dashboard.books import Book, Books
from burnish.app.studio.dashboard.cohorts import CohortShare, cohorts
from burnish.app.studio.dashboard.counting import PART, Counted, Counting
from burnish.app.studio.dashboard.outcomes import Course, course
from burnish.app.studio.dashboard.overrides import Override, overrides, reasons
from burnish.app.studio.dashboard.queue import Queued, queued
from burnish.app.studio.dashboard.receipts import WholeReceipt, whole_receipt
from burnish.app.studio.dashboard.recent import Recent, RecentFacts
from burnish.app.studio.dashboard.releases import (
    ReleaseSeen,
    RunSeen,
    release_seen,
    releases_seen,
    runs_seen,
    verdict_of,
)
from burnish.app.studio.dashboard.windows import Window, latest
from burnish.app.studio.workspaces import Workspaces
from burnish.errors import Conflict, NotFound
from burnish.governance.card import model_card
from burnish.governance.deploying import Hand, rolling_back
from burnish.governance.entry_kinds import QueueState
from burnish.governance.ledger import Decision, LedgerStore, record
from burnish.governance.work_queue import moving, queue_states
from burnish.learning.parts import HOUSE
from burnish.tools.describing import describe


@dataclass(eq=False)
class Dashboard:
    """Panels by workspace. Safe to ask from several threads; whoever asks has been found to be allowed to."""

    workspaces: Workspaces
    clock: Callable[[], datetime] = now
    counting: Counting = field(init=False)
    facts: RecentFacts = field(init=False)
    books: Books = field(init=False)
    _units: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]], repr=False)

    def __post_init__(self) -> None:
        turnstile = self.workspaces.turnstile
        self.counting = Counting(self.workspaces.store, self._look_closer, turnstile=turnstile)
        self.facts = RecentFacts(self.counting.pages, self.clock)
        self.books = Books(ledger_of(self.workspaces.store))
        self.workspaces.forgettings.then(self._doubt)

    @property
    def ledger(self) -> LedgerStore:
        """Where what is done here is entered."""
        return self.books.ledger

    def unit(self, slider: str) -> str:
        """The unit of a slider, by `tool.parameter` or `tool@mask.parameter`; empty where it has none."""
        tool, _, parameter = slider.replace("@mask", "").partition(".")
        if tool not in self._units:
            known = [each for each in self.workspaces.darkroom.catalogue.tools if each.name == tool]
            parameters = describe(known[0])["parameters"] if known else []
            self._units[tool] = {each["name"]: str(each["unit"] or "") for each in parameters}
        return self._units[tool].get(parameter, "")

    def warm(self, workspace: str) -> None:
        """Get ready for the first panel, in a thread, where the dashboard was looked at before."""
        if self.workspaces.store.load_part(workspace, HOUSE, PART) is not None:
            self.counting.soon(workspace)

    def counted(self, workspace: str) -> Counted:
        """The counts as far as they are. Raises BadInput."""
        self.workspaces.forgettings.look(workspace)
        return self.counting.of(workspace)

    def window(self, days: int) -> Window:
        """So many days up to today. Raises BadInput."""
        return latest(self.clock().astimezone(UTC).date(), days)

    def course(self, workspace: str, days: int) -> tuple[Course, Counted]:
        """Acceptance and satisfaction over time. Raises BadInput."""
        counted = self.counted(workspace)
        return course(counted.aggregates, self.window(days)), counted

    def overrides(self, workspace: str, days: int) -> tuple[tuple[Override, ...], Counted]:
        """How far people move sliders. Raises BadInput."""
        counted = self.counted(workspace)
        return overrides(counted.aggregates, self.window(days)), counted

    def reasons(self, workspace: str, days: int) -> tuple[tuple[str, int], ...]:
        """Why people reject. Raises BadInput."""
        return reasons(self.counted(workspace).aggregates, self.window(days))

    def fairness(self, workspace: str, days: int) -> tuple[tuple[CohortShare, ...], Counted]:
        """How kinds of photos and requests fare. Raises BadInput."""
        counted = self.counted(workspace)
        return cohorts(counted.aggregates, self.window(days)), counted

    def recent(self, workspace: str) -> Recent | None:
        """What the latest facts say; None until a thread has worked it out. Raises BadInput."""
        self.workspaces.forgettings.look(workspace)
        if self.facts.is_due(workspace, self.counting.pages.last(workspace)):
            self.counting.soon(workspace)
        return self.facts.of(workspace)

    def queue(self, workspace: str) -> tuple[Queued, ...] | None:
        """What is wrong, and where it stands; None until that is worked out. Raises BadInput."""
        found = self.recent(workspace)
        if found is None:
            return None
        return queued(found.triage, queue_states(self.books.of(workspace).entries))

    def move(self, speaker: Speaker, entry: str, to: QueueState) -> None:
        """Move an entry of the queue. Raises NotFound, BadInput, WriteFailed."""
        workspace, found = speaker.workspace, self.facts.of(speaker.workspace)
        if found is None or all(each.id != entry for each in found.triage.entries):
            raise NotFound(f"the queue has no entry {entry!r}")
        hand = self._hand(speaker)
        self._enter(workspace, lambda entries: moving(entries, entry, to, hand))

    def book(self, workspace: str) -> Book:
        """The ledger. Raises BadInput."""
        return self.books.of(workspace)

    def runs(self, workspace: str) -> tuple[RunSeen, ...]:
        """Runs, the latest first. Raises BadInput."""
        return runs_seen(self.book(workspace))

    def releases(self, workspace: str) -> tuple[ReleaseSeen, ...]:
        """Releases, the latest first. Raises BadInput."""
        home = self.workspaces.home_of(workspace)
        return releases_seen(self.book(workspace), gates_of(home), home)

    def card(self, workspace: str, release: str) -> str:
        """The model card of a release. Raises NotFound, BadInput."""
        book, gates = self.book(workspace), gates_of(self.workspaces.home_of(workspace))
        registered = book.releases.one(release)
        return model_card(registered, verdict_of(book, registered, gates))

    def roll_back(self, speaker: Speaker, release: str) -> ReleaseSeen:
        """Take back the canary or what is released, whichever is named.

        Raises:
            NotFound: no such release is registered.
            Conflict: it is not deployed, or not any more.
        """
        workspace = speaker.workspace
        now = self.book(workspace).releases
        now.one(release)
        if release not in (now.canary, now.current):
            raise Conflict(f"release {release!r} is not deployed, or not any more; look again")
        hand = self._hand(speaker)
        self._enter(workspace, lambda entries: rolling_back(entries, hand, release))
        home, book = self.workspaces.home_of(workspace), self.book(workspace)
        return release_seen(book, book.releases.one(release), gates_of(home), home)

    def receipt(self, workspace: str, signal: str) -> WholeReceipt:
        """What became of a signal. Raises NotFound."""
        home = self.workspaces.home_of(workspace)
        return whole_receipt(self.workspaces.store, home, workspace, signal)

    @contextmanager
    def forgetting(self, speaker: Speaker) -> Generator[None]:
        """Around forgetting a person: nothing here knows them afterwards."""
        with self.counting.forgetting(speaker.workspace, speaker.person):
            self.facts.forget(speaker.workspace)
            yield
        self.facts.forget(speaker.workspace)

    def stop(self) -> None:
        """Count no more."""
        self.counting.stop()

    def _doubt(self, workspace: str) -> None:
        """Somebody was forgotten, perhaps by another server: nothing in memory may know them."""
        self.facts.forget(workspace)
        self.counting.doubt(workspace)

    def _look_closer(self, workspace: str) -> None:
        if self.facts.is_due(workspace, self.counting.pages.last(workspace)):
            self.facts.work_out(workspace)

    def _hand(self, speaker: Speaker) -> Hand:
        return Hand(self.ledger.signer(speaker.workspace, speaker.person), self.clock())

    def _enter(self, workspace: str, decide: Decision) -> None:
        record(self.ledger, workspace, decide, known=self.book(workspace).entries)
