"""Small pictures for lists of photos, kept on the disk of the workspace, and shared where there is a bucket."""

import hashlib
import os
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.studio.picturing import Encoded, Pictures, tag
from burnish.app.studio.shared_previews import SharedPreviews
from burnish.app.studio.workspaces import Workspaces
from burnish.errors import WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.recipe.recipe import Recipe
from burnish.storage.library import PhotoRow
from burnish.storage.object_files import PREVIEWS, object_files

FOLDER = "thumbnails"
QUALITY = 82
MOST_BYTES = 512_000_000
"""Of one workspace; those that were not shown for the longest time go."""
KEPT_SHARE = 0.8
"""Share of the most bytes that stays when some go."""
WRITES_BETWEEN_LOOKS = 200
"""Thumbnails that are written before the folder's size is looked at again."""


@dataclass
class Thumbnails:
    """Small pictures by photo, recipe and size. What is lost is made again."""

    pictures: Pictures
    workspaces: Workspaces
    most_bytes: int = MOST_BYTES
    writes_between_looks: int = WRITES_BETWEEN_LOOKS
    _written: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, speaker: Speaker, photo: str, state: int | None, long_side: int) -> Encoded:
        """A state of a person's edit, the latest for None, as a small JPEG. Raises NotFound, BadInput."""
        row = self.pictures.row(speaker, photo)
        recipe = self.pictures.states.recipe(speaker, row, state)
        file = self._file(row, recipe, long_side)
        data = _read(file)
        if data is None:
            data = self._shared.read(row.workspace, row.digest, file.name)
            if data is None:
                data = self.pictures.jpeg(row, recipe, long_side, QUALITY)
                self._shared.write(row.workspace, row.digest, file.name, data)
            self._keep(row.workspace, file, data)
        return Encoded(data, tag(row, recipe, long_side, QUALITY))

    def forget(self, workspace: str, digest: str) -> None:
        """Take a photo's small pictures off the disk, and everything that was made of it out of memory."""
        self.pictures.forget(workspace, digest)
        self._shared.forget(workspace, digest)
        folder = self._folder(workspace) / digest.removeprefix("sha256:")
        for file in folder.glob("*.jpg"):
            file.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Let shared small pictures go that are old, or of photos that are gone. Raises Failure."""
        self._shared.sweep(now(), self.pictures.library.digests())

    @cached_property
    def _shared(self) -> SharedPreviews:
        return SharedPreviews(object_files(self.workspaces.store, PREVIEWS))

    def _folder(self, workspace: str) -> Path:
        return self.workspaces.home_of(workspace) / FOLDER

    def _file(self, row: PhotoRow, recipe: Recipe, long_side: int) -> Path:
        named = hashlib.sha256(tag(row, recipe, long_side, QUALITY).encode()).hexdigest()[:32]
        return self._folder(row.workspace) / row.digest.removeprefix("sha256:") / f"{named}.jpg"

    def _keep(self, workspace: str, file: Path, data: bytes) -> None:
        """Write it, if the disk lets it: a thumbnail that is not kept is still shown."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, data)
        except (OSError, WriteFailed):
            return
        with self._lock:
            count = self._written.get(workspace, self.writes_between_looks) + 1
            is_due = count > self.writes_between_looks
            self._written[workspace] = 0 if is_due else count
        if is_due:
            _prune(self._folder(workspace), self.most_bytes)


def _read(file: Path) -> bytes | None:
    """A kept picture, which counts as shown now."""
    try:
        data = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    return data


def _prune(folder: Path, most_bytes: int) -> None:
    found: list[tuple[float, int, Path]] = []
    for file in folder.glob("*/*.jpg"):
        try:
            facts = file.stat()
        except FileNotFoundError:
            continue
        found.append((facts.st_mtime, facts.st_size, file))
    total = sum(size for _, size, _ in found)
    if total <= most_bytes:
        return
    for _, size, file in sorted(found):
        file.unlink(missing_ok=True)
        total -= size
        if total <= most_bytes * KEPT_SHARE:
            return
