"""Pictures and masks by the digest of their bytes: a file each, whole or not at all."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from burnish.errors import BadInput
from burnish.imaging.atomic import sweep_partials, write_atomically

_PREFIX = "sha256:"


def digest_of(data: bytes) -> str:
    """`sha256:` and the digest of the bytes."""
    return _PREFIX + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class BlobFolder:
    """The folder of the files. Who refers to which is not known here."""

    path: Path

    def write(self, digest: str, data: bytes) -> None:
        """Keep the bytes of this digest; on the disk when this returns. Raises WriteFailed, OSError."""
        if self._found(digest) == data:
            return
        if not self.path.is_dir():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(self.path.parent)
        write_atomically(self._file(digest), data)

    def read(self, digest: str) -> bytes:
        """The bytes of this digest. Raises BadInput, OSError."""
        data = self._found(digest)
        if data is None:
            raise BadInput(f"the bytes of {digest!r} were never kept to the end; put them again")
        if digest_of(data) != digest:
            raise BadInput(f"{str(self._file(digest))!r} is damaged: its bytes do not have its digest")
        return data

    def remove(self, digests: list[str]) -> None:
        """Let these go, and what killed processes left unfinished. Raises WriteFailed, OSError."""
        if not self.path.is_dir():
            return
        for digest in digests:
            self._file(digest).unlink(missing_ok=True)
        sweep_partials(self.path)
        _sync(self.path)

    def _found(self, digest: str) -> bytes | None:
        try:
            return self._file(digest).read_bytes()
        except FileNotFoundError:
            return None

    def _file(self, digest: str) -> Path:
        return self.path / digest.removeprefix(_PREFIX)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
