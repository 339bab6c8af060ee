"""One run of a workspace at a time: among the processes of a machine by a lock, among machines by a lease."""

import fcntl
import logging
import platform
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from burnish.errors import BurnishError, Conflict
from burnish.storage.leases import Leases

LEASE = timedelta(seconds=90)
RENEWED_EVERY_S = 20.0

LOG = logging.getLogger(__name__)


class Claim:
    """What says that a workspace's loop runs here."""

    def __init__(
        self, leases: Leases, workspace: str, clock: Callable[[], datetime],
        renewed_every_s: float = RENEWED_EVERY_S,
    ) -> None:  # fmt: skip
        self._leases, self._name, self._clock = leases, f"improve {workspace}", clock
        self._renewed_every_s = renewed_every_s
        self._is_lost = Event()

    @property
    def is_lost(self) -> bool:
        """Whether another machine has taken over, because this one was not heard of for long."""
        return self._is_lost.is_set()

    @contextmanager
    def held(self, folder: Path) -> Generator[None]:
        """Have it for as long as the block takes. Raises Conflict, Failure."""
        # A run that was killed is gone on with at once on its own machine, where the lock says that it is over.
        owner = f"{platform.node()} {folder.resolve()}"
        if not self._take(owner):
            raise _runs_already("on another machine")
        done = Event()
        keeper = Thread(target=self._renewed, args=(owner, done), name="improve-lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()
            self._let_go(owner)

    def _renewed(self, owner: str, done: Event) -> None:
        while not done.wait(self._renewed_every_s):
            try:
                if not self._take(owner):
                    self._is_lost.set()
                    return
            except BurnishError as error:
                LOG.warning("the lease on this run could not be renewed, and is tried again: %s", error)

    def _let_go(self, owner: str) -> None:
        if self.is_lost:
            return
        try:
            self._leases.let_go(self._name, owner)
        except BurnishError as error:
            LOG.warning("the lease on this run ends by itself: %s", error)

    def _take(self, owner: str) -> bool:
        return self._leases.take(self._name, owner, self._clock(), LEASE)


@contextmanager
def alone(folder: Path, claim: Claim | None) -> Generator[None]:
    """The only run of a workspace for as long as the block takes. Raises Conflict, Failure."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _runs_already("here") from None
        if claim is None:
            yield
        else:
            with claim.held(folder):
                yield


def _runs_already(where: str) -> Conflict:
    return Conflict(f"the loop of this workspace runs already {where}; wait for it, or stop it")
