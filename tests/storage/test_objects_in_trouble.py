"""A server that is stopped, slow, broken or lies: refused clearly and in time, or tried again; no row without bytes."""

import random
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.storage.spoken import NOON, W, offer, said
from tests.storage.troubled_line import (
    TroubledLine,
    altered,
    answers,
    answers_altered,
    cut_after,
    cut_answer,
    garbage,
    hangs_up,
    is_silent,
    slowly,
    through,
)

from burnish.errors import BadInput, Failure, WriteFailed
from burnish.storage.arrivals import sweep
from burnish.storage.blobs import digest_of
from burnish.storage.bucket import PIECE_BYTES
from burnish.storage.library import Library, PhotoRow
from burnish.storage.tables import arrivals, blob_references, photos, release_parts

ROOT = Path(__file__).parents[2]
PATIENCE_S = 2.0
PLENTY_S = 30.0
"""For what has to come right in the end, on a machine with whatever else to do."""
DATA = b"a picture of quagga"
LARGE = DATA * (3 * PIECE_BYTES // len(DATA))


@pytest.fixture
def line(s3):
    with TroubledLine(s3.port) as line:
        yield line


@pytest.fixture
def bucket(s3) -> str:
    return s3.bucket()


@pytest.fixture
def store(opened, s3, line, bucket):
    return opened(objects=s3.address(bucket, endpoint=line.endpoint, patience_s=PATIENCE_S))


def named(store) -> set[str]:
    """Digests that rows refer to."""
    with store.database.reading() as connection:
        return {
            each for table in (blob_references, photos, release_parts)
            for each in connection.execute(select(table.c.digest)).scalars()
        }  # fmt: skip


def held(s3, bucket) -> set[str]:
    """Digests of the whole bytes that are there, as another client finds them."""
    bodies = (s3.client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in s3.keys(bucket))
    return {digest_of(body) for body in bodies}


def one_line(error: pytest.ExceptionInfo[Exception]) -> str:
    text = str(error.value)
    for unwanted in ("\n", "secret", "key-of-tests", "obstore", "Debug"):
        assert unwanted not in text, text
    return text


@pytest.mark.parametrize(
    "trouble",
    [answers(503, "SlowDown"), answers(500), garbage, hangs_up, cut_after(40), cut_answer],
    ids=["503", "500", "garbage", "hangs-up", "cut", "answer-cut"],
)
def test_what_passes_is_tried_again(opened, line, s3, bucket, trouble):
    store = opened(objects=s3.address(bucket, endpoint=line.endpoint, patience_s=PLENTY_S))
    line.next.extend([trouble, through, trouble, trouble])
    digest = store.put_blob(W, "ann", DATA)
    assert held(s3, bucket) == named(store) == {digest}
    line.next.extend([trouble, trouble])
    assert store.blob(W, digest) == DATA
    assert line.connections >= 7


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (answers(503, "SlowDown"), "answered 503"), (garbage, "no whole answer"),
        (hangs_up, "lost|reached|no whole answer"),
        (is_silent, "no answer in time"), (answers(403, "InvalidAccessKeyId"), "does not know this access key"),
        (answers(403, "AccessDenied"), "may not do this"),
    ],
    ids=["503", "garbage", "hangs-up", "silent", "unknown-key", "denied"],
)  # fmt: skip
def test_what_does_not_pass_is_refused_in_time_and_no_row_refers_to_it(
    store, line, s3, bucket, trouble, reason
):
    line.usually = trouble
    began = time.monotonic()
    with pytest.raises(WriteFailed, match=rf"{bucket}/team/one.*({reason})") as refused:
        store.put_blob(W, "ann", DATA)
    assert time.monotonic() - began < PATIENCE_S + 2
    one_line(refused)
    assert named(store) == set()
    line.usually = through
    assert held(s3, bucket) == named(store) == set()
    digest = store.put_blob(W, "ann", DATA)
    assert held(s3, bucket) == named(store) == {digest}


def test_a_server_that_is_stopped_is_told_and_what_was_kept_before_is_there_after(
    store, opened, s3, bucket, folder
):
    digest = store.put_blob(W, "ann", DATA)
    stopped = opened(objects=s3.address(bucket, endpoint="http://127.0.0.1:9", patience_s=1))
    for doing in (lambda: stopped.put_blob(W, "ann", b"more"), lambda: stopped.blob(W, digest)):
        with pytest.raises(Failure, match="cannot be reached") as refused:
            doing()
        one_line(refused)
    stopped.offer([offer()])
    stopped.append([said("s1")])
    assert [each.signal.id for each in store.after(W)] == ["s1"], "what is said needs no pictures"
    assert (store.blob(W, digest), named(store)) == (DATA, {digest})


def test_large_bytes_on_a_slow_line_are_not_given_up(store, line, s3, bucket):
    line.usually = slowly(12_000_000)
    digest = store.put_blob(W, "ann", LARGE)
    assert (store.blob(W, digest), held(s3, bucket)) == (LARGE, {digest})


def test_large_bytes_that_stall_are_refused_in_time_and_leave_nothing(opened, line, s3, bucket, monkeypatch):
    monkeypatch.setattr("burnish.storage.bucket.SLOWEST_BYTES_PER_S", 2**25)
    store = opened(objects=s3.address(bucket, endpoint=line.endpoint, patience_s=1))
    line.next.append(through)
    line.usually = cut_after(PIECE_BYTES // 2)
    began = time.monotonic()
    with pytest.raises(WriteFailed):
        store.put_blob(W, "ann", LARGE)
    assert time.monotonic() - began < 1 + 2 * len(LARGE) / 2**25 + 3
    assert held(s3, bucket) == named(store) == set()


@pytest.mark.parametrize(
    "trouble", [altered(b"quagga", b"QUAGGA"), answers(400, "BadDigest")], ids=["taken", "refused"]
)
def test_bytes_that_arrive_altered_are_sent_again(store, line, s3, bucket, trouble):
    line.next.extend([through, trouble])
    line.usually = through
    digest = store.put_blob(W, "ann", DATA)
    assert held(s3, bucket) == named(store) == {digest}


def test_bytes_that_always_arrive_altered_are_refused_and_gone(store, line, s3, bucket):
    line.usually = altered(b"quagga", b"QUAGGA")
    with pytest.raises(WriteFailed, match="arrive altered") as refused:
        store.put_blob(W, "ann", DATA)
    one_line(refused)
    assert held(s3, bucket) == named(store) == set()


def test_bytes_that_come_back_altered_are_not_given_out(store, line):
    digest = store.put_blob(W, "ann", DATA)
    line.usually = answers_altered(b"quagga", b"QUAGGA")
    with pytest.raises(BadInput, match="damaged"):
        store.blob(W, digest)
    line.usually = through
    assert store.blob(W, digest) == DATA


def test_forgetting_while_the_server_is_stopped_is_told_and_finishes_when_it_is_repeated(
    store, line, s3, bucket
):
    digest = store.put_blob(W, "ann", DATA)
    line.usually = answers(503, "SlowDown")
    with pytest.raises(WriteFailed, match="forget again to finish") as refused:
        store.forget(W, "ann")
    one_line(refused)
    assert (named(store), held(s3, bucket)) == (set(), {digest})
    line.usually = through
    assert store.forget(W, "ann").blobs == ()
    assert held(s3, bucket) == set()
    with store.database.reading() as connection:
        assert connection.execute(select(arrivals)).all() == []


def test_a_photo_that_is_taken_out_while_the_server_is_stopped_goes_when_it_is_swept(store, line, s3, bucket):
    library = Library(store.database, store.blobs)
    digest = digest_of(DATA)
    library.arriving(W, "ann", digest, NOON)
    store.put_blob(W, "ann", DATA)
    row = PhotoRow("1" * 32, W, digest, "a.jpg", 4, 3, len(DATA), "jpeg", NOON, "ann")
    assert (library.add(row), named(store)) == (row, {digest})
    line.usually = hangs_up
    library.remove(W, row.id)
    assert (named(store), held(s3, bucket)) == (set(), {digest})
    line.usually = through
    library.sweep(NOON)
    assert held(s3, bucket) == set()


def test_nobody_loses_a_picture_that_another_lets_go_of_at_the_same_time(opened, url, s3, bucket):
    store = opened(url=url, objects=s3.address(bucket))
    going_on = threading.Event()

    def puts() -> None:
        while not going_on.is_set():
            store.put_blob(W, "bob", DATA)

    thread = threading.Thread(target=puts)
    thread.start()
    for _ in range(8):
        store.put_blob(W, "ann", DATA)
        store.forget(W, "ann")
    going_on.set()
    thread.join()
    assert held(s3, bucket) == named(store) == {digest_of(DATA)}


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_sends_leaves_no_row_without_bytes(
    opened, folder, url, line, s3, bucket
):
    line.usually = slowly(8_000_000)
    address = s3.address(bucket, endpoint=line.endpoint)
    store, acknowledged, chance = opened(url=url, objects=address), set(), random.Random(5)
    for number in range(4):
        arguments = [str(folder), url or "", address, f"p{number}"]
        with subprocess.Popen(
            [sys.executable, "-m", "tests.storage.putter", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            acknowledged.add(process.stdout.readline().strip())
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
            acknowledged |= {each for each in process.stdout.read().split() if len(each) == 71}
    assert acknowledged <= named(store) <= held(s3, bucket)
    sweep(store.database, store.blobs, datetime.now(UTC) + timedelta(hours=2))
    assert held(s3, bucket) == named(store)
    for digest in acknowledged:
        assert digest_of(store.blob(W, digest)) == digest
