import io

import numpy as np
import pytest

from burnish.errors import InvalidLook, WriteFailed
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.lut_library import LutFolder

LOOK = Lut3D(np.random.default_rng(1).random((3, 3, 3, 3)), [-1, 0, 0], [1, 2, 3], "Look")


def stored(folder):
    return next(folder.path.glob("*.npy"))


@pytest.fixture
def folder(tmp_path):
    return LutFolder(tmp_path / "luts")


def test_a_lut_comes_back_by_its_digest(folder):
    digest = folder.add(LOOK)
    again = folder.get(digest)
    assert again.digest == digest == LOOK.digest
    np.testing.assert_array_equal(again.table, LOOK.table)
    assert again.domain_min.tolist() == [-1, 0, 0]


def test_adding_twice_leaves_one_untouched_file_and_no_litter(folder):
    folder.add(LOOK)
    before = stored(folder).stat()
    folder.add(LOOK)
    after = stored(folder).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in folder.path.iterdir()] == [f"{LOOK.digest[7:]}.npy"]


@pytest.mark.parametrize(
    "digest",
    ["", "sha256:../../etc/passwd", "sha256:" + "A" * 64, "sha256:" + "a" * 63, "md5:" + "a" * 64,
     "sha256:" + "a" * 64 + "\n", "a" * 64],
)  # fmt: skip
def test_what_is_not_a_digest_never_reaches_the_file_system(digest):
    with pytest.raises(InvalidLook, match="digest is"):
        LutFolder(None).get(digest)  # any use of the path would be a TypeError


def test_a_missing_lut_is_named(folder):
    with pytest.raises(InvalidLook, match=LOOK.digest):
        folder.get(LOOK.digest)


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def pickled():
    buffer = io.BytesIO()
    np.save(buffer, np.array([{}], object), allow_pickle=True)
    return buffer.getvalue()


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + bytes(12),
        flipped,
        lambda data: b"\x93NUMPY\x01\x00\xff\xff{",
        lambda data: pickled(),
        lambda data: npy(np.zeros((30, 3), "<f4")),
        lambda data: npy(np.zeros((29, 3), "<f8")),
        lambda data: npy(np.full((29, 3), np.nan, "<f4")),
        lambda data: npy(np.zeros((0, 3), "<f4")),
        lambda data: data.replace(b"(29, 3)", b"(9**9,)"),
    ],
)
def test_a_damaged_file_is_refused_by_name_and_mended_by_adding_again(folder, spoil):
    folder.add(LOOK)
    file = stored(folder)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(InvalidLook, match=f"{LOOK.digest}.* damaged"):
        folder.get(LOOK.digest)
    folder.add(LOOK)
    assert folder.get(LOOK.digest).digest == LOOK.digest


def test_a_folder_that_cannot_be_made_is_a_failed_write(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteFailed):
        LutFolder(tmp_path / "file" / "luts").add(LOOK)
