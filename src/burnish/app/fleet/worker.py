"""What a Ray worker process does with a piece of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from burnish.app.fleet.order import Doing

MOST_BEGUN = 4
"""Orders that a worker keeps ready for."""


@dataclass(frozen=True)
class Unseen:
    """The worker does not see the files: it is on another machine without them."""


@dataclass(frozen=True)
class Foreign:
    """The worker runs another program, whose results may be others."""

    code: str


@dataclass(frozen=True)
class Place:
    """Where the work was given out, by which a worker tells whether it stands there as well."""

    folder: str
    """That relative names are below."""
    code: str = ""
    """Version of Burnish; empty where worker and driver are one installation for sure."""
    files: tuple[tuple[str, int], ...] = ()
    """Absolute names and sizes of files that are needed."""

    def is_seen(self) -> bool:
        """Whether this process sees the files, and has taken its stand in the folder."""
        import os

        try:
            sizes = [Path(name).stat().st_size for name, _ in self.files]
            os.chdir(self.folder)
        except OSError:
            return False
        return sizes == [size for _, size in self.files]


def worked(order: str, trade: Sequence[Any], task: Any, again: bool, place: Place) -> Any:
    """Do a task; `trade` holds a reference to the order's trade, which is fetched once in a process."""
    if place.code and place.code != _code():
        return Foreign(_code())
    if not place.is_seen():
        return Unseen()
    return _begun(order, trade)(task, again)


_BEGUN: dict[str, Doing[Any, Any]] = {}


def _begun(order: str, trade: Sequence[Any]) -> Doing[Any, Any]:
    """What does the order's tasks. A worker has one thread, so nobody else looks at what is kept."""
    if order not in _BEGUN:
        import ray

        _one_thread()
        while len(_BEGUN) >= MOST_BEGUN:
            _BEGUN.pop(next(iter(_BEGUN)))
        fetched: Any = ray.get(trade[0])
        begin: Callable[[], Doing[Any, Any]] = fetched.begun
        _BEGUN[order] = begin()
    return _BEGUN[order]


def _one_thread() -> None:
    """There is a worker for every processor, so more threads would only wait for each other."""
    import cv2

    from burnish.imaging.sweep.bands import use_cores

    use_cores(1)
    cv2.setNumThreads(1)


@cache
def _code() -> str:
    return installed_code()


def installed_code() -> str:
    """The version of Burnish in this process, with a digest of its files."""
    import burnish
    from burnish.governance.experiment_file import code_version

    return code_version(Path(burnish.__file__).parent)
