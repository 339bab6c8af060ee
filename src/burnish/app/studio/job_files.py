"""The files that jobs make: a folder for each job in its workspace's home or bucket, gone with the job."""

import logging
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path, PurePath
from urllib.parse import quote

from burnish.app.clock import now
from burnish.app.studio.workspaces import FOLDER as WORKSPACES
from burnish.app.studio.workspaces import Workspaces
from burnish.app.studio.zipping import on_disk, zip_entry, zipped
from burnish.errors import Failure, WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.storage.job_queue import JobRow
from burnish.storage.object_files import EXPORTS, ObjectFiles, object_files

LOG = logging.getLogger(__name__)

FOLDER = "jobs"
ZIP_NAME = "all.zip"

LONGEST_STEM_BYTES = 180
"""Of a file's name without its suffix, so that every file system takes it with one."""

ORPHANED_AFTER_S = 3600.0
"""A folder of no job is of one that is being begun, unless it is so old."""

TYPES = {
    ".jpg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".webp": "image/webp", ".avif": "image/avif",
    ".zip": "application/zip",
}  # fmt: skip
"""Media types by how a file's name ends."""

_LEFT_OUT = re.compile(r"""[\\/:*?"<>|%\x00-\x1f\x7f]""")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


@dataclass(frozen=True)
class Finished:
    """A file of a job: on this machine's disk, or in a bucket."""

    path: Path | None
    """None for one in a bucket."""
    size: int = 0
    """In bytes, of one in a bucket."""
    pieces: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()), repr=False)
    """What one in a bucket has, piece by piece."""
    signed: Callable[[timedelta], str] | None = field(default=None, repr=False)
    """Makes an address in the bucket that ends after so long, where people are let to it."""


@dataclass(frozen=True)
class JobFiles:
    """Where each job's files are: in a folder of this machine, or in a bucket that every server sees."""

    workspaces: Workspaces

    def folder(self, job: JobRow) -> Path:
        """A job's folder, which need not be there."""
        return self.workspaces.home_of(job.workspace) / FOLDER / job.id

    def make(self, job: JobRow) -> None:
        """Make a job's folder. Raises WriteFailed."""
        if self._bucket is not None:
            return
        try:
            self.folder(job).mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise WriteFailed(f"cannot make a folder for a job: {error.strerror}") from error

    def write(self, job: JobRow, name: str, data: bytes) -> None:
        """Put a file into a job's folder, whole or not at all. Raises WriteFailed, also where the folder is gone."""
        if self._bucket is not None:
            self._bucket.write(job.workspace, job.id, name, data, _headers(name))
        else:
            write_atomically(self.folder(job) / name, data)

    def zip_up(self, job: JobRow) -> None:
        """Put everything that is there into one archive beside it. Raises WriteFailed."""
        if self._bucket is not None:
            _zip_in_bucket(self._bucket, job)
            return
        folder = self.folder(job)
        paths = sorted(each for each in folder.glob("[!.]*") if each.name != ZIP_NAME and each.is_file())
        if paths:
            write_atomically(folder / ZIP_NAME, zipped(map(on_disk, paths)))

    def find(self, job: JobRow, name: str) -> Finished | None:
        """A file of a job; None where it is not there, or not yet. Raises Failure."""
        if self._bucket is None:
            path = self.folder(job) / name
            return Finished(path) if path.is_file() else None
        bucket, found = self._bucket, self._bucket.facts(job.workspace, job.id, name)
        if found is None:
            return None
        signed = partial(bucket.address, found) if bucket.bucket.address.is_direct else None
        return Finished(None, found.bytes, lambda: bucket.pieces(found), signed)

    def remove(self, job: JobRow) -> None:
        """Let a job's files go; harmless to repeat. Raises Failure."""
        if self._bucket is not None:
            self._bucket.remove(job.workspace, job.id)
        shutil.rmtree(self.folder(job), ignore_errors=True)

    def sweep(self, known: frozenset[str]) -> int:
        """Let go of folders of jobs that are not there; how many. A bucket that does not answer is left for later."""
        home, gone = self.workspaces.darkroom.home, 0
        for folder in (*home.glob(f"{FOLDER}/*"), *home.glob(f"{WORKSPACES}/*/{FOLDER}/*")):
            if folder.name not in known and time.time() - folder.stat().st_mtime > ORPHANED_AFTER_S:
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
        if self._bucket is not None:
            try:
                gone += self._bucket.sweep(now(), known, ORPHANED_AFTER_S)
            except Failure as error:
                LOG.warning("files of jobs are not swept: %s", error)
        return gone

    @cached_property
    def _bucket(self) -> ObjectFiles | None:
        return object_files(self.workspaces.store, EXPORTS)


def _zip_in_bucket(bucket: ObjectFiles, job: JobRow) -> None:
    """Through a file of this machine that has no name: what is in it is never in memory together."""
    try:
        found = [each for each in bucket.all(job.workspace, job.id) if each.name != ZIP_NAME]
        if not found:
            return
        with tempfile.TemporaryFile() as file:
            for piece in zipped((zip_entry(each.name, each.at), bucket.pieces(each)) for each in found):
                file.write(piece)
            headers = _headers(f"burnish-{job.made_at:%Y-%m-%d-%H%M}.zip")
            bucket.write_file(job.workspace, job.id, ZIP_NAME, file, headers)
    except WriteFailed:
        raise
    except (Failure, OSError) as error:
        raise WriteFailed(f"cannot put the files into one archive: {error}") from error


def _headers(name: str) -> dict[str, str]:
    """What whoever fetches a file from a bucket is told of it (RFC 6266, RFC 8187)."""
    kind = TYPES.get(PurePath(name).suffix, "application/octet-stream")
    return {
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
    }


def safe_stems(names: Iterable[str]) -> list[str]:
    """File names without suffixes, after what people call their photos: safe on every system, and no two alike."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        stem = _safe_stem(name)
        unique, count = stem, 1
        while _folded(unique) in taken:
            count += 1
            unique = f"{stem}-{count}"
        taken.add(_folded(unique))
        found.append(unique)
    return found


def _safe_stem(name: str) -> str:
    plain = unicodedata.normalize("NFC", PurePath(name).stem)
    stem = _LEFT_OUT.sub("_", plain).strip(". ")
    stem = stem.encode()[:LONGEST_STEM_BYTES].decode(errors="ignore").rstrip(". ")
    return f"_{stem}" if not stem or _RESERVED.fullmatch(stem) or stem.startswith("-") else stem


def _folded(name: str) -> str:
    """As file systems that do not tell cases apart compare."""
    return unicodedata.normalize("NFKC", name).casefold()
