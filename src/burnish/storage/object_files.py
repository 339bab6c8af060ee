"""Files that are made again or fetched soon, in a bucket: `PREFIX/KIND/WORKSPACE/FOLDER/NAME`, gone after some days."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from burnish.storage.bucket import Bucket, Facts
from burnish.storage.objects import ObjectBlobs, folder_of
from burnish.storage.sql import SqlStore

EXPORTS, PREVIEWS = "exports", "previews"
"""Kinds: what jobs made, and small pictures for lists."""

LIFE: Mapping[str, timedelta] = {EXPORTS: timedelta(days=32), PREVIEWS: timedelta(days=30)}
"""How long files of a kind are there at most."""


@dataclass(frozen=True)
class ObjectFiles:
    """The files of a kind. Nothing that is only here is lost when it goes."""

    bucket: Bucket
    kind: str

    def write(
        self, workspace: str, folder: str, name: str, data: bytes, headers: Mapping[str, str] | None = None,
        until: float | None = None,
    ) -> None:  # fmt: skip
        """Put a file into a folder, whole or not at all. Raises WriteFailed."""
        self.bucket.put(self._key(workspace, folder, name), data, until, headers)

    def write_file(
        self, workspace: str, folder: str, name: str, file: BinaryIO, headers: Mapping[str, str] | None = None
    ) -> None:
        """As `write`, of all bytes of a file that need not fit into memory. Raises WriteFailed."""
        size = file.seek(0, os.SEEK_END)
        self.bucket.put_file(self._key(workspace, folder, name), file, size, headers)

    def read(self, workspace: str, folder: str, name: str, until: float | None = None) -> bytes | None:
        """A file; None where there is none. Raises Failure."""
        return self.bucket.get(self._key(workspace, folder, name), until)

    def facts(self, workspace: str, folder: str, name: str) -> Facts | None:
        """What is known of a file; None where there is none. Raises Failure."""
        return self.bucket.facts(self._key(workspace, folder, name))

    def pieces(self, facts: Facts) -> Iterator[bytes]:
        """A file that is there, piece by piece. Raises Failure, FileNotFoundError where it is gone meanwhile."""
        return self.bucket.pieces(facts.key, facts.bytes)

    def all(self, workspace: str, folder: str) -> list[Facts]:
        """The files of a folder, by their names. Raises Failure."""
        return sorted(self.bucket.listed(self._key(workspace, folder, "")), key=lambda each: each.key)

    def remove(self, workspace: str, folder: str) -> None:
        """Let a folder go. Raises Failure."""
        self.bucket.remove([each.key for each in self.all(workspace, folder)])

    def address(self, facts: Facts, life: timedelta) -> str:
        """An address by which whoever has it may fetch a file for so long. Raises Failure."""
        return self.bucket.signed(facts.key, life)

    def sweep(self, now: datetime, known: Collection[str] | None = None, age_s: float = 0.0) -> int:
        """Let files go that are older than they may be; how many. Raises Failure.

        With `known`, also those older than `age_s` in folders of other names.
        """
        gone = [
            each.key
            for each in self.bucket.listed(self.kind)
            if now - each.at > LIFE[self.kind]
            or (known is not None and (now - each.at).total_seconds() > age_s and _folder(each) not in known)
        ]
        self.bucket.remove(gone)
        return len(gone)

    def _key(self, workspace: str, folder: str, name: str) -> str:
        return f"{self.kind}/{folder_of(workspace)}/{folder}/{name}".rstrip("/")


def _folder(facts: Facts) -> str:
    return facts.key.split("/")[-2]


def object_files(store: SqlStore, kind: str) -> ObjectFiles | None:
    """The files of a kind in the bucket of a store; None where its bytes are in a folder."""
    return ObjectFiles(store.blobs.bucket, kind) if isinstance(store.blobs, ObjectBlobs) else None


def lifecycle(prefix: str) -> dict[str, object]:
    """The rules that do the same by the server itself, as S3 takes them (PutBucketLifecycleConfiguration)."""
    beneath = f"{prefix}/" if prefix else ""
    rules: list[dict[str, object]] = [
        {
            "ID": f"burnish-{kind}", "Status": "Enabled", "Filter": {"Prefix": f"{beneath}{kind}/"},
            "Expiration": {"Days": life.days},
        }
        for kind, life in LIFE.items()
    ]  # fmt: skip
    left = {
        "ID": "burnish-left-over", "Status": "Enabled", "Filter": {"Prefix": beneath},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    }  # fmt: skip
    return {"Rules": [*rules, left]}
