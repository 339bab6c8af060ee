"""TIFF 6.0 and BigTIFF: the first page, 1, 8 or 16 bits, any usual compression."""

import io
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.errors import UnsupportedFormat
from burnish.imaging.exif import parse_exif
from burnish.imaging.files import jpeg
from burnish.imaging.files.faults import decoding, quiet_logger
from burnish.imaging.files.header import ColorTag, Header, Layout, Stored
from burnish.imaging.files.source import Source
from burnish.imaging.tiff_block import Directory, TiffBlock

_JPEG: Final = 7
_RATIO: Final = {
    1: 1, 2: 2000, 3: 2000, 4: 20_000, 5: 2048, _JPEG: 400, 8: 1032, 32773: 64, 32946: 1032,
    34925: 8000, 50000: 20_000,
}  # fmt: skip
"""How many bytes a stored byte can become at most, by compression: raw, CCITT, LZW, JPEG, deflate, PackBits,
deflate, LZMA, Zstandard. Others are not read: their codecs decide sizes on their own."""
_DTYPES: Final = ("|b1", "|u1", np.dtype(np.uint16).str)
_LAYOUTS: Final[dict[int, Layout]] = {0: "gray", 1: "gray", 2: "rgb", 3: "rgb", 5: "cmyk", 6: "rgb"}


def read_header(source: Source) -> Header:
    """Facts from the first directory.

    Raises:
        UnreadablePhoto: no directory, or its strips and tiles are not all in the file.
        UnsupportedFormat: floating point, odd bit depths, or colors that are not gray, RGB, palette or CMYK.
        PhotoTooLarge: too many pages.
    """
    tiff = TiffBlock.open(source.data)
    main, following = tiff.directory(tiff.first) if tiff else ({}, 0)
    if tiff is None or not {256, 257, 262} <= main.keys():
        raise source.unreadable("the TIFF has no picture")
    bits = _bits(source, main)
    layout, samples_per_pixel = _LAYOUTS.get(_whole(main, 262), "rgb"), _whole(main, 277, 1)
    color_channels = {"gray": 1, "rgb": 3, "cmyk": 4}[layout] if _whole(main, 262) != 3 else 1
    extra = main[338].wholes() if 338 in main else []
    icc, xmp = _block(main, 34675), _block(main, 700)
    exif = parse_exif(source.data)
    header = Header(
        kind="tiff", width=_whole(main, 256), height=_whole(main, 257), bits=bits, layout=layout,
        has_alpha=samples_per_pixel > color_channels and bool(extra) and extra[0] in (1, 2),
        frames=_count_pages(source, tiff, following), orientation=exif.orientation, color=ColorTag(icc=icc),
        exif=exif.scrubbed_of_structure().to_bytes(), xmp=xmp,
    )  # fmt: skip
    source.limits.check_size(source.name, header.width, header.height, len(source.data))
    if samples_per_pixel < color_channels:
        raise source.unreadable("the TIFF has too few channels for its colors")
    _check_segments(source, main, header.height * (header.width * bits * samples_per_pixel // 8))
    return header if header.frames == 1 else header.noted(f"Only the first of {header.frames} pages is read.")


def decode(source: Source, header: Header) -> Stored:
    """The samples of the first page; 1-bit pictures and palettes are written out.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import tifffile

    with (
        decoding(source, "TIFF"),
        quiet_logger("tifffile"),
        tifffile.TiffFile(io.BytesIO(source.data)) as file,
    ):
        page: Any = file.pages[0]
        pixels: NDArray[Any] = page.asarray(maxworkers=2)
        if int(page.planarconfig) == 2 and pixels.ndim == 3:
            pixels = np.moveaxis(pixels, 0, -1)
        photometric, palette, extra = int(page.photometric), page.colormap, tuple(page.extrasamples)
        if photometric == 3 and palette is not None:
            pixels = palette.T[pixels[..., 0] if pixels.ndim == 3 else pixels]
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    if pixels.shape[:2] != (header.height, header.width) or pixels.dtype.str not in _DTYPES:
        raise source.unreadable("the TIFF does not hold the picture it promises")
    if pixels.dtype == np.bool_ or header.bits == 1:
        pixels = (pixels > 0).astype(np.uint8) * np.uint8(255)
    return _separated(pixels, header, photometric, bool(extra) and int(extra[0]) == 1)


def _separated(pixels: NDArray[Any], header: Header, photometric: int, is_premultiplied: bool) -> Stored:
    """Colors and alpha apart; zero made black, alpha made straight."""
    channels = 4 if header.layout == "cmyk" else (1 if header.layout == "gray" else 3)
    full = np.iinfo(pixels.dtype).max
    color = pixels[..., :channels]
    alpha = np.ascontiguousarray(pixels[..., channels]) if header.has_alpha else None
    if photometric == 0:
        color = full - color
    if alpha is not None and is_premultiplied:
        straight = color.astype(np.float32) * (full / np.maximum(alpha, 1)[..., None])
        color = np.minimum(np.rint(straight), full).astype(pixels.dtype)
    if channels == 1:
        color = np.repeat(color, 3, axis=2)
    return Stored(np.ascontiguousarray(color), alpha)


def _whole(directory: Directory, tag: int, default: int = 0) -> int:
    return directory[tag].whole(default) if tag in directory else default


def _block(directory: Directory, tag: int) -> bytes | None:
    return directory[tag].data if tag in directory else None


def _bits(source: Source, main: Directory) -> int:
    """Bits of one sample, all alike."""
    depths = set(main[258].wholes()) if 258 in main else {1}
    formats = set(main[339].wholes()) if 339 in main else {1}
    photometric = _whole(main, 262)
    bits = depths.pop() if len(depths) == 1 else 0
    is_small_palette = photometric == 3 and bits in (2, 4)
    if formats - {1, 4} or photometric not in _LAYOUTS or not (bits in (1, 8, 16) or is_small_palette):
        kind = "floating-point" if 3 in formats else f"{bits or 'mixed'}-bit"
        raise UnsupportedFormat(
            f"{source.name!r} is a {kind} TIFF of color model {photometric!r}, which is not read;"
            " allowed: 1, 8 or 16 bits of gray, RGB, palette or CMYK"
        )
    return bits


def _count_pages(source: Source, tiff: TiffBlock, offset: int) -> int:
    seen: set[int] = set()
    while offset and offset not in seen and offset + 2 <= len(tiff.data):
        seen.add(offset)
        source.limits.check_frames(source.name, len(seen) + 1)
        offset = tiff.next_directory(offset)
    return 1 + len(seen)


def _check_segments(source: Source, main: Directory, picture_bytes: int) -> None:
    """Every strip or tile is inside the file, and together they can hold the picture."""
    tags = (324, 325) if 324 in main else (273, 279)
    places, sizes = (main[tag].wholes() if tag in main else [] for tag in tags)
    if not sizes and len(places) == 1 and _whole(main, 259, 1) == 1:
        sizes = [picture_bytes]  # the one strip of an old writer needs no byte count (TIFF 6.0 section 8)
    end = len(source.data)
    expected = _segment_count(main)
    if not places or len(places) != len(sizes) or len(places) < expected:
        raise source.unreadable(f"the TIFF lists {len(places)} of its {expected} strips or tiles")
    if any(at <= 0 or size <= 0 or at + size > end for at, size in zip(places, sizes, strict=True)):
        raise source.unreadable("the TIFF is truncated: a strip or tile is not in the file")
    compression = _whole(main, 259, 1)
    if compression not in _RATIO:
        raise UnsupportedFormat(f"{source.name!r} is a TIFF of compression {compression}, which is not read")
    if compression == _JPEG:
        _check_jpegs(source, main, places, sizes)
    if picture_bytes > sum(sizes) * _RATIO[compression]:
        raise source.unreadable("the TIFF holds less data than its size needs")


def _check_jpegs(source: Source, main: Directory, places: list[int], sizes: list[int]) -> None:
    """No JPEG in it is larger than a strip or tile: its decoder would make room for what it says."""
    width = _whole(main, 322) if 324 in main else _whole(main, 256)
    height = _whole(main, 323) if 324 in main else _whole(main, 257)
    for at, size in zip(places, sizes, strict=True):
        inner = jpeg.read_header(Source(source.name, source.data[at : at + size], source.limits))
        if inner.width > width or inner.height > height:
            raise source.unreadable("a JPEG in the TIFF is larger than its place")


def _segment_count(main: Directory) -> int:
    width, height = _whole(main, 256), _whole(main, 257)
    planes = _whole(main, 277, 1) if _whole(main, 284, 1) == 2 else 1
    if 324 in main:
        across, down = max(_whole(main, 322, 1), 1), max(_whole(main, 323, 1), 1)
        return planes * -(-width // across) * -(-height // down)
    rows = min(max(_whole(main, 278, height), 1), height)
    return planes * -(-height // rows)
