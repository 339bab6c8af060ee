"""Photos that travel as bytes to workers that do not see the files, and pictures that travel back."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burnish.app.darkroom import Darkroom, Developed, ExportOptions, Size
from burnish.app.fleet.edit_asked import EditAsked, referred_files
from burnish.app.fleet.order import Settled
from burnish.app.fleet.rendering import Job, Outcome, Read, Rendering
from burnish.errors import BurnishError, Failure
from burnish.imaging.files import Source
from burnish.imaging.files.header import Kind
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Recipe
from burnish.tools.catalogue import installed


@dataclass(frozen=True)
class Parcel:
    """One photo on its way."""

    source: Source = field(repr=False)
    kind: Kind
    title: str
    recipe: dict[str, Any] | None = field(default=None, repr=False)
    """This photo's own; None for the edit that all photos get."""
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)
    """What its own recipe refers to, by places below the home folder."""
    read: Read | None = field(default=None, repr=False, compare=False)
    """Stays here."""

    def __getstate__(self) -> dict[str, object]:
        return {**vars(self), "read": None}


@dataclass(frozen=True)
class PostTrade:
    """How photos that came as bytes are developed; nothing stays on the worker's disk."""

    options: ExportOptions
    asked: EditAsked = field(default_factory=EditAsked)
    files_below_home: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)

    def begun(self) -> "Callable[[Parcel, bool], Developed | BurnishError]":
        """Get ready, once in a process."""
        return self._developed

    def lost(self, task: Parcel, error: Failure) -> Failure:
        """The photo that ended every worker that tried it."""
        return Failure(f"{task.source.name!r}: {error}")

    def files(self, task: Parcel) -> tuple[Path, ...]:
        """None: it brings what it needs."""
        del task
        return ()

    def tidy(self) -> None:
        """Nothing lies about."""

    def _developed(self, parcel: Parcel, again: bool) -> "Developed | BurnishError":
        del again
        with tempfile.TemporaryDirectory(prefix="burnish-") as folder:
            for place, data in {**self.files_below_home, **parcel.files}.items():
                path = Path(folder, place)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            darkroom = Darkroom(installed(), Path(folder), parcel.source.limits)
            try:
                return darkroom.develop(
                    parcel.source,
                    self._look(parcel, darkroom),
                    parcel.kind,
                    self.options,
                    threads=1,
                    title=parcel.title,
                )
            except BurnishError as error:
                return error

    def _look(self, parcel: Parcel, darkroom: Darkroom) -> Callable[[Size], Recipe]:
        if parcel.recipe is None:
            return self.asked.opened(darkroom).recipe_for
        own = parse_recipe(parcel.recipe, darkroom.catalogue)

        def look(size: Size) -> Recipe:
            del size
            return own

        return look


@dataclass(frozen=True, eq=False)
class RenderMail:
    """Rendering by workers that do not see the files: read and written here."""

    rendering: Rendering
    asked: EditAsked

    @property
    def trade(self) -> PostTrade:
        """What those workers do."""
        here = self.rendering
        files = referred_files(here.edit.recipe_for(None), here.darkroom.home)
        return PostTrade(here.options, self.asked, files)

    def packed(self, task: Job, again: bool) -> Parcel | Settled[Outcome]:
        """The photo; or what came of it where nothing has to be done."""
        read = self.rendering.read(task, again)
        if isinstance(read, Outcome):
            return Settled(read)
        return Parcel(read.source, task.kind, task.out.name, read=read)

    def unpacked(self, task: Job, packed: Parcel, answer: Developed | BurnishError, again: bool) -> Outcome:
        """The picture put into its file."""
        if isinstance(answer, BurnishError):
            return Outcome(task, error=answer)
        assert packed.read is not None
        return self.rendering.written(task, packed.read, answer, again)
