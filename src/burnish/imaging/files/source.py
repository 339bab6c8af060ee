"""The bytes of a picture file, read once."""

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from burnish.errors import UnreadablePhoto
from burnish.imaging.limits import Limits


@dataclass(frozen=True)
class Source:
    """A file's name, for messages, its bytes and the caps that hold for it."""

    name: str
    data: bytes
    limits: Limits

    @cached_property
    def digest(self) -> str:
        """`sha256:<hex>` of the bytes."""
        return f"sha256:{hashlib.sha256(self.data).hexdigest()}"

    def unreadable(self, reason: str) -> UnreadablePhoto:
        """The error that says why this file cannot be read."""
        return UnreadablePhoto(f"{self.name!r} cannot be read: {reason}")


def read_source(path: Path, limits: Limits) -> Source:
    """All bytes of a regular file; never waits on a device or a pipe.

    Raises:
        UnreadablePhoto: missing, not a regular file, empty, or the system refuses it.
        PhotoTooLarge: over `limits.max_bytes`.
    """
    name = str(path)
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - opening a device can have effects
            raise UnreadablePhoto(f"{name!r} is not a regular file")
        with os.fdopen(os.open(path, flags), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise UnreadablePhoto(f"{name!r} is not a regular file")
            limits.check_bytes(name, facts.st_size)
            data = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadablePhoto(f"{name!r} cannot be opened: {reason}") from error
    limits.check_bytes(name, len(data))
    if not data:
        raise UnreadablePhoto(f"{name!r} is empty")
    return Source(name, data, limits)
