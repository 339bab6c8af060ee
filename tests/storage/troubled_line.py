"""A line to a server that stalls, cuts, answers in its stead, or alters what it carries: each connection in turn."""

import contextlib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

ERROR = b"<?xml version='1.0'?><Error><Code>%s</Code><AWSAccessKeyId>key-of-tests</AWSAccessKeyId></Error>"


def answers(status: int, code: str = "") -> Callable[["Line"], None]:
    body = ERROR % code.encode() if code else b""
    head = b"HTTP/1.1 %d Told\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(body))
    return lambda line: line.say(head + body)


def garbage(line: "Line") -> None:
    line.say(b"\x00\xff no HTTP at all \r\n\r\n")


def hangs_up(line: "Line") -> None:
    line.near.close()


def is_silent(line: "Line") -> None:
    line.over.wait(30)


def cut_after(count: int) -> Callable[["Line"], None]:
    """Carry so many bytes of what is sent, and then nothing more."""

    def cut(line: "Line") -> None:
        line.carry(most=count)

    return cut


def cut_answer(line: "Line") -> None:
    """Let the server have all of it, and the client nothing of the answer."""
    line.carry(answer=lambda data: b"", hangs_up=True)


def altered(old: bytes, new: bytes) -> Callable[["Line"], None]:
    return lambda line: line.carry(sent=lambda data: data.replace(old, new))


def answers_altered(old: bytes, new: bytes) -> Callable[["Line"], None]:
    return lambda line: line.carry(answer=lambda data: data.replace(old, new))


def slowly(bytes_per_s: int) -> Callable[["Line"], None]:
    return lambda line: line.carry(sent=lambda data: (time.sleep(len(data) / bytes_per_s), data)[1])


def through(line: "Line") -> None:
    line.carry()


@dataclass
class Line:
    near: socket.socket
    port: int
    over: threading.Event

    def say(self, answer: bytes) -> None:
        """Answer whatever is asked, once all of it was read."""
        self.near.settimeout(0.2)
        with contextlib.suppress(TimeoutError):
            while self.near.recv(1 << 16):
                pass
        self.near.sendall(answer)

    def carry(
        self, sent: Callable[[bytes], bytes] = bytes, answer: Callable[[bytes], bytes] = bytes,
        most: int | None = None, *, hangs_up: bool = False,
    ) -> None:  # fmt: skip
        with socket.create_connection(("127.0.0.1", self.port)) as far:
            back = threading.Thread(target=_pump, args=(far, self.near, answer, None, hangs_up), daemon=True)
            back.start()
            _pump(self.near, far, sent, most, False)
            back.join(5)


def _pump(
    here: socket.socket, there: socket.socket, change: Callable[[bytes], bytes], most: int | None, hangs_up: bool
) -> None:  # fmt: skip
    count = 0
    with contextlib.suppress(OSError):
        while data := here.recv(1 << 16):
            count += len(data)
            if most is not None and count > most:
                there.shutdown(socket.SHUT_RDWR)
                here.shutdown(socket.SHUT_RDWR)
                return
            if hangs_up:
                there.shutdown(socket.SHUT_RDWR)
                return
            there.sendall(change(data))
        there.shutdown(socket.SHUT_WR)


@dataclass
class TroubledLine:
    """`with TroubledLine(port) as line:`; the next connections do what `next` says, one each, and then `usually`."""

    port: int
    """Of the server."""
    next: deque = field(default_factory=deque)
    usually: Callable[[Line], None] = through
    connections: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _ear: socket.socket | None = None

    def __enter__(self) -> "TroubledLine":
        self._ear = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, args=(self._ear,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._over.set()
        self._ear.close()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._ear.getsockname()[1]}"

    def _listen(self, ear: socket.socket) -> None:
        while True:
            try:
                near, _ = ear.accept()
            except OSError:
                return
            self.connections += 1
            does = self.next.popleft() if self.next else self.usually
            threading.Thread(target=self._serve, args=(does, near), daemon=True).start()

    def _serve(self, does: Callable[[Line], None], near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            does(Line(near, self.port, self._over))
