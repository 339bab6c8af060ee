"""Service times of this machine: one person works alone, then several ask for the same at once.

Alone, in the order in which people do things, the processor time and the answer's time of each request say how much
there is to do, how much of it several processors do, and how long the disk is waited for. Several at once say how much
of it can be done at the same time, for the interpreter does one thing at a time; and how much dearer it is then.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import fmean, median

from burnish.bench.capacity.acts import KINDS, Habits, Kind, photo
from burnish.bench.capacity.service_time import ServiceTime, spread_of
from burnish.bench.capacity.trial_server import Spent, TrialServer, delayed_s
from burnish.bench.capacity.visitor import Visitor

AT_ONCE = 4
"""Who asks at the same time where several do."""

TOGETHER_ROUNDS = 12
"""Requests of each of them."""

CROWDED: tuple[Kind, ...] = ("turn", "picture", "feedback", "recipe", "drag")
"""What several ask for at once; the others wait for each other by design, or have work that is done once."""

HELD_UP: tuple[Kind, ...] = ("feedback", "recipe")
"""What passes no turnstile, so that it is in the interpreter together with turns."""

LEAST_ALONE = 4
"""Requests of each kind that one person alone makes at least."""

MOST_DELAYED = 0.2
"""Share of an answer's time that other programs may have had the processors."""

SETTLED_S = 0.0015
"""Of processor time in a look's pause is what a server takes that has nothing to do."""

_LOOK_S, _MOST_LOOKS = 0.01, 200


@dataclass(frozen=True)
class Alone:
    """One request while nothing else was asked, in seconds."""

    answer_s: float
    """Until the answer, less how long other programs had the processors meanwhile."""
    own_s: float
    """Processor time of the server's process until the answer."""
    others_s: float
    """The same of processes that it started."""
    after_s: float
    """Processor time after the answer."""
    delayed_s: float = 0.0
    """How long other programs had the processors."""

    @property
    def processor_s(self) -> float:
        """All processor time that it took."""
        return self.own_s + self.others_s + self.after_s


@dataclass(frozen=True)
class Together:
    """Several who ask for the same again and again, in seconds."""

    apart_s: float
    """From answer to answer."""
    processor_s: float
    """Of each request."""
    is_calm: bool
    """Whether other programs let them."""


@dataclass(frozen=True)
class Times:
    """What was measured."""

    by_kind: Mapping[Kind, ServiceTime]
    crowding: float
    """How many times the processor time that a request takes alone it takes where several are asked."""


def measured_times(
    server: TrialServer, visitors: Sequence[Visitor], habits: Habits, photos: int, tell: Callable[[str], None]
) -> Times:
    """How long everything takes at this server. Raises Failure."""
    tell("warming up")
    rng = random.Random(photos)
    for kind in KINDS:  # kernels are compiled, and everybody has a photo
        for each in visitors:
            each.does(kind)
    tell(f"one person alone, with {photos} photos")
    alone: dict[Kind, list[Alone]] = {kind: [] for kind in KINDS}
    for k in range(photos):
        for act in photo(habits, rng):
            alone[act.kind].append(measured_alone(server, visitors[k % len(visitors)], act.kind))
    for kind, found in alone.items():
        while len(found) < LEAST_ALONE:
            found.append(measured_alone(server, visitors[0], kind))
    tell(f"{AT_ONCE} at once")
    together: dict[Kind, Together] = {}
    dearer: list[float] = []
    for kind in CROWDED:  # each beside the same alone, for the machine itself is now faster and now slower
        usual_s = median(
            measured_alone(server, visitors[0], kind).processor_s for _ in range(TOGETHER_ROUNDS)
        )
        together[kind] = measured_together(server, visitors[:AT_ONCE], kind)
        dearer.append(together[kind].processor_s / usual_s)
    times: dict[Kind, ServiceTime] = {kind: service_time(alone[kind], together.get(kind)) for kind in KINDS}
    crowding = max(1.0, median(dearer))
    for kind in HELD_UP:
        tell(f"{kind}, beside turns")
        beside_s = measured_beside(visitors, kind)
        times[kind] = replace(times[kind], share=share_beside(times[kind], beside_s, crowding))
    return Times(times, crowding)


def measured_alone(server: TrialServer, visitor: Visitor, kind: Kind) -> Alone:
    """One request of a server that has settled."""
    before, mine_s = _settled(server), delayed_s(os.getpid())
    answer_s = visitor.does(kind)
    then = server.spent()
    taken, after = then.since(before), _settled(server).since(then)
    held_s = min(taken.delayed_s + max(0.0, delayed_s(os.getpid()) - mine_s), answer_s)
    return Alone(answer_s - held_s, taken.own_s, taken.started_s, after.total_s, held_s)


def measured_together(server: TrialServer, visitors: Sequence[Visitor], kind: Kind) -> Together:
    """Each of them asks again as soon as there is an answer."""

    def ask(visitor: Visitor) -> None:
        for _ in range(TOGETHER_ROUNDS):
            visitor.does(kind)

    before, begun_s = _settled(server), time.perf_counter()
    with ThreadPoolExecutor(len(visitors)) as pool:
        for each in [pool.submit(ask, each) for each in visitors]:
            each.result()
    took_s, count = time.perf_counter() - begun_s, len(visitors) * TOGETHER_ROUNDS
    spent = _settled(server).since(before)
    is_calm = spent.delayed_s <= MOST_DELAYED * took_s
    return Together(took_s / count, spent.total_s / count, is_calm)


def measured_beside(visitors: Sequence[Visitor], kind: Kind) -> float:
    """The median time of an answer while so many others as there are processors do nothing but turns."""
    first, *others = visitors
    is_over = threading.Event()

    def turning(visitor: Visitor) -> None:
        while not is_over.is_set():
            visitor.does("turn")

    with ThreadPoolExecutor(_cores()) as pool:
        waiting = [pool.submit(turning, each) for each in others[: _cores()]]
        try:
            found = [first.does(kind) for _ in range(TOGETHER_ROUNDS)]
        finally:
            is_over.set()
        for each in waiting:
            each.result()
    return median(found)


def share_beside(time: ServiceTime, beside_s: float, crowding: float) -> float:
    """The share of the interpreter that it got, beside as many turns as there are processors."""
    alone_ms = time.python_ms * crowding
    held_up = (
        (beside_s * 1e3 - time.wait_ms - time.native_ms / time.width) / alone_ms - 1 if alone_ms else 0.0
    )
    return min(1.0, _cores() / held_up) if held_up > 0 else 1.0


def service_time(alone: Sequence[Alone], together: Together | None, cores: int | None = None) -> ServiceTime:
    """What these requests say of their kind, the calmer half of them alone for how long an answer takes.

    Where other programs had the processors for long, how long an answer takes says nothing: then all is taken to be
    done by one thread, and nothing to be waited for.
    """
    cores = cores or _cores()
    own_s, others_s = fmean(each.own_s for each in alone), fmean(each.others_s for each in alone)
    after_s = fmean(each.after_s for each in alone)
    calm = sorted(alone, key=lambda each: each.delayed_s)[: (len(alone) + 1) // 2]
    over_s = fmean(each.answer_s - each.own_s - each.others_s for each in calm)
    delayed = fmean(each.delayed_s for each in calm)
    note = f"measured: {len(alone)} alone, {own_s * 1e3:.1f} ms of processor time before the answer"
    if delayed > MOST_DELAYED * (own_s + others_s + delayed):
        over_s, note = 0.0, f"{note}, while other programs were busy"
    python_s, width = own_s, 1.0
    if over_s < 0 and cores > 1:  # several processors were at it
        python_s, width = max(0.0, own_s + over_s * cores / (cores - 1)), float(cores)
    if together is not None and together.is_calm:
        python_s = min(python_s, together.apart_s)
        note += f", {AT_ONCE} at once {together.apart_s * 1e3:.1f} ms apart"
    native_s = own_s - python_s + others_s
    spread = spread_of([each.processor_s for each in alone])
    waits_ms = max(0.0, over_s) * 1e3
    return ServiceTime(python_s * 1e3, native_s * 1e3, width, waits_ms, after_s * 1e3, spread, why=note)


def _cores() -> int:
    return os.cpu_count() or 1


def _settled(server: TrialServer) -> Spent:
    """What it has spent once it has nothing to do any more."""
    before = server.spent()
    for _ in range(_MOST_LOOKS):
        time.sleep(_LOOK_S)
        now = server.spent()
        if now.since(before).total_s < SETTLED_S:
            return now
        before = now
    return before
