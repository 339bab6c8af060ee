"""A studio whose bytes are in a bucket: photos, what jobs make, small pictures; several servers see the same."""

import io
import urllib.request
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from tests.app.studio.at_work import ANNA, Api, planner, with_photo
from tests.storage.s3_server import S3Server
from tests.storage.troubled_line import TroubledLine, answers, through

from burnish.app import Darkroom
from burnish.app.studio.studio import Studio, open_studio
from burnish.errors import WriteFailed
from burnish.wire.jobs import ExportSettings

PNG = ExportSettings(format="png")


@pytest.fixture(scope="module")
def s3():
    for needed in ("moto", "boto3", "obstore"):
        pytest.importorskip(needed)
    with S3Server() as server:
        yield server


@pytest.fixture
def line(s3):
    with TroubledLine(s3.port) as line:
        yield line


@pytest.fixture
def bucket(s3) -> str:
    return s3.bucket()


@pytest.fixture
def opened(catalogue, tmp_path):
    studios: list[Studio] = []

    def call(address: str, home: Path = tmp_path / "home") -> Studio:
        studios.append(open_studio(Darkroom(catalogue, home), planner(), objects_url=address))
        return studios[-1]

    yield call
    for each in studios:
        each.close()


def exported(studio: Studio, row):
    job = studio.jobs.export(ANNA, [row.id], PNG)
    while studio.runner.run_one():
        pass
    return studio.jobs.one(ANNA, job.id)[0]


def kinds(s3, bucket) -> list[str]:
    return sorted(key.split("/")[2] for key in s3.keys(bucket))


def test_what_one_server_exports_another_sends(opened, s3, bucket, photo, tmp_path):
    one = opened(s3.address(bucket))
    row = with_photo(one, photo, name="Größe & 50%.png")
    job = exported(one, row)
    assert (job.state, kinds(s3, bucket)) == ("done", ["blobs", "exports", "exports"])
    assert not (tmp_path / "home" / "jobs").exists()
    other = opened(s3.address(bucket))
    with Api(other) as api:
        whole = api.get(f"/jobs/{job.id}/files/0")
        assert whole.headers["content-type"] == "application/zip"
        assert int(whole.headers["content-length"]) == len(whole.content)
        with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
            assert (archive.testzip(), archive.namelist()) == (None, ["Größe & 50_.png"])
            picture = archive.read("Größe & 50_.png")
        one_file = api.get(f"/jobs/{job.id}/files/1")
        assert (one_file.content, one_file.headers["content-type"]) == (picture, "image/png")
        assert "Gr%C3%B6%C3%9Fe" in one_file.headers["content-disposition"]
        link = api.post(f"/jobs/{job.id}/link").json()["url"]
        assert api.get(link, follow_redirects=False).content == whole.content
        assert api.get(link, follow_redirects=False).status_code == 404


def test_where_the_server_says_so_a_link_leads_to_the_bucket_for_minutes(opened, s3, bucket, photo):
    studio = opened(s3.address(bucket, downloads="direct"))
    job = exported(studio, with_photo(studio, photo))
    with Api(studio) as api:
        link = api.post(f"/jobs/{job.id}/link").json()["url"]
        answer = api.get(link, follow_redirects=False)
        whole = api.get(f"/jobs/{job.id}/files/0")
    address = answer.headers["location"]
    assert (answer.status_code, answer.headers["cache-control"]) == (303, "no-store")
    assert address.startswith(f"{s3.endpoint}/{bucket}/team/one/exports/")
    assert "X-Amz-Expires=300" in address
    assert "secret-of-tests" not in address
    with urllib.request.urlopen(address) as found:
        assert found.read() == whole.content
        assert found.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''burnish-")


def test_jobs_that_are_gone_take_their_files_along(opened, s3, bucket, photo):
    studio = opened(s3.address(bucket))
    job = exported(studio, with_photo(studio, photo))
    files = studio.jobs.files
    assert files.sweep(frozenset({job.id})) == 0
    assert kinds(s3, bucket) == ["blobs", "exports", "exports"]
    bucket_files = files._bucket
    assert bucket_files.sweep(datetime.now(UTC) + timedelta(hours=2), frozenset({job.id}), 3600.0) == 0
    assert bucket_files.sweep(datetime.now(UTC) + timedelta(hours=2), frozenset(), 3600.0) == 2
    assert kinds(s3, bucket) == ["blobs"]
    assert studio.jobs.files.find(job, "all.zip") is None


def test_an_export_that_the_bucket_does_not_take_has_failed(opened, s3, bucket, photo, line):
    studio = opened(s3.address(bucket, endpoint=line.endpoint, patience_s=1))
    row = with_photo(studio, photo)
    with studio.edits.of(ANNA, row.id):
        line.usually = answers(503, "SlowDown")
        job = exported(studio, row)
    assert (job.state, "SlowDown" in studio.jobs.one(ANNA, job.id)[1][0].detail) == ("failed", True)


def test_a_small_picture_is_made_by_one_server_and_shown_by_another(
    opened, s3, bucket, photo, tmp_path, monkeypatch
):
    one = opened(s3.address(bucket))
    row = with_photo(one, photo)
    made = one.thumbnails.of(ANNA, row.id, None, 160)
    assert kinds(s3, bucket) == ["blobs", "previews"]
    for each in (tmp_path / "home" / "workspaces").rglob("thumbnails/*/*.jpg"):
        each.unlink()
    other = opened(s3.address(bucket))
    monkeypatch.setattr(type(other.pictures), "jpeg", None)
    assert other.thumbnails.of(ANNA, row.id, None, 160) == made
    other.photos.remove(ANNA, row.id)
    assert kinds(s3, bucket) == ["blobs"], "whoever brought it in refers to it still"


def test_a_bucket_that_is_stopped_keeps_no_small_picture_from_being_shown(opened, s3, bucket, photo, line):
    studio = opened(s3.address(bucket, endpoint=line.endpoint))
    row = with_photo(studio, photo)
    first = studio.thumbnails.of(ANNA, row.id, None, 160)
    line.usually = answers(503)
    again = studio.thumbnails.of(ANNA, row.id, None, 80)
    connections = line.connections
    studio.thumbnails.of(ANNA, row.id, None, 40)
    assert line.connections == connections, "it is left alone for a while"
    assert len(first.data) > len(again.data)
    line.usually = through
    studio.thumbnails.sweep()
    assert kinds(s3, bucket) == ["blobs", "previews"]


def test_a_photo_that_the_bucket_does_not_take_is_no_photo(opened, s3, bucket, line):
    studio = opened(s3.address(bucket, endpoint=line.endpoint, patience_s=1))
    file = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(file, "PNG")
    line.usually = answers(500)
    with pytest.raises(WriteFailed, match="answered 500"):
        studio.importing.add(ANNA, "red.png", io.BytesIO(file.getvalue()))
    assert (studio.library.page("acme").total, s3.keys(bucket)) == (0, [])
    line.usually = through
    row = studio.importing.add(ANNA, "red.png", io.BytesIO(file.getvalue()))
    assert studio.workspaces.store.blob("acme", row.digest) == file.getvalue()
