"""Whoever waits for something that is kept is told at once, across processes and after a lost connection."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.storage.postgres_server import PostgresServer
from tests.storage.spoken import W, offer, said

from burnish.storage.database import Database, postgres_database
from burnish.storage.notices import LOOK_EVERY_S, LocalNotices
from burnish.storage.postgres_notices import PostgresNotices
from burnish.storage.sql import FACTS

ROOT = Path(__file__).parents[2]
PATIENCE_S = 10.0


class Ear:
    """What was heard, and a wait for it."""

    def __init__(self) -> None:
        self.heard = threading.Semaphore(0)

    def __call__(self) -> None:
        self.heard.release()

    def hears(self, within_s: float = PATIENCE_S) -> bool:
        return self.heard.acquire(timeout=within_s)

    def clear(self) -> None:
        while self.heard.acquire(blocking=False):
            pass


@pytest.fixture
def databases(postgres: PostgresServer) -> Iterator[tuple[Database, Database]]:
    """Two of one server, as two processes have them."""
    pair = (postgres_database(postgres.url()), postgres_database(postgres.url()))
    yield pair
    for each in pair:
        each.close()


def listening(database: Database, ear: Ear, *topic: str) -> None:
    """Hear what is told from now on."""
    database.notices.watch(topic, ear)
    deadline = time.monotonic() + PATIENCE_S
    assert isinstance(database.notices, PostgresNotices)
    while not database.notices.is_connected:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.05)
    ear.clear()


def test_whoever_watches_the_general_hears_of_the_special_and_not_the_other_way_round():
    notices, of_all, of_ann, of_bob = LocalNotices(), Ear(), Ear(), Ear()
    notices.watch(("facts", "w"), of_all)
    unwatch = notices.watch(("facts", "w", "ann"), of_ann)
    notices.watch(("facts", "w", "bob"), of_bob)
    notices.tell(("facts", "w", "ann"))
    notices.tell(("facts", "v", "ann"), ("fact",))
    assert of_all.hears(0)
    assert of_ann.hears(0)
    assert not of_bob.hears(0)
    assert not of_all.hears(0)
    unwatch()
    unwatch()
    notices.tell(("facts", "w", "ann"))
    assert not of_ann.hears(0)


def test_what_one_process_keeps_is_told_in_another(databases, postgres: PostgresServer):
    here, there = databases
    ear, other = Ear(), Ear()
    listening(there, ear, FACTS, "w", "ann")
    there.notices.watch((FACTS, "w", "bob"), other)
    here.notices.tell((FACTS, "w", "ann"))
    assert ear.hears()
    assert not other.hears(0.1)


def test_many_topics_are_told_though_one_notice_does_not_hold_them(databases):
    here, there = databases
    ear = Ear()
    people = [f"{k:03}-{'x' * 120}" for k in range(300)]
    listening(there, ear, "nobody")
    for person in people:
        there.notices.watch(("facts", "w", person), ear)
    here.notices.tell(*(("facts", "w", person) for person in people))
    assert all(ear.hears() for _ in people)


def test_a_lost_connection_is_made_again_and_everybody_looks_at_what_was_missed(
    databases, postgres: PostgresServer
):
    here, there = databases
    ear = Ear()
    listening(there, ear, FACTS, "w")
    with postgres.connect() as connection:
        connection.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'burnish notices'"
        )
    assert ear.hears(), "whatever was kept meanwhile is read now"
    ear.clear()
    deadline = time.monotonic() + PATIENCE_S
    while not ear.hears(0.05):
        here.notices.tell((FACTS, "w", "ann"))
        assert time.monotonic() < deadline


def test_while_nobody_can_tell_whoever_waits_looks_often():
    nowhere = postgres_database("postgresql://nobody@127.0.0.1:1/nothing")
    nowhere.notices.watch(("facts",), Ear())
    nowhere.notices.tell(("facts",))
    assert nowhere.notices.look_every_s == LOOK_EVERY_S
    nowhere.close()


def test_what_a_process_keeps_right_before_its_end_is_told(databases, postgres: PostgresServer, folder: Path):
    _, there = databases
    ear = Ear()
    listening(there, ear, FACTS, W, "ann")
    program = (
        "import sys; from pathlib import Path; from tests.storage.spoken import offer;"
        "from burnish.storage.opening import open_store;"
        "store = open_store(Path(sys.argv[1]), sys.argv[2]); store.offer([offer()]); store.close()"
    )
    subprocess.run([sys.executable, "-c", program, str(folder), postgres.cleared()], cwd=ROOT, check=True)
    assert ear.hears()


def test_appending_tells_of_the_person_whose_signal_it_is(opened, url):
    store, ear, other = opened(url=url), Ear(), Ear()
    store.database.notices.watch((FACTS, W, "ann"), ear)
    store.database.notices.watch((FACTS, W, "bob"), other)
    time.sleep(0.2)
    ear.clear()
    other.clear()
    store.offer([offer()])
    assert ear.hears()
    store.append([said("s1")])
    assert ear.hears()
    assert not other.hears(0.1)
