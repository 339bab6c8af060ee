"""Who else wants the processors of this machine, as Linux tells it."""

import contextlib
import os
import threading
from pathlib import Path

from burnish.bench.capacity.cores import Wanting

A_STEP = 1.25
"""What a step of niceness is worth (sched(7))."""


def wanting(but: frozenset[int]) -> Wanting:
    """Threads that run or could, but those of these processes and the one that looks.

    Each counts by what it gets beside one of ours, which are as nice as we are; where sessions are grouped (sched(7),
    autogroups), what is in other groups counts by its group.
    """
    mine, niceness = threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0)
    own, own_niceness = _group("self")
    beside, groups, in_groups = 0.0, dict[str, float](), 0
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal() or int(process.name) in but:
            continue
        nice = [each for thread, each in _running(process) if thread != mine]
        if not nice:
            continue
        group, group_niceness = _group(process.name)
        if group == own:
            beside += sum(A_STEP ** (niceness - each) for each in nice)
        else:
            groups[group] = A_STEP ** (own_niceness - group_niceness)
            in_groups += len(nice)
    return Wanting(beside, sum(groups.values()), in_groups)


def _running(process: Path) -> list[tuple[int, int]]:
    """A process's threads that run or could: id and niceness of each."""
    found: list[tuple[int, int]] = []
    for each in process.glob("task/*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = each.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if fields[0] == "R":
                found.append((int(each.parent.name), int(fields[16])))
    return found


def _group(process: str) -> tuple[str, int]:
    """The name of a process's group and how nice it is; one and the same where there are none."""
    try:
        if Path("/proc/sys/kernel/sched_autogroup_enabled").read_text(encoding="ascii").strip() != "1":
            return "", 0
        name, _, niceness = Path(f"/proc/{process}/autogroup").read_text(encoding="ascii").split()
        return name, int(niceness)
    except (OSError, ValueError):
        return "", 0
