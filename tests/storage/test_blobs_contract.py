"""What is promised of bytes by their digest, in a folder and in a bucket."""

import pytest

from burnish.errors import BadInput
from burnish.storage.blobs import BlobFolder, Blobs, digest_of
from burnish.storage.bucket import PIECE_BYTES
from burnish.storage.bytes_place import blobs_at

DATA = "Größe\x00☀".encode() * 100
LARGE = bytes(range(256)) * (PIECE_BYTES * 2 // 256) + b"rest"


@pytest.fixture
def blobs(folder, objects) -> Blobs:
    return blobs_at(folder, objects)


def damage(blobs: Blobs, s3, workspace: str, digest: str) -> None:
    if isinstance(blobs, BlobFolder):
        (blobs.path / blobs.key(workspace, digest)).write_bytes(b"other")
    else:
        address = blobs.bucket.address
        key = f"{address.prefix}/{blobs.key(workspace, digest)}"
        s3.client.put_object(Bucket=address.bucket, Key=key, Body=b"other")


@pytest.mark.parametrize("data", [DATA, b"", LARGE], ids=["small", "empty", "large"])
def test_what_was_written_is_read_and_writing_it_again_is_harmless(blobs, data):
    digest = digest_of(data)
    assert (blobs.has("w", digest), blobs.find("w", digest)) == (False, None)
    for _ in range(2):
        blobs.write("w", digest, data)
    assert (blobs.has("w", digest), blobs.find("w", digest)) == (True, data)
    assert blobs.read("w", digest) == data


def test_what_is_absent_is_told(blobs):
    with pytest.raises(BadInput, match="never kept to the end"):
        blobs.read("w", digest_of(b"nothing"))


def test_what_is_removed_is_gone_and_removing_it_again_is_harmless(blobs):
    kept, gone = digest_of(b"kept"), digest_of(b"gone")
    blobs.write("w", kept, b"kept")
    blobs.write("w", gone, b"gone")
    for _ in range(2):
        blobs.remove([blobs.key("w", gone)])
    assert blobs.find("w", gone) is None
    assert [each.digest for each in blobs.held()] == [kept]
    blobs.remove([])


def test_everything_that_is_there_is_listed_with_its_age(blobs):
    digests = {digest_of(bytes([k])) for k in range(5)}
    for k in range(5):
        blobs.write("w", digest_of(bytes([k])), bytes([k]))
    blobs.beside("release-parts").write("w", digest_of(b"part"), b"part")
    found = list(blobs.held())
    assert {each.digest for each in found} == digests
    assert {each.key for each in found} == {blobs.key("w", each) for each in digests}
    assert all(-60 < each.age_s < 60 for each in found)
    assert blobs.beside("release-parts").read("w", digest_of(b"part")) == b"part"


def test_damaged_bytes_are_not_given_out_and_are_whole_when_they_are_written_again(blobs, s3):
    digest = digest_of(DATA)
    blobs.write("w", digest, DATA)
    damage(blobs, s3, "w", digest)
    with pytest.raises(BadInput, match="damaged"):
        blobs.read("w", digest)
    blobs.write("w", digest, DATA)
    assert blobs.read("w", digest) == DATA


def test_a_message_names_the_place_and_nothing_secret(blobs, folder):
    assert blobs.place in (str(folder / "blobs"), blobs.place)
    assert "secret" not in repr(blobs)
    assert "key-of-tests" not in repr(blobs)
