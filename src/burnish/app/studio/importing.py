"""Bringing photos in: nothing becomes a photo of the library before it was decoded whole, in a process of its own."""

import threading
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from burnish.app.clock import now
from burnish.app.spans import span
from burnish.app.speaker import Speaker
from burnish.app.studio.workspaces import Workspaces
from burnish.errors import UnreadablePhoto
from burnish.imaging.files.decode_check import Allowance
from burnish.imaging.files.decode_warm import WarmDecoder
from burnish.imaging.files.info import PhotoInfo
from burnish.imaging.files.sniff import sniff
from burnish.imaging.files.source import Source
from burnish.storage.library import MAX_NAME_CHARACTERS, Library, PhotoRow, check_quota

QUOTA_BYTES = 50 * 10**9
"""What a workspace's photos may have together, unless it is set otherwise."""

MOST_AT_ONCE = 2
"""Files that are in memory and decoded at the same time; others wait."""

NAMELESS = "photo"

_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_TURNING = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""Characters that turn the order of others, so that a name would look like another."""


def _new_id() -> str:
    return uuid.uuid4().hex


def _anybody(_: Speaker, __: int) -> None:
    """Nobody has a quota of their own."""


@dataclass(frozen=True)
class Importing:
    """The way of picture files into libraries. Safe to ask from several threads."""

    workspaces: Workspaces
    library: Library
    quota_bytes: int = QUOTA_BYTES
    check_more: Callable[[Speaker, int], None] = field(default=_anybody, repr=False)
    """Raises PhotoTooLarge where a person may not bring in so many bytes more."""
    allowance: Allowance = field(default_factory=Allowance)
    decoder: WarmDecoder = field(default_factory=WarmDecoder, repr=False)
    clock: Callable[[], datetime] = now
    new_id: Callable[[], str] = _new_id
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_AT_ONCE), repr=False)

    @span("import")
    def add(self, speaker: Speaker, name: str, file: BinaryIO) -> PhotoRow:
        """A photo of the workspace from here on; the same bytes again are the photo that is there already.

        Raises:
            PhotoTooLarge: over a cap, or the workspace's photos would have more bytes than it may.
            UnsupportedFormat, UnreadablePhoto: a format that is not read, or no sound picture.
            Failure: it could not be checked or kept; nothing is there.
        """
        with self._room:
            source = self._read(plain_name(name), file)
            known = self.library.of_bytes(speaker.workspace, source.digest)
            if known is not None:
                return known
            sniff(source)
            there = self.library.bytes_of(speaker.workspace)
            check_quota(source.name, len(source.data), there, self.quota_bytes)
            self.check_more(speaker, len(source.data))
            info = self.decoder.checked(source, self.allowance)
            return self._keep(speaker, source, info)

    def sweep(self) -> None:
        """Let go of what killed processes left. Raises Failure."""
        self.library.sweep(self.clock())

    def _keep(self, speaker: Speaker, source: Source, info: PhotoInfo) -> PhotoRow:
        workspace, person, now = speaker.workspace, speaker.person, self.clock()
        row = PhotoRow(
            self.new_id(), workspace, source.digest, source.name, info.width, info.height, len(source.data),
            info.format, now, person, info.capture.taken_at and plain(info.capture.taken_at)[:100],
            plain(info.capture.camera or "")[:200], notes=info.notes,
        )  # fmt: skip
        self.library.arriving(workspace, person, source.digest, now)
        self.workspaces.store.put_blob(workspace, person, source.data)
        return self.library.add(row, self.quota_bytes)

    def _read(self, name: str, file: BinaryIO) -> Source:
        """The bytes, never more than are allowed."""
        limits = self.workspaces.darkroom.limits
        data = file.read(limits.max_bytes + 1)
        limits.check_bytes(name, len(data))
        if not data:
            raise UnreadablePhoto(f"{name!r} is empty")
        return Source(name, data, limits)


def plain_name(name: str) -> str:
    """A file's name as text for people: without folders and what cannot be seen, and not too long; `photo` for none."""
    last = PurePosixPath(plain(name).replace("\\", "/")).name.strip()
    suffix = PurePosixPath(last).suffix[:20]
    short = last if len(last) <= MAX_NAME_CHARACTERS else last[: MAX_NAME_CHARACTERS - len(suffix)] + suffix
    return short if short.strip(". ") else NAMELESS


def plain(text: str) -> str:
    """Text without characters that cannot be seen, or that turn the order of others."""
    return "".join(
        each for each in text if unicodedata.category(each) not in _UNSEEN and each not in _TURNING
    )
