"""Bytes by their digest in a bucket: `PREFIX/blobs/WORKSPACE/DIGEST`, where WORKSPACE does not tell whose it is.

Every workspace has its own folder: bytes that two of them have are there twice, so that a policy of the bucket can keep
workspaces apart, the bytes of one go by removing a folder, and nobody learns from a fast upload what others have.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from burnish.errors import BadInput, Failure, WriteFailed
from burnish.storage.blobs import Held, digest_of, present
from burnish.storage.bucket import PIECE_BYTES, Bucket

MOST_TRIES = 3
"""How often bytes are sent, or read, that arrive altered."""

REMOVING_S = 8.0
"""The longest that one removal may take: whoever writes waits for it as long."""

_DIGEST = "sha256:"


@dataclass(frozen=True)
class ObjectBlobs:
    """`Blobs` in a bucket. Bytes are checked by their digest when they come and whenever they are read."""

    bucket: Bucket
    name: str = "blobs"

    @property
    def place(self) -> str:
        """As `Blobs.place`."""
        return self.bucket.place

    @property
    def is_shared(self) -> bool:
        """As `Blobs.is_shared`."""
        return False

    def key(self, workspace: str, digest: str) -> str:
        """As `Blobs.key`."""
        return f"{self.name}/{folder_of(workspace)}/{digest.removeprefix(_DIGEST)}"

    def write(self, workspace: str, digest: str, data: bytes) -> None:
        """As `Blobs.write`; whole bytes that are there already are not sent again.

        Raises:
            WriteFailed: they are not there, or it is not known whether they are.
        """
        key, until = self.key(workspace, digest), self.bucket.until(2 * len(data))
        try:
            if self._is_whole(key, digest, data, until):
                return
            for _ in range(MOST_TRIES):
                tag = self.bucket.put(key, data, until)
                if tag in _tags(data) or self._reads_back(key, digest, until):
                    return
        except WriteFailed:
            raise
        except Failure as error:
            raise WriteFailed(str(error)) from error
        self.bucket.remove([key], self.bucket.clock() + REMOVING_S)
        raise WriteFailed(
            f"cannot keep {digest!r} in {self.place!r}: its bytes arrive altered, {MOST_TRIES} times of "
            f"{MOST_TRIES}; nothing is kept"
        )

    def read(self, workspace: str, digest: str) -> bytes:
        """As `Blobs.read`."""
        return present(self.find(workspace, digest), digest)

    def find(self, workspace: str, digest: str) -> bytes | None:
        """As `Blobs.find`; bytes that come altered are read again before they count as damaged."""
        key = self.key(workspace, digest)
        for _ in range(MOST_TRIES):
            data = self.bucket.get(key)
            if data is None or digest_of(data) == digest:
                return data
        raise BadInput(f"'{self.place}/{key}' is damaged: its bytes do not have its digest")

    def has(self, workspace: str, digest: str) -> bool:
        """As `Blobs.has`."""
        return self.bucket.facts(self.key(workspace, digest)) is not None

    def remove(self, keys: Collection[str]) -> None:
        """As `Blobs.remove`."""
        self.bucket.remove(
            sorted(keys), self.bucket.clock() + min(REMOVING_S, self.bucket.address.patience_s)
        )

    def held(self) -> Iterator[Held]:
        """As `Blobs.held`."""
        now = datetime.now(UTC)
        for each in self.bucket.listed(self.name):
            yield Held(each.key, _DIGEST + each.name, (now - each.at).total_seconds())

    def beside(self, name: str) -> "ObjectBlobs":
        """As `Blobs.beside`: in the same bucket."""
        return ObjectBlobs(self.bucket, name)

    def _is_whole(self, key: str, digest: str, data: bytes, until: float) -> bool:
        found = self.bucket.facts(key, until)
        if found is None or found.bytes != len(data):
            return False
        return found.tag in _tags(data) or self._reads_back(key, digest, until)

    def _reads_back(self, key: str, digest: str, until: float) -> bool:
        """Whether what is there has the digest: for servers whose tags say nothing, such as those that encrypt."""
        found = self.bucket.get(key, until)
        return found is not None and digest_of(found) == digest


def folder_of(workspace: str) -> str:
    """The folder of a workspace, whose name does not tell whose it is: 32 hexadecimal digits."""
    return hashlib.sha256(workspace.encode()).hexdigest()[:32]


def _tags(data: bytes) -> tuple[str, ...]:
    """ETags that only these bytes have, sent at once or in pieces: their MD5, or that of the pieces' (S3, ETag)."""
    parts = [
        hashlib.md5(data[k : k + PIECE_BYTES], usedforsecurity=False).digest()
        for k in range(0, len(data), PIECE_BYTES)
    ]
    together = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
    whole = parts[0].hex() if len(parts) == 1 else hashlib.md5(data, usedforsecurity=False).hexdigest()
    return (whole, f"{together}-{len(parts)}")
