"""A copy holds what its source does, row by row, whatever databases they are in; or nobody sees any of it."""

import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.storage.filled import fill
from tests.storage.spoken import W, offer, said

from burnish.errors import BadInput, Canceled, Failure
from burnish.storage.comparing import differences
from burnish.storage.copying import copy_store
from burnish.storage.digests import store_digest
from burnish.storage.job_queue import JobQueue
from burnish.storage.opening import FILE_NAME, open_store
from burnish.storage.reading_only import open_to_read
from burnish.storage.snapshots import Snapshots
from burnish.storage.tables import METADATA, REVISION, jobs, parts, photos, sessions, signals
from burnish.storage.traveling import LEFT_OUT, RESTING, Line, traveling_tables

ROOT = Path(__file__).parents[2]


def quiet(_: str) -> None:
    """Nobody listens."""


def never() -> bool:
    return False


def copied(source, target):
    return copy_store(source, target, quiet, never)


@pytest.fixture
def other(tmp_path) -> Path:
    return tmp_path / "other"


ROWS = 25


@pytest.fixture(scope="module")
def full_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "store"
    with open_store(folder) as store:
        fill(store, rows=ROWS)
    return folder


@pytest.fixture
def filled(full_folder, folder, opened):
    shutil.copytree(full_folder, folder)
    return opened()


def count(store, table) -> int:
    with store.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_has_the_digest_of_its_source_there_and_back(filled, other, opened, postgres_url, tmp_path):
    before = store_digest(filled)
    assert all(each.rows == ROWS for each in before.tables)
    there = opened(other, url=postgres_url)
    assert copied(filled, there).store == before == store_digest(there)
    back = opened(tmp_path / "back")
    assert copied(there, back).store == before == store_digest(back)
    again = copied(filled, there)
    assert (again.was_there, again.arrived, again.store) == (True, 0, before)


def test_every_bit_of_a_row_and_of_a_picture_has_a_say_in_the_digest(filled, other, opened):
    before = store_digest(filled).digest
    with filled.database.writing("change") as connection:
        chosen = connection.execute(select(parts).limit(1)).one()
        changed = bytes(chosen.document) + b"\0"
        this = (
            parts.c.workspace == chosen.workspace,
            parts.c.owner == chosen.owner,
            parts.c.name == chosen.name,
        )
        connection.execute(parts.update().where(*this).values(document=changed))
    assert store_digest(filled).digest != before
    with filled.database.writing("change back") as connection:
        connection.execute(parts.update().where(*this).values(document=chosen.document))
    assert store_digest(filled).digest == before
    next((filled.blobs.path).iterdir()).unlink()
    assert store_digest(filled).digest != before


def test_the_digest_is_what_sqlite_json_and_hashlib_make_of_the_rows(folder, opened):
    store = opened()
    blob = store.put_blob(W, "ann", b"a mask")
    store.save_parts(W, "ann", {"notebook": b"\x00\xff"}, 3)
    Snapshots(store.database).name(W, "ann", "photo-1", 2, "für “print”")
    tables = {}
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.row_factory = sqlite3.Row
        for name in ("blob_references", "parts", "snapshots"):
            (row,) = (dict(each) for each in connection.execute(f"SELECT * FROM {name}"))
            row = {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}
            line = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
            tables[name] = [1, "sha256:" + hashlib.sha256(line.encode()).hexdigest()]
    connection.close()
    held = "sha256:" + hashlib.sha256(f"blobs {blob} 6\n".encode()).hexdigest()
    whole = json.dumps({"bytes": held, "schema": 1, "tables": tables}, sort_keys=True, separators=(",", ":"))
    assert store_digest(store).digest == "sha256:" + hashlib.sha256(whole.encode()).hexdigest()


def test_rows_that_a_policy_hides_are_an_error_and_not_missing(postgres, postgres_url, other, opened):
    opened(other, url=postgres_url).offer([offer()])
    with postgres.connect() as connection:
        connection.run("CREATE ROLE guest LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
        connection.run("CREATE POLICY theirs ON offers AS RESTRICTIVE USING (person <> 'ann')")
    try:
        with (
            open_to_read(other, postgres_url.replace("//burnish@", "//guest@")) as guest,
            pytest.raises(Failure, match=r"policy.*offers"),
        ):
            store_digest(guest)
    finally:
        with postgres.connect() as connection:
            connection.run("DROP POLICY theirs ON offers; DROP OWNED BY guest; DROP ROLE guest")


def test_who_is_signed_in_and_who_works_on_a_job_stays_behind(filled, other, opened):
    target = opened(other)
    copied(filled, target)
    assert count(filled, sessions) == ROWS
    assert count(target, sessions) == 0
    with target.database.reading() as connection:
        leases = connection.execute(select(jobs.c.lease_owner, jobs.c.lease_until_utc).distinct()).all()
    assert leases == [("", "")]


def test_what_stays_behind_is_named_and_nothing_else_does():
    assert {table.name for table in traveling_tables()} | set(LEFT_OUT) == set(METADATA.tables)
    assert all(name in METADATA.tables[table].columns for table, names in RESTING.items() for name in names)


def test_the_source_is_not_written(filled, folder, other, opened):
    filled.close()
    before = bytes_of(folder)
    with open_to_read(folder) as source:
        copied(source, opened(other))
        with (
            pytest.raises(Exception, match=r"readonly|read-only"),
            source.database.engine.begin() as connection,
        ):
            connection.exec_driver_sql("DELETE FROM jobs")
    after = bytes_of(folder)
    assert {name: after[name] for name in before} == before
    assert all(name.endswith(("-wal", "-shm")) and not (folder / name).read_bytes().strip(b"\0")
               for name in set(after) - set(before) if name.endswith("-wal"))  # fmt: skip


def test_a_target_with_something_else_is_refused_and_left_as_it_is(filled, other, url, opened):
    target = opened(other, url=url)
    target.offer([offer()])
    before = store_digest(target)
    with pytest.raises(BadInput, match=r"holds something else: .* is only at the source"):
        copied(filled, target)
    assert store_digest(target) == before


def test_one_row_that_differs_makes_a_target_something_else(filled, other, opened):
    target = opened(other)
    copied(filled, target)
    with target.database.writing("change") as connection:
        connection.execute(photos.update().where(photos.c.stars >= 0).values(stars=5))
    with pytest.raises(BadInput, match=r"photos .* is not the same"):
        copied(filled, target)


class Stop:
    """Says that enough is done when it was asked so often."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_stopped_anywhere_nobody_sees_any_of_it_and_the_next_run_goes_on(filled, other, url, opened):
    target, before = opened(other, url=url), store_digest(filled)
    for after in (3, ROWS + 3, *[2 * ROWS + 8] * 6):
        with pytest.raises(Canceled, match="goes on with it"):
            copy_store(filled, target, quiet, Stop(after))
        assert store_digest(target).rows == 0
    result = copied(filled, target)
    assert result.store == before == store_digest(target)
    assert result.arrived < before.rows, "what had arrived did not do so again"


def test_an_interrupted_copy_goes_on_with_what_the_source_has_become(filled, other, url, opened):
    target = opened(other, url=url)
    with pytest.raises(Canceled):
        copy_store(filled, target, quiet, Stop(75))
    with filled.database.writing("go on") as connection:
        connection.execute(parts.delete().where(parts.c.through < 10))
        connection.execute(parts.update().values(document=b"anew"))
        connection.execute(photos.delete().where(photos.c.stars < 5))
    fill(filled, first=ROWS, rows=ROWS + 3)
    before = store_digest(filled)
    assert copied(filled, target).store == before == store_digest(target)


def test_nothing_of_an_interrupted_copy_is_left_when_it_is_done(filled, other, url, opened, request):
    target = opened(other, url=url)
    with pytest.raises(Canceled):
        copy_store(filled, target, quiet, Stop(75))
    if url is None:
        assert [each for each in other.iterdir() if "incoming" in each.name]
    copied(filled, target)
    assert [each for each in other.rglob("*") if "incoming" in each.name] == []
    if url is not None:
        with target.database.reading() as connection:
            schemas = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars().all()
        assert [each for each in schemas if "incoming" in each] == []


def test_a_copy_is_of_one_moment_while_people_go_on(folder, other, url, opened):
    source, target = opened(url=url), opened(other)
    source.offer([offer()])
    source.append([said(f"s{k}") for k in range(5)])
    before = store_digest(source)
    told: list[str] = []

    def talk(line: str) -> None:
        told.append(line)
        source.append([said(f"late-{len(told)}")])

    assert copy_store(source, target, talk, never).store == before == store_digest(target)
    assert told
    assert len(list(source.after(W))) == 5 + len(told)
    assert source.append([said("late-1")]).new == ()


def test_a_store_that_was_copied_works(opened, other, url):
    source = opened()
    source.offer([offer()])
    source.append([said("s1"), said("s2")])
    source.put_blob(W, "ann", b"a mask")
    target = opened(other, url=url)
    copied(source, target)
    assert [each.signal.id for each in target.after(W)] == ["s1", "s2"]
    assert target.append([said("s2"), said("s3")]).new == ("s3",)
    assert [each.number for each in target.after(W)] == [2, 3, 4]
    assert target.forget(W, "ann").signals == 3
    assert JobQueue(target.database).all_ids() == frozenset()


def test_bytes_that_are_damaged_are_not_copied_and_those_never_kept_are_named(opened, other):
    source = opened()
    lost = source.put_blob(W, "ann", b"lost")
    source.put_blob(W, "ann", b"kept")
    (source.blobs.path / lost.removeprefix("sha256:")).write_bytes(b"other")
    with pytest.raises(BadInput, match="is damaged"):
        copied(source, opened(other))
    (source.blobs.path / lost.removeprefix("sha256:")).unlink()
    result = copied(source, opened(other))
    assert result.store.bytes.absent == (lost,)
    assert result.store.bytes.count == 1


def test_a_store_of_another_burnish_is_not_read(filled, folder):
    filled.close()
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("UPDATE burnish_store SET version_num = '0001'")
    connection.close()
    with pytest.raises(BadInput, match=f"store '0001'; this one reads '{REVISION}'"):
        open_to_read(folder)


def test_where_there_is_no_store_none_is_made(tmp_path, filled, folder):
    with pytest.raises(BadInput, match="has no store"):
        open_to_read(tmp_path)
    folder.rename(tmp_path / "feedback")
    with pytest.raises(BadInput, match=r"is '.*feedback' meant"):
        open_to_read(tmp_path)
    assert not (tmp_path / FILE_NAME).exists()


def lines_of(**texts: str) -> list[Line]:
    return [Line((key,), text, {}) for key, text in sorted(texts.items())]


def test_differences_are_those_of_the_sets_of_rows():
    chance = random.Random(5)
    for _ in range(200):
        here, there = ({f"k{chance.randrange(9)}": chance.choice("xy") for _ in range(5)} for _ in range(2))
        found = {
            (each.here or each.there).key[0] for each in differences("t", lines_of(**here), lines_of(**there))
        }
        assert found == {key for key, _ in here.items() ^ there.items()}


def killed_copies(folder: Path, other: Path, url: str | None, times: int) -> None:
    """Copies that are killed at moments that no one chose are whole or nothing, and the next run finishes."""
    chance = random.Random(8)
    with open_to_read(folder) as source:
        before = store_digest(source)
        cut_short = 0
        for _ in range(times):
            cut_short += _killed(folder, other, url, chance.uniform(0, 0.5 if times == 1 else 3))
            with open_store(other, url) as target:
                assert store_digest(target).rows in (0, before.rows)
        assert cut_short, "none was killed"
        with open_store(other, url) as target:
            assert copied(source, target).store == before == store_digest(target)


def _killed(folder: Path, other: Path, url: str | None, after_s: float) -> bool:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.storage.copier", str(folder), str(other), url or ""],
        cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_s)
        process.kill()
    return process.returncode != 0


def test_a_killed_copy_leaves_nothing_half_visible(filled, folder, other):
    filled.close()
    killed_copies(folder, other, None, times=1)


@pytest.mark.slow
def test_thirty_kills_leave_nothing_half_visible(filled, folder, other, url):
    fill(filled, first=ROWS, rows=600)
    filled.close()
    killed_copies(folder, other, url, times=30)


def test_somebody_who_writes_into_the_target_meanwhile_keeps_it(filled, other, url, opened):
    target = opened(other, url=url)

    def talk(line: str) -> None:
        if line.startswith("moving in"):
            target.offer([offer()])

    with pytest.raises(BadInput, match="not empty any more"):
        copy_store(filled, target, talk, never)
    assert target.offered(W, "t1") == offer()
    assert count(target, signals) == 0


def test_a_row_that_changed_on_its_way_is_found(filled, other, opened):
    target = opened(other)

    def talk(line: str) -> None:
        if line.startswith("moving in"):
            file = next(each for each in other.iterdir() if each.name.endswith(f"incoming_{REVISION}"))
            with sqlite3.connect(file) as connection:
                connection.execute("UPDATE snapshots SET name = 'other' WHERE state = 7")
            connection.close()

    with pytest.raises(Exception, match=r"the copy is not what was copied: snapshots .* is not the same"):
        copy_store(filled, target, talk, never)
    assert store_digest(target).rows == 0
    assert copied(filled, target).store == store_digest(filled), "the next run finds it and goes on"
