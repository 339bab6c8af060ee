"""The library, in SQLite and in PostgreSQL."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.storage.spoken import NOON

from burnish.errors import BadInput, NotFound, PhotoTooLarge, WriteFailed
from burnish.storage.arrivals import ABANDONED_AFTER
from burnish.storage.library import Filter, Library, PhotoRow


@pytest.fixture
def store(opened, url):
    return opened(url=url)


@pytest.fixture
def library(store) -> Library:
    return Library(store.database, store.blobs)


@pytest.fixture
def bring(store, library):
    """Bring the bytes of a name in, as the photo `k`, so many seconds after noon."""

    def call(
        k: int, name: str = "", *, workspace: str = "w1", person: str = "ann", quota=None, **fields
    ) -> PhotoRow:
        data = (name or f"photo {k}").encode()
        at = NOON + timedelta(seconds=k)
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        row = PhotoRow(
            f"{k:032x}",
            workspace,
            digest,
            name or f"IMG_{k}.jpg",
            4,
            3,
            len(data),
            "jpeg",
            at,
            person,
            **fields,
        )
        library.arriving(workspace, person, digest, at)
        store.put_blob(workspace, person, data)
        return library.add(row, quota)

    return call


def ids(page) -> list[int]:
    return [int(each.id, 16) for each in page.photos]


def test_a_photo_is_found_as_it_was_kept_and_only_in_its_workspace(library, bring, store):
    row = bring(
        1, "Größe\u202f☀.jpg", camera="Fuji", taken_at="2024-01-01T10:00:00", notes=("no profile", "cut")
    )
    assert library.photo("w1", row.id) == library.of_bytes("w1", row.digest) == row
    assert store.blob("w1", row.digest) == "Größe\u202f☀.jpg".encode()
    assert library.of_bytes("w2", row.digest) is None
    for workspace, named in (("w2", row.id), ("w1", "0" * 32)):
        with pytest.raises(NotFound):
            library.photo(workspace, named)
    with pytest.raises(BadInput):
        store.blob("w2", row.digest)


def test_the_same_bytes_are_one_photo_in_each_workspace(library, bring):
    first = bring(1, "same")
    assert bring(2, "same") == first
    there = bring(3, "same", workspace="w2")
    assert (library.page("w1").total, library.page("w2").photos) == (1, (there,))


def test_pages_go_from_the_newest_to_the_oldest_also_while_photos_come(library, bring):
    for k in range(1, 8):
        bring(k)
    first = library.page("w1", limit=3)
    assert (ids(first), first.total) == ([7, 6, 5], 7)
    bring(9)
    second = library.page("w1", after=first.next, limit=3)
    third = library.page("w1", after=second.next, limit=3)
    assert (ids(second), ids(third), third.next) == ([4, 3, 2], [1], None)
    assert library.page("w1", limit=8).next is None
    for wrong in ("", "yesterday~0", "2026-01-01", "2026-01-01T00:00:00~'", "0001-01-01T00:00:00+14:00~0"):
        with pytest.raises(BadInput):
            library.page("w1", after=wrong)


def test_photos_with_one_time_are_each_shown_once(library, bring, store):
    rows = [bring(k) for k in range(1, 4)]
    with store.database.writing("set") as connection:
        connection.exec_driver_sql("UPDATE photos SET added_at_utc = '2026-01-01T00:00:00.000000+00:00'")
    place, seen = None, []
    for _ in rows:
        page = library.page("w1", after=place, limit=1)
        place, seen = page.next, [*seen, *ids(page)]
    assert (sorted(seen), place) == ([1, 2, 3], None)


def test_a_filter_finds_by_flag_stars_words_and_bytes(library, bring):
    rows = {k: bring(k, name) for k, name in ((1, "Dunes 50%.jpg"), (2, "dune_STRAßE.jpg"), (3, "sea.jpg"))}
    library.change("w1", rows[1].id, flag="pick", stars=4)
    library.change("w1", rows[2].id, stars=2)
    bring(4, "x.jpg", camera="FUJIFILM X100V")
    found = lambda **wanted: ids(library.page("w1", Filter(**wanted)))
    assert found(flag="pick") == [1]
    assert found(flag="none") == [4, 3, 2]
    assert found(min_stars=2) == [2, 1]
    assert (found(text="DUNE"), found(text="50% dun"), found(text="_"), found(text="strasse")) == (
        [2, 1],
        [1],
        [2],
        [2],
    )
    assert found(text="x100v fuji") == [4]
    theirs = {rows[1].digest, rows[3].digest, "sha256:none"}
    assert (found(digests=theirs), found(digests=theirs, is_without=True)) == ([3, 1], [4, 2])
    assert (found(digests=()), found(digests=(), is_without=True)) == ([], [4, 3, 2, 1])
    assert found(digests={f"sha256:{k}" for k in range(40_000)}) == [], (
        "more than a statement takes parameters"
    )


def test_some_are_given_in_the_order_that_they_are_named_in(library, bring):
    one, two = bring(1), bring(2)
    assert library.some("w1", [two.id, one.id, two.id]) == (two, one)
    with pytest.raises(NotFound, match="'0000'"):
        library.some("w1", [one.id, "0000"])
    with pytest.raises(NotFound):
        library.some("w2", [one.id])


def test_a_change_is_kept_and_what_is_not_said_stays(library, bring):
    row = bring(1)
    assert library.change("w1", row.id, flag="reject") == replace(row, flag="reject")
    assert library.change("w1", row.id, stars=5) == replace(row, flag="reject", stars=5)
    assert library.change("w1", row.id) == library.photo("w1", row.id)
    with pytest.raises(NotFound):
        library.change("w2", row.id, stars=1)
    with pytest.raises(BadInput):
        library.change("w1", row.id, stars=6)


def test_what_does_not_fit_is_refused_and_nothing_is_kept(library, bring):
    bring(1, "ten bytes!")
    with pytest.raises(PhotoTooLarge, match="10 of 15 bytes"):
        bring(2, "six 6!", quota=15)
    assert (library.page("w1").total, library.bytes_of("w1")) == (1, 10)
    assert bring(3, "ten bytes!", quota=1).id == f"{1:032x}", "it is there already"
    bring(4, "six 6!", workspace="w2", quota=15)


def test_a_photo_that_is_removed_takes_its_bytes_along(library, bring, store, folder):
    row, other = bring(1), bring(2)
    again = bring(3, "photo 1", workspace="w2")
    assert library.remove("w1", row.id) == row
    assert store.blob("w2", again.digest) == b"photo 1", "the other workspace has it still"
    with pytest.raises(BadInput):
        store.blob("w1", row.digest)
    library.remove("w2", again.id)
    assert [path.name for path in (folder / "blobs").iterdir()] == [other.digest.removeprefix("sha256:")]
    with pytest.raises(NotFound):
        library.remove("w1", row.id)


def test_bytes_that_somebody_else_refers_to_stay(library, bring, store):
    row = bring(1)
    store.put_blob("w1", "bob", b"photo 1")
    library.remove("w1", row.id)
    assert store.blob("w1", row.digest) == b"photo 1"


def test_the_photo_stays_when_who_brought_it_is_forgotten(library, bring, store):
    row = bring(1, person="quixotic-zebra")
    store.forget("w1", "quixotic-zebra")
    assert library.photo("w1", row.id) == replace(row, added_by="")
    assert store.blob("w1", row.digest) == b"photo 1"


def test_what_a_killed_import_left_is_swept_when_it_is_old(library, bring, store, folder):
    kept = bring(1)
    library.arriving("w1", "ann", "sha256:" + "0" * 64, NOON)
    library.arriving("w1", "ann", f"sha256:{hashlib.sha256(b'lost').hexdigest()}", NOON)
    store.put_blob("w1", "ann", b"lost")
    assert library.sweep(NOON + ABANDONED_AFTER) == 0
    assert library.sweep(NOON + ABANDONED_AFTER + timedelta(seconds=1)) == 2
    assert [path.name for path in (folder / "blobs").iterdir()] == [kept.digest.removeprefix("sha256:")]


def test_bytes_that_were_swept_meanwhile_make_no_photo(library, bring, store):
    row = bring(1)
    lost = replace(row, id="f" * 32, digest="sha256:" + "1" * 64)
    with pytest.raises(WriteFailed, match="bring it in again"):
        library.add(lost)
