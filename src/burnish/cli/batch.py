"""Many photos through one edit: a few at a time, none stops the others, nothing is done twice."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from burnish import __version__
from burnish.app import Darkroom, ExportOptions, Size
from burnish.cli.answer import error_document
from burnish.cli.journal import Journal, key_of
from burnish.cli.outputs import Job
from burnish.errors import BadInput, BurnishError, WriteFailed
from burnish.imaging.atomic import sweep_partials, write_atomically
from burnish.imaging.files import Source
from burnish.recipe.recipe import Recipe


@dataclass(frozen=True)
class Edit:
    """What is done to every photo."""

    recipe_for: Callable[[Size | None], Recipe]
    digest: str
    """Of all that decides it."""


@dataclass(frozen=True)
class Outcome:
    """What came of one photo."""

    job: Job
    width: int = 0
    height: int = 0
    bytes: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    error: BurnishError | None = None

    @property
    def status(self) -> str:
        """written, skipped (already there, from the same photo and edit) or failed."""
        if self.error is not None:
            return "failed"
        return "written" if self.bytes else "skipped"

    def document(self) -> dict[str, Any]:
        """The outcome as plain JSON values."""
        document: dict[str, Any] = {
            "photo": str(self.job.photo),
            "output": str(self.job.out),
            "status": self.status,
        }
        if self.error is not None:
            return document | {"error": error_document(self.error)}
        if self.bytes:
            document |= {"width": self.width, "height": self.height, "bytes": self.bytes}
            document |= {"seconds": round(self.seconds, 3), "notes": list(self.notes)}
        return document


@dataclass(frozen=True)
class Batch:
    """Photos on their way through one edit."""

    darkroom: Darkroom
    jobs: tuple[Job, ...]
    edit: Edit
    options: ExportOptions
    overwrite: bool = False
    begun: Callable[[], Source] | None = None
    """The only photo, where reading it has begun; see `read_ahead`."""

    def outcomes(self, at_once: int, threads: int | None) -> Iterator[Outcome]:
        """Render everything, this many photos at once with so many threads each; as each is finished."""
        self._prepare_folders()
        if at_once == 1:
            yield from (self._tried(job, threads) for job in self.jobs)
            return
        with ThreadPoolExecutor(at_once) as pool:
            waiting = {pool.submit(self._tried, job, threads) for job in self.jobs}
            try:
                yield from _as_finished(waiting)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _journals(self) -> dict[Path, Journal]:
        folders = {job.out.parent for job in self.jobs}
        return {folder: Journal.of_folder(folder, self.darkroom.home) for folder in folders}

    def _prepare_folders(self) -> None:
        for folder in self._journals:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WriteFailed(f"cannot make the folder {str(folder)!r}: {error.strerror}") from error
            sweep_partials(folder)

    def _tried(self, job: Job, threads: int | None) -> Outcome:
        try:
            return self._rendered(job, threads)
        except BurnishError as error:
            return Outcome(job, error=error)

    def _rendered(self, job: Job, threads: int | None) -> Outcome:
        started = time.perf_counter()
        source = self.darkroom.read(job.photo) if self.begun is None else self.begun()
        journal = self._journals[job.out.parent]
        settings = self.options.document() | {"burnish": __version__}
        key = key_of(source.digest, self.edit.digest, job.kind, settings)
        if journal.is_done(job.out, key):
            return Outcome(job)
        if job.out.exists() and not self.overwrite:
            why = "from another photo, edit or program; allow it with --overwrite"
            raise BadInput(f"{str(job.out)!r} exists already, {why}")
        done = self.darkroom.develop(
            source, self.edit.recipe_for, job.kind, self.options, threads=threads, title=job.out.name
        )
        notes = (*done.notes, *_noted(journal, job.out, key, done.data))
        write_atomically(job.out, done.data, overwrite=self.overwrite)
        took = time.perf_counter() - started
        return Outcome(job, done.width, done.height, len(done.data), took, notes)


def _noted(journal: Journal, out: Path, key: str, data: bytes) -> tuple[str, ...]:
    """What a run loses whose journal cannot be written: nothing but the next run's short cut."""
    try:
        journal.note(out, key, data)
    except WriteFailed as error:
        return (f"the next run will not skip this file: {error}",)
    return ()


def _as_finished(waiting: set[Future[Outcome]]) -> Iterator[Outcome]:
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for each in finished:
            yield each.result()


def shares(photos: int, jobs: int | None, cores: int) -> tuple[int, int]:
    """How many photos at once, and threads for each: one photo has all, many have one core each."""
    at_once = max(1, min(photos, jobs or cores))
    return at_once, max(1, cores // at_once)


def in_order(outcomes: Sequence[Outcome], jobs: Sequence[Job]) -> list[Outcome]:
    """The outcomes in the order in which the photos were named."""
    places = {job: place for place, job in enumerate(jobs)}
    return sorted(outcomes, key=lambda outcome: places[outcome.job])
