"""Right of way: what takes long waits at its next halt while something quick is under way that somebody waits for."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

LONGEST_HALT_S = 0.03
"""How long one halt takes at most, so that a crowd of what is quick only slows down what takes long."""


def _always() -> bool:
    return True


def _never() -> bool:
    return False


_GOES_ON: ContextVar[Callable[[], bool]] = ContextVar("goes_on", default=_never)


@dataclass
class RightOfWay:
    """Who is quick has it, and everybody else gives it. Safe to ask from several threads.

    Threads of one interpreter run by turns, and something quick that goes to the disk a dozen times waits as often for
    those that reckon. So they halt before what they themselves want of the database, and when they begin.
    """

    longest_halt_s: float = LONGEST_HALT_S
    _quick: int = 0
    """How many have it."""
    _free: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @property
    def is_had(self) -> bool:
        """Whether anybody has it."""
        return self._quick > 0

    @contextmanager
    def had(self) -> Generator[None]:
        """Have it until the block ends, with everything that is begun inside in this context."""
        with self._free:
            self._quick += 1
        try:
            with self.kept(_always):
                yield
        finally:
            with self._free:
                self._quick -= 1
                if not self.is_had:
                    self._free.notify_all()

    @contextmanager
    def kept(self, is_waited_for: Callable[[], bool]) -> Generator[None]:
        """Inside, do not give it while somebody waits for what is held here: it may be who has it."""
        outer = _GOES_ON.get()
        before = _GOES_ON.set(lambda: outer() or is_waited_for())
        try:
            yield
        finally:
            _GOES_ON.reset(before)

    def give(self) -> None:
        """Halt while others have it, for a moment at most; whoever has it goes on."""
        if self.is_had and not _GOES_ON.get()():
            with self._free:
                self._free.wait_for(lambda: not self.is_had, self.longest_halt_s)
