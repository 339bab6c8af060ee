"""Runs one command and says how long it took and how much memory it held: a script of its own.

`python launcher.py TIMEOUT_S LOG COMMAND…` prints one JSON object. A process inherits its parent's peak memory when
it starts (Linux keeps it across exec), so a measurement must start from a parent as small as this one.
"""

import json
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from threading import Timer
from time import perf_counter


def main(timeout_s: float, log: Path, command: list[str]) -> None:
    """Run the command with its output in `log`; it is killed after the timeout."""
    with log.open("wb") as output:
        started = perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        timer = Timer(timeout_s, child.kill)
        timer.daemon = True
        timer.start()
        code = child.wait()
        seconds = perf_counter() - started
        timer.cancel()
    peak_bytes = getrusage(RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_bytes": peak_bytes, "code": code}))


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
