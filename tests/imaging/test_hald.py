import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from burnish.errors import InvalidLook
from burnish.imaging import hald
from burnish.imaging.hald import decode_hald, encode_hald, read_hald, write_hald
from burnish.imaging.lut3d import Lut3D


def png(samples, **options):
    buffer = io.BytesIO()
    Image.fromarray(samples).save(buffer, "PNG", **options)
    return buffer.getvalue()


def png_header(width, height):
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def test_a_picture_of_another_encoder_is_read_with_red_fastest():
    samples = np.zeros((8, 8, 3), np.uint8)
    samples[0, 1] = (10, 20, 30)  # the second pixel: red 1/3
    samples[0, 4] = (40, 50, 60)  # the fifth: green 1/3
    samples[2, 0] = (70, 80, 90)  # the seventeenth: blue 1/3
    table = decode_hald(png(samples)).table * 255
    np.testing.assert_allclose(table[1, 0, 0], (10, 20, 30), rtol=1e-6)
    np.testing.assert_allclose(table[0, 1, 0], (40, 50, 60), rtol=1e-6)
    np.testing.assert_allclose(table[0, 0, 1], (70, 80, 90), rtol=1e-6)


@pytest.mark.parametrize(("bits", "top"), [(8, 255), (16, 65535)])
def test_the_identity_picture_read_back_changes_nothing_but_rounding(bits, top):
    picture = hald.identity(4, bits)
    assert picture.shape == (64, 64, 3)
    lut = decode_hald(encode_hald(Lut3D.identity(16), 4, bits))
    np.testing.assert_array_equal(np.rint(lut.table * top), np.rint(Lut3D.identity(16).table * top))
    rgb = np.random.default_rng(2).random((400, 3))
    assert np.abs(lut.sample(rgb) - rgb).max() <= 0.51 / top


def test_a_level_8_identity_of_16_bits_stays_within_half_a_step():
    rgb = np.random.default_rng(2).integers(0, 65536, (400, 3)) / 65535
    assert np.abs(decode_hald(encode_hald(Lut3D.identity(64))).sample(rgb) - rgb).max() <= 0.51 / 65535


def test_a_lut_of_another_size_and_domain_is_sampled_and_clipped(tmp_path):
    lut = Lut3D(Lut3D.identity(5).table * 2 - 0.5, domain_max=[2, 2, 2], title="x")
    write_hald(tmp_path / "Look.png", lut, level=3, bits=16)
    read = read_hald(tmp_path / "Look.png")
    assert (read.size, read.title) == (9, "Look")
    expected = np.clip(Lut3D.identity(9).table - 0.5, 0, 1)
    assert np.abs(read.table - expected).max() <= 0.51 / 65535


def test_a_color_profile_or_gamma_in_the_file_changes_no_number():
    plain = png(hald.identity(2, 8))
    gamma = struct.pack(">I4sI", 4, b"gAMA", 100_000)
    marked = plain[:33] + gamma + struct.pack(">I", zlib.crc32(gamma[4:])) + plain[33:]
    assert decode_hald(marked).digest == decode_hald(plain).digest


def test_a_changed_byte_anywhere_is_found():
    data = png(hald.identity(2, 8))
    for at in range(24, len(data), 7):
        with pytest.raises(InvalidLook):
            decode_hald(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_gray_palette_and_transparent_pictures_are_understood():
    samples = hald.identity(2, 8)
    color = decode_hald(png(samples)).digest
    alpha = np.dstack([samples, np.full((8, 8), 9, np.uint8)])
    assert decode_hald(png(alpha)).digest == color
    assert decode_hald(png(samples[..., 0])).table[3, 0, 0].tolist() == [1, 1, 1]
    palette = io.BytesIO()
    Image.fromarray(samples).quantize(64).save(palette, "PNG")
    assert decode_hald(palette.getvalue()).size == 4


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "must be a PNG"),
        (b"GIF89a" + bytes(40), "must be a PNG"),
        (png_header(8, 27), "8 × 27 pixels"),
        (png_header(100, 100), "100 × 100 pixels"),
        (png_header(0, 0), "level"),
        (png_header(1, 1), "level is from 2 to 12, not 1"),
        (png_header(4096, 4096), "level is from 2 to 12, not 16"),
        (png_header(2**31 - 1, 2**31 - 1), "pixels"),
        (png_header(64, 64), "damaged PNG"),
        (png(np.zeros((8, 8, 3), np.uint8))[:-30], "damaged PNG"),
    ],
)
def test_what_is_no_hald_is_refused(data, message):
    with pytest.raises(InvalidLook, match=message):
        decode_hald(data)


@pytest.mark.parametrize(("level", "bits"), [(1, 16), (13, 16), (4, 12)])
def test_a_level_or_depth_out_of_range_is_refused(level, bits):
    with pytest.raises(InvalidLook, match=r"level is from 2 to 12|8 or 16 bits"):
        encode_hald(Lut3D.identity(4), level, bits)


def test_a_real_film_look_agrees_with_its_nearest_node():
    folder = Path(os.environ.get("BURNISH_DATA", "")) / "presets" / "hald_clut"
    if "BURNISH_DATA" not in os.environ or not folder.is_dir():
        pytest.skip("BURNISH_DATA names no folder with presets/hald_clut")
    lut = read_hald(folder / "color_slide-fuji_velvia_50.png")
    rgb = np.random.default_rng(4).random((20_000, 3))
    nearest = lut.table[tuple(np.rint(rgb * (lut.size - 1)).astype(int).T)]
    assert np.abs(lut.sample(rgb) - nearest).mean() < 1 / 255
