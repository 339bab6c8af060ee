"""Bytes in a bucket, as another client of S3 sees them, and what happens to them with the rows that name them."""

import hashlib
import io
import json
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.storage.filled import fill
from tests.storage.spoken import NOON, W

from burnish.errors import BadInput
from burnish.storage.arrivals import ABANDONED_AFTER, sweep
from burnish.storage.blobs import digest_of
from burnish.storage.bucket import PIECE_BYTES
from burnish.storage.bytes_place import MARK
from burnish.storage.copying import copy_store
from burnish.storage.digests import store_digest
from burnish.storage.library import Library
from burnish.storage.object_address import parse_address
from burnish.storage.object_files import EXPORTS, PREVIEWS, lifecycle, object_files
from burnish.storage.objects import ObjectBlobs, folder_of
from burnish.storage.opening import open_store
from burnish.storage.orphans import orphans
from burnish.storage.reading_only import open_to_read, snapshot
from burnish.storage.sql import SqlStore
from burnish.storage.verifying import faults_of

LARGE = b"0123456789abcdef" * (PIECE_BYTES // 16) + b"rest"


@pytest.fixture
def bucket(s3) -> str:
    return s3.bucket()


@pytest.fixture
def store(opened, s3, bucket):
    return opened(objects=s3.address(bucket))


def copied(source, target):
    return copy_store(source, target, lambda _: None, lambda: False)


def test_another_client_reads_what_was_put_under_the_digest_of_its_bytes(store, s3, bucket):
    for data in (b"a picture", LARGE):
        digest = store.put_blob("studio-1", "ann", data)
        key = f"team/one/blobs/{folder_of('studio-1')}/{digest.removeprefix('sha256:')}"
        there = s3.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert (there, digest) == (data, f"sha256:{hashlib.sha256(there).hexdigest()}")
    assert s3.client.list_multipart_uploads(Bucket=bucket).get("Uploads", []) == []


def test_bytes_that_are_there_are_not_sent_again(store, s3, bucket):
    digest = store.put_blob(W, "ann", b"a picture")
    (key,) = s3.keys(bucket)
    before = s3.client.head_object(Bucket=bucket, Key=key)["LastModified"]
    s3.client.put_object(Bucket=bucket, Key=key, Body=b"a picture", Metadata={"by": "another client"})
    store.put_blob(W, "bob", b"a picture")
    after = s3.client.head_object(Bucket=bucket, Key=key)
    assert (after["Metadata"], after["LastModified"] >= before) == ({"by": "another client"}, True)
    assert store.blob(W, digest) == b"a picture"


def test_each_workspace_has_its_own_and_they_go_when_nobody_in_it_refers_to_them(store, s3, bucket):
    for workspace, person in (("one", "ann"), ("one", "bob"), ("two", "ann")):
        digest = store.put_blob(workspace, person, b"both")
    assert len(s3.keys(bucket)) == 2
    assert store.forget("one", "ann").blobs == ()
    assert len(s3.keys(bucket)) == 2
    store.forget("one", "bob")
    assert s3.keys(bucket) == [f"team/one/blobs/{folder_of('two')}/{digest.removeprefix('sha256:')}"]
    assert store.blob("two", digest) == b"both"
    with pytest.raises(BadInput, match="nobody"):
        store.blob("one", digest)


def test_what_a_killed_process_sent_goes_when_it_is_swept(store, s3, bucket):
    Library(store.database, store.blobs).arriving(W, "ann", digest_of(b"lost"), NOON)
    store.blobs.write(W, digest_of(b"lost"), b"lost")
    kept = store.put_blob(W, "ann", b"kept")
    assert sweep(store.database, store.blobs, NOON + ABANDONED_AFTER + timedelta(seconds=1)) == 1
    assert [each.digest for each in store.blobs.held()] == [kept]


@pytest.mark.parametrize("rows_on", ["sqlite", "postgres"])
def test_a_copy_into_a_bucket_and_back_is_the_same(rows_on, opened, tmp_path, s3, bucket, request):
    url = request.getfixturevalue("postgres").emptied() if rows_on == "postgres" else None
    source = opened()
    fill(source)
    before = store_digest(source)
    there = opened(tmp_path / "there", url=url, objects=s3.address(bucket))
    assert copied(source, there).store == before == store_digest(there)
    back = opened(tmp_path / "back")
    assert copied(there, back).store == before == store_digest(back)
    with snapshot(there.database) as reading:
        assert [each for each in faults_of(there, reading) if "bytes" in each] == []
    for key in s3.keys(bucket):
        body = s3.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert hashlib.sha256(body).hexdigest() == key.rpartition("/")[2]


def test_bytes_that_another_client_altered_or_removed_are_found(opened, store, s3, bucket, tmp_path):
    digests = [store.put_blob(W, "ann", data) for data in (b"one", b"two")]
    one, two = (key for digest in digests for key in s3.keys(bucket) if key.endswith(digest[7:]))
    s3.client.put_object(Bucket=bucket, Key=one, Body=b"ONE")
    with pytest.raises(BadInput, match="damaged") as refused:
        store.blob(W, digests[0])
    assert one in str(refused.value)
    with pytest.raises(BadInput, match="damaged"):
        copied(store, opened(tmp_path / "other"))
    s3.client.put_object(Bucket=bucket, Key=one, Body=b"one")
    s3.client.delete_object(Bucket=bucket, Key=two)
    assert store_digest(store).bytes.absent == (digests[1],)


def test_whoever_forgets_the_bucket_or_names_another_is_told(store, folder, s3, bucket):
    store.put_blob(W, "ann", b"a picture")
    for objects in (None, s3.address(), s3.address(bucket, "other/prefix")):
        for opening in (open_store, open_to_read):
            with pytest.raises(BadInput, match=r"are in 's3://bucket-\w+/team/one'.*BURNISH_OBJECTS"):
                opening(folder, None, objects)
    open_store(folder, None, s3.address(bucket, region="eu-central-1")).close()


def test_pictures_in_the_folder_are_brought_to_the_bucket_before_it_is_used(opened, folder, s3, bucket):
    before = opened()
    digest = before.put_blob(W, "ann", b"a picture")
    before.close()
    with pytest.raises(BadInput, match="bring them there first: burnish store copy"):
        opened(objects=s3.address(bucket))
    assert not (folder / MARK).exists()
    assert opened().blob(W, digest) == b"a picture"


def test_bytes_of_nobody_are_found_and_go_when_told_and_others_stay(store, opened, folder, s3, bucket):
    kept = store.put_blob(W, "ann", b"kept")
    store.blobs.write(W, digest_of(b"of nobody"), b"of nobody")
    store.blobs.write("other", kept, b"kept")
    assert list(orphans(store)) == [], "it may be on its way"
    found = {each.key for each in orphans(_aged(store))}
    assert found == {store.blobs.key(W, digest_of(b"of nobody")), store.blobs.key("other", kept)}
    assert len(s3.keys(bucket)) == 3
    assert len(list(orphans(_aged(store), removes=True))) == 2
    assert [key.rpartition("/")[2] for key in s3.keys(bucket)] == [kept.removeprefix("sha256:")]


def _aged(store):
    """The same store, whose bytes are older than anything that is on its way."""

    class Aged(ObjectBlobs):
        def held(self):
            return (replace(each, age_s=7200.0) for each in super().held())

        def beside(self, name):
            return Aged(self.bucket, name)

    return SqlStore(store.database, Aged(store.blobs.bucket))


def test_files_of_a_folder_are_kept_listed_signed_and_removed(store, s3, bucket):
    files = object_files(store, EXPORTS)
    headers = {"Content-Disposition": 'attachment; filename="Dunes.jpg"', "Content-Type": "image/jpeg"}
    files.write(W, "job1", "Größe & 50%.jpg", b"one", headers)
    files.write_file(W, "job1", "all.zip", io.BytesIO(b"a" * PIECE_BYTES + b"b"))
    files.write(W, "job10", "other.jpg", b"other")
    found = files.all(W, "job1")
    assert [each.key.rpartition("/")[2] for each in found] == ["Größe & 50%.jpg", "all.zip"]
    assert b"".join(files.pieces(found[1])) == b"a" * PIECE_BYTES + b"b"
    assert files.read(W, "job1", "Größe & 50%.jpg") == b"one"
    with urllib.request.urlopen(files.address(found[0], timedelta(minutes=5))) as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (b"one", "image/jpeg")
        assert "Dunes.jpg" in answer.headers["Content-Disposition"]
    files.remove(W, "job1")
    assert (files.all(W, "job1"), len(files.all(W, "job10"))) == ([], 1)
    assert files.sweep(datetime.now(UTC) + timedelta(days=31)) == 0
    assert files.sweep(datetime.now(UTC) + timedelta(days=33)) == 1


def test_a_long_list_is_read_to_its_end(store, monkeypatch):
    monkeypatch.setattr("burnish.storage.bucket.LISTED_AT_ONCE", 3)
    for k in range(7):
        store.blobs.write("w", digest_of(bytes([k])), bytes([k]))
    store.blobs.beside("blobs-of-others").write("w", digest_of(b""), b"")
    assert {each.digest for each in store.blobs.held()} == {digest_of(bytes([k])) for k in range(7)}


def test_a_missing_library_is_told_with_the_extra_that_brings_it(opened, s3, monkeypatch):
    monkeypatch.setattr("burnish.storage.bytes_place.find_spec", lambda _: None)
    with pytest.raises(BadInput, match=r"burnish\[objects\]"):
        opened(objects=s3.address("bucket"))


def test_the_rules_for_the_server_are_taken_and_are_of_our_prefixes(store, s3, bucket):
    rules = json.loads(json.dumps(lifecycle("team/one")))
    s3.client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=rules)
    there = s3.client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert {each["Filter"]["Prefix"] for each in there} == {
        "team/one/exports/",
        "team/one/previews/",
        "team/one/",
    }
    object_files(store, PREVIEWS).write(W, "photo", "small.jpg", b"small")
    assert s3.keys(bucket)[0].startswith("team/one/previews/")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://key:secret@bucket/x", "AWS_ACCESS_KEY_ID"),
        ("https://bucket/x", "'https'"),
        ("s3://B/x", "'B' is no name of a bucket"),
        ("s3:///x", "no name of a bucket"),
        ("s3://bucket/a/../b", "prefix"),
        ("s3://bucket/ä", "prefix"),
        ("s3://bucket?secret_access_key=abc", "'secret_access_key'; endpoint, region"),
        ("s3://bucket?endpoint=ftp://x", "endpoint"),
        ("s3://bucket?endpoint=http://me:secret@x", "endpoint"),
        ("s3://bucket?endpoint=http://x:0x", "endpoint"),
        ("s3://bucket?style=odd", "'path' and 'virtual'"),
        ("s3://bucket?downloads=x", "'served' and 'direct'"),
        ("s3://bucket?patience_s=nan", "patience_s 'nan'"),
        ("s3://bucket?patience_s=0", "patience_s '0'"),
        ("s3://bucket#x", "#"),
    ],
)
def test_an_address_that_is_none_is_refused_and_secrets_are_not_repeated(url, said):
    with pytest.raises(BadInput, match=said) as refused:
        parse_address(url)
    assert "secret@" not in str(refused.value)
    assert "abc" not in str(refused.value)


def test_an_address_says_all_that_is_needed():
    found = parse_address(
        "s3://photos.example/a/b/?endpoint=http://h:9/&region=eu&style=virtual&downloads=direct"
    )
    assert (found.bucket, found.prefix, found.endpoint, found.region) == (
        "photos.example",
        "a/b",
        "http://h:9",
        "eu",
    )
    assert (found.is_virtual, found.is_direct, found.place) == (True, True, "s3://photos.example/a/b")
