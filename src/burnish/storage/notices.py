"""Notices that something was kept, so that whoever waits for it looks at once instead of now and then.

A notice says where to look and carries nothing that matters: whoever hears it reads the store, and whoever missed it
reads the same a little later. So a notice may be lost, come twice, or come where nothing is new.
"""

import threading
from collections.abc import Callable
from typing import Protocol, TypeAlias

Topic: TypeAlias = tuple[str, ...]
"""What a notice is about, general words first: whoever watches ("facts", "w") hears ("facts", "w", "ann")."""

Unwatch: TypeAlias = Callable[[], None]
"""Ends a watch; harmless to repeat."""

LOOK_EVERY_S = 0.5
"""How often whoever waits looks where nobody tells of what other processes keep."""


class Notices(Protocol):
    """Tells and hears of what was kept. For any number of threads."""

    @property
    def look_every_s(self) -> float:
        """How often whoever waits should look, whether or not it was told to."""
        ...

    def tell(self, *topics: Topic) -> None:
        """Say that something of these topics is on the disk. Never fails, and waits for nobody."""
        ...

    def watch(self, topic: Topic, wake: Callable[[], None]) -> Unwatch:
        """Call `wake`, which has to be quick and raise nothing, from any thread whenever there may be something new."""
        ...

    def close(self) -> None:
        """Tell what was not told yet, and hear no more."""
        ...


class LocalNotices:
    """Notices within this process. What other processes keep is found by looking."""

    def __init__(self) -> None:
        self._watchers: dict[Topic, list[Callable[[], None]]] = {}
        self._lock = threading.Lock()

    @property
    def look_every_s(self) -> float:
        """As `Notices.look_every_s`."""
        return LOOK_EVERY_S

    def tell(self, *topics: Topic) -> None:
        """As `Notices.tell`."""
        wanted = {topic[:length] for topic in topics for length in range(1, len(topic) + 1)}
        self._wake(wanted)

    def tell_all(self) -> None:
        """Let everybody look: nobody knows what was missed."""
        with self._lock:
            everything = set(self._watchers)
        self._wake(everything)

    def watch(self, topic: Topic, wake: Callable[[], None]) -> Unwatch:
        """As `Notices.watch`."""
        with self._lock:
            self._watchers.setdefault(topic, []).append(wake)

        def unwatch() -> None:
            with self._lock:
                there = self._watchers.get(topic, [])
                if wake in there:
                    there.remove(wake)
                if not there:
                    self._watchers.pop(topic, None)

        return unwatch

    def close(self) -> None:
        """As `Notices.close`."""

    def _wake(self, topics: set[Topic]) -> None:
        with self._lock:
            woken = [wake for topic in topics for wake in self._watchers.get(topic, ())]
        for wake in woken:
            wake()
