"""JPEG (ITU-T T.81), with EXIF (CIPA DC-008), ICC (ICC.1 annex B.4) and XMP (ISO 16684-3) segments."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.errors import UnsupportedFormat
from burnish.imaging.exif import parse_exif
from burnish.imaging.files.faults import decoding
from burnish.imaging.files.header import ColorTag, Header, Layout, Stored, exif_orientation
from burnish.imaging.files.jpeg_bands import encode_in_bands
from burnish.imaging.files.jpeg_scan import Segment, check_promise
from burnish.imaging.files.source import Source
from burnish.imaging.metadata import Metadata

_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_ICC: Final = b"ICC_PROFILE\0"
_FRAMES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_READABLE_FRAMES: Final = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
_PADDING: Final = re.compile(r"(\d+) extraneous bytes")
_MAX_SEGMENTS: Final = 2_000
_MAX_SCANS: Final = 500
_MAX_PAYLOAD: Final = 65_533


@dataclass(frozen=True)
class _Frame:
    marker: int
    bits: int
    height: int
    width: int
    components: int


def read_header(source: Source) -> Header:
    """Facts from the segments before the first scan.

    Raises:
        UnreadablePhoto: no complete frame header.
        UnsupportedFormat: lossless, hierarchical or 12-bit JPEG, or two components.
    """
    frame: _Frame | None = None
    exif = xmp = None
    profile: dict[int, bytes] = {}
    parts = 0
    for marker, payload, _ in _segments(source):
        if marker in _FRAMES and frame is None and len(payload) >= 6:
            frame = _Frame(marker, *struct.unpack_from(">BHHB", payload))
        elif marker == 0xE1 and exif is None and payload.startswith(_EXIF):
            exif = payload[len(_EXIF) :]
        elif marker == 0xE1 and xmp is None and payload.startswith(_XMP):
            xmp = payload[len(_XMP) :]
        elif marker == 0xE2 and payload.startswith(_ICC) and len(payload) > 14:
            profile.setdefault(payload[12], payload[14:])
            parts = payload[13]
    if frame is None:
        raise source.unreadable("the JPEG ends before its picture begins")
    whole = sorted(profile) == list(range(1, parts + 1))
    icc = b"".join(profile[i] for i in sorted(profile)) if profile and whole else None
    header = Header(
        kind="jpeg", width=frame.width, height=frame.height, bits=frame.bits, layout=_layout(source, frame),
        orientation=exif_orientation(exif), color=ColorTag(icc=icc), exif=exif, xmp=xmp,
    )  # fmt: skip
    return header if whole else header.noted("The color profile is incomplete; sRGB is assumed.")


def decode(source: Source, header: Header) -> Stored:
    """The samples; grays are repeated into three channels.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    if source.data.count(b"\xff\xda") > _MAX_SCANS:
        raise source.unreadable(f"it has more than {_MAX_SCANS} scans")
    check_promise(source, list(_segments(source)), "CMYK" if header.layout == "cmyk" else "GRAY")
    data = source.data if header.color.icc else _without_profile(source)
    with decoding(source, "JPEG"):
        samples = _decode(data, "CMYK" if header.layout == "cmyk" else "RGB")
    if samples.shape[:2] != (header.height, header.width):
        raise source.unreadable("the JPEG has two sizes")
    if header.layout == "cmyk" and _is_adobe(source):
        samples = 255 - samples
    return Stored(samples)


def encode(samples: NDArray[np.uint8], metadata: Metadata, quality: int) -> bytes:
    """A baseline 4:4:4 JPEG. Blocks too large for a segment are left out (EXIF first loses its comments)."""
    picture = encode_in_bands(samples, quality)
    head = b""
    if metadata.exif:
        head += _segment(0xE1, _EXIF + _fitting_exif(metadata.exif))
    if metadata.xmp:
        head += _segment(0xE1, _XMP + metadata.xmp)
    head += b"".join(_icc_segments(metadata.icc or b""))
    at = 2 + (2 + struct.unpack_from(">H", picture, 4)[0] if picture[2:4] == b"\xff\xe0" else 0)
    return picture[:at] + head + picture[at:]


def _decode(data: bytes, colorspace: str) -> NDArray[np.uint8]:
    """libjpeg-turbo, strictly; leniently for stray padding and for subsamplings its quick interface lacks."""
    import simplejpeg

    try:
        return simplejpeg.decode_jpeg(data, colorspace=colorspace)
    except ValueError as error:
        padding = _PADDING.search(str(error))
        is_padded = padding is not None and 2 * int(padding[1]) < len(data)
        ends = data.find(b"\xff\xd9", data.rfind(b"\xff\xda")) >= 0
        if not ends or not (is_padded or "subsampling" in str(error)):
            raise
    if is_padded:
        return simplejpeg.decode_jpeg(data, colorspace=colorspace, strict=False)
    return _decode_slowly(data, colorspace)


def _decode_slowly(data: bytes, colorspace: str) -> NDArray[np.uint8]:
    import imagecodecs

    known: dict[str, Any] = {"outcolorspace": colorspace}
    samples: NDArray[np.uint8] = imagecodecs.jpeg8_decode(data, **known)
    return np.ascontiguousarray(
        np.broadcast_to(np.atleast_3d(samples), (*samples.shape[:2], len(colorspace)))
    )


def _segments(source: Source) -> Iterator[Segment]:
    """Every segment up to the first scan, its header included."""
    data, at = source.data, 2
    for _ in range(_MAX_SEGMENTS):
        at = data.find(b"\xff", at)
        while 0 <= at < len(data) and data[at] == 0xFF:
            at += 1
        if at < 0 or at + 3 > len(data):
            return
        marker = data[at]
        at += 1
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            continue
        if marker == 0xD9:
            return
        size = struct.unpack_from(">H", data, at)[0]
        if size < 2 or at + size > len(data):
            raise source.unreadable("a JPEG segment runs past the end of the file")
        yield Segment(marker, data[at + 2 : at + size], at + size)
        if marker == 0xDA:
            return
        at += size
    raise source.unreadable(f"it has more than {_MAX_SEGMENTS} JPEG segments")


def _without_profile(source: Source) -> bytes:
    """The data without profile segments, over whose numbering libjpeg stumbles where some are missing."""
    data, kept, at = source.data, b"", 0
    for marker, payload, end in _segments(source):
        if marker == 0xE2 and payload.startswith(_ICC):
            kept += data[at : end - len(payload) - 4]
            at = end
    return kept + data[at:] if at else data


def _layout(source: Source, frame: _Frame) -> Layout:
    layouts: dict[int, Layout] = {1: "gray", 3: "rgb", 4: "cmyk"}
    if frame.marker not in _READABLE_FRAMES or frame.bits != 8 or frame.components not in layouts:
        raise UnsupportedFormat(
            f"{source.name!r} is a JPEG that is not read: {frame.bits} bits, {frame.components} channels,"
            f" process {frame.marker - 0xC0}; allowed: 8 bits, 1, 3 or 4 channels, baseline or progressive"
        )
    if frame.height == 0:
        raise source.unreadable("its height is given only after the picture")
    return layouts[frame.components]


def _is_adobe(source: Source) -> bool:
    """Whether an Adobe segment says that ink amounts are stored inverted."""
    return any(marker == 0xEE and payload.startswith(b"Adobe") for marker, payload, _ in _segments(source))


def _segment(marker: int, payload: bytes) -> bytes:
    if len(payload) > _MAX_PAYLOAD:
        return b""
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _fitting_exif(exif: bytes) -> bytes:
    return exif if len(exif) + len(_EXIF) <= _MAX_PAYLOAD else parse_exif(exif).without_comments().to_bytes()


def _icc_segments(icc: bytes) -> Iterator[bytes]:
    room = _MAX_PAYLOAD - 14
    chunks = [icc[i : i + room] for i in range(0, len(icc), room)]
    for number, chunk in enumerate(chunks, 1):
        yield _segment(0xE2, _ICC + bytes([number, len(chunks)]) + chunk)
