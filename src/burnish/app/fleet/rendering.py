"""Photos through an edit into files: one task a photo; none stops the others, nothing is done twice."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from burnish import __version__
from burnish.app.darkroom import Darkroom, Developed, ExportOptions
from burnish.app.fleet.edit_asked import Edit, EditAsked
from burnish.app.fleet.journal import Journal, key_of
from burnish.errors import BadInput, BurnishError, Failure, WriteFailed
from burnish.imaging.atomic import host_mark, sweep_partials, write_atomically
from burnish.imaging.files import Source
from burnish.imaging.files.header import Kind
from burnish.tools.catalogue import installed


@dataclass(frozen=True)
class Job:
    """One photo and the file that it becomes."""

    photo: Path
    out: Path
    kind: Kind
    is_new: bool = False
    """Nothing lay there when the job was given out: what lies there since is an earlier try's."""


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
            return document | {"error": {"kind": type(self.error).__name__, "message": str(self.error)}}
        if self.bytes:
            document |= {"width": self.width, "height": self.height, "bytes": self.bytes}
            document |= {"seconds": round(self.seconds, 3), "notes": list(self.notes)}
        return document


@dataclass(frozen=True, eq=False)
class Read:
    """A photo that is to be rendered, and what its picture will be made from."""

    source: Source
    key: str
    started: float


@dataclass(frozen=True, eq=False)
class Rendering:
    """Renders photos in this process."""

    darkroom: Darkroom
    edit: Edit
    options: ExportOptions
    overwrite: bool = False
    threads: int | None = None
    ahead: Callable[[], Source] | None = None
    """The only photo, where reading it has begun; see `read_ahead`."""
    writer: str = ""
    """Of journals; see `Journal.of_folder`."""
    _journals: dict[Path, Journal] = field(default_factory=dict[Path, Journal], repr=False)

    def __call__(self, job: Job, again: bool = False) -> Outcome:
        """What came of a photo; an error is told, not raised."""
        read = self.read(job, again)
        if isinstance(read, Outcome):
            return read
        try:
            done = self.darkroom.develop(
                read.source, self.edit.recipe_for, job.kind, self.options, threads=self.threads, title=job.out.name
            )  # fmt: skip
        except BurnishError as error:
            return Outcome(job, error=error)
        return self.written(job, read, done, again)

    def read(self, job: Job, again: bool = False) -> Read | Outcome:
        """The photo, unless its picture is there already, may not be written, or the photo cannot be read."""
        started, again = time.perf_counter(), again and job.is_new
        try:
            source = self.darkroom.read(job.photo) if self.ahead is None else self.ahead()
        except BurnishError as error:
            return Outcome(job, error=error)
        settings = self.options.document() | {"burnish": __version__}
        key = key_of(source.digest, self.edit.digest, job.kind, settings)
        if not again and self._journal(job).is_done(job.out, key):
            return Outcome(job)
        if job.out.exists() and not (self.overwrite or again):
            why = "from another photo, edit or program; allow it with --overwrite"
            return Outcome(job, error=BadInput(f"{str(job.out)!r} exists already, {why}"))
        return Read(source, key, started)

    def written(self, job: Job, read: Read, done: Developed, again: bool = False) -> Outcome:
        """The picture put into its file."""
        notes = (*done.notes, *_noted(self._journal(job), job.out, read.key, done.data))
        try:
            write_atomically(job.out, done.data, overwrite=self.overwrite or (again and job.is_new))
        except BurnishError as error:
            return Outcome(job, error=error)
        took = time.perf_counter() - read.started
        return Outcome(job, done.width, done.height, len(done.data), took, notes)

    def _journal(self, job: Job) -> Journal:
        folder = job.out.parent
        if folder not in self._journals:
            self._journals[folder] = Journal.of_folder(folder, self.darkroom.home, self.writer)
        return self._journals[folder]


@dataclass(frozen=True, eq=False)
class RenderTrade:
    """How photos are rendered by whoever sees the files."""

    home: Path
    asked: EditAsked
    options: ExportOptions
    overwrite: bool = False
    threads: int | None = 1
    folders: tuple[Path, ...] = ()
    """Where pictures go."""
    ready: Rendering | None = field(default=None, repr=False)
    """What this process has ready; it does not travel."""

    def begun(self) -> Rendering:
        """Get ready, once in a process. Raises BadInput."""
        if self.ready is not None:
            return self.ready
        darkroom = Darkroom(installed(), self.home.absolute())
        return Rendering(
            darkroom, self.asked.opened(darkroom), self.options, self.overwrite, self.threads, writer=host_mark()
        )  # fmt: skip

    def lost(self, task: Job, error: Failure) -> Outcome:
        """The photo that ended every worker that tried it."""
        return Outcome(task, error=Failure(f"{str(task.photo)!r}: {error}"))

    def files(self, task: Job) -> tuple[Path, ...]:
        """The photo, where its picture goes, and what recipes refer to."""
        return task.photo, task.out.parent, self.home

    def tidy(self) -> None:
        """Remove what dead processes left of files."""
        for folder in self.folders:
            if folder.is_dir():
                sweep_partials(folder)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "ready": None}


def render_trade(ready: Rendering, asked: EditAsked, jobs: Sequence[Job]) -> RenderTrade:
    """The trade of these jobs, for which this process is ready; their folders are made. Raises WriteFailed."""
    folders = tuple(dict.fromkeys(job.out.parent for job in jobs))
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteFailed(f"cannot make the folder {str(folder)!r}: {error.strerror}") from error
        sweep_partials(folder)
    home = ready.darkroom.home
    return RenderTrade(home, asked, ready.options, ready.overwrite, 1, folders, ready)


def given_out(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs, each knowing whether its file is new."""
    return tuple(replace(job, is_new=not job.out.exists()) for job in jobs)


def in_order(outcomes: Sequence[Outcome], jobs: Sequence[Job]) -> list[Outcome]:
    """The outcomes in the order in which the photos were named."""
    places = {job.out: place for place, job in enumerate(jobs)}
    return sorted(outcomes, key=lambda outcome: places[outcome.job.out])


def _noted(journal: Journal, out: Path, key: str, data: bytes) -> tuple[str, ...]:
    """What a run loses whose journal cannot be written: nothing but the next run's short cut."""
    try:
        journal.note(out, key, data)
    except WriteFailed as error:
        return (f"the next run will not skip this file: {error}",)
    return ()
