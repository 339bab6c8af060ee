"""Archives that are made while they are sent, or written."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

_CHUNK_BYTES = 1 << 20
_EARLIEST, _LATEST = 1980, 2107
"""Years that the format can say."""


def zipped(entries: Iterable[tuple[zipfile.ZipInfo, Iterator[bytes]]]) -> Iterator[bytes]:
    """Files as one archive, stored as they are (pictures do not get smaller), piece by piece."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry, pieces in entries:
            with archive.open(entry, "w", force_zip64=True) as out:
                for piece in pieces:
                    out.write(piece)
                    yield sink.taken()
    yield sink.taken()


def zip_entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """A file of an archive, which was written at this moment."""
    local = at.astimezone()
    date = (min(max(local.year, _EARLIEST), _LATEST), *local.timetuple()[1:6])
    entry = zipfile.ZipInfo(name, date)
    entry.external_attr = 0o644 << 16
    return entry


def on_disk(path: Path) -> tuple[zipfile.ZipInfo, Iterator[bytes]]:
    """A file of this machine, for an archive."""
    return zip_entry(path.name, datetime.fromtimestamp(path.stat().st_mtime).astimezone()), _read(path)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


class _Sink(io.RawIOBase):
    """What was written since it was last taken."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written; from now on it is empty."""
        data = bytes(self._written)
        self._written.clear()
        return data
