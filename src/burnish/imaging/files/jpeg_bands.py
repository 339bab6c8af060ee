"""A large picture as JPEG on every processor: bands are encoded by themselves and joined by restart markers.

After a restart marker a decoder begins anew (ITU-T T.81, sections B.2.4.4 and F.2.1.3.1), so a band's data may follow
another's as it is. Which bands there are follows from the picture's size alone, and so do the bytes.
"""

import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.threads import in_threads

BLOCK_PX: Final = 8
"""Side of what is encoded together, without subsampling."""

BLOCKS_A_BAND: Final = 24_000
"""About as many; a restart interval may count 65,535."""

_SOF0, _SOS, _DRI, _RST0, _EOI = 0xC0, 0xDA, 0xDD, 0xD0, b"\xff\xd9"


def encode_in_bands(samples: NDArray[np.uint8], quality: int) -> bytes:
    """A baseline 4:4:4 JPEG of a picture, (height, width, 3)."""
    height, width = samples.shape[:2]
    across = -(-width // BLOCK_PX)
    down = max(1, BLOCKS_A_BAND // across)
    starts = range(0, height, down * BLOCK_PX)
    bands = [b""] * len(starts)

    def encode(band: int) -> None:
        rows = samples[starts[band] : starts[band] + down * BLOCK_PX]
        bands[band] = _encoded(np.ascontiguousarray(rows), quality)

    in_threads(encode, range(len(starts)))
    return bands[0] if len(bands) == 1 else _joined(bands, height, across * down)


def _encoded(samples: NDArray[np.uint8], quality: int) -> bytes:
    import simplejpeg

    return simplejpeg.encode_jpeg(samples, quality=quality, colorspace="RGB", colorsubsampling="444")


def _joined(bands: list[bytes], height: int, blocks: int) -> bytes:
    """One picture of bands of so many blocks each, the last of which may have fewer."""
    first = bands[0]
    frame, scan = _segment_at(first, _SOF0), _segment_at(first, _SOS)
    data = _data_at(first)
    parts = [
        first[: frame + 5], struct.pack(">H", height), first[frame + 7 : scan],
        struct.pack(">BBHH", 0xFF, _DRI, 4, blocks), first[scan:data],
    ]  # fmt: skip
    for number, band in enumerate(bands):
        parts += [bytes((0xFF, _RST0 + (number - 1) % 8))] if number else []
        parts.append(band[_data_at(band) : -len(_EOI)])
    return b"".join([*parts, _EOI])


def _data_at(picture: bytes) -> int:
    """Where the entropy-coded data begins."""
    scan = _segment_at(picture, _SOS)
    return scan + 2 + struct.unpack_from(">H", picture, scan + 2)[0]


def _segment_at(picture: bytes, marker: int) -> int:
    """Where a segment of the header begins."""
    at = 2
    while picture[at + 1] != marker:
        at += 2 + struct.unpack_from(">H", picture, at + 2)[0]
    return at
