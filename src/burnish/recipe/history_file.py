"""A history on disk: an append-only log that keeps all it ever acknowledged, whoever is killed and when."""

import fcntl
import os
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

from burnish.errors import BadInput, Failure, WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.recipe.history import Event, History
from burnish.recipe.history_log import (
    MAX_LINE_BYTES,
    Replayed,
    check_of,
    first_line,
    is_next,
    next_line,
    replayed,
)
from burnish.tools.catalogue import Catalogue

LOCK_TIMEOUT_S = 10.0
"""How long to wait for another process that writes."""

_POLL_S = 0.01


@dataclass(frozen=True)
class _Read:
    """What has been read and verified of the file."""

    log: Replayed
    last: int
    """Where the last line starts."""

    end: int
    """Where it ends."""


class HistoryFile:
    """One photo's history in a file. Processes and threads may share it: they take turns.

    `photo` is the digest that the history must belong to, None for any. Making one touches nothing.
    """

    def __init__(
        self, path: Path, catalogue: Catalogue, *, photo: str | None = None, timeout_s: float = LOCK_TIMEOUT_S
    ) -> None:
        self._path, self._catalogue, self._photo, self._timeout_s = path, catalogue, photo, timeout_s
        self._read: _Read | None = None

    @classmethod
    def create(
        cls, path: Path, catalogue: Catalogue, *, photo: str, at: datetime, timeout_s: float = LOCK_TIMEOUT_S
    ) -> Self:
        """A new file with the history of a photo that has no edit yet.

        Raises:
            BadInput: the path exists, the digest is none, or the time has no zone.
            WriteFailed: the system refused; nothing is left behind.
        """
        write_atomically(path, first_line(photo, at), overwrite=False)
        return cls.open(path, catalogue, photo=photo, timeout_s=timeout_s)

    @classmethod
    def open(
        cls, path: Path, catalogue: Catalogue, *, photo: str | None = None, timeout_s: float = LOCK_TIMEOUT_S
    ) -> Self:
        """The history in a file that exists, verified from its first line to its last.

        Half a line that a killed writer left at the end is cut off and kept beside, as `NAME.torn-OFFSET`.

        Raises:
            BadInput: no such file, a damaged line, or the history of another photo.
            Failure: another process writes for longer than `timeout_s`.
            WriteFailed: a torn line could not be cut off.
        """
        opened = cls(path, catalogue, photo=photo, timeout_s=timeout_s)
        with opened._locked(exclusive=True) as file:
            opened._mended(file)
        return opened

    def read(self) -> History:
        """The history with all that any process has appended; asks for no right to write.

        Raises:
            BadInput, Failure: as `open`.
        """
        with self._locked(exclusive=False) as file:
            return self._caught_up(file).log.history

    def append(self, event: Event) -> History:
        """Add an event and return the history after it, which may hold others' events too.

        When this returns, the event is on the disk.

        Raises:
            BadInput: the event does not fit the history as it now is, or the file cannot be read.
            RecipeError: the event's recipe is not valid in this catalogue.
            Failure: another process writes for longer than `timeout_s`.
            WriteFailed: the system refused; the file is as it was.
        """
        with self._locked(exclusive=True) as file:
            before = self._mended(file)
            line = next_line(before.log, event, self._catalogue)
            after = replayed(before.log, line, self._catalogue)
            self._write(file, line, before.end)
            self._read = _Read(after, before.end, before.end + len(line))
            return after.history

    def _caught_up(self, file: BinaryIO) -> _Read:
        """All whole lines read and verified, starting where the last call stopped."""
        read = self._read if self._read is not None and _still_there(file, self._read) else None
        file.seek(0 if read is None else read.end)
        while line := file.readline(MAX_LINE_BYTES + 1):
            whole = line if line.endswith(b"\n") else line + b"\n"
            if whole != line and len(line) <= MAX_LINE_BYTES and not _follows(whole, read):
                break
            read = self._with_line(read, whole)
        if read is None:
            raise BadInput(f"{str(self._path)!r} is not a history: it has no whole first line")
        photo = read.log.history.photo
        if self._photo not in (None, photo):
            raise BadInput(f"{str(self._path)!r} is the history of photo {photo!r}, not of {self._photo!r}")
        self._read = read
        return read

    def _with_line(self, read: _Read | None, line: bytes) -> _Read:
        start = 0 if read is None else read.end
        try:
            log = replayed(None if read is None else read.log, line, self._catalogue)
        except BadInput as error:
            number = 1 if read is None else read.log.lines + 1
            raise type(error)(f"{str(self._path)!r} line {number}: {error}") from None
        return _Read(log, start, start + len(line))

    def _mended(self, file: BinaryIO) -> _Read:
        """Caught up, with the file ending where its last whole line does."""
        read = self._caught_up(file)
        size = os.fstat(file.fileno()).st_size
        if size < read.end:  # whole but for its line break
            self._write(file, b"\n", size)
        elif size > read.end:
            file.seek(read.end)
            torn = self._path.with_name(f"{self._path.name}.torn-{read.end}")
            write_atomically(torn, file.read())
            try:
                os.ftruncate(file.fileno(), read.end)
                os.fsync(file.fileno())
            except OSError as error:
                raise WriteFailed(f"cannot cut {str(self._path)!r}: {error.strerror}") from error
        return read

    def _write(self, file: BinaryIO, data: bytes, end: int) -> None:
        """These bytes at the end of the file and on the disk, or the file as it was."""
        descriptor = file.fileno()
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(descriptor, end)
                os.fsync(descriptor)
            raise WriteFailed(f"cannot append to {str(self._path)!r}: {error.strerror}") from error

    @contextmanager
    def _locked(self, *, exclusive: bool) -> Generator[BinaryIO, None, None]:
        """The file, open and locked, and still the one that has the path."""
        deadline = time.monotonic() + self._timeout_s
        while True:
            with self._opened(writable=exclusive) as file:
                self._lock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, deadline)
                if not self._is_current(file):
                    continue
                try:
                    yield file
                except OSError as error:
                    raise Failure(f"cannot read {str(self._path)!r}: {error.strerror}") from error
                return

    def _opened(self, *, writable: bool) -> BinaryIO:
        flags = (os.O_RDWR | os.O_APPEND if writable else os.O_RDONLY) | os.O_NONBLOCK
        try:
            descriptor = os.open(self._path, flags)
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.close(descriptor)
                raise BadInput(f"{str(self._path)!r} is not a regular file, so it is no history")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise BadInput(f"cannot open history {str(self._path)!r}: {reason}") from None
        return os.fdopen(descriptor, "rb")

    def _lock(self, file: BinaryIO, kind: int, deadline: float) -> None:
        while True:
            try:
                fcntl.flock(file, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    name, waited = str(self._path), f"{self._timeout_s:g} s"
                    raise Failure(f"{name!r} is still locked by another process after {waited}") from None
                time.sleep(_POLL_S)
            except OSError as error:
                raise Failure(f"{str(self._path)!r} cannot be locked: {error.strerror}") from error
            else:
                return

    def _is_current(self, file: BinaryIO) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False


def _follows(line: bytes, read: _Read | None) -> bool:
    return is_next(line, "" if read is None else read.log.check)


def _still_there(file: BinaryIO, read: _Read) -> bool:
    """Whether the file still has the last line that was read; its check vouches for the lines before."""
    file.seek(read.last)
    return check_of(file.read(128)) == read.log.check
