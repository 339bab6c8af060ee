"""A real server of a home of its own, started as people start it, and how much processor time it has taken."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from burnish.errors import BadInput, Failure
from burnish.storage.access import Access
from burnish.storage.opening import open_store

_STOPPING_S = 60.0


@dataclass(frozen=True)
class Spent:
    """Processor time in seconds."""

    own_s: float
    started_s: float
    """Of processes that it started."""
    delayed_s: float
    """How long its threads could have gone on, and other programs had the processors."""

    def since(self, before: "Spent") -> "Spent":
        """The difference. Threads that ended take their delay along, so that one is nothing at least."""
        return Spent(
            self.own_s - before.own_s, self.started_s - before.started_s,
            max(0.0, self.delayed_s - before.delayed_s),
        )  # fmt: skip

    @property
    def total_s(self) -> float:
        """All processor time."""
        return self.own_s + self.started_s


@dataclass(frozen=True)
class TrialServer:
    """A process that serves, and somebody's token for each of its people."""

    host: str
    port: int
    pid: int
    home: Path
    tokens: tuple[str, ...]

    def spent(self) -> Spent:
        """Processor time so far, of the process itself and of all that it started."""
        return Spent(
            time.clock_gettime(_clock_of(self.pid)),
            _reaped_s(self.pid) + sum(_spent_s(each) for each in _started(self.pid)),
            delayed_s(self.pid),
        )

    def pids(self) -> frozenset[int]:
        """The process and all that it started."""
        return frozenset(_family(self.pid))


@contextlib.contextmanager
def trial_server(people: int) -> Generator[TrialServer]:
    """A server on this machine until the block ends; its home is among the temporary files, and goes.

    Raises:
        BadInput: this system does not tell the processor time of other processes.
        Failure: it does not start.
    """
    if sys.platform != "linux":
        raise BadInput(f"service times are measured on Linux, not on {sys.platform!r}")
    with tempfile.TemporaryDirectory(prefix="burnish-capacity-") as folder:
        home = Path(folder)
        tokens = _tokens(home, people)
        environment = {**os.environ, "BURNISH_HOME": folder}
        command = [sys.executable, "-m", "burnish", "serve", "--no-open", "--port", "0"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
            try:
                host, port = _address(process)
                yield TrialServer(host, port, process.pid, home, tokens)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(_STOPPING_S)


def delayed_s(pid: int) -> float:
    """How long the threads of a process have waited for a processor so far (/proc/PID/task/TID/schedstat)."""
    found_ns = 0
    for each in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            found_ns += int(each.read_text(encoding="ascii").split()[1])
    return found_ns / 1e9


def _tokens(home: Path, people: int) -> tuple[str, ...]:
    with open_store(home / "feedback") as store:
        tokens = Access(store.database).tokens
        return tuple(tokens.make("local", f"p{k}", "capacity", datetime.now(UTC))[1] for k in range(people))


def _address(process: "subprocess.Popen[str]") -> tuple[str, int]:
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if "#token=" in line:
            place = line.strip().removeprefix("http://").partition("/")[0]
            host, _, port = place.rpartition(":")
            return host, int(port)
    raise Failure(f"a server did not start: {''.join(said)[-300:].strip()}")


def _clock_of(pid: int) -> int:
    """The clock of another process's processor time (clock_getcpuclockid of POSIX, as Linux has it)."""
    return (~pid << 3) | 2


def _spent_s(pid: int) -> float:
    """What a process and all that it started have taken; nothing where it has ended."""
    try:
        own_s = time.clock_gettime(_clock_of(pid))
    except OSError:
        return 0.0
    return own_s + _reaped_s(pid) + sum(_spent_s(each) for each in _started(pid))


def _reaped_s(pid: int) -> float:
    """What those took that it started and that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    return [pid, *(one for each in _started(pid) for one in _family(each))]


def _started(pid: int) -> list[int]:
    """Processes that it started and that still run."""
    found: list[int] = []
    for each in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, each.read_text(encoding="ascii").split())
    return found
