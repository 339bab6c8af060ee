"""Pictures, masks and parts of releases by the digest of their bytes: the port, and a folder with a file each."""

import hashlib
import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from burnish.errors import BadInput
from burnish.imaging.atomic import sweep_partials, write_atomically

_PREFIX = "sha256:"


def digest_of(data: bytes) -> str:
    """`sha256:` and the digest of the bytes."""
    return _PREFIX + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Held:
    """Bytes that are there, whether or not anybody refers to them."""

    key: str
    digest: str
    """What their name says; they were not read."""
    age_s: float


class Blobs(Protocol):
    """Bytes of many workspaces by their digest, each whole or not at all. Who refers to which is not known here."""

    @property
    def place(self) -> str:
        """What messages call it; no secret is in it."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether bytes of one digest are there once for all workspaces, and not once for each."""
        ...

    def key(self, workspace: str, digest: str) -> str:
        """Where a workspace's bytes of this digest are."""
        ...

    def write(self, workspace: str, digest: str, data: bytes) -> None:
        """Keep the bytes of this digest: durable when this returns. Harmless to repeat. Raises WriteFailed, OSError."""
        ...

    def read(self, workspace: str, digest: str) -> bytes:
        """The bytes of this digest. Raises BadInput where they are damaged or absent, Failure, OSError."""
        ...

    def find(self, workspace: str, digest: str) -> bytes | None:
        """As `read`; None where they are absent."""
        ...

    def has(self, workspace: str, digest: str) -> bool:
        """Whether they are there, without reading them. Raises Failure, OSError."""
        ...

    def remove(self, keys: Collection[str]) -> None:
        """Let these go; those that are absent are no error. Raises WriteFailed, OSError."""
        ...

    def held(self) -> Iterator[Held]:
        """Everything that is there, in no order. Raises Failure, OSError."""
        ...

    def beside(self, name: str) -> "Blobs":
        """Other bytes in the same place, under a name of their own."""
        ...


@dataclass(frozen=True)
class BlobFolder:
    """`Blobs` in a folder: one file for a digest, whichever workspaces refer to it."""

    path: Path

    @property
    def place(self) -> str:
        """As `Blobs.place`."""
        return str(self.path)

    @property
    def is_shared(self) -> bool:
        """As `Blobs.is_shared`."""
        return True

    def key(self, workspace: str, digest: str) -> str:  # noqa: ARG002
        """As `Blobs.key`: the file's name."""
        return digest.removeprefix(_PREFIX)

    def write(self, workspace: str, digest: str, data: bytes) -> None:  # noqa: ARG002
        """As `Blobs.write`."""
        if self._found(digest) == data:
            return
        if not self.path.is_dir():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(self.path.parent)
        write_atomically(self._file(digest), data)

    def read(self, workspace: str, digest: str) -> bytes:
        """As `Blobs.read`."""
        return present(self.find(workspace, digest), digest)

    def find(self, workspace: str, digest: str) -> bytes | None:  # noqa: ARG002
        """As `Blobs.find`."""
        data = self._found(digest)
        if data is not None and digest_of(data) != digest:
            raise BadInput(f"{str(self._file(digest))!r} is damaged: its bytes do not have its digest")
        return data

    def has(self, workspace: str, digest: str) -> bool:  # noqa: ARG002
        """As `Blobs.has`."""
        return self._file(digest).is_file()

    def remove(self, keys: Collection[str]) -> None:
        """As `Blobs.remove`, with what killed processes left unfinished."""
        if not self.path.is_dir():
            return
        for key in keys:
            (self.path / key).unlink(missing_ok=True)
        sweep_partials(self.path)
        _sync(self.path)

    def held(self) -> Iterator[Held]:
        """As `Blobs.held`."""
        now = time.time()
        for file in sorted(self.path.glob("[!.]*")):
            try:
                yield Held(file.name, _PREFIX + file.name, now - file.stat().st_mtime)
            except FileNotFoundError:
                continue

    def beside(self, name: str) -> "BlobFolder":
        """As `Blobs.beside`: the folder of this name beside it."""
        return BlobFolder(self.path.parent / name)

    def _found(self, digest: str) -> bytes | None:
        try:
            return self._file(digest).read_bytes()
        except FileNotFoundError:
            return None

    def _file(self, digest: str) -> Path:
        return self.path / digest.removeprefix(_PREFIX)


def present(data: bytes | None, digest: str) -> bytes:
    """The bytes that were found. Raises BadInput for None."""
    if data is None:
        raise BadInput(f"the bytes of {digest!r} were never kept to the end; put them again")
    return data


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
