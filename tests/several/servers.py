"""Real servers of the studio, each a process of its own, on one home folder and one database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from burnish.storage.access import Access
from burnish.storage.opening import open_store
from burnish.storage.sql import SqlStore

API = "/api/v1"
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Server:
    """One that runs."""

    process: subprocess.Popen[str]
    url: str

    def client(self, token: str, **more: Any) -> httpx2.Client:
        """Somebody's client of its routes."""
        headers = {"authorization": f"Bearer {token}"}
        return httpx2.Client(base_url=self.url + API, headers=headers, timeout=30, **more)

    def ready(self) -> httpx2.Response:
        """What it says to programs that watch over servers."""
        return httpx2.get(f"{self.url}/ready", timeout=10)

    def told_to_end(self) -> float:
        """Send SIGTERM; when that was, by the monotonic clock."""
        self.process.send_signal(signal.SIGTERM)
        return time.monotonic()

    def killed(self) -> None:
        """Kill it where it stands."""
        self.process.kill()
        self.process.wait(30)


@dataclass(frozen=True)
class Place:
    """What several servers share."""

    home: Path
    url: str

    def store(self) -> SqlStore:
        """The store, opened by this process, too."""
        return open_store(self.home / "feedback", self.url)

    def token(self, person: str) -> str:
        """An access token for somebody of the local workspace."""
        with self.store() as store:
            return Access(store.database).tokens.make("local", person, "tests", datetime.now(UTC))[1]


@contextmanager
def serving(place: Place, *options: str) -> Iterator[Server]:
    """A server until the block ends."""
    given = {"BURNISH_HOME": str(place.home), "BURNISH_STORE": place.url, "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **given}
    command = [sys.executable, "-m", "burnish", "serve", "--no-open", "--port", "0", *options]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            launch = next(line.strip() for line in process.stderr if "#token=" in line)
            server = Server(process, launch.partition("/#")[0])
            until(lambda: server.ready().status_code == 200)
            yield server
        finally:
            process.kill()
            process.wait(30)


def until(is_so: Any, within_s: float = PATIENCE_S) -> None:
    """Wait for it."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)
