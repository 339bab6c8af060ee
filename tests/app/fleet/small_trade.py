"""Tasks that say who did them; some of them kill their worker."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from burnish.errors import Failure


@dataclass(frozen=True)
class Errand:
    number: int
    kills: int = 0
    """How many workers it kills before it can be done."""


@dataclass(frozen=True)
class SquareTrade:
    """Squares of numbers. Every try leaves a file, whose name says which it was and in which process."""

    folder: Path

    def begun(self):
        return self._squared

    def lost(self, task: Errand, error: Failure) -> str:
        return f"{task.number} was left: {error}"

    def files(self, task: Errand) -> tuple[Path, ...]:
        return ()

    def tidy(self) -> None:
        (self.folder / "tidied").touch()

    def _squared(self, task: Errand, again: bool) -> int:
        tries = len(self.tries(task))
        (self.folder / f"{task.number}.{tries}.{os.getpid()}").touch()
        if tries < task.kills:
            os.kill(os.getpid(), signal.SIGKILL)
        return task.number**2

    def tries(self, task: Errand) -> list[Path]:
        return sorted(self.folder.glob(f"{task.number}.*"))
