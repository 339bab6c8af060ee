"""Write a TIFF: one page, 8 or 16 bits, deflate with horizontal prediction, EXIF in its own directory."""

import struct
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.exif import parse_exif
from burnish.imaging.metadata import Metadata
from burnish.imaging.tiff_block import Directory, Entry, longs, serialize, short, tiff_header, undefined

_STRIP_BYTES: Final = 1 << 20
_HEADER_BYTES: Final = 8


def encode(
    samples: NDArray[Any],
    alpha: NDArray[Any] | None,
    metadata: Metadata,
) -> bytes:
    """A TIFF of 8 or 16 bits, as the samples are: header, strips, then the directories."""
    pixels = samples if alpha is None else np.dstack([samples, alpha])
    rows = max(1, _STRIP_BYTES // (pixels.shape[1] * pixels.shape[2] * pixels.itemsize))
    starts = range(0, pixels.shape[0], rows)
    with ThreadPoolExecutor(max_workers=2) as pool:
        strips = list(pool.map(_packed, (pixels[y : y + rows] for y in starts)))
    exif = parse_exif(metadata.exif)
    main = {**exif.main, **_picture_tags(pixels, rows, strips)}
    if metadata.icc:
        main[34675] = undefined(metadata.icc)
    if metadata.xmp:
        main[700] = Entry(1, len(metadata.xmp), metadata.xmp)
    body = b"".join(strips)
    body += b"\0" * (len(body) & 1)
    at = _HEADER_BYTES + len(body)
    return tiff_header(at) + body + serialize(main, exif.children(), at)


def _packed(rows: NDArray[Any]) -> bytes:
    """Horizontal differences (TIFF 6.0 section 14), deflated."""
    import imagecodecs

    differences = rows.copy()
    differences[:, 1:] -= rows[:, :-1]
    little = differences.astype(differences.dtype.newbyteorder("<"), copy=False)
    return bytes(imagecodecs.deflate_encode(little.tobytes(), level=4))


def _picture_tags(pixels: NDArray[Any], rows: int, strips: list[bytes]) -> Directory:
    height, width, channels = pixels.shape
    sizes = [len(strip) for strip in strips]
    places = np.concatenate([[0], np.cumsum(sizes)[:-1]]) + _HEADER_BYTES
    bits = struct.pack(f"<{channels}H", *[8 * pixels.itemsize] * channels)
    tags = {
        256: longs(width), 257: longs(height), 258: Entry(3, channels, bits), 259: short(8), 262: short(2),
        273: longs(*(int(p) for p in places)), 277: short(channels), 278: longs(rows), 279: longs(*sizes),
        284: short(1), 317: short(2),
    }  # fmt: skip
    return tags if channels == 3 else {**tags, 338: short(2)}
