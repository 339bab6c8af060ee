"""From a path to a picture, or to the facts about it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from burnish.imaging.exif import with_upright_orientation
from burnish.imaging.files import heif, jpeg, png, raw, tiff, webp
from burnish.imaging.files.colors import declared, encoded
from burnish.imaging.files.header import Header, Kind, Stored
from burnish.imaging.files.info import PhotoInfo
from burnish.imaging.files.sniff import sniff
from burnish.imaging.files.source import Source, read_source
from burnish.imaging.files.upright import turned_upright
from burnish.imaging.limits import Limits
from burnish.imaging.metadata import Metadata
from burnish.imaging.picture import Picture

_DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True)
class _Reader:
    header: Callable[[Source], Header]
    decode: Callable[[Source, Header], Stored]


_READERS: Final[dict[Kind, _Reader]] = {
    "jpeg": _Reader(jpeg.read_header, jpeg.decode),
    "png": _Reader(png.read_header, png.decode),
    "tiff": _Reader(tiff.read_header, tiff.decode),
    "webp": _Reader(webp.read_header, webp.decode),
    "avif": _Reader(heif.read_avif_header, heif.decode_avif),
    "heic": _Reader(heif.read_heic_header, heif.decode_heic),
    "raw": _Reader(raw.read_header, raw.decode),
}


@dataclass(frozen=True)
class _Begun(Source):
    """A source that is being decoded already."""

    picture: Future[Picture] = field(repr=False, compare=False)


def read_photo(path: Path, limits: Limits = _DEFAULT_LIMITS) -> Picture:
    """The picture in a file: JPEG, PNG, TIFF, WebP, AVIF, HEIC or camera RAW, recognized by its content.

    Raises:
        UnreadablePhoto: missing, not a picture, damaged or truncated.
        UnsupportedFormat: a kind of picture that is not read, or a name that contradicts the content.
        PhotoTooLarge: over one of `limits`.
    """
    return decode_photo(read_source(path, limits))


def read_ahead(path: Path, limits: Limits = _DEFAULT_LIMITS) -> Callable[[], Source]:
    """Begin to read and decode a photo on a thread of its own, which leaves the interpreter to others most of the time.

    What is returned gives the bytes, or raises as `read_source` does; `decode_photo` of them waits for the picture.
    """
    thread = ThreadPoolExecutor(1)
    read = thread.submit(read_source, path, limits)
    picture = thread.submit(lambda: decode_photo(read.result()))
    thread.shutdown(wait=False)

    def source() -> Source:
        found = read.result()
        return _Begun(found.name, found.data, found.limits, picture)

    return source


def decode_photo(source: Source) -> Picture:
    """The picture in these bytes; raises as `read_photo` does."""
    if isinstance(source, _Begun):
        return source.picture.result()
    kind, header = _read_header(source)
    stored = _READERS[kind].decode(source, header)
    samples, encoding, known = encoded(stored.samples, header)
    upright = turned_upright(samples, header.orientation)
    alpha = None if stored.alpha is None else turned_upright(stored.alpha, header.orientation)
    if alpha is not None and alpha.dtype != upright.dtype:
        alpha = alpha.astype(upright.dtype) * 257
    return Picture(
        samples=upright,
        encoding=encoding,
        alpha=alpha,
        metadata=_metadata(header),
        digest=source.digest,
        notes=(*header.notes, *known.notes),
    )


def probe(path: Path, limits: Limits = _DEFAULT_LIMITS) -> PhotoInfo:
    """The facts about a picture file without decoding it; raises as `read_photo` if the header shows it."""
    return describe_photo(read_source(path, limits))


def describe_photo(source: Source) -> PhotoInfo:
    """The facts about the picture in these bytes; raises as `probe` does."""
    kind, header = _read_header(source)
    known, metadata = declared(header), _metadata(header)
    width, height = header.upright_size
    return PhotoInfo(
        format=kind,
        width=width,
        height=height,
        bits=header.bits,
        color_profile=known.title,
        has_alpha=header.has_alpha,
        frames=header.frames,
        bytes=len(source.data),
        digest=source.digest,
        orientation=header.orientation,
        has_location=metadata.has_location,
        capture=metadata.facts(),
        notes=(*header.notes, *known.notes),
    )


def _read_header(source: Source) -> tuple[Kind, Header]:
    """The header, within the limits."""
    kind = sniff(source)
    header = _READERS[kind].header(source)
    limits, name = source.limits, source.name
    if kind != "raw":  # whose header is read by LibRaw, which has checked the sensor's size
        limits.check_size(name, header.width, header.height, len(source.data))
    limits.check_frames(name, header.frames)
    limits.check_icc(name, len(header.color.icc or b""))
    limits.check_exif(name, len(header.exif or b""))
    limits.check_xmp(name, len(header.xmp or b""))
    return kind, header


def _metadata(header: Header) -> Metadata:
    exif = with_upright_orientation(header.exif) if header.exif else None
    return Metadata(exif=exif, icc=header.color.icc, xmp=header.xmp)
