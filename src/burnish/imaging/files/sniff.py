"""Which format a file is, by its first bytes; and whether its name agrees."""

from pathlib import PurePath
from typing import Final

from burnish.errors import UnreadablePhoto, UnsupportedFormat
from burnish.imaging.files.header import Kind
from burnish.imaging.files.source import Source
from burnish.imaging.tiff_block import Directory, TiffBlock

SUFFIXES: Final[dict[Kind, tuple[str, ...]]] = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),
    "png": (".png",),
    "tiff": (".tif", ".tiff"),
    "webp": (".webp",),
    "avif": (".avif",),
    "heic": (".heic", ".heif", ".hif"),
    "raw": (
        ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".raf", ".rw2", ".orf",
        ".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".mrw", ".erf", ".mef", ".mos", ".kdc", ".dcr",
        ".rwl", ".raw", ".gpr",
    ),
}  # fmt: skip
TITLES: Final[dict[Kind, str]] = {
    "jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WebP", "avif": "AVIF", "heic": "HEIC",
    "raw": "camera RAW",
}  # fmt: skip
INPUT_SUFFIXES: Final = tuple(suffix for group in SUFFIXES.values() for suffix in group)

_STRANGERS: Final = (
    (b"GIF8", "a GIF"), (b"%PDF", "a PDF document"), (b"PK\3\4", "a ZIP archive"), (b"BM", "a BMP"),
    (b"8BPS", "a Photoshop document"), (b"\xff\x0a", "a JPEG XL"), (b"\0\0\0\x0cJXL ", "a JPEG XL"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000"), (b"\xffO\xffQ", "a JPEG 2000"), (b"<svg", "an SVG"),
    (b"\x1f\x8b", "a gzip file"), (b"<!", "a web page"), (b"<html", "a web page"), (b"\x7fELF", "a program"),
    (b"v/1\x01", "an OpenEXR"),
    (b"#?RADIANCE", "a Radiance HDR"), (b"<?xml", "an XML document"), (b"gimp xcf", "a GIMP document"),
)  # fmt: skip
_RAW_MAGIC: Final = (
    b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"\0MRM", b"FOVb", b"II\x1a\0\0\0HEAPCCDR",
)  # fmt: skip
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ALLOWED: Final = ", ".join(TITLES.values())


def sniff(source: Source) -> Kind:
    """The format of these bytes.

    Raises:
        UnsupportedFormat: a known format that Burnish does not read, or one that contradicts the file's name.
        UnreadablePhoto: not a picture.
    """
    suffix = PurePath(source.name).suffix.lower()
    kind = _by_content(source, suffix)
    named = _by_name(suffix)
    if named is not None and named != kind and {named, kind} != {"avif", "heic"}:
        raise UnsupportedFormat(
            f"{source.name!r} is named as {TITLES[named]} but holds {TITLES[kind]};"
            f" rename it to end in {SUFFIXES[kind][0]!r}"
        )
    return kind


def _by_name(suffix: str) -> Kind | None:
    for kind, group in SUFFIXES.items():
        if suffix in group:
            return kind
    return None


def _by_content(source: Source, suffix: str) -> Kind:
    data = source.data
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(_RAW_MAGIC):
        return "raw"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "raw" if _is_raw(data, suffix) else "tiff"
    if data[4:8] == b"ftyp":
        return _by_brand(source)
    raise _stranger(source)


def _by_brand(source: Source) -> Kind:
    size = min(int.from_bytes(source.data[:4], "big"), 256)
    major = source.data[8:12]
    brands = {major, *(source.data[i : i + 4] for i in range(16, size - 3, 4))}
    if major == b"crx ":
        return "raw"
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    raise UnsupportedFormat(f"{source.name!r} is a video or another kind of media file; allowed: {_ALLOWED}")


def _stranger(source: Source) -> UnreadablePhoto | UnsupportedFormat:
    start = source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _STRANGERS:
        if start.lower().startswith(magic.lower()):
            return UnsupportedFormat(f"{source.name!r} is {what}, which is not read; allowed: {_ALLOWED}")
    return source.unreadable(f"it is not a picture; allowed: {_ALLOWED}")


def _is_raw(data: bytes, suffix: str) -> bool:
    """Whether a TIFF structure holds a sensor's samples: DNG, a CFA directory, or a camera maker's own."""
    tiff = TiffBlock.open(data)
    if tiff is None:
        return False
    main, _ = tiff.directory(tiff.first)
    if 50706 in main or data[8:10] == b"CR" or _is_sensor(main):
        return True
    below = main[330].wholes()[:8] if 330 in main else []
    if any(_is_sensor(tiff.directory(offset)[0]) for offset in below):
        return True
    return 271 in main and suffix in SUFFIXES["raw"]


def _is_sensor(directory: Directory) -> bool:
    photometric, compression = directory.get(262), directory.get(259)
    by_color = photometric is not None and photometric.whole() in (32803, 34892)
    return by_color or (compression is not None and compression.whole() in (34713, 32767, 32769, 65535))
