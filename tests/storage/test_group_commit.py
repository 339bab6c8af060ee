"""Group commit: one sync for many, and what one of them did wrong is nobody else's."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import StaticPool

from burnish.errors import BadInput, WriteFailed
from burnish.storage.group_commit import GroupCommit


class Table:
    """A table in memory, whose transactions are counted and can be held up or fail."""

    def __init__(self) -> None:
        self.engine = create_engine(
            "sqlite://",
            connect_args={"isolation_level": None, "check_same_thread": False},
            poolclass=StaticPool,
        )
        event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (name TEXT)"))
        self.commits = 0
        self.may_begin = threading.Event()
        self.failure: Exception | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        assert self.may_begin.wait(5)
        with self.engine.begin() as connection:
            yield connection
            if self.failure is not None:
                raise self.failure
        self.commits += 1

    def names(self) -> set[str]:
        with self.engine.connect() as connection:
            return set(connection.execute(text("SELECT name FROM kept")).scalars())


def adding(name: str, error: Exception | None = None) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(text("INSERT INTO kept VALUES (:name)"), {"name": name})
        if error is not None:
            raise error
        return name

    return work


@pytest.fixture
def table() -> Iterator[Table]:
    made = Table()
    yield made
    made.engine.dispose()


def at_once(table: Table, *work: Callable[[Connection], str]) -> list[Future[str]]:
    """Everybody asks while the first cannot begin yet."""
    group = GroupCommit(table.writing)
    waiting = threading.Semaphore(0)

    def asked(each: Callable[[Connection], str]) -> str:
        waiting.release()
        return group.do(each)

    with ThreadPoolExecutor(len(work)) as pool:
        futures = [pool.submit(asked, each) for each in work]
        for _ in work:
            waiting.acquire()
        while len(group._waiting) < len(
            work
        ):  # those who have asked stand in the row until the first may begin
            pass
        table.may_begin.set()
    return futures


def test_those_who_write_at_once_share_one_transaction(table: Table):
    done = at_once(table, *(adding(f"n{k}") for k in range(8)))
    assert [each.result() for each in done] == [f"n{k}" for k in range(8)]
    assert table.names() == {f"n{k}" for k in range(8)}
    assert table.commits == 1


def test_what_is_wrong_with_one_is_taken_back_and_told_to_that_one_alone(table: Table):
    one, wrong, other = at_once(table, adding("one"), adding("wrong", BadInput("no")), adding("other"))
    assert {one.result(), other.result()} == {"one", "other"} == table.names()
    with pytest.raises(BadInput, match="no"):
        wrong.result()


def test_nobody_is_told_that_it_is_kept_where_the_disk_refused(table: Table):
    table.failure = WriteFailed("the disk is full")
    for each in at_once(table, adding("one"), adding("other")):
        with pytest.raises(WriteFailed, match="full"):
            each.result()
    assert table.names() == set()


def test_after_a_failure_the_next_one_writes(table: Table):
    group = GroupCommit(table.writing)
    table.may_begin.set()
    with pytest.raises(BadInput):
        group.do(adding("wrong", BadInput("no")))
    assert group.do(adding("right")) == "right"
    assert table.names() == {"right"}


def test_who_comes_while_a_group_is_written_is_led_by_the_first_of_the_next(table: Table):
    group = GroupCommit(table.writing)
    table.may_begin.set()
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda k: group.do(adding(f"n{k}")), range(200)))
    assert len(done) == 200
    assert table.names() == set(done)


def test_on_a_server_only_what_may_be_lost_does_not_wait_for_the_disk(postgres_url, opened):
    database = opened(url=postgres_url).database
    waits = list[str]()
    for hurries in (False, True, False):
        with database.writing("look") as connection:
            database.lock(connection, 5, hurries=hurries)
            waits.append(connection.execute(text("SHOW synchronous_commit")).scalar_one())
    assert waits == ["on", "off", "on"]
