"""The commands, where pictures are in a bucket: kept, copied, backed up, destroyed, restored, cleared up."""

import hashlib
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.storage.postgres_server import NoServer, PostgresServer
from tests.storage.s3_server import S3Server

from burnish.storage.opening import open_store


@pytest.fixture(scope="module")
def s3():
    for needed in ("moto", "boto3", "obstore"):
        pytest.importorskip(needed)
    with S3Server() as server:
        yield server


@pytest.fixture
def bucket(s3) -> str:
    return s3.bucket()


@pytest.fixture
def objects(s3, bucket, monkeypatch) -> str:
    address = s3.address(bucket)
    monkeypatch.setenv("BURNISH_OBJECTS", address)
    return address


@pytest.fixture
def said(home, run_json) -> str:
    """The id of what somebody said of a photo, in whose store there is a picture too."""
    chance = np.random.default_rng(4)
    Image.fromarray(chance.integers(0, 255, (24, 32, 3), np.uint8)).save("photo.png")
    assert run_json("edit", "photo.png", "more contrast", "-o", "out.jpg")[0] == 0
    code, made = run_json("comment", "photo.png", "a bit flat")
    assert code == 0, made
    with open_store(home / "feedback", None, os.environ.get("BURNISH_OBJECTS")) as store:
        store.put_blob("local", "me", b"a picture")
        store.put_blob("other", "you", b"a picture")
    return made["signal"]


def told(run_json, said: str) -> tuple:
    codes, documents = zip(
        *(run_json(*each) for each in (("store", "digest"), ("receipt", said))), strict=True
    )
    assert codes == (0, 0), documents
    return documents


def emptied(s3, bucket) -> None:
    for key in s3.keys(bucket):
        s3.client.delete_object(Bucket=bucket, Key=key)


def test_what_is_backed_up_from_a_bucket_and_destroyed_is_restored_into_it(
    said_in_bucket, home, run_json, s3, bucket
):
    said = said_in_bucket
    before, keys = told(run_json, said), s3.keys(bucket)
    assert len(keys) == 2
    code, made = run_json("store", "backup", "kept.tar.gz")
    assert (code, made["store"]) == (0, before[0]["digest"])
    shutil.rmtree(home)
    emptied(s3, bucket)
    code, back = run_json("store", "restore", "kept.tar.gz")
    assert (code, back["was_there"]) == (0, False), back
    assert told(run_json, said) == before
    assert s3.keys(bucket) == keys
    assert not (home / "feedback" / "blobs").exists()
    assert run_json("store", "restore", "kept.tar.gz")[1]["was_there"] is True
    s3.client.put_object(Bucket=bucket, Key=keys[0], Body=b"other")
    code, found = run_json("store", "verify")
    assert (code, found["sound"], keys[0] in found["faults"][0]) == (1, False, True)


@pytest.fixture
def said_in_bucket(objects, said) -> str:
    return said


def test_a_backup_of_a_folder_goes_into_a_bucket_and_back_into_a_folder(
    said, home, run_json, s3, bucket, monkeypatch
):
    before = told(run_json, said)
    assert run_json("store", "backup", "kept")[0] == 0
    shutil.rmtree(home)
    monkeypatch.setenv("BURNISH_OBJECTS", s3.address(bucket))
    assert run_json("store", "restore", "kept")[1]["was_there"] is False
    assert (told(run_json, said), len(s3.keys(bucket))) == (before, 2)
    assert run_json("store", "backup", "again")[1]["store"] == before[0]["digest"]
    shutil.rmtree(home)
    monkeypatch.delenv("BURNISH_OBJECTS")
    assert run_json("store", "restore", "again")[1]["was_there"] is False
    assert told(run_json, said) == before


def test_rows_in_postgres_and_pictures_in_a_bucket_and_back(said, home, run_json, s3, bucket, monkeypatch):
    try:
        server = PostgresServer.start()
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    with server:
        before, objects, url = told(run_json, said), s3.address(bucket), server.url()
        code, copied = run_json("store", "copy", str(home / "feedback"), url, "--to-blobs", objects)
        assert (code, copied["digest"]) == (0, before[0]["digest"])
        for key in s3.keys(bucket):
            body = s3.client.get_object(Bucket=bucket, Key=key)["Body"].read()
            assert key.endswith(hashlib.sha256(body).hexdigest())
        shutil.rmtree(home / "feedback")
        monkeypatch.setenv("BURNISH_STORE", url)
        monkeypatch.setenv("BURNISH_OBJECTS", objects)
        assert told(run_json, said) == before
        assert run_json("store", "backup", "kept")[1]["store"] == before[0]["digest"]
        shutil.rmtree(home)
        emptied(s3, bucket)
        server.emptied()
        assert [run_json("store", "restore", "kept")[1]["was_there"] for _ in range(2)] == [False, True]
        assert told(run_json, said) == before
        assert [each.name for each in (home / "feedback").iterdir()] == ["bytes.at"]
        code, copied = run_json("store", "copy", url, "elsewhere")
        assert (code, copied["digest"]) == (0, before[0]["digest"])
        assert (
            run_json("store", "verify", "elsewhere", "--against", url, "--to-blobs", objects)[1]["sound"]
            is True
        )


def test_pictures_move_to_a_bucket_and_what_stays_behind_is_cleared_up(
    said, home, run_json, s3, bucket, monkeypatch
):
    before, folder, objects = told(run_json, said), home / "feedback", s3.address(bucket)
    monkeypatch.setenv("BURNISH_OBJECTS", objects)
    code, refused = run_json("comment", "photo.png", "still flat")
    assert (code, "bring them there first" in str(refused)) == (2, True), refused
    code, moved = run_json("store", "copy", str(folder), str(folder), "--to-blobs", objects)
    assert (code, moved["digest"]) == (0, before[0]["digest"])
    assert told(run_json, said) == before
    assert run_json("store", "sweep")[1] == {"removed": False, "files": []}, "they may be on their way"
    for file in (folder / "blobs").iterdir():
        os.utime(file, (0, 0))
    assert len(run_json("store", "sweep", "--remove")[1]["files"]) == 1
    assert (list((folder / "blobs").iterdir()), told(run_json, said)) == ([], before)
    monkeypatch.delenv("BURNISH_OBJECTS")
    code, refused = run_json("store", "digest")
    assert (code, "BURNISH_OBJECTS" in str(refused)) == (2, True)
    blobs = ("--blobs", objects, "--to-blobs", str(folder))
    assert run_json("store", "copy", str(folder), str(folder), *blobs)[1]["digest"] == before[0]["digest"]
    assert told(run_json, said) == before


def test_the_rules_of_a_bucket_are_printed(objects, run_json, monkeypatch):
    code, rules = run_json("store", "lifecycle")
    assert (code, rules["Rules"][0]["Filter"]["Prefix"]) == (0, "team/one/exports/")
    monkeypatch.delenv("BURNISH_OBJECTS")
    assert run_json("store", "lifecycle")[0] == 2


def test_an_address_with_a_key_in_it_is_refused_and_not_repeated(home, run_json, monkeypatch):
    Path("photo.png").write_bytes(b"no photo")
    monkeypatch.setenv("BURNISH_OBJECTS", "s3://me:hunter2@bucket/x")
    code, refused = run_json("store", "sweep")
    assert (code, "hunter2" in str(refused), "AWS_ACCESS_KEY_ID" in str(refused)) == (2, False, True)
