"""Jobs as people see them: begun, watched, stopped, and their files fetched."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from burnish.app.clock import now
from burnish.app.spans import carried
from burnish.app.speaker import Speaker
from burnish.app.studio.batching import Batching
from burnish.app.studio.exporting import Exporting
from burnish.app.studio.job_files import ZIP_NAME, Finished, JobFiles
from burnish.errors import BadInput, NotFound
from burnish.storage.export_defaults import ExportDefaults
from burnish.storage.job_queue import ItemRow, JobKind, JobQueue, JobRow
from burnish.storage.library import Library
from burnish.wire.jobs import BatchAsked, ExportSettings

MOST_OPEN = 100
"""Jobs of one person that may wait or run at the same time."""

MOST_TITLE_CHARACTERS = 120


def _new_id() -> str:
    return uuid.uuid4().hex


def _nobody() -> None:
    """Nobody waits for work."""


@dataclass(frozen=True)
class JobFile:
    """A finished file, and what to call it where it is fetched to."""

    path: Path | None
    """None for one in a bucket."""
    name: str
    found: Finished


@dataclass(frozen=True)
class Jobs:
    """Long work for people. Safe to ask from several threads."""

    queue: JobQueue
    library: Library
    exporting: Exporting
    batching: Batching
    files: JobFiles
    defaults: ExportDefaults
    poke: Callable[[], None] = field(default=_nobody, repr=False)
    """Called when there is work."""
    clock: Callable[[], datetime] = now
    new_id: Callable[[], str] = _new_id

    def export(self, speaker: Speaker, photos: Sequence[str], settings: ExportSettings) -> JobRow:
        """Export photos as this person's edits stand now, and remember how. Raises NotFound, BadInput, WriteFailed."""
        rows = self.library.some(speaker.workspace, photos)
        self.defaults.set(speaker.workspace, speaker.person, settings.model_dump_json())
        title = f"Export {_counted(len(rows))} as {settings.format.upper()}"
        items = self.exporting.items(speaker, rows)
        return self._begin(speaker, "export", title, {"settings": settings.model_dump(mode="json")}, items)

    def export_defaults(self, speaker: Speaker) -> ExportSettings:
        """How this person exported last."""
        kept = self.defaults.of(speaker.workspace, speaker.person)
        try:
            return ExportSettings() if kept is None else ExportSettings.model_validate_json(kept)
        except ValidationError:  # kept by another Burnish, which had other settings
            return ExportSettings()

    def batch(self, speaker: Speaker, asked: BatchAsked) -> JobRow:
        """Edit many photos. Raises NotFound, BadInput, WriteFailed."""
        rows = self.library.some(speaker.workspace, asked.photos)
        items = self.batching.items(rows, asked)
        document = self.batching.document(speaker, asked)
        document |= {"first": items[0].photo, "first_name": items[0].name}
        title = f"{self._what(speaker, asked)} on {_counted(len(items))}"
        return self._begin(speaker, "batch", title, document, items)

    def all(self, speaker: Speaker) -> tuple[JobRow, ...]:
        """All jobs of a person, newest first."""
        return self.queue.jobs(speaker.workspace, speaker.person)

    def one(self, speaker: Speaker, job: str) -> tuple[JobRow, tuple[ItemRow, ...]]:
        """A job with each photo's part. Raises NotFound."""
        found = self.queue.job(speaker.workspace, speaker.person, job)
        return found, self.queue.items(found)

    def cancel(self, speaker: Speaker, job: str) -> JobRow:
        """Stop a job; what it has finished stays. Raises NotFound."""
        return self.queue.cancel(speaker.workspace, speaker.person, job, self.clock())

    def file(self, speaker: Speaker, job: str, number: int) -> JobFile:
        """A finished file; 0 is an archive of all, once the job has ended. Raises NotFound."""
        found = self.queue.job(speaker.workspace, speaker.person, job)
        item = self.queue.item(found, number) if number else None
        name = ZIP_NAME if number == 0 else "" if item is None else item.file
        file = self.files.find(found, name) if name else None
        if file is None:
            raise NotFound(f"job {job!r} has no file {number!r}, or not yet")
        return JobFile(file.path, f"burnish-{found.made_at:%Y-%m-%d-%H%M}.zip" if number == 0 else name, file)

    def progress(self, speaker: Speaker) -> tuple[int, int, int]:
        """Numbers that change whenever one of this person's jobs goes on."""
        return self.queue.progress(speaker.workspace, speaker.person)

    def _begin(
        self, speaker: Speaker, kind: JobKind, title: str, document: dict[str, Any], items: list[ItemRow]
    ) -> JobRow:
        opened = sum(not each.is_settled for each in self.all(speaker))
        if opened >= MOST_OPEN:
            raise BadInput(f"{opened!r} jobs wait or run; at most {MOST_OPEN!r} may, so wait or cancel some")
        consent = speaker.consent.model_dump(mode="json")
        job = JobRow(
            self.new_id(), speaker.workspace, speaker.person, kind, title[:MOST_TITLE_CHARACTERS],
            {**document, "consent": consent, "trace": carried()}, self.clock(),
        )  # fmt: skip
        if kind == "export":
            self.files.make(job)
        kept = self.queue.enqueue(job, items)
        self.poke()
        return kept

    def _what(self, speaker: Speaker, asked: BatchAsked) -> str:
        """What a batch does, for its title."""
        if asked.text is not None:
            said = " ".join(asked.text.split())
            return f"“{said[:80]}{'…' if len(said) > 80 else ''}”" if said else "Auto-enhance"
        if asked.source is not None:
            name = self.library.photo(speaker.workspace, asked.source).name
            return f"The edit of {name[:80]}"
        return "A recipe"


def _counted(count: int) -> str:
    return "1 photo" if count == 1 else f"{count} photos"
