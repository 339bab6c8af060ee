"""PNG (W3C Portable Network Graphics, third edition)."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.errors import PhotoTooLarge, UnsupportedFormat
from burnish.imaging.files.faults import decoding, quiet_stderr
from burnish.imaging.files.header import ColorTag, Header, Layout, Stored, exif_orientation
from burnish.imaging.files.source import Source
from burnish.imaging.metadata import Metadata

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD: Final = b"XML:com.adobe.xmp\0"
_MAX_CHUNKS: Final = 500_000
_DRAWN: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")
_LIBPNG_NOISE: Final = b"PNG warning: Interlace handling"
_DEFLATE_RATIO: Final = 1032
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SRGB_GAMMA: Final = 1 / 2.2
_SRGB_CHROMATICITIES: Final = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290))


def read_header(source: Source) -> Header:
    """Facts from the chunks.

    Raises:
        UnreadablePhoto: the chunks are broken, the picture's data or its end are missing.
        UnsupportedFormat: an animation.
        PhotoTooLarge: a profile or text over its cap.
    """
    chunks, stored = _read_chunks(source)
    ihdr = chunks.get(b"IHDR", b"")
    if len(ihdr) != 13:
        raise source.unreadable("the PNG has no header")
    width, height, bits, color_type = struct.unpack_from(">IIBB", ihdr)
    if b"acTL" in chunks:
        raise UnsupportedFormat(f"{source.name!r} is an animated PNG; only still pictures are read")
    if color_type not in _CHANNELS or bits not in (1, 2, 4, 8, 16):
        raise source.unreadable(f"{bits} bits with color type {color_type} is no PNG")
    if color_type == 3 and b"PLTE" not in chunks:
        raise source.unreadable("the PNG's palette is missing")
    if height * (width * bits * _CHANNELS[color_type] // 8) > stored * _DEFLATE_RATIO:
        raise source.unreadable("the PNG holds less data than its size needs")
    layout: Layout = "gray" if color_type in (0, 4) else "rgb"
    exif = chunks.get(b"eXIf")
    header = Header(
        kind="png", width=width, height=height, bits=8 if color_type == 3 else bits, layout=layout,
        has_alpha=color_type in (4, 6) or b"tRNS" in chunks, orientation=exif_orientation(exif), exif=exif,
        xmp=_xmp(source, chunks.get(b"iTXt")),
    )  # fmt: skip
    return _with_color(source, header, chunks)


def decode(source: Source, header: Header) -> Stored:
    """The samples; bits below 8 are spread to 8, palettes and grays are written out.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import imagecodecs

    is_interlaced = source.data[28] != 0
    with decoding(source, "PNG"), quiet_stderr(_LIBPNG_NOISE) if is_interlaced else nullcontext():
        pixels: NDArray[Any] = imagecodecs.png_decode(_drawn(source))
    pixels = pixels.reshape(header.height, header.width, -1)
    channels = pixels.shape[2]
    alpha = np.ascontiguousarray(pixels[..., -1]) if channels in (2, 4) else None
    color = pixels[..., :3] if channels >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    return Stored(np.ascontiguousarray(color), alpha)


def encode(
    samples: NDArray[Any],
    alpha: NDArray[Any] | None,
    metadata: Metadata,
) -> bytes:
    """A PNG of 8 or 16 bits, as the samples are."""
    import imagecodecs

    pixels = samples if alpha is None else np.dstack([samples, alpha])
    # Fast rather than smallest: level 6 with all filters takes four times as long for a tenth of the size.
    paeth = imagecodecs.PNG.FILTER.PAETH
    picture = bytes(imagecodecs.png_encode(np.ascontiguousarray(pixels), level=2, filter=paeth))
    head = b""
    if metadata.icc:
        head += _chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc, 9))
    if metadata.exif:
        head += _chunk(b"eXIf", metadata.exif)
    if metadata.xmp:
        head += _chunk(b"iTXt", _XMP_KEYWORD + b"\0\0\0\0" + metadata.xmp)
    at = len(_SIGNATURE) + 25
    return picture[:at] + head + picture[at:]


def _read_chunks(source: Source) -> tuple[dict[bytes, bytes], int]:
    """The first of every chunk that says something, and how many bytes the picture's data has."""
    chunks: dict[bytes, bytes] = {}
    stored = 0
    for kind, at, size in _chunks(source):
        if kind == b"IDAT":
            stored += size
        elif kind in (
            b"IHDR",
            b"PLTE",
            b"tRNS",
            b"iCCP",
            b"sRGB",
            b"gAMA",
            b"cHRM",
            b"cICP",
            b"eXIf",
            b"acTL",
        ):
            chunks.setdefault(kind, source.data[at : at + size])
        elif kind == b"iTXt" and source.data.startswith(_XMP_KEYWORD, at):
            chunks.setdefault(kind, source.data[at + len(_XMP_KEYWORD) : at + size])
    return chunks, stored


def _chunks(source: Source) -> Iterator[tuple[bytes, int, int]]:
    """Type, offset and length of every intact chunk up to IEND; damaged optional ones are passed over."""
    data, view, at = source.data, memoryview(source.data), len(_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if at + 12 > len(data):
            raise source.unreadable("the PNG is truncated")
        size = struct.unpack_from(">I", data, at)[0]
        kind = data[at + 4 : at + 8]
        if at + 12 + size > len(data):
            raise source.unreadable("the PNG is truncated")
        if kind == b"IEND":
            return
        intact = zlib.crc32(view[at + 4 : at + 8 + size]) == struct.unpack_from(">I", data, at + 8 + size)[0]
        if not intact and kind in _DRAWN:
            raise source.unreadable(f"the PNG's {kind.decode()} chunk is damaged")
        if intact:
            yield kind, at + 8, size
        at += 12 + size
    raise source.unreadable(f"it has more than {_MAX_CHUNKS:_} chunks")


def _drawn(source: Source) -> bytes:
    """Only the chunks that decide the samples, in order: libpng comments on others on the error stream."""
    view = memoryview(source.data)
    parts: dict[bytes, list[memoryview]] = {kind: [] for kind in _DRAWN}
    has_own_alpha = source.data[25] in (4, 6)
    for kind, at, size in _chunks(source):
        if kind == b"IDAT" or not (parts.get(kind, [view]) or (kind == b"tRNS" and has_own_alpha)):
            parts[kind].append(view[at - 8 : at + size + 4])
    return b"".join([_SIGNATURE, *(part for kind in _DRAWN for part in parts[kind]), _chunk(b"IEND", b"")])


def _with_color(source: Source, header: Header, chunks: dict[bytes, bytes]) -> Header:
    """The header with its color: cICP before iCCP before sRGB before gAMA and cHRM (clause 4.3)."""
    cicp = chunks.get(b"cICP", b"")
    if len(cicp) == 4 and cicp[2:] == b"\0\1":
        return replace(header, color=ColorTag(cicp=(cicp[0], cicp[1])))
    if b"iCCP" in chunks:
        try:
            return replace(header, color=ColorTag(icc=_inflate_icc(source, chunks[b"iCCP"])))
        except zlib.error:
            return header.noted("The color profile is damaged; sRGB is assumed.")
    if b"sRGB" in chunks:
        return header
    gamma, chromaticities = _gamma(chunks.get(b"gAMA", b"")), _chromaticities(chunks.get(b"cHRM", b""))
    is_srgb = chromaticities is None or np.allclose(chromaticities, _SRGB_CHROMATICITIES, atol=2e-3)
    if is_srgb and (gamma is None or abs(1 / gamma - _SRGB_GAMMA) < 0.005):
        return header  # what an sRGB picture carries for old readers (table 12)
    return replace(header, color=ColorTag(gamma=gamma, chromaticities=chromaticities))


def _inflate_icc(source: Source, chunk: bytes) -> bytes:
    compressed = chunk[chunk.find(b"\0") + 2 :]
    cap = source.limits.max_icc_bytes
    icc = zlib.decompressobj().decompress(compressed, cap + 1)
    source.limits.check_icc(source.name, len(icc))
    return icc


def _xmp(source: Source, text: bytes | None) -> bytes | None:
    """The XMP packet of an iTXt chunk, after its keyword; compressed or not."""
    parts = text[2:].split(b"\0", 2) if text else []
    if text is None or len(parts) < 3:
        return None
    if not text[0]:
        return parts[2]
    try:
        packet = zlib.decompressobj().decompress(parts[2], source.limits.max_xmp_bytes + 1)
    except zlib.error:
        return None
    if len(packet) > source.limits.max_xmp_bytes:
        raise PhotoTooLarge(
            f"{source.name!r} has an XMP packet of over {source.limits.max_xmp_bytes:_} bytes"
        )
    return packet


def _gamma(chunk: bytes) -> float | None:
    value = struct.unpack(">I", chunk)[0] if len(chunk) == 4 else 0
    return 100_000 / value if 10_000 <= value <= 1_000_000 else None


def _chromaticities(chunk: bytes) -> tuple[tuple[float, float], ...] | None:
    """Red, green, blue, white; the chunk has white first."""
    if len(chunk) != 32:
        return None
    n = [v / 100_000 for v in struct.unpack(">8I", chunk)]
    points = ((n[2], n[3]), (n[4], n[5]), (n[6], n[7]), (n[0], n[1]))
    return points if all(0 <= x <= 1 and 0 < y <= 1 for x, y in points) else None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
