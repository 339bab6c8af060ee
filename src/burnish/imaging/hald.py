"""Hald CLUTs: a look-up table drawn as a picture.

Eskil Steenberg's layout, as ImageMagick's `hald:` and RawTherapee's film simulations use it: level L is a
square of side L³ that holds a cube of L² nodes an axis, pixel after pixel, red fastest, then green, blue.
"""

import struct
import zlib
from pathlib import Path
from typing import cast

import numpy as np

from burnish.errors import InvalidLook
from burnish.imaging.capped_read import read_capped
from burnish.imaging.lut3d import Lut3D, grid
from burnish.imaging.pixels import Samples

MIN_LEVEL = 2
MAX_LEVEL = 12
"""A 1728 × 1728 picture, 144 nodes an axis."""

MAX_HALD_BYTES = 32 * 1024 * 1024
"""A level 12 picture of 16-bit samples is 18 MB before compression."""

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def read_hald(path: Path) -> Lut3D:
    """The LUT in a Hald CLUT picture (PNG of 8 or 16 bits), called by the file's name.

    Raises:
        InvalidLook: unreadable, not a PNG, damaged, or not the shape of a Hald CLUT.
    """
    return decode_hald(read_capped(path, MAX_HALD_BYTES), path.stem)


def decode_hald(data: bytes, title: str = "") -> Lut3D:
    """The LUT in the bytes of a PNG.

    Raises:
        InvalidLook: not a PNG, damaged, or not the shape of a Hald CLUT.
    """
    level = _level_of(*_png_size(data))
    samples = _decoded(data)
    if samples.shape != (level**3, level**3, 3):
        raise InvalidLook(f"a PNG whose pixels are {samples.shape!r} does not match its own header")
    size = level * level
    table = samples.reshape(size, size, size, 3).transpose(2, 1, 0, 3)
    scale = np.float32(np.iinfo(samples.dtype).max)
    return Lut3D(table.astype(np.float32) / scale, title=title)


def write_hald(path: Path, lut: Lut3D, level: int = 8, bits: int = 16) -> None:
    """Write the LUT as a Hald CLUT picture in PNG, all or nothing.

    Raises:
        InvalidLook: a level or number of bits out of range.
        WriteFailed: the file could not be written.
    """
    from burnish.imaging.atomic import write_atomically

    write_atomically(path, encode_hald(lut, level, bits))


def encode_hald(lut: Lut3D, level: int = 8, bits: int = 16) -> bytes:
    """The PNG bytes of a Hald CLUT, 8 or 16 bits; its output is clipped to 0 to 1.

    Raises:
        InvalidLook: a level or number of bits out of range.
    """
    import cv2

    side = _checked_level(level) ** 3
    nodes = grid(level * level)
    unit_domain = not lut.domain_min.any() and (lut.domain_max == 1).all()
    table = lut.table if unit_domain and lut.size == level * level else lut.sample(nodes)
    samples = _quantized(table.transpose(2, 1, 0, 3).reshape(side, side, 3), bits)
    return cv2.imencode(".png", samples[..., ::-1])[1].tobytes()


def identity(level: int, bits: int = 16) -> Samples:
    """The Hald picture that changes nothing, (L³, L³, 3), to be graded in another program and read back.

    Raises:
        InvalidLook: a level or number of bits out of range.
    """
    side = _checked_level(level) ** 3
    return _quantized(grid(level * level).transpose(2, 1, 0, 3).reshape(side, side, 3), bits)


def _quantized(values: np.ndarray, bits: int) -> Samples:
    if bits not in (8, 16):
        raise InvalidLook(f"a Hald CLUT has 8 or 16 bits a sample, not {bits!r}")
    top = (1 << bits) - 1
    scaled = np.rint(np.clip(values.astype(np.float64), 0.0, 1.0) * top)
    return scaled.astype(np.uint8) if bits == 8 else scaled.astype(np.uint16)


def _checked_level(level: int) -> int:
    if not MIN_LEVEL <= level <= MAX_LEVEL:
        raise InvalidLook(f"a Hald CLUT's level is from {MIN_LEVEL} to {MAX_LEVEL}, not {level!r}")
    return level


def _png_size(data: bytes) -> tuple[int, int]:
    """Width and height from the header chunk (PNG, third edition, clause 11.2.1), before any decoding."""
    if len(data) < 24 or not data.startswith(PNG_MAGIC) or data[12:16] != b"IHDR":
        raise InvalidLook("a Hald CLUT must be a PNG picture")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _level_of(width: int, height: int) -> int:
    level = round(width ** (1 / 3))
    if width != height or level**3 != width:
        raise InvalidLook(
            f"{width} × {height} pixels: a Hald CLUT is a square of 8, 27, 64, 125, 216 … pixels"
        )
    return _checked_level(level)


def _decoded(data: bytes) -> Samples:
    """RGB samples of whatever color type the PNG has: gray repeated, transparency dropped."""
    import cv2

    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    samples = cv2.imdecode(np.frombuffer(_essential(data), np.uint8), flags)
    # OpenCV's stubs promise an array; for a picture that it cannot decode it returns None.
    if cast("object", samples) is None:
        raise InvalidLook("a damaged PNG: its pixels cannot be decoded")
    return cast("Samples", samples)


def _essential(data: bytes) -> bytes:
    """The PNG with only the chunks that make its pixels, each checked: damage is found before decoding.

    What may describe color or hold compressed text is left out: a Hald CLUT's samples are numbers.
    """
    kept, start = [PNG_MAGIC], len(PNG_MAGIC)
    while start + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, start)
        chunk = data[start : start + 12 + length]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise InvalidLook(f"a damaged PNG: its chunk at byte {start} is cut short or changed")
        if kind in _CHUNKS:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        start += len(chunk)
    raise InvalidLook("a damaged PNG: it ends before its end mark")
