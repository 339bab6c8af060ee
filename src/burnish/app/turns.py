"""Taking turns: whoever works on one person's taste has it alone, and now and then somebody has everybody's."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class Turns:
    """Turns by person. A thread may take what it has again. For any number of threads.

    Threads of different people do not wait for each other; who is alone waits for all of them, and all for them.
    """

    _held: dict[str, list[int]] = field(default_factory=dict[str, list[int]], repr=False)
    """By person, the thread that has the turn, as often as it took it."""
    _alone: list[int] = field(default_factory=list[int], repr=False)
    """The thread that is alone, as often as it said so."""
    _wanting: int = 0
    """Threads that wait to be alone: nobody new goes before them."""
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @contextmanager
    def of(self, person: str) -> Generator[None]:
        """Wait for this person's turn and have it until the block ends."""
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._may_have(person, me))
            self._held.setdefault(person, []).append(me)
        try:
            yield
        finally:
            with self._changed:
                self._held[person].pop()
                if not self._held[person]:
                    del self._held[person]
                    self._changed.notify_all()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Wait until nobody else has a turn, and have everybody's until the block ends."""
        me = threading.get_ident()
        with self._changed:
            self._wanting += 1
            try:
                self._changed.wait_for(lambda: self._may_be_alone(me))
            finally:
                self._wanting -= 1
                self._changed.notify_all()
            self._alone.append(me)
        try:
            yield
        finally:
            with self._changed:
                self._alone.pop()
                self._changed.notify_all()

    def _may_have(self, person: str, me: int) -> bool:
        if self._alone and self._alone[0] != me:
            return False
        if person in self._held:
            return self._held[person][0] == me
        return not self._wanting or self._has_any(me)

    def _may_be_alone(self, me: int) -> bool:
        others = any(each[0] != me for each in self._held.values())
        return not others and (not self._alone or self._alone[0] == me)

    def _has_any(self, me: int) -> bool:
        return bool(self._alone) or any(each[0] == me for each in self._held.values())
