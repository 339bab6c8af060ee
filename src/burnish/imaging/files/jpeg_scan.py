"""Whether a JPEG's data can be those of so large a picture, found out before room is made for the picture."""

import re
import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

from burnish.imaging.files.source import Source

_DHT: Final = 0xC4
_SOS: Final = 0xDA
_SEQUENTIAL: Final = (0xC0, 0xC1, 0xC9)
_PROGRESSIVE: Final = 0xC2
_SCAN_END: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_DENSE: Final = 8
"""Pixels a byte up to which a picture is taken at its word; a photo of quality 90 has two to six."""


class Segment(NamedTuple):
    """A marker segment (ITU-T T.81, B.1.1.4)."""

    marker: int

    payload: bytes

    end: int
    """Where what follows it begins: the next segment, or a scan's data."""


def check_promise(source: Source, segments: Sequence[Segment], colorspace: str) -> None:
    """Refuse a large picture whose data end early, in far less memory than the picture itself takes.

    A sequential one is decoded at an eighth of its size. A progressive one keeps all its coefficients even for
    that; but its first scan has at least the shortest code for every block. `segments` are all up to the first scan.

    Raises:
        UnreadablePhoto: the data are too short.
    """
    frame = next((each for each in segments if each.marker in (*_SEQUENTIAL, _PROGRESSIVE)), None)
    if frame is None or segments[-1].marker != _SOS:
        return
    height, width = struct.unpack_from(">HH", frame.payload, 1)
    if height * width <= max(source.limits.bare_pixels, _DENSE * len(source.data)):
        return
    if frame.marker == _PROGRESSIVE:
        ends = _bits_of_scan(source.data, segments[-1].end) < _least_bits(frame, segments)
    else:
        ends = _ends_early(source.data, colorspace)
    if ends:
        raise source.unreadable(f"the JPEG's data end before {width}x{height} pixels")


def _ends_early(data: bytes, colorspace: str) -> bool:
    """Whether a small decoding misses data; other faults are judged when the picture is decoded."""
    import simplejpeg

    try:
        simplejpeg.decode_jpeg(data, colorspace, min_height=1, min_width=1)
    except ValueError as error:
        return "premature end" in str(error)
    return False


def _bits_of_scan(data: bytes, start: int) -> int:
    end = _SCAN_END.search(data, start)
    return 8 * ((len(data) if end is None else end.start()) - start)


def _least_bits(frame: Segment, segments: Sequence[Segment]) -> int:
    """The shortest DC code of each component of the first scan (B.2.3, G.1.2.1), once for each block (A.1.1)."""
    height, width = struct.unpack_from(">HH", frame.payload, 1)
    factors = {
        part: divmod(sides, 16) for part, sides, _ in zip(*[iter(frame.payload[6:])] * 3, strict=False)
    }
    scan, shortest = segments[-1].payload, _shortest_codes(segments)
    widest = max((across for across, _ in factors.values()), default=1) or 1
    tallest = max((down for _, down in factors.values()), default=1) or 1
    bits = 0
    for part, tables in zip(*[iter(scan[1 : 1 + 2 * scan[0]])] * 2, strict=False):
        across, down = factors.get(part, (0, 0))
        blocks = -(-width * across // (8 * widest)) * -(-height * down // (8 * tallest))
        bits += blocks * shortest.get(tables >> 4, 1)
    return bits


def _shortest_codes(segments: Sequence[Segment]) -> dict[int, int]:
    """Length in bits of the shortest code of each table for DC (B.2.4.2)."""
    found: dict[int, int] = {}
    for segment in segments:
        rest = segment.payload if segment.marker == _DHT else b""
        while len(rest) >= 17:
            counts = rest[1:17]
            if rest[0] < 16:
                found[rest[0]] = next((length for length, count in enumerate(counts, 1) if count), 1)
            rest = rest[17 + sum(counts) :]
    return found
