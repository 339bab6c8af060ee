"""Photos through recipes of their own into files, as a conversation exports them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burnish.app.darkroom import Darkroom, Developed, ExportOptions, is_same_file
from burnish.app.fleet.edit_asked import referred_files
from burnish.app.fleet.order import Settled
from burnish.app.fleet.posting import Parcel, PostTrade
from burnish.app.fleet.rendering import Job
from burnish.errors import BadInput, BurnishError, Failure
from burnish.imaging.atomic import sweep_partials, write_atomically
from burnish.imaging.files import output_format
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.tools.catalogue import installed


@dataclass(frozen=True)
class Export:
    """One photo, the file that it becomes, and its recipe."""

    job: Job
    recipe: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Exported:
    """What came of one photo."""

    export: Export
    error: BurnishError | None = None


def export_of(photo: Path, recipe: Recipe, out: Path) -> Export:
    """A photo's export. Raises BadInput where the file is the photo itself, or its format is not written."""
    kind = output_format(out)
    if is_same_file(photo, out):
        raise BadInput(f"{str(out)!r} is the photo itself, which is never overwritten")
    return Export(Job(photo, out, kind, not out.exists()), recipe.document())


@dataclass(frozen=True)
class ExportTrade:
    """How photos are exported by whoever sees the files."""

    home: Path
    options: ExportOptions
    overwrite: bool = False
    folders: tuple[Path, ...] = ()
    """Where pictures go."""
    ready: Darkroom | None = field(default=None, repr=False)
    """What this process has ready, with all its threads; it does not travel."""

    def begun(self) -> Callable[[Export, bool], Exported]:
        """Get ready, once in a process."""
        darkroom = self.ready or Darkroom(installed(), self.home.absolute())
        return lambda export, again: self._exported(darkroom, export, again)

    def lost(self, task: Export, error: Failure) -> Exported:
        """The photo that ended every worker that tried it."""
        return Exported(task, Failure(f"{str(task.job.photo)!r}: {error}"))

    def files(self, task: Export) -> tuple[Path, ...]:
        """The photo, where its picture goes, and what recipes refer to."""
        return task.job.photo, task.job.out.absolute().parent, self.home

    def tidy(self) -> None:
        """Remove what dead processes left of files."""
        for folder in self.folders:
            sweep_partials(folder)

    def _exported(self, darkroom: Darkroom, export: Export, again: bool) -> Exported:
        job, recipe = export.job, parse_recipe(export.recipe, darkroom.catalogue)
        threads = 1 if self.ready is None else None
        try:
            done = darkroom.develop(
                darkroom.read(job.photo), lambda _: recipe, job.kind, self.options, threads=threads,
                title=job.out.name,
            )  # fmt: skip
            return written(export, done, self.overwrite, again)
        except BurnishError as error:
            return Exported(export, error)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "ready": None}


def written(export: Export, done: Developed, overwrite: bool, again: bool) -> Exported:
    """The picture put into its file. Raises BadInput, WriteFailed."""
    write_atomically(export.job.out, done.data, overwrite=overwrite or (again and export.job.is_new))
    return Exported(export)


@dataclass(frozen=True, eq=False)
class ExportMail:
    """Exports by workers that do not see the files: read and written here."""

    darkroom: Darkroom
    options: ExportOptions
    overwrite: bool = False

    @property
    def trade(self) -> PostTrade:
        """What those workers do."""
        return PostTrade(self.options)

    def packed(self, task: Export, again: bool) -> Parcel | Settled[Exported]:
        """The photo and what its recipe refers to; or why not."""
        del again
        try:
            source = self.darkroom.read(task.job.photo)
        except BurnishError as error:
            return Settled(Exported(task, error))
        recipe = parse_recipe(task.recipe, self.darkroom.catalogue)
        files = referred_files(recipe, self.darkroom.home)
        return Parcel(source, task.job.kind, task.job.out.name, task.recipe, files)

    def unpacked(
        self, task: Export, packed: Parcel, answer: Developed | BurnishError, again: bool
    ) -> Exported:
        """The picture put into its file."""
        del packed
        if isinstance(answer, BurnishError):
            return Exported(task, answer)
        try:
            return written(task, answer, self.overwrite, again)
        except BurnishError as error:
            return Exported(task, error)
