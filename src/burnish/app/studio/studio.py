"""The studio: everything that a service offers to people, wired together once."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from burnish.app.darkroom import Darkroom
from burnish.app.events.destinations import Destinations
from burnish.app.events.event_log import EventLog
from burnish.app.events.webhook_folder import WebhookFolder
from burnish.app.events.webhooks import Webhooks
from burnish.app.speaker import Speaker
from burnish.app.studio.batching import Batching
from burnish.app.studio.brand import Brands
from burnish.app.studio.dashboard.dashboard import Dashboard
from burnish.app.studio.editing import Editing
from burnish.app.studio.exporting import Exporting
from burnish.app.studio.forgetting_me import Forgetting
from burnish.app.studio.image_links import ImageLinks
from burnish.app.studio.importing import QUOTA_BYTES, Importing
from burnish.app.studio.job_files import JobFiles
from burnish.app.studio.job_runner import JobRunner
from burnish.app.studio.job_work import JobWork
from burnish.app.studio.jobs import Jobs
from burnish.app.studio.links import Links
from burnish.app.studio.open_edits import OpenEdits
from burnish.app.studio.opinions import Opinions
from burnish.app.studio.photos import Photos
from burnish.app.studio.picturing import Pictures
from burnish.app.studio.single_edits import SingleEdits
from burnish.app.studio.sources import Sources
from burnish.app.studio.standing import Standing
from burnish.app.studio.states import States
from burnish.app.studio.studies.room import StudyRoom
from burnish.app.studio.tastes import Tastes
from burnish.app.studio.thumbnails import Thumbnails
from burnish.app.studio.tiling import Tiles
from burnish.app.studio.turnstile import Turnstile
from burnish.app.studio.workspaces import Workspaces, store_of
from burnish.app.team.quotas import TeamQuotas
from burnish.app.team.team import quotas_of
from burnish.storage.access import Access
from burnish.storage.export_defaults import ExportDefaults
from burnish.storage.facts_in_order import FactsInOrder
from burnish.storage.job_queue import JobKind, JobQueue
from burnish.storage.leases import Leases
from burnish.storage.ledger import SqlLedger
from burnish.storage.library import Library
from burnish.storage.recent_signals import RecentSignals
from burnish.storage.snapshots import Snapshots
from burnish.storage.spent_links import SpentLinks
from burnish.storage.studies import Studies

if TYPE_CHECKING:
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.planner.planner import EmbeddedPlanner


@dataclass(frozen=True)
class Studio:
    """The rooms of the studio. Safe to ask from several threads."""

    workspaces: Workspaces
    library: Library
    edits: OpenEdits
    access: Access
    quota_bytes: int = QUOTA_BYTES
    """What each workspace's photos may have together."""

    @cached_property
    def editing(self) -> Editing:
        """What people do to their edits."""
        database = self.workspaces.store.database
        return Editing(self.edits, RecentSignals(database), Snapshots(database), self.turnstile)

    @cached_property
    def opinions(self) -> Opinions:
        """What people say of what they were shown."""
        return Opinions(self.edits, RecentSignals(self.workspaces.store.database))

    @property
    def turnstile(self) -> Turnstile:
        """Where those take turns who reckon for people that wait."""
        return self.workspaces.turnstile

    @cached_property
    def pictures(self) -> Pictures:
        """Where pictures of edits are made."""
        states, sources = States(self.workspaces), Sources(self.workspaces, self.edits)
        catalogue = self.workspaces.darkroom.catalogue
        return Pictures(self.library, states, sources, catalogue, self.turnstile)

    @cached_property
    def tiles(self) -> Tiles:
        """Finished frames in squares."""
        return Tiles(self.pictures)

    @cached_property
    def thumbnails(self) -> Thumbnails:
        """Small pictures for lists."""
        return Thumbnails(self.pictures, self.workspaces)

    @cached_property
    def studies(self) -> StudyRoom:
        """Where several people judge edits."""
        return StudyRoom(Studies(self.workspaces.store.database), self.pictures)

    @cached_property
    def tastes(self) -> Tastes:
        """What was learned of people."""
        return Tastes(self.workspaces, self.edits)

    @cached_property
    def brands(self) -> Brands:
        """The rules of workspaces."""
        return Brands(self.workspaces)

    @cached_property
    def dashboard(self) -> Dashboard:
        """What an operator sees of the loop."""
        return Dashboard(self.workspaces)

    @cached_property
    def forgetting(self) -> Forgetting:
        """How people are forgotten."""
        return Forgetting(self.workspaces, self.edits, self.dashboard)

    @cached_property
    def importing(self) -> Importing:
        """How photos come in."""
        quotas = self.quotas

        def check_more(speaker: Speaker, count: int) -> None:
            quotas.check_bytes(speaker.workspace, speaker.person, count)

        return Importing(self.workspaces, self.library, self.quota_bytes, check_more)

    @cached_property
    def quotas(self) -> TeamQuotas:
        """How much people may do and keep."""
        return quotas_of(self.workspaces.store)

    @cached_property
    def photos(self) -> Photos:
        """The library, for people."""
        return Photos(
            self.workspaces, self.library, self.edits, self.standing, self.access.tokens,
            lambda row: self.thumbnails.forget(row.workspace, row.digest),
        )  # fmt: skip

    @cached_property
    def standing(self) -> Standing:
        """Which state each edit stands at."""
        return Standing(self.workspaces)

    @cached_property
    def jobs(self) -> Jobs:
        """Exports, and edits of many photos."""
        files = JobFiles(self.workspaces)
        exporting = Exporting(
            self.workspaces, self.library, self.edits, States(self.workspaces), self.standing, files
        )
        database = self.workspaces.store.database
        return Jobs(
            JobQueue(database), self.library, exporting, Batching(self.library, self.edits), files,
            ExportDefaults(database), lambda: self.runner.poke(),
        )  # fmt: skip

    @cached_property
    def runner(self) -> JobRunner:
        """The thread that does jobs, once it is started."""
        jobs = self.jobs
        work: dict[JobKind, JobWork] = {"export": jobs.exporting, "batch": jobs.batching}
        sweepings = (self.importing.sweep, self.thumbnails.sweep)
        return JobRunner(jobs.queue, work, jobs.files, self.access.consents, sweepings)

    @cached_property
    def links(self) -> Links:
        """Signed addresses of jobs' files."""
        database = self.workspaces.store.database
        return Links(self.jobs, SpentLinks(database), self.workspaces.darkroom.home)

    @cached_property
    def events(self) -> EventLog:
        """What happens in workspaces."""
        database = self.workspaces.store.database
        return EventLog(FactsInOrder(database), SqlLedger(database))

    @cached_property
    def webhooks(self) -> Webhooks:
        """Where that is sent."""
        return Webhooks(
            WebhookFolder(self.workspaces), self.events, Destinations(self.workspaces.darkroom.home),
            leases=Leases(self.workspaces.store.database),
        )  # fmt: skip

    @cached_property
    def single(self) -> SingleEdits:
        """Answers to requests that stand alone."""
        return SingleEdits(self.edits, self.importing, self.pictures)

    @cached_property
    def image_links(self) -> ImageLinks:
        """Signed addresses of what was answered to those."""
        return ImageLinks(self.single, self.workspaces.darkroom.home)

    @property
    def planner_name(self) -> str:
        """Which planner answers requests."""
        return "chat" if type(self.edits.planner).__name__ == "ChatPlanner" else "embedded"

    def let_go(self) -> None:
        """Let others go on with what is under way here, which is cut off now."""
        self.runner.let_go()

    def close(self) -> None:
        """Let go of the store."""
        if "dashboard" in vars(self):
            self.dashboard.stop()
        if "importing" in vars(self):
            self.importing.decoder.close()
        self.workspaces.close()


def open_studio(
    darkroom: Darkroom,
    planner: "EmbeddedPlanner | ChatPlanner",
    store_url: str | None = None,
    quota_bytes: int = QUOTA_BYTES,
    objects_url: str | None = None,
) -> Studio:
    """The studio of this machine's darkroom. Raises BadInput, Failure."""
    store = store_of(darkroom, store_url, objects_url)
    workspaces = Workspaces(darkroom, store, store_url, objects_url)
    library = Library(store.database, store.blobs)
    return Studio(
        workspaces, library, OpenEdits(workspaces, planner, library), Access(store.database), quota_bytes
    )
