"""Bringing a home back from a backup: every digest is checked before anything is seen, and then all of it is there."""

import errno
import os
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from burnish.app.backup.backing_up import home_files
from burnish.app.backup.manifest import (
    HOME,
    LISTING,
    MANIFEST,
    Manifest,
    check_inside,
    entries_of,
    read_manifest,
    whats_wrong,
)
from burnish.app.backup.packing import FolderPacking, scratch, sync, sync_folders, unpacked
from burnish.app.feedback import STORE_FOLDER
from burnish.errors import BadInput, WriteFailed
from burnish.storage.bytes_place import BLOBS_NAME, is_marked, move
from burnish.storage.copying import copy_store, holds_already
from burnish.storage.digests import store_digest
from burnish.storage.opening import FILE_NAME, open_store
from burnish.storage.reading_only import open_to_read
from burnish.storage.release_parts import FOLDER as PARTS_NAME
from burnish.storage.tables import REVISION

_BYTES = (f"{STORE_FOLDER}/{BLOBS_NAME}/", f"{STORE_FOLDER}/{PARTS_NAME}/")

INSIDE = ".burnish-restoring"
"""The hidden folder in a home that is a disk of its own, so that nothing beside it can become it."""


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    manifest: Manifest
    was_there: bool
    """Whether the home held all of it before."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"was_there": self.was_there, **self.manifest.model_dump(mode="json", by_alias=True)}


def restore(
    backup: Path, home: Path, url: str | None, tell: Callable[[str], None], objects: str | None = None
) -> Restored:
    """Bring a backup into a home that is empty.

    Its rows go into the PostgreSQL database of the URL if one is given, its pictures into the bucket of the address.

    Killed at any point, the next run finishes it; that the home holds it all already is no error.

    Raises:
        BadInput: it is no backup, or damaged, or the home or database holds something else; nothing was changed.
        Failure: it is not restored to the end.
    """
    if not backup.exists():
        raise BadInput(f"there is no backup {str(backup)!r}")
    is_disk = home.is_dir() and os.path.ismount(home)
    work = home / INSIDE if is_disk else home.with_name(f".{home.name}.restoring")
    try:
        with scratch(work) as folder:
            manifest = _unpacked(backup, folder, tell)
            made, was_there = folder / HOME, False
            _check_store(made / STORE_FOLDER, manifest, url)
            if not _is_empty(home):
                was_there = not _is_cut_short(folder, home)
            if was_there:
                _check_same(folder, home, manifest, url, objects)
            else:
                sync_folders(made)
                _place(folder, home)
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WriteFailed(f"cannot restore {str(backup)!r}: {reason}") from error
    if (url or objects) and not _moved_to(home / STORE_FOLDER, url, objects, tell):
        was_there = False
    return Restored(manifest, was_there)


def _unpacked(backup: Path, folder: Path, tell: Callable[[str], None]) -> Manifest:
    """Everything that is in a backup, each file with the digest that it was backed up with. Raises BadInput."""
    packing, found = FolderPacking(folder), 0
    for name, file, size in unpacked(backup):
        check_inside(name)
        if name not in (MANIFEST, LISTING) and not name.startswith(f"{HOME}/"):
            raise BadInput(f"the backup has a file {name!r}, which is none of a backup")
        packing.put(name, file, size)
        found += name not in (MANIFEST, LISTING)
    manifest, listed = read_manifest(folder), 0
    tell(f"files: {found:_}; comparing digests")
    for entry in entries_of(folder):
        listed += 1
        wrong = whats_wrong(folder / HOME, entry)
        if wrong:
            raise BadInput(f"the backup is damaged: {wrong}")
    if not listed == found == manifest.files:
        raise BadInput(
            f"the backup is damaged: it has {found} files, lists {listed}, and had {manifest.files}"
        )
    return manifest


def _check_store(folder: Path, manifest: Manifest, url: str | None) -> None:
    """Raise BadInput unless the rows and bytes have the digest of the backup, and the database has room for them.

    Older tables become today's.
    """
    with open_store(folder) as store:
        if manifest.revision == REVISION and store_digest(store).digest != manifest.store:
            raise BadInput("the backup is damaged: its store does not have the digest that its manifest says")
        if url is not None:
            with open_store(folder, url) as target:
                holds_already(store, target)
        store.database.outside("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_empty(home: Path) -> bool:
    has_store = (home / STORE_FOLDER).is_dir() and any((home / STORE_FOLDER).iterdir())
    return not has_store and next(home_files(home), None) is None


def _is_cut_short(folder: Path, home: Path) -> bool:
    """Whether a home has no store, and only files of this backup: the store is what arrives last."""
    if (home / STORE_FOLDER).exists():
        return False
    listed = {entry.path: entry for entry in entries_of(folder)}
    return all(name in listed and not whats_wrong(home, listed[name]) for name, _ in home_files(home))


def _check_same(folder: Path, home: Path, manifest: Manifest, url: str | None, objects: str | None) -> None:
    """Raise BadInput unless a home that is not empty is what this backup makes of it."""
    refused = f"{str(home)!r} holds something else: {{}}; a home that is empty is needed"
    of_store = f"{STORE_FOLDER}/{FILE_NAME}"
    is_moved = bool(objects) and is_marked(home / STORE_FOLDER)
    for entry in entries_of(folder):
        is_elsewhere = entry.path == of_store or (is_moved and entry.path.startswith(_BYTES))
        wrong = "" if is_elsewhere else whats_wrong(home, entry)
        if wrong:
            raise BadInput(refused.format(wrong))
    if url is not None and not (home / of_store).exists():
        shutil.copyfile(folder / HOME / of_store, home / of_store)
        return
    with open_to_read(home / STORE_FOLDER, None, objects if is_moved else None) as store:
        if manifest.revision == REVISION and store_digest(store).digest != manifest.store:
            raise BadInput(refused.format("its store has another digest"))


def _place(folder: Path, home: Path) -> None:
    """Let what was unpacked become the home: at once, or where the home is a disk of its own, its store last."""
    made = folder / HOME
    try:
        # Onto an empty folder as well (POSIX, rename).
        made.rename(home)
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.EXDEV, errno.ENOTEMPTY, errno.EEXIST, errno.EINVAL):
            raise
        for each in sorted(made.iterdir(), key=lambda path: path.name == STORE_FOLDER):
            _merge(each, home / each.name)
        sync_folders(home)
    sync(home.parent)


def _merge(made: Path, place: Path) -> None:
    """Move a file or a folder to its place, where some of it may be by now."""
    if made.is_dir() and place.is_dir():
        for each in made.iterdir():
            _merge(each, place / each.name)
    elif not place.exists():
        made.rename(place)


def _moved_to(folder: Path, url: str | None, objects: str | None, tell: Callable[[str], None]) -> bool:
    """Bring the rows of the file in this folder, or its pictures, to where they belong; then those here go.

    Whether all of the rows were there.
    """
    from_bucket = objects if objects and is_marked(folder) else None
    with (
        open_to_read(folder, None, from_bucket) as source,
        open_store(folder, url, objects, is_settled=False) as target,
    ):
        copied = copy_store(source, target, tell, lambda: False)
        if objects:
            move(folder, target.blobs)
    if objects:
        for name in (BLOBS_NAME, PARTS_NAME):
            shutil.rmtree(folder / name, ignore_errors=True)
    if url is not None:
        for each in folder.glob(f"{FILE_NAME}*"):
            each.unlink()
    return copied.was_there
