"""A real load: people at a server of this machine who go on from photo to photo, and who else wanted processors."""

import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from burnish.bench.capacity.acts import KINDS, Habits, Kind, photo
from burnish.bench.capacity.cores import NOBODY, Wanting
from burnish.bench.capacity.outcome import Outcome
from burnish.bench.capacity.simulation import Rivals
from burnish.bench.capacity.trial_server import TrialServer
from burnish.bench.capacity.visitor import Visitor
from burnish.bench.capacity.wanting import wanting
from burnish.errors import Failure

LOOKED_EVERY_S = 0.25


@dataclass(frozen=True)
class Loaded:
    """What came of a load."""

    outcome: Outcome
    rivals: Rivals
    """Those of the people themselves, too, who run on the same machine."""
    refused: tuple[str, ...]


@dataclass
class _Told:
    seconds: dict[Kind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    refused: list[str] = field(default_factory=list[str])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: Kind, took_s: float) -> None:
        with self.lock:
            self.seconds[kind].append(took_s)


def loaded(
    server: TrialServer, visitors: Sequence[Visitor], habits: Habits, seconds: float, lead_s: float, seed: int
) -> Loaded:
    """Let everybody work for so long; what is answered in the first `lead_s` seconds is not counted."""
    told, begin_s = _Told(), time.monotonic()
    span_s = (begin_s + lead_s, begin_s + lead_s + seconds)
    people = [
        threading.Thread(target=_works, args=(each, habits, random.Random(f"{seed} {k}"), span_s, lead_s / 3, told))
        for k, each in enumerate(visitors)
    ]  # fmt: skip
    for each in people:
        each.start()
    time.sleep(max(0.0, span_s[0] - time.monotonic()))
    before = server.spent()
    rivals = _watched(server, span_s[1])
    took_s = time.monotonic() - span_s[0]
    spent = server.spent().since(before)
    for each in people:
        each.join()
    busy = spent.total_s / took_s / (os.cpu_count() or 1)
    outcome = Outcome.of(told.seconds, took_s, busy, busy)
    return Loaded(outcome, rivals, tuple(told.refused))


def _works(
    visitor: Visitor, habits: Habits, rng: random.Random, span_s: tuple[float, float], most_late_s: float, told: _Told
) -> None:  # fmt: skip
    time.sleep(rng.uniform(0, most_late_s))
    for _ in count():
        for act in photo(habits, rng):
            time.sleep(act.pause_s)
            if time.monotonic() >= span_s[1]:
                return
            try:
                took_s = visitor.does(act.kind)
            except Failure as error:
                told.refused.append(str(error))
                break
            if span_s[0] <= time.monotonic() <= span_s[1]:
                told.note(act.kind, took_s)


def _watched(server: TrialServer, until_s: float) -> Rivals:
    """Look at everything that wants a processor, but the server, until then."""
    found: list[Wanting] = []
    while time.monotonic() < until_s:
        time.sleep(LOOKED_EVERY_S)
        found.append(wanting(server.pids()))
    return Rivals(LOOKED_EVERY_S, tuple(found) or (NOBODY,))
