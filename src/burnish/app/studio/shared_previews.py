"""Small pictures in the bucket of a store, so that what one server made, another need not make."""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from burnish.errors import Failure
from burnish.storage.object_files import ObjectFiles

LOG = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""The longest that the bucket is waited for: a small picture is made in less."""

REST_S = 60.0
"""For so long a bucket is left alone that did not answer."""

ORPHANED_AFTER_S = 3600.0

_JPEG = b"\xff\xd8\xff"


@dataclass
class SharedPreviews:
    """Small pictures by workspace and photo. Whatever goes wrong, they are made again."""

    files: ObjectFiles | None
    """None where bytes are in a folder: then nothing is shared."""
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    _rests_until: float = 0.0

    def read(self, workspace: str, digest: str, name: str) -> bytes | None:
        """One that was made before; None where there is none."""
        if self.files is None or self._is_resting():
            return None
        try:
            data = self.files.read(workspace, _folder(digest), name, self._until())
        except Failure as error:
            self._rest(error)
            return None
        return data if data is not None and data.startswith(_JPEG) else None

    def write(self, workspace: str, digest: str, name: str, data: bytes) -> None:
        """Share one, if the bucket takes it."""
        if self.files is None or self._is_resting():
            return
        headers = {"Content-Type": "image/jpeg"}
        try:
            self.files.write(workspace, _folder(digest), name, data, headers, self._until())
        except Failure as error:
            self._rest(error)

    def forget(self, workspace: str, digest: str) -> None:
        """Let those of a photo go; what does not go now is swept."""
        if self.files is None:
            return
        try:
            self.files.remove(workspace, _folder(digest))
        except Failure as error:
            self._rest(error)

    def sweep(self, now: datetime, digests: Collection[str]) -> None:
        """Let those go that are old, or of other photos than these. Raises Failure."""
        if self.files is not None:
            known = frozenset(_folder(each) for each in digests)
            self.files.sweep(now, known, ORPHANED_AFTER_S)

    def _until(self) -> float | None:
        return None if self.files is None else self.files.bucket.clock() + PATIENCE_S

    def _is_resting(self) -> bool:
        return self.clock() < self._rests_until

    def _rest(self, error: Failure) -> None:
        self._rests_until = self.clock() + REST_S
        LOG.warning("small pictures are not shared for %.0f s: %s", REST_S, error)


def _folder(digest: str) -> str:
    return digest.removeprefix("sha256:")
