"""The thread that does jobs. Several processes may each have one: leases see to it that a job is with one at a time."""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from burnish.app.clock import now
from burnish.app.spans import SILENT, Spans, going_on, span, watching
from burnish.app.speaker import Speaker
from burnish.app.studio.job_files import JobFiles
from burnish.app.studio.job_work import JobWork, Made
from burnish.errors import BurnishError, Conflict, Failure, WriteFailed
from burnish.feedback.consent import Consent
from burnish.storage.access import Consents
from burnish.storage.job_queue import WORK, ItemRow, ItemState, JobKind, JobQueue, JobRow, JobState
from burnish.storage.notices import Unwatch

LOG = logging.getLogger("burnish.jobs")

LEASE = timedelta(seconds=30)
"""After so long without a sign of life a job is taken over."""

SLICE_S = 10.0
"""After so long another job that waits has its turn, between two items."""

LOOK_EVERY_S = 2.0
"""How often jobs are looked for that other processes took in, or left."""

MOST_ATTEMPTS = 3
"""An item that the process did not survive so often has failed."""

MOST_TRIES = 3
"""How often an item is tried where somebody else is in the way."""

KEPT_FOR = timedelta(days=30)
"""After so long a job that ended goes, with its files."""

SWEPT_EVERY_S = 6 * 3600.0


def _nothing() -> None:
    """Nothing is watched."""


@dataclass
class JobRunner:
    """Does what is in the queue, one job after the other, in turns."""

    queue: JobQueue
    work: Mapping[JobKind, JobWork]
    files: JobFiles
    consents: Consents
    sweepings: Sequence[Callable[[], None]] = ()
    """What else is cleared up now and then."""
    spans: Spans = SILENT
    """Who watches jobs; each goes on with the trace of the request that asked for it."""
    clock: Callable[[], datetime] = now
    lease: timedelta = LEASE
    slice_s: float = SLICE_S
    owner: str = field(default_factory=lambda: f"{os.getpid()}-{secrets.token_hex(8)}")
    _thread: threading.Thread | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)
    _unwatch: Unwatch = _nothing

    def start(self) -> None:
        """Begin to work, in a thread that ends with the process. Harmless to repeat."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stopping.clear()
        self._unwatch = self.queue.notices.watch((WORK,), self.poke)
        self._thread = threading.Thread(target=self._run, name="burnish-jobs", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Begin nothing more: the item that is being worked on is finished, then others go on with its job."""
        self._stopping.set()
        self._wake.set()

    def stop(self, patience_s: float = 10.0) -> None:
        """Finish the item that is being worked on and stop; what takes longer is let go of, and done by others."""
        self.leave()
        self._unwatch()
        if self._thread is None:
            return
        self._thread.join(patience_s)
        if self._thread.is_alive():
            self.let_go()

    def let_go(self) -> None:
        """Let others take over at once what is being worked on here; what comes of it here is not kept."""
        try:
            self.queue.release_all(self.owner, self.clock())
        except BurnishError as error:
            LOG.warning("jobs could not be let go of, and are taken over when their lease ends: %s", error)

    def poke(self) -> None:
        """Say that there is work."""
        self._wake.set()

    def run_one(self) -> bool:
        """Work on a job until it ends or another's turn has come; whether there was one. Raises Failure."""
        job = self.queue.claim(self.owner, self.clock(), self.lease)
        if job is None:
            return False
        try:
            with self._keeping(job), self._watched(job):
                self._work_on(job)
        except Conflict as error:
            LOG.info("%s", error)
        return True

    def sweep(self) -> None:
        """Let old jobs go, and what killed processes left. Raises BurnishError, OSError."""
        for job in self.queue.remove_settled(self.clock() - KEPT_FOR):
            self.files.remove(job)
        self.files.sweep(self.queue.all_ids())
        for each in self.sweepings:
            each()

    def _run(self) -> None:
        swept_at = -SWEPT_EVERY_S
        while not self._stopping.is_set():
            self._wake.clear()
            worked = False
            try:
                if time.monotonic() - swept_at > SWEPT_EVERY_S:
                    swept_at = time.monotonic()
                    self.sweep()
                worked = self.run_one()
            except Exception:  # the thread outlives whatever happens to one job
                LOG.exception("a job could not be worked on; it is tried again")
            if not worked:
                self._wake.wait(LOOK_EVERY_S)

    def _work_on(self, job: JobRow) -> None:
        began = time.monotonic()
        while not self._stopping.is_set():
            item = None if job.is_canceled else self.queue.next_item(job)
            if item is None:
                self._end(job)
                return
            state, made = self._result(job, item)
            job = self.queue.finish_item(job, self.owner, item.number, state, made.detail, made.file)
            is_long = time.monotonic() - began > self.slice_s
            if is_long and not job.is_canceled and self.queue.is_anything_free(self.clock()):
                break
        self.queue.release(job, self.owner, self.clock())

    def _result(self, job: JobRow, item: ItemRow) -> tuple[ItemState, Made]:
        if job.attempts > MOST_ATTEMPTS:
            return "failed", Made(f"the server stopped while it worked on this, {MOST_ATTEMPTS} times")
        try:
            with span("job item", kind=job.kind, number=item.number):
                return "done", self._tried(job, item)
        except BurnishError as error:
            return "failed", Made(str(error))
        except Exception as error:
            LOG.exception("an item of job %r failed", job.id)
            return "failed", Made(
                f"something went wrong here ({type(error).__name__}); the server's log says what"
            )

    def _tried(self, job: JobRow, item: ItemRow) -> Made:
        """Do an item; again where another program was in the way."""
        speaker = self._speaker(job)
        for _ in range(MOST_TRIES - 1):
            try:
                return self.work[job.kind].do(speaker, job, item)
            except Failure as error:
                if type(error) not in (Failure, Conflict):
                    raise
        return self.work[job.kind].do(speaker, job, item)

    def _speaker(self, job: JobRow) -> Speaker:
        """Who asked, with what they allow by now."""
        said = self.consents.of(job.workspace, job.person)
        return Speaker(job.person, job.workspace, said or Consent.model_validate(job.document["consent"]))

    def _end(self, job: JobRow) -> None:
        is_whole = job.done == job.total
        state: JobState = "done" if is_whole else "canceled"
        detail = ""
        if is_whole and job.failed == job.total:
            first = self.queue.item(job, 1)
            state, detail = "failed", "" if first is None else first.detail
        try:
            self.work[job.kind].end(job)
        except WriteFailed as error:
            state, detail = "failed", str(error)
        self.queue.settle(job, self.owner, state, detail, self.clock())

    @contextmanager
    def _watched(self, job: JobRow) -> Generator[None]:
        told = span("job", kind=job.kind, items=job.total)
        with watching(self.spans), going_on(job.document.get("trace")), told:
            yield

    @contextmanager
    def _keeping(self, job: JobRow) -> Generator[None]:
        """Prolong the lease from time to time, from another thread, until the block ends."""
        over = threading.Event()

        def prolong() -> None:
            while not over.wait(self.lease.total_seconds() / 3):
                try:
                    if not self.queue.prolong(job, self.owner, self.clock(), self.lease):
                        return
                except BurnishError as error:
                    LOG.warning("a lease could not be prolonged: %s", error)

        thread = threading.Thread(target=prolong, name="burnish-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
