"""How a server ends: told by SIGTERM it drains, and whatever still goes on, its process is gone within its patience.

First `/ready` says no, jobs and event streams are left to others, and for a moment everybody else is still answered, so
that whoever spreads requests has time to look. Then the doors close, and what is under way is finished. What is not
finished in time is cut off: what was acknowledged is on the disk, and the rest was promised to nobody.

SIGINT, as from a keyboard, ends without the moment; so does a second SIGTERM.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import uvicorn

from burnish.service.draining import Draining

LOG = logging.getLogger("burnish.service")

PATIENCE_S = 20.0
"""From SIGTERM to the end of the process; orchestrators usually kill after 30."""

NOTICE_S = 2.0
"""How long the doors stay open after `/ready` said no."""

ROOM_S = 2.0
"""Before patience ends, for letting go of what is held."""


@dataclass(frozen=True)
class Patience:
    """How much time ending may take."""

    whole_s: float = PATIENCE_S
    notice_s: float = NOTICE_S

    @property
    def answers_s(self) -> int:
        """How long answers under way are waited for once the doors are closed, in whole seconds."""
        return max(1, int(self.whole_s - min(self.notice_s, self.whole_s / 2) - ROOM_S))


class EndingServer(uvicorn.Server):
    """A server that drains before it ends."""

    def __init__(
        self, config: uvicorn.Config, draining: Draining, patience: Patience, let_go: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._draining, self._patience, self._let_go = draining, patience, let_go
        self._is_told = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end. Runs within a signal handler, so everything that could wait is done in another thread."""
        is_first, self._is_told = not self._is_told, True
        if is_first:
            notice_s = (
                min(self._patience.notice_s, self._patience.whole_s / 2) if sig == signal.SIGTERM else 0.0
            )
            threading.Thread(target=self._drain, args=(notice_s,), name="burnish-ending", daemon=True).start()
        if sig != signal.SIGTERM:
            super().handle_exit(sig, frame)
        elif not is_first:
            self.should_exit = True

    def _drain(self, notice_s: float) -> None:
        waiting = threading.Event()
        self._draining.begin()
        waiting.wait(notice_s)
        self.should_exit = True
        waiting.wait(self._patience.whole_s - notice_s - ROOM_S / 2)
        # Still here: something holds a thread. Nobody is waiting for it any more.
        LOG.warning("patience is over; what was not finished by now is left to others")
        self._let_go()
        os._exit(0)
