"""Notices between processes on one PostgreSQL database: LISTEN and NOTIFY over one connection a process.

What is told while the thread is at work goes out together, after the commits that it is about: a notice within each of
those would make all of them wait for one another (https://www.postgresql.org/docs/current/sql-notify.html).
"""

import json
import logging
import select
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL

from burnish.storage.notices import LOOK_EVERY_S, LocalNotices, Topic, Unwatch

if TYPE_CHECKING:
    from pg8000.native import Connection

LOG = logging.getLogger("burnish.notices")

CHANNEL = "burnish"
LOOK_WHILE_TOLD_S = 10.0
"""How often whoever waits looks all the same while the connection stands."""

BEAT_S = 1.0
"""After so long without anything the server is asked for a sign of life."""

TIMEOUT_S = 5.0
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 5.0
"""Between attempts to reach a server that is gone."""

MOST_CHARACTERS = 4000
"""Of topics in one notice; the server takes 8000 bytes."""


class PostgresNotices:
    """Tells other processes, and hears them. Its connection is made when first needed, and again when lost."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._here = LocalNotices()
        self._lock = threading.Lock()
        self._pending: dict[Topic, None] = {}
        self._thread: threading.Thread | None = None
        self._bell: tuple[socket.socket, socket.socket] | None = None
        self._closing = threading.Event()
        self._is_connected = False

    @property
    def is_connected(self) -> bool:
        """Whether notices of other processes are heard now."""
        return self._is_connected

    @property
    def look_every_s(self) -> float:
        """As `Notices.look_every_s`."""
        return LOOK_WHILE_TOLD_S if self._is_connected else LOOK_EVERY_S

    def tell(self, *topics: Topic) -> None:
        """As `Notices.tell`. Whoever watches in this process hears it at once."""
        self._here.tell(*topics)
        with self._lock:
            self._pending.update(dict.fromkeys(topics))
        self._begin()

    def watch(self, topic: Topic, wake: Callable[[], None]) -> Unwatch:
        """As `Notices.watch`."""
        unwatch = self._here.watch(topic, wake)
        self._begin()
        return unwatch

    def close(self) -> None:
        """As `Notices.close`."""
        with self._lock:
            self._closing.set()
            thread = self._thread
        if thread is None or self._bell is None:
            return
        self._ring()
        thread.join(TIMEOUT_S)
        for each in self._bell:
            each.close()

    def _begin(self) -> None:
        with self._lock:
            if self._closing.is_set():
                return
            if self._thread is None:
                self._bell = socket.socketpair()
                self._bell[0].setblocking(False)
                self._thread = threading.Thread(target=self._run, name="burnish-notices", daemon=True)
                self._thread.start()
        self._ring()

    def _ring(self) -> None:
        """Let the thread look at what is to be told."""
        assert self._bell is not None
        try:
            self._bell[0].send(b".")
        except OSError:
            return  # it was rung already, or hears no more

    def _run(self) -> None:
        import pg8000.exceptions

        wait_s = FIRST_WAIT_S
        while True:
            try:
                self._talk()
            except (pg8000.exceptions.Error, OSError) as error:
                if self._is_connected:
                    LOG.warning("the connection for notices was lost: %s", type(error).__name__)
                wait_s = FIRST_WAIT_S if self._is_connected else min(2 * wait_s, LONGEST_WAIT_S)
                self._is_connected = False
            if self._closing.wait(wait_s):
                return

    def _talk(self) -> None:
        """Hear and tell until closing. Raises what pg8000 and the system raise where the connection is lost."""
        assert self._bell is not None
        connection, number = _connected(self._url)
        rung = self._bell[1]
        try:
            own = _listening(connection)
            self._is_connected = own is not None
            self._here.tell_all()  # what happened before is not told again
            while True:
                is_last = self._closing.is_set()
                self._send(connection)
                self._pass_on(connection, own)
                if is_last:
                    return
                ready, _, _ = select.select([number, rung], [], [], BEAT_S)
                if rung in ready:
                    rung.recv(4096)
                else:
                    connection.run("SELECT 1")  # which also reads what came
        finally:
            _let_go(connection)

    def _send(self, connection: "Connection") -> None:
        with self._lock:
            topics, self._pending = list(self._pending), {}
        while topics:
            text, topics = _packed(topics)
            connection.run("SELECT pg_notify(:channel, :text)", channel=CHANNEL, text=text)

    def _pass_on(self, connection: "Connection", own: int | None) -> None:
        """Wake whoever watches what others told."""
        if len(connection.notifications) == connection.notifications.maxlen:
            connection.notifications.clear()
            self._here.tell_all()  # what did not fit was dropped
        while connection.notifications:
            sender, _, text = connection.notifications.popleft()
            if sender != own:
                self._here.tell(*_unpacked(text))


def _listening(connection: "Connection") -> int | None:
    """Its number at the server; None where notices do not come, as behind a pool that hands connections around."""
    connection.run(f"LISTEN {CHANNEL}")
    answer = connection.run("SELECT pg_backend_pid()")
    own: int | None = answer[0][0] if answer else None
    connection.run("SELECT pg_notify(:channel, '[]')", channel=CHANNEL)
    is_heard = any(sender == own for sender, _, _ in connection.notifications)
    return own if is_heard else None


def _connected(url: URL) -> tuple["Connection", int]:
    """A connection, and the number of its socket, to wait for."""
    import pg8000.native

    query: dict[str, Any] = dict(url.query)
    path = query.get("unix_sock")
    if path:
        there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        there.settimeout(TIMEOUT_S)
        there.connect(str(path))
    else:
        there = socket.create_connection((url.host or "localhost", url.port or 5432), TIMEOUT_S)
    number = there.fileno()
    try:
        made = pg8000.native.Connection(
            url.username or "", host=url.host or "localhost", database=url.database, password=url.password,
            application_name="burnish notices", sock=there,
        )  # fmt: skip
    except BaseException:
        there.close()
        raise
    return made, number


def _let_go(connection: "Connection") -> None:
    import pg8000.exceptions

    try:
        connection.close()
    except (pg8000.exceptions.Error, OSError):
        return


def _packed(topics: list[Topic]) -> tuple[str, list[Topic]]:
    """As many topics as one notice holds, and those that are left."""
    count, size = 0, 0
    for topic in topics:
        size += sum(len(name.encode()) * 6 + 4 for name in topic) + 4
        if count and size > MOST_CHARACTERS:
            break
        count += 1
    return json.dumps(topics[:count]), topics[count:]


def _unpacked(text: str) -> list[Topic]:
    """The topics of a notice; none of one that is not ours."""
    try:
        return [tuple(str(name) for name in topic) for topic in json.loads(text)]
    except (ValueError, TypeError):
        return []
