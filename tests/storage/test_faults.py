"""Full, read-only, locked, damaged: one clear line, nothing half done, and nothing lost that was acknowledged."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.storage.postgres_server import NOBODY
from tests.storage.spoken import W, offer, said
from tests.storage.test_processes import check_whole, speaker

from burnish.errors import BadInput, Failure, WriteFailed
from burnish.storage.opening import FILE_NAME


def one_line(error: pytest.ExceptionInfo[Exception]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert "sqlalche" not in text.lower()
    return text


@pytest.fixture
def public_folder(opened) -> Iterator[Path]:
    """A folder whose rights count: root gives up its own for the test, after pytest has made its folders."""
    folder = Path(tempfile.mkdtemp(prefix="burnish-store-"))
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        shutil.rmtree(folder)


def test_a_file_that_may_not_grow_loses_nothing_that_was_acknowledged(folder, opened):
    process: subprocess.Popen[str] = speaker(folder, None, "kim", 400, str(700_000))
    acknowledged, fault = process.communicate(timeout=60)
    assert fault.startswith("WriteFailed: cannot keep feedback in "), fault
    assert len(fault.splitlines()) == 1
    store = opened()
    check_whole(store, "kim", acknowledged.split())
    store.append([said("later", person="kim", turn="turn-kim")])


def test_a_full_disk_is_told_and_nothing_of_the_batch_is_kept(opened):
    store = opened()
    store.offer([offer()])
    store.append([said("s1")])
    store.close()
    event.listen(  # SQLite's own way to a disk that is full
        store._database.engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 30")
    )
    with pytest.raises(WriteFailed, match="disk is full") as refused:
        store.append([said(f"m{k}", text="x" * 5000) for k in range(40)])
    one_line(refused)
    assert [each.signal.id for each in store.after(W)] == ["s1"]
    store.append([said("s2")])


def test_a_picture_that_does_not_fit_is_not_referred_to_as_if_it_did(opened, monkeypatch):
    store = opened()

    def full(*_: object) -> None:
        raise WriteFailed("cannot write: No space left on device")

    monkeypatch.setattr("burnish.storage.blobs.write_atomically", full)
    with pytest.raises(WriteFailed, match="No space left"):
        store.put_blob(W, "ann", b"picture")
    monkeypatch.undo()
    digest = store.put_blob(W, "ann", b"picture")
    assert store.blob(W, digest) == b"picture"


def test_a_read_only_folder_is_told(public_folder, opened):
    public_folder.chmod(0o555)
    with pytest.raises(Failure, match="cannot") as refused:
        opened(public_folder)
    one_line(refused)
    with pytest.raises(WriteFailed, match="Permission denied"):
        opened(public_folder / "below")


def test_a_store_that_became_read_only_is_told(public_folder, opened):
    opened(public_folder).offer([offer()])
    store = opened(public_folder)
    store.offer([offer("t2")])
    for path in (public_folder / FILE_NAME, public_folder):
        path.chmod(0o555)
    with pytest.raises(Failure, match=r"read-only|cannot be opened") as refused:
        opened(public_folder).offer([offer("t3")])
    one_line(refused)
    public_folder.chmod(0o755)


def test_a_locked_store_is_told(url, folder, opened, request):
    store = opened(url=url, patience_s=0.1)
    store.offer([offer()])
    if url is None:
        other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = request.getfixturevalue("postgres").connect().native
        other.run("BEGIN")
        other.run("LOCK TABLE workspaces")
    with pytest.raises(WriteFailed, match="another process keeps it locked") as refused:
        store.append([said("s1")])
    one_line(refused)
    other.close()
    store.append([said("s1")])


@pytest.mark.parametrize("where", [0, 4096], ids=["header", "tables"])
def test_a_damaged_file_is_told(where, folder, opened):
    opened().offer([offer(f"t{k}") for k in range(100)])
    file = folder / FILE_NAME
    opened().close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(file.read_bytes())
    data[where : where + 40_000] = b"\xa5" * len(data[where : where + 40_000])
    file.write_bytes(data)
    with pytest.raises(BadInput, match="damaged") as refused:
        list(opened().offers(W))
    one_line(refused)


def test_a_damaged_picture_is_not_given_out(folder, opened):
    store = opened()
    digest = store.put_blob(W, "ann", b"picture")
    (file,) = (folder / "blobs").iterdir()
    file.write_bytes(b"pictures")
    with pytest.raises(BadInput, match="damaged"):
        store.blob(W, digest)
    store.put_blob(W, "ann", b"picture")
    assert store.blob(W, digest) == b"picture"


def test_a_server_that_is_not_there_is_told(opened):
    pytest.importorskip("pg8000")
    with pytest.raises(Failure, match="cannot open a store") as refused:
        opened(url="postgresql://me:secret@/db?unix_sock=/nowhere/.s.PGSQL.5432")
    assert "secret" not in one_line(refused)
