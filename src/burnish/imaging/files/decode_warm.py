"""Decode picture files that nobody trusts, each in a process of its own that is made of a warm one.

What decodes takes ten times as long to import as a photo takes to decode. So one process imports it, looks at no photo
itself, and forks another for each, which is held to its allowance as ever. Where that cannot be had, each photo has a
process that imports everything itself.

`python -m burnish.imaging.files.decode_warm` is the warm process. Its standard input is a socket, over which it is
given the sockets of photos; it ends when that is closed.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from burnish.imaging.files import decode_check
from burnish.imaging.files.decode_check import Allowance
from burnish.imaging.files.info import PhotoInfo
from burnish.imaging.files.source import Source

_ROOM_S = 5.0
"""Beyond what a photo may take, for whoever asks to hear that it took more."""


@dataclass(eq=False)
class WarmDecoder:
    """Checks photos. For any number of threads; its process is begun when first needed, and again when it is gone."""

    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _line: socket.socket | None = None
    _process: "subprocess.Popen[bytes] | None" = None
    _end: Callable[[], object] | None = None

    def checked(self, source: Source, allowance: Allowance) -> PhotoInfo:
        """As `decode_check.checked_photo`."""
        for _ in range(2):
            try:
                own = self._asking()
            except (OSError, AttributeError):  # the process is gone, or this system has no such sockets
                self.close()
                continue
            with own:
                said = _answer(own, source, allowance)
            if said or self._is_there():
                return decode_check.info_in(said, source)
            self.close()
        return decode_check.checked_photo(source, allowance)

    def close(self) -> None:
        """End the process. Harmless to repeat; it is begun again when needed."""
        with self._lock:
            end, self._line, self._process, self._end = self._end, None, None, None
        if end is not None:
            end()

    def _is_there(self) -> bool:
        with self._lock:
            return self._process is not None and self._process.poll() is None

    def _asking(self) -> socket.socket:
        """A socket to a new process. Raises OSError, AttributeError."""
        with self._lock:
            if self._line is None:
                self._begin()
            assert self._line is not None
            ours, theirs = socket.socketpair(socket.AF_UNIX)
            with theirs:
                try:
                    socket.send_fds(self._line, [b"."], [theirs.fileno()])
                except OSError:
                    ours.close()
                    raise
        return ours

    def _begin(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX)
        command = [sys.executable, "-B", "-m", __spec__.name]
        with theirs:
            process = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        self._line, self._process = ours, process
        self._end = weakref.finalize(self, _ended, ours, process)


def _ended(line: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    line.close()
    process.wait()


def _answer(own: socket.socket, source: Source, allowance: Allowance) -> bytes:
    """What a process says of a photo; empty of one that ended without saying anything."""
    own.settimeout(allowance.wall_s + _ROOM_S)
    found = bytearray()
    try:
        own.sendall(decode_check.question(source, allowance))
        own.shutdown(socket.SHUT_WR)
        while piece := own.recv(1 << 16):
            found += piece
    except OSError:
        return b""
    return bytes(found)


def serve(line: socket.socket) -> None:
    """Fork a process for each socket that comes over the line, until that is closed."""
    import burnish.imaging.files.reading  # noqa: F401  # pyright: ignore[reportUnusedImport]

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets those that ended
    while True:
        said, numbers, _, _ = socket.recv_fds(line, 1, 1)
        if not said:
            return
        if os.fork():
            for each in numbers:
                os.close(each)
            continue
        line.close()
        _decode(numbers[0])


def _decode(number: int) -> None:
    """Answer about one photo, and end, however that goes."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with socket.socket(fileno=number) as own, own.makefile("rb") as given, own.makefile("wb") as answer:
            decode_check.main(given, answer, lambda allowed: signal.alarm(ceil(allowed.wall_s)))
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    with socket.socket(fileno=os.dup(0)) as line:
        serve(line)
