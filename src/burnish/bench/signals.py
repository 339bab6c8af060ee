"""How fast feedback is kept for good, beside what the disk itself can do, and found again."""

import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from burnish.bench.environment import environment
from burnish.bench.row import Row, Target
from burnish.bench.timing import taking_turns
from burnish.feedback.identity import LOCAL_WORKSPACE
from burnish.feedback.offers import Offer, Proposal
from burnish.feedback.signals import Comment, Signal
from burnish.feedback.store import SignalStore
from burnish.storage.opening import open_store

BATCH = 100
SYNC_BYTES = 16 * 1024
"""Of one write of the disk's own: about what a commit of one signal writes."""

MANY, FEW = 10_000, 100
"""Signals of the person whose turn is looked up."""

ROUNDS, QUICK_ROUNDS = 7, 1
SINGLES, QUICK_SINGLES = 60, 5


def run(
    folder: Path | None = None,
    *,
    quick: bool = False,
    date: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure and give `{"benchmark", "rows", "environment"}` as plain JSON values.

    The store is made in this folder, else among the temporary files: whose disk it is decides. `quick` is a rehearsal;
    `date` is kept with the figures; `tell` hears what comes next.

    Raises:
        Failure: the store could not be made or written.
    """
    with tempfile.TemporaryDirectory(prefix="burnish-bench-", dir=folder) as name:
        rows = _rows(Path(name), quick, tell)
    return {
        "benchmark": "signals",
        "rows": [row.document() for row in rows],
        "environment": environment(date=date),
    }


def _rows(folder: Path, quick: bool, tell: Callable[[str], None]) -> list[Row]:
    rounds, singles = (QUICK_ROUNDS, QUICK_SINGLES) if quick else (ROUNDS, SINGLES)
    with open_store(folder / "store") as store:
        store.offer([_offer(person) for person in ("much", "little")])
        tell("keeping signals")
        rows = _keeping(store, folder / "own", rounds, singles)
        tell("finding signals")
        return [*rows, _finding(store, MANY // 10 if quick else MANY, rounds)]


def _keeping(store: SignalStore, own: Path, rounds: int, singles: int) -> list[Row]:
    speak = _Speaker(store)
    seconds = taking_turns(
        [
            lambda: _sync(own, singles),
            lambda: [speak("little", 1) for _ in range(singles)],
            lambda: [speak("little", BATCH) for _ in range(singles // 5)],
        ],
        rounds,
    )
    sync_s, single_s = seconds.median(0) / singles, seconds.median(1) / singles
    batch_s = seconds.median(2) / (singles // 5)
    batches, alone = f"signals kept, {BATCH} at a time", "signals kept, one at a time"
    note = "SQLite, each acknowledged when it is on the disk"
    return [
        Row("syncs of the disk", 1 / sync_s, "/s", note=f"{SYNC_BYTES} bytes appended and synced each time"),
        Row(batches, BATCH / batch_s, "/s", target=Target("at least", 2000), note=note),
        Row(alone, 1 / single_s, "/s", target=Target("at least", 150), note=note),
        Row(
            "one signal kept", single_s * 1e3, "ms", sync_s * 1e3, seconds.ratio(1, 0), Target("at most", 2),
            "one sync of the disk", note,
        ),
    ]  # fmt: skip


def _finding(store: SignalStore, many: int, rounds: int) -> Row:
    speak = _Speaker(store, "found")
    for _ in range(many // BATCH):
        speak("much", BATCH)
    last = {"much": speak.last, "little": _Speaker(store, "few")("little", FEW)}

    def look(person: str) -> None:
        for _ in range(50):
            found = store.signal(LOCAL_WORKSPACE, last[person])
            store.latest_offer(LOCAL_WORKSPACE, person)
            list(store.after(LOCAL_WORKSPACE, 0 if found is None else found.number, person=person))

    seconds = taking_turns([lambda: look("little"), lambda: look("much")], rounds)
    return Row(
        f"what a turn asks, {many} signals on", seconds.median(1) * 20, "ms", seconds.median(0) * 20,
        seconds.ratio(1, 0), Target("at most", 1.5), "a person of few signals",
        "one signal by id, the latest offer, what is new",
    )  # fmt: skip


class _Speaker:
    """Keeps signals of ever new ids."""

    def __init__(self, store: SignalStore, prefix: str = "s") -> None:
        self._store, self._prefix, self._count = store, prefix, 0
        self.last = ""

    def __call__(self, person: str, count: int) -> str:
        """Keep this many at once; the last one's id."""
        ids = [f"{self._prefix}{self._count + k}" for k in range(count)]
        self._count += count
        self._store.append(_signals(person, ids))
        self.last = ids[-1]
        return self.last


def _sync(path: Path, times: int) -> None:
    """What any program pays that keeps something for good."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        for _ in range(times):
            os.write(descriptor, b"\0" * SYNC_BYTES)
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _offer(person: str) -> Offer:
    proposal = Proposal(id="a", recipe={"schema": 1, "steps": []})
    photo = f"sha256:{0:064}"
    return Offer(
        turn=f"turn-{person}", person=person, workspace=LOCAL_WORKSPACE, at=_AT, photo=photo, policy="bench 1",
        proposals=(proposal,),
    )  # fmt: skip


def _signals(person: str, ids: Sequence[str]) -> list[Signal]:
    return [
        Comment(
            id=each, person=person, workspace=LOCAL_WORKSPACE, at=_AT, turn=f"turn-{person}", proposal="a",
            policy="bench 1", text="The sky is too dark, and her face too warm.",
        )
        for each in ids
    ]  # fmt: skip


_AT = datetime(2026, 1, 1, tzinfo=UTC)
