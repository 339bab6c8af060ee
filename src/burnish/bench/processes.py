"""Whole processes, timed from start to end with their peak memory; and the processors that they share."""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from burnish.errors import Failure

MEGABYTE = 1e6
_LAUNCHER = Path(__file__).with_name("launcher.py")
_GRACE_S = 30.0
_TAIL = 300


@dataclass(frozen=True)
class Finished:
    """How a process ended."""

    seconds: float
    peak_mb: float
    """Most resident memory, in units of 10⁶ bytes."""
    code: int
    """Exit code; negative is the signal that ended it."""
    output: str
    """The end of what it said."""


def run_process(
    command: Sequence[str], folder: Path, *, timeout_s: float, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run a command to its end. `folder` is for its output; `environment` is added to this process's own.

    Raises:
        Failure: it could not be started.
    """
    log = folder / "process.log"
    launched = subprocess.run(
        [sys.executable, "-I", "-S", str(_LAUNCHER), str(timeout_s), str(log), *command],
        capture_output=True, text=True, env={**os.environ, **(environment or {})}, timeout=timeout_s + _GRACE_S,
        check=False,
    )  # fmt: skip
    if launched.returncode != 0:
        raise Failure(f"{command[0]!r} could not be started: {launched.stderr[-_TAIL:].strip()}")
    told = json.loads(launched.stdout)
    said = log.read_bytes()[-_TAIL:].decode(errors="replace").strip()
    return Finished(float(told["seconds"]), told["peak_bytes"] / MEGABYTE, int(told["code"]), said)


def must_succeed(finished: Finished, what: str) -> Finished:
    """The same, if it ended well. Raises Failure."""
    if finished.code != 0:
        raise Failure(f"{what} ended with code {finished.code!r}: {finished.output}")
    return finished


@contextmanager
def limited_to(processors: int) -> Generator[int]:
    """Run this process and those it starts on this many processors; gives how many there really are.

    Systems without affinity are left as they are.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield min(processors, os.cpu_count() or 1)
        return
    before = os.sched_getaffinity(0)
    chosen = set(sorted(before)[:processors])
    os.sched_setaffinity(0, chosen)
    try:
        yield len(chosen)
    finally:
        os.sched_setaffinity(0, before)
