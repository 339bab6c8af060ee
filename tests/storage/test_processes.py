"""Several processes on one store, and processes that are killed: what was acknowledged is there, whole."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.storage.spoken import W, offer, said

from burnish.storage.database import postgres_database, sqlite_database
from burnish.storage.fact_log import add_signals
from burnish.storage.facts import written_signal
from burnish.storage.opening import FILE_NAME

ROOT = Path(__file__).parents[2]


def speaker(folder: Path, url: str | None, name: str, batches: int, *more: str) -> subprocess.Popen[str]:
    arguments = [str(folder), url or "", name, str(batches), *more]
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.storage.speaker", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def check_whole(store, name: str, acknowledged: list[str]) -> None:
    """Everything that was acknowledged is there, and nothing is there in part."""
    kept = [each.signal.id for each in store.after(W, person=name)]
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) % 3 == 0
    assert len(kept) <= len(acknowledged) + 3, "at most one batch was kept and not yet acknowledged"


def killed(folder: Path, url: str | None, name: str, after_lines: int) -> list[str]:
    """Ids that were acknowledged before the process was killed."""
    with speaker(folder, url, name, 170) as process:
        lines = [process.stdout.readline() for _ in range(after_lines)]
        process.kill()
        rest = process.stdout.read()  # not `communicate`, which skips what `readline` had read ahead
    return "".join([*lines, rest]).split()


def test_a_killed_process_loses_nothing_that_was_acknowledged(folder, url, opened):
    acknowledged = killed(folder, url, "kim", 40)
    check_whole(opened(url=url), "kim", acknowledged)


@pytest.mark.slow
def test_ten_kills_during_500_writes_lose_nothing(folder, url, opened):
    chance = random.Random(7)
    told = {f"kim{k}": killed(folder, url, f"kim{k}", chance.randrange(1, 500)) for k in range(10)}
    store = opened(url=url)
    for name, acknowledged in told.items():
        check_whole(store, name, acknowledged)
    numbers = [each.number for each in store.after(W)]
    assert numbers == sorted(set(numbers))


def test_two_processes_make_one_store_and_write_side_by_side(folder, empty_url, opened):
    processes = [speaker(folder, empty_url, name, 20) for name in ("kim", "lee")]
    outcomes = [each.communicate(timeout=60) for each in processes]
    store = opened(url=empty_url)
    for name, (said_ids, faults) in zip(("kim", "lee"), outcomes, strict=True):
        assert faults == ""
        check_whole(store, name, said_ids.split())
    assert len({each.number for each in store.after(W)}) == 120


def test_a_reader_never_passes_a_signal_that_is_committed_later(folder, url, opened):
    store = opened(url=url)
    store.offer([offer()])
    database = sqlite_database(folder / FILE_NAME) if url is None else postgres_database(url)
    second = threading.Thread(target=store.append, args=([said("second")],), daemon=True)
    with database.writing("keep the first") as connection:
        add_signals(connection, W, [written_signal(said("first"))])
        second.start()
        second.join(0.3)
        assert second.is_alive(), "the second waits for its number"
        assert list(store.after(W)) == []
    second.join(10)
    database.close()
    assert [each.signal.id for each in store.after(W)] == ["first", "second"]
