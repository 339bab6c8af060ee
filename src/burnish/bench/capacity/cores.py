"""The processors of one server as they are shared: by turns, and the interpreter by one thread at a time.

Processor sharing (Kleinrock 1976, section 4.4) with two classes: all that runs in the interpreter has one processor
together, each native part as many as it can use; where that is more than there are, all get their share.
"""

from dataclasses import dataclass, field
from functools import partial

from simpy import Environment, Event

INTERPRETER = 0.0
"""The width of work that runs in the interpreter."""

_NOTHING_S = 1e-9


@dataclass(frozen=True)
class Wanting:
    """What other programs want of the processors."""

    threads: float = 0.0
    """That have as much of a right to them as each of ours."""
    groups: float = 0.0
    """Of programs that have as much of a right to them as all of ours together (autogroups, sched(7))."""
    in_groups: float = 0.0
    """Threads that those have: with fewer than there are processors they leave some to us."""


NOBODY = Wanting()


@dataclass(eq=False)
class _Task:
    left_s: float
    width: float
    share: float
    done: Event


@dataclass(eq=False)
class Cores:
    """Processors, and the work that they have."""

    env: Environment
    count: float
    rivals: Wanting = NOBODY
    """What other programs want."""
    crowding: float = 1.0
    """How many times as long work takes beside other work: it shares caches and memory, and is interrupted."""
    busy_s: float = 0.0
    """Processor time so far."""
    _tasks: list[_Task] = field(default_factory=list[_Task])
    _at: float = 0.0
    _version: int = 0

    def among(self, rivals: Wanting) -> None:
        """From now on other programs want so much."""
        self._advance()
        self.rivals = rivals
        self._plan()

    def work(self, seconds: float, width: float = INTERPRETER, share: float = 1.0) -> Event:
        """Do so much processor time; the event comes when it is done. `share` is of the interpreter, beside others."""
        done = self.env.event()
        if seconds <= 0:
            return done.succeed()
        self._advance()
        self._tasks.append(_Task(seconds, width, share, done))
        self._plan()
        return done

    def _rates(self) -> tuple[float, float, float]:
        """What a share of the interpreter gets, what a native thread gets for each processor, and how many are used."""
        inside = sum(each.share for each in self._tasks if each.width == INTERPRETER)
        demand = (1 if inside else 0) + sum(each.width for each in self._tasks)
        if not demand:
            return 0.0, 0.0, 0.0
        ours = max(self.count / (1 + self.rivals.groups), self.count - self.rivals.in_groups)
        used = min(demand, ours * demand / max(demand + self.rivals.threads, ours))
        speed = used / demand / (self.crowding if len(self._tasks) > 1 else 1.0)
        return speed / inside if inside else 0.0, speed, used

    def _advance(self) -> None:
        passed_s, self._at = self.env.now - self._at, self.env.now
        if not passed_s or not self._tasks:
            return
        inside, native, used = self._rates()
        self.busy_s += used * passed_s
        for each in self._tasks:
            each.left_s -= passed_s * _rate(each, inside, native)

    def _plan(self) -> None:
        """Come back when the next one is done, unless something changes before."""
        self._version += 1
        if not self._tasks:
            return
        inside, native, _ = self._rates()
        next_s = min(each.left_s / _rate(each, inside, native) for each in self._tasks)
        version = self._version
        timer = self.env.timeout(max(next_s, 0.0))
        assert timer.callbacks is not None
        timer.callbacks.append(partial(self._due, version))

    def _due(self, version: int, _: Event) -> None:
        if version != self._version:
            return
        self._advance()
        finished = [each for each in self._tasks if each.left_s <= _NOTHING_S]
        self._tasks = [each for each in self._tasks if each.left_s > _NOTHING_S]
        for each in finished:
            each.done.succeed()
        self._plan()


def _rate(task: _Task, inside: float, native: float) -> float:
    """How much of it is done in a second."""
    return inside * task.share if task.width == INTERPRETER else native * task.width
