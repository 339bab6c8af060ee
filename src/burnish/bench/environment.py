"""What a figure depends on besides the code: the machine and the versions, never a name or a path."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("burnish", "numba", "numpy", "simplejpeg", "opencv-contrib-python-headless")


def environment(*, date: str | None = None, processors: int | None = None) -> dict[str, Any]:
    """The machine and the versions as plain JSON values. `processors` is how many were used."""
    return {
        "date": date,
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "cores_used": processors,
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def cpu_model() -> str:
    """What the processor calls itself."""
    facts = Path("/proc/cpuinfo")
    if sys.platform == "linux" and facts.is_file():
        for line in facts.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (ValueError, OSError):
        return None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
