"""WebP (RFC 9649)."""

import io
import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from burnish.errors import UnsupportedFormat
from burnish.imaging.files.faults import decoding
from burnish.imaging.files.header import ColorTag, Header, Stored, exif_orientation
from burnish.imaging.files.source import Source
from burnish.imaging.metadata import Metadata

_MAX_CHUNKS = 1_000


def read_header(source: Source) -> Header:
    """Facts from the chunks.

    Raises:
        UnreadablePhoto: the chunks are broken or hold no picture.
        UnsupportedFormat: an animation.
    """
    chunks: dict[bytes, bytes] = {}
    for kind, data in _chunks(source):
        chunks.setdefault(kind, data)
    extended = chunks.get(b"VP8X", b"")
    if b"ANIM" in chunks or b"ANMF" in chunks or (extended and extended[0] & 2):
        raise UnsupportedFormat(f"{source.name!r} is an animated WebP; only still pictures are read")
    width, height, has_alpha = _size(source, chunks)
    exif = chunks.get(b"EXIF")
    exif = exif.removeprefix(b"Exif\0\0") if exif else None
    return Header(
        kind="webp", width=width, height=height, bits=8, layout="rgb",
        has_alpha=has_alpha or b"ALPH" in chunks, orientation=exif_orientation(exif),
        color=ColorTag(icc=chunks.get(b"ICCP")), exif=exif, xmp=chunks.get(b"XMP "),
    )  # fmt: skip


def decode(source: Source, header: Header) -> Stored:
    """The samples.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import imagecodecs

    with decoding(source, "WebP"):
        pixels: NDArray[np.uint8] = imagecodecs.webp_decode(source.data, hasalpha=header.has_alpha)
    if pixels.shape[:2] != (header.height, header.width):
        raise source.unreadable("the WebP has two sizes")
    alpha = np.ascontiguousarray(pixels[..., 3]) if pixels.shape[2] == 4 else None
    return Stored(np.ascontiguousarray(pixels[..., :3]), alpha)


def encode(
    samples: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, metadata: Metadata, quality: int
) -> bytes:
    """A lossy WebP; quality 100 is lossless."""
    from PIL import Image

    pixels = samples if alpha is None else np.dstack([samples, alpha])
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        out, "WEBP", quality=quality, lossless=quality == 100, method=4, exact=True,
        icc_profile=metadata.icc or b"", exif=metadata.exif or b"", xmp=metadata.xmp or b"",
    )  # fmt: skip
    return out.getvalue()


def _chunks(source: Source) -> Iterator[tuple[bytes, bytes]]:
    data, at = source.data, 12
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0]) if len(data) >= 12 else 0
    for _ in range(_MAX_CHUNKS):
        if at + 8 > end:
            return
        size = struct.unpack_from("<I", data, at + 4)[0]
        if at + 8 + size > len(data):
            raise source.unreadable("the WebP is truncated")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + (size & 1)
    raise source.unreadable(f"it has more than {_MAX_CHUNKS} WebP chunks")


def _size(source: Source, chunks: dict[bytes, bytes]) -> tuple[int, int, bool]:
    """Width, height and transparency of the coded picture (sections 2.4 to 2.7; RFC 6386 section 9.1)."""
    lossy, lossless = chunks.get(b"VP8 ", b""), chunks.get(b"VP8L", b"")
    if len(lossy) >= 10 and lossy[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", lossy, 6)
        return width & 0x3FFF, height & 0x3FFF, False
    if len(lossless) >= 5 and lossless[0] == 0x2F:
        packed = struct.unpack_from("<I", lossless, 1)[0]
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1, bool(packed >> 28 & 1)
    raise source.unreadable("the WebP holds no picture")
