"""What has been rendered into a folder, so that a run can be repeated and go on where it was cut off.

A line is written before its file gets its name, and holds the digest of the file's bytes. A file counts as
done only where it has that digest and was made from the same photo by the same edit: no kill can make it a
lie. Journals lie in the user's folder, not beside the pictures.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Self, cast

from burnish.errors import WriteFailed


@dataclass(frozen=True)
class Entry:
    """One file as it was rendered."""

    key: str
    """Digest of all that the file was made from."""

    digest: str
    """Of the file's bytes."""


def key_of(photo: str, look: str, kind: str, settings: Mapping[str, Any]) -> str:
    """The digest of a photo's digest, a look's digest and the settings."""
    parts = json.dumps([photo, look, kind, settings], sort_keys=True)
    return f"sha256:{hashlib.sha256(parts.encode()).hexdigest()}"


class Journal:
    """The renders into one folder."""

    def __init__(self, path: Path, entries: Iterable[tuple[str, Entry]]) -> None:
        self._path, self._lock = path, Lock()
        self._entries: dict[str, set[Entry]] = {}
        for name, entry in entries:
            self._entries.setdefault(name, set()).add(entry)

    @classmethod
    def of_folder(cls, folder: Path, home: Path, writer: str = "") -> Self:
        """The journal of an output folder; empty where there is none. Torn and foreign lines are left out.

        `writer` names a machine of a fleet, which adds lines to a file of its own: two machines cannot add to one.
        """
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
        kept = home / "renders"
        lines = [line for path in sorted(kept.glob(f"{name}*.jsonl")) for line in _lines(path)]
        file = kept / (f"{name}-{writer}.jsonl" if writer else f"{name}.jsonl")
        return cls(file, filter(None, map(_parsed, lines)))

    def is_done(self, out: Path, key: str) -> bool:
        """Whether this file is complete and was made from just that."""
        digests = {each.digest for each in self._entries.get(out.name, ()) if each.key == key}
        try:
            return bool(digests) and digest_of(out.read_bytes()) in digests
        except OSError:
            return False

    def note(self, out: Path, key: str, data: bytes) -> None:
        """Write down that this file is about to get these bytes. Raises WriteFailed."""
        entry = Entry(key, digest_of(data))
        line = json.dumps({"name": out.name, "key": entry.key, "digest": entry.digest}) + "\n"
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                try:
                    # A line break first: what a killed run left of a line must not swallow this one.
                    os.write(descriptor, b"\n" + line.encode())
                finally:
                    os.close(descriptor)
            except OSError as error:
                raise WriteFailed(
                    f"cannot write the journal {str(self._path)!r}: {error.strerror}"
                ) from error
            self._entries.setdefault(out.name, set()).add(entry)


def digest_of(data: bytes) -> str:
    """`sha256:` of the bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except OSError:
        return []


def _parsed(line: bytes) -> tuple[str, Entry] | None:
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    values = [cast("dict[str, object]", found).get(name) for name in ("name", "key", "digest")]
    if not all(isinstance(each, str) for each in values):
        return None
    name, key, digest = cast("list[str]", values)
    return name, Entry(key, digest)
