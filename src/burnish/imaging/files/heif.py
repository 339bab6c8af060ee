"""HEIC through libheif and AVIF through libavif; both are HEIF files (ISO/IEC 23008-12)."""

import io
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.errors import UnsupportedFormat
from burnish.imaging.files.faults import decoding
from burnish.imaging.files.header import ColorTag, Header, Kind, Stored
from burnish.imaging.files.isobmff import BrokenBoxes, PrimaryItem, read_primary
from burnish.imaging.files.source import Source
from burnish.imaging.metadata import Metadata

_TILE_SLACK: Final = 1 << 22
"""Pixels that the tiles of a grid may stick out beyond the picture."""
_TURNS: Final[dict[tuple[int, int | None], int]] = {
    (0, None): 1, (1, None): 8, (2, None): 3, (3, None): 6,
    (0, 0): 4, (1, 0): 5, (2, 0): 2, (3, 0): 7,
    (0, 1): 2, (1, 1): 7, (2, 1): 4, (3, 1): 5,
}  # fmt: skip
"""Quarter turns counterclockwise and mirroring (0: up and down, 1: left and right), as EXIF orientations."""


def read_avif_header(source: Source) -> Header:
    """Facts from the boxes of an AVIF file; libavif leaves turning to us.

    Raises:
        UnreadablePhoto: broken boxes.
        UnsupportedFormat: a sequence of pictures.
    """
    item = _primary(source, b"avis")
    pixels = item.width * item.height
    if item.coded_pixels > 2 * pixels + _TILE_SLACK:
        raise source.unreadable("the AVIF codes a much larger picture than it says")
    if item.own_pixels and not pixels <= item.own_pixels <= 2 * pixels:
        raise source.unreadable(
            f"the AVIF codes {item.own_pixels} pixels and says {item.width}x{item.height}"
        )
    header = _header("avif", item, _TURNS[item.rotation, item.mirror])
    return header.noted("Its clean aperture is not applied.") if item.crop else header


def read_heic_header(source: Source) -> Header:
    """Facts from the boxes of an HEIC file; libheif turns and crops, so nothing is left to turn.

    Raises:
        UnreadablePhoto: broken boxes.
        UnsupportedFormat: a sequence of pictures.
    """
    item = _primary(source, b"hevc")
    if item.crop:
        item.width, item.height = item.crop
    if item.rotation & 1:
        item.width, item.height = item.height, item.width
    return _header("heic", item, 1)


def decode_avif(source: Source, header: Header) -> Stored:
    """The samples; 10 and 12 bits are stretched to 16.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import imagecodecs

    with decoding(source, "AVIF"):
        pixels: NDArray[Any] = imagecodecs.avif_decode(source.data, numthreads=2)
    return _separated(source, header, pixels, header.bits)


def decode_heic(source: Source, header: Header) -> Stored:
    """The samples; 10 and 12 bits are stretched to 16.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import pillow_heif

    with decoding(source, "HEIC"):
        file = pillow_heif.open_heif(source.data, convert_hdr_to_8bit=False, hdr_to_16bit=False)
        image = file[file.primary_index]
        pixels = np.asarray(image)
        width, height = image.size
        info: dict[str, Any] = image.info
        bits = int(info["bit_depth"])
    if (width, height) != (header.width, header.height):
        raise source.unreadable("the HEIC has two sizes")
    return _separated(source, header, pixels, bits if pixels.dtype == np.uint16 else 8)


def encode_avif(
    samples: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, metadata: Metadata, quality: int
) -> bytes:
    """An 8-bit 4:4:4 AVIF."""
    from PIL import Image

    pixels = samples if alpha is None else np.dstack([samples, alpha])
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        out, "AVIF", quality=quality, subsampling="4:4:4", speed=9, icc_profile=metadata.icc or b"",
        exif=metadata.exif or b"", xmp=metadata.xmp or b"",
    )  # fmt: skip
    return out.getvalue()


def _primary(source: Source, sequence_brand: bytes) -> PrimaryItem:
    if source.data[8:12] == sequence_brand:
        raise UnsupportedFormat(f"{source.name!r} is a sequence of pictures; only still pictures are read")
    try:
        return read_primary(source.data)
    except BrokenBoxes as error:
        raise source.unreadable(str(error)) from error


def _header(kind: Kind, item: PrimaryItem, orientation: int) -> Header:
    color = ColorTag(icc=item.icc) if item.icc else ColorTag(cicp=item.cicp)
    return Header(
        kind=kind, width=item.width, height=item.height, bits=item.bits,
        layout="gray" if item.channels == 1 else "rgb", has_alpha=item.has_alpha, orientation=orientation,
        color=color, exif=item.exif, xmp=item.xmp,
    )  # fmt: skip


def _separated(source: Source, header: Header, pixels: NDArray[Any], bits: int) -> Stored:
    """Colors and alpha apart, full range."""
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    if pixels.shape[:2] != (header.height, header.width):
        raise source.unreadable("the picture has two sizes")
    if pixels.dtype == np.uint16 and bits < 16:
        top = (1 << bits) - 1
        table = np.rint(np.arange(65536).clip(0, top) * (65535 / top)).astype(np.uint16)
        pixels = table[pixels]
    alpha = np.ascontiguousarray(pixels[..., -1]) if pixels.shape[2] in (2, 4) else None
    color = pixels[..., :3] if pixels.shape[2] >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    return Stored(np.ascontiguousarray(color), alpha)
