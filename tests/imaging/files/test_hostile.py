"""Hostile files end in one clear error, before memory is spent."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.imaging.files import picture_bytes as make

from burnish.errors import BadInput, PhotoTooLarge, UnreadablePhoto
from burnish.imaging.files import probe, read_photo
from burnish.imaging.limits import Limits

DEFAULT = Limits()


def refused(path, error=BadInput, match=None, limits=DEFAULT):
    with pytest.raises(error, match=match) as caught:
        read_photo(path, limits)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


NOISE = np.random.default_rng(0).integers(0, 60, (800, 1200, 3), np.uint8)


def jpeg_promising(width, height, pixels=make.RGB, **options):
    """A JPEG whose frame header was changed after writing."""
    data = bytearray(
        make.saved(Image.fromarray(pixels), "JPEG", **{"quality": 95, "subsampling": 0} | options)
    )
    at = data.find(b"\xff\xc2" if "progressive" in options else b"\xff\xc0")
    struct.pack_into(">HH", data, at + 5, height, width)
    return bytes(data)


def tiff_promising(**changes):
    """A TIFF whose tags were changed after writing."""
    data = bytearray(make.tiff(rowsperstrip=8))
    first = struct.unpack_from("<I", data, 4)[0]
    for at in range(first + 2, first + 2 + 12 * struct.unpack_from("<H", data, first)[0], 12):
        tag = struct.unpack_from("<H", data, at)[0]
        if tag in changes.get("tags", {}):
            struct.pack_into("<I", data, at + 8, changes["tags"][tag])
    return bytes(data)


HUGE = {
    "one-bit.png": make.png_of(30_000, 30_000, bits=1, color_type=0, data=zlib.compress(bytes(10_000_000))),
    "empty.png": make.png_of(12_000, 12_000, data=b"x" * 10_000),
    "flat.png": make.png_of(6_000, 6_000, data=zlib.compress(bytes(6_000 * 18_001), 9)[:50_000]),
    "wide.jpg": jpeg_promising(65_500, 65_500),
    "large.jpg": jpeg_promising(14_000, 14_000),
    "tall.tif": tiff_promising(tags={256: 60_000, 257: 60_000}),
    "rows.tif": tiff_promising(tags={257: 20_000}),
    "noise.jpg": jpeg_promising(14_000, 14_000, NOISE, quality=90),
    "scans.jpg": jpeg_promising(14_000, 14_000, NOISE, quality=90, progressive=True),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_small_file_that_promises_a_huge_picture_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(HUGE[name])
    refused(tmp_path / name)


@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["sequential", "progressive"])
def test_a_jpeg_whose_data_end_early_is_told_from_a_plain_one(tmp_path, options):
    path, eager = tmp_path / "a.jpg", Limits(bare_pixels=0)
    path.write_bytes(jpeg_promising(640, 480, **options))
    refused(path, UnreadablePhoto, "data end before 640x480", eager)
    for subsampling in range(3):
        flat = np.full((303, 501, 3), 130, np.uint8)
        path.write_bytes(
            make.saved(Image.fromarray(flat), "JPEG", quality=20, subsampling=subsampling, **options)
        )
        assert len(path.read_bytes()) * 8 < 303 * 501, "so compressed that it is looked at"
        assert read_photo(path, eager).width == 501


@pytest.mark.parametrize("size", [(1, 1), (1_600, 1_200)])
def test_an_avif_that_codes_another_size_than_it_says_is_refused(tmp_path, size):
    avif = bytearray(make.avif())
    struct.pack_into(">II", avif, avif.find(b"ispe") + 8, *size)
    (tmp_path / "a.avif").write_bytes(avif)
    refused(tmp_path / "a.avif", UnreadablePhoto, "codes 3072 pixels")


def test_a_picture_that_hides_a_larger_one_is_refused(tmp_path):
    import imagecodecs

    avif = bytearray(imagecodecs.avif_encode(np.zeros((3_000, 3_000, 3), np.uint8), speed=10))
    struct.pack_into(">II", avif, avif.find(b"ispe") + 8, 64, 48)
    (tmp_path / "a.avif").write_bytes(avif)
    refused(tmp_path / "a.avif", UnreadablePhoto, "much larger picture than it says")
    tiff = bytearray(make.tiff(compression="jpeg", rowsperstrip=48))
    struct.pack_into(">HH", tiff, tiff.find(b"\xff\xc0") + 5, 20_000, 20_000)
    (tmp_path / "a.tif").write_bytes(tiff)
    refused(tmp_path / "a.tif", UnreadablePhoto, "larger than its place")


def test_refusing_them_takes_no_memory(tmp_path):
    for name, data in HUGE.items():
        (tmp_path / name).write_bytes(data)
    code = f"""
import resource, pathlib
from burnish.errors import BadInput
from burnish.imaging.files import read_photo
import imagecodecs, simplejpeg, tifffile
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in pathlib.Path({str(tmp_path)!r}).iterdir():
    try:
        read_photo(path)
    except BadInput:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert int(done.stdout) < 100_000  # KiB on Linux


def test_strips_that_are_not_in_the_file_are_missed(tmp_path):
    for tags, reason in [
        ({273: 1 << 30}, None),
        ({257: 4_800}, "strips or tiles"),
        ({278: 1}, "strips or tiles"),
    ]:
        (tmp_path / "a.tif").write_bytes(tiff_promising(tags=tags))
        refused(tmp_path / "a.tif", UnreadablePhoto, reason)


def test_a_profile_that_inflates_without_end_is_stopped(tmp_path):
    bomb = (b"iCCP", b"x\0\0" + zlib.compress(bytes(20_000_000), 9))
    (tmp_path / "a.png").write_bytes(make.png_of(64, 48, data=zlib.compress(bytes(48 * 193)), chunks=[bomb]))
    refused(tmp_path / "a.png", PhotoTooLarge, "color profile")


def test_every_cap_holds(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(make.jpeg(icc_profile=bytes(500), exif=b"Exif\0\0" + bytes(300)))
    refused(path, PhotoTooLarge, "at most 100 are allowed", Limits(max_bytes=100))
    refused(path, PhotoTooLarge, "64x48 pixels", Limits(max_pixels=3_000))
    refused(path, PhotoTooLarge, "64x48 pixels", Limits(max_side=50))
    refused(path, PhotoTooLarge, "color profile of 500 bytes", Limits(max_icc_bytes=400))
    refused(path, PhotoTooLarge, "EXIF block of 300 bytes", Limits(max_exif_bytes=200))
    many = make.tiff(np.stack([make.RGB] * 9), photometric="rgb")
    (tmp_path / "a.tif").write_bytes(many)
    refused(tmp_path / "a.tif", PhotoTooLarge, "frames", Limits(max_frames=5))


def test_a_loop_of_tiff_directories_ends(tmp_path):
    data = bytearray(make.tiff())
    first = struct.unpack_from("<I", data, 4)[0]
    after = first + 2 + 12 * struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, after, first)
    (tmp_path / "a.tif").write_bytes(bytes(data))
    assert probe(tmp_path / "a.tif").frames <= 2


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path):
    loop, pipe, folder = tmp_path / "loop", tmp_path / "pipe", tmp_path / "folder"
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    folder.mkdir()
    (tmp_path / "empty.jpg").touch()
    refused(folder, UnreadablePhoto, "not a regular file")
    refused(pipe, UnreadablePhoto, "not a regular file")
    refused(loop, UnreadablePhoto, "cannot be opened")
    refused(tmp_path / "missing.jpg", UnreadablePhoto, "No such file")
    refused(tmp_path / "empty.jpg", UnreadablePhoto, "is empty")
    with pytest.raises(UnreadablePhoto, match="not a regular file"):
        read_photo(Path("/dev/zero"))


MAGIC = [
    b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\4\0\0\0WEBP", b"II*\0\x08\0\0\0", b"FUJIFILMCCD-RAW",
    b"\0\0\0\x18ftypavif", b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypcrx ",
]  # fmt: skip


@pytest.mark.parametrize("start", MAGIC)
def test_a_magic_number_and_nothing_behind_it(tmp_path, start, capfd):
    for tail in (b"", b"\0" * 40, b"\xff" * 40, bytes(range(256))):
        (tmp_path / "upload").write_bytes(start + tail)
        refused(tmp_path / "upload")
    assert capfd.readouterr().err == ""


def test_a_damaged_raw_keeps_quiet(tmp_path, capfd):
    (tmp_path / "a.dng").write_bytes(make.dng()[:6_000])
    refused(tmp_path / "a.dng", UnreadablePhoto)
    os.write(2, b"still there\n")
    assert capfd.readouterr().err == "still there\n"
