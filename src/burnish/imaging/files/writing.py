"""From samples to a picture file."""

from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from burnish.errors import BadInput, UnsupportedFormat, WriteFailed
from burnish.imaging.atomic import write_atomically
from burnish.imaging.files import heif, jpeg, png, tiff_out, webp
from burnish.imaging.files.header import Kind
from burnish.imaging.files.sniff import SUFFIXES, TITLES
from burnish.imaging.icc import BrokenProfile, parse_profile
from burnish.imaging.metadata import Metadata
from burnish.imaging.picture import AlphaPlane
from burnish.imaging.pixels import Samples
from burnish.imaging.spaces import SPACES, profile_of, space_named

_WRITABLE: Final[tuple[Kind, ...]] = ("jpeg", "png", "tiff", "webp", "avif")
_DEEP: Final[tuple[Kind, ...]] = ("png", "tiff")
_DTYPES: Final = ("uint8", "uint16")
_MAX_SIDE: Final[dict[Kind, int]] = {"jpeg": 65_500, "webp": 16_383, "avif": 65_535}
_READ_ONLY: Final = (".mpo", ".jfif", ".jpe")
OUTPUT_SUFFIXES: Final = tuple(s for kind in _WRITABLE for s in SUFFIXES[kind] if s not in _READ_ONLY)


def write_photo(
    path: Path,
    samples: Samples,
    *,
    alpha: AlphaPlane | None = None,
    metadata: Metadata | None = None,
    color_space: str = "srgb",
    profile: bytes | None = None,
    quality: int = 92,
    bits: Literal[8, 16] | None = None,
    keep_location: bool = False,
    overwrite: bool = False,
) -> None:
    """Write a picture atomically, in the format its suffix names; see `encode_photo`.

    Raises:
        BadInput: as `encode_photo`; or the file exists and `overwrite` is False, or is not a regular file.
        WriteFailed: the system refused; no partial file is left.
    """
    data = encode_photo(
        samples, output_format(path), alpha=alpha, metadata=metadata, color_space=color_space,
        profile=profile, quality=quality, bits=bits, keep_location=keep_location,
    )  # fmt: skip
    write_atomically(path, data, overwrite=overwrite)


def output_format(path: Path) -> Kind:
    """The format a file of this name is written in.

    Raises:
        UnsupportedFormat: no format, or one that is only read.
    """
    suffix = path.suffix.lower()
    for kind in _WRITABLE:
        if suffix in SUFFIXES[kind] and suffix in OUTPUT_SUFFIXES:
            return kind
    why = "; HEIC is only read, its encoder takes most of a minute" if suffix in SUFFIXES["heic"] else ""
    raise UnsupportedFormat(f"cannot write {str(path)!r}; allowed: {', '.join(OUTPUT_SUFFIXES)}{why}")


def encode_photo(
    samples: Samples,
    kind: Kind,
    *,
    alpha: AlphaPlane | None = None,
    metadata: Metadata | None = None,
    color_space: str = "srgb",
    profile: bytes | None = None,
    quality: int = 92,
    bits: Literal[8, 16] | None = None,
    keep_location: bool = False,
) -> bytes:
    """The bytes of a picture file.

    `samples` (height, width, 3) and `alpha` (height, width) are encoded in `color_space`, whose profile is
    embedded; `profile`, the RGB ICC profile they are encoded in, takes its place where it is given.
    `metadata` gives EXIF and XMP, scrubbed; None writes the profile alone. `bits` None means as the samples
    are where the format has 16 bits, else 8. `quality` (1 to 100) is for JPEG, WebP and AVIF; WebP at 100 is
    lossless.

    Raises:
        UnsupportedFormat: not a format that is written.
        BadInput: the format has no transparency, not so many bits or pixels; or a value is out of range.
    """
    _check(samples, alpha, kind, quality, bits)
    deep = kind in _DEEP and (bits == 16 or (bits is None and samples.dtype == np.uint16))
    pixels, coverage = _as_bits(samples, deep), None if alpha is None else _as_bits(alpha, deep)
    icc = profile_of(space_named(color_space)) if profile is None else _rgb_profile(profile)
    extra = Metadata()
    if metadata is not None:
        height, width = samples.shape[:2]
        is_srgb = icc == profile_of(SPACES["srgb"])
        extra = metadata.for_output(width, height, is_srgb=is_srgb, keep_location=keep_location)
    extra = Metadata(exif=extra.exif, icc=icc, xmp=extra.xmp)
    try:
        return _encoded(kind, pixels, coverage, extra, quality)
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        raise WriteFailed(f"the {TITLES[kind]} encoder failed: {error}") from error


def _rgb_profile(profile: bytes) -> bytes:
    try:
        space = parse_profile(profile).color_space
    except BrokenProfile as error:
        raise BadInput(f"the color profile cannot be written: {error}") from error
    if space != "RGB":
        raise BadInput(f"the color profile is for {space!r}; allowed: 'RGB'")
    return profile


def _encoded(
    kind: Kind, pixels: NDArray[Any], alpha: NDArray[Any] | None, metadata: Metadata, quality: int
) -> bytes:
    if kind == "png":
        return png.encode(pixels, alpha, metadata)
    if kind == "tiff":
        return tiff_out.encode(pixels, alpha, metadata)
    if kind == "webp":
        return webp.encode(pixels, alpha, metadata, quality)
    if kind == "avif":
        return heif.encode_avif(pixels, alpha, metadata, quality)
    return jpeg.encode(pixels, metadata, quality)


def _check(samples: Samples, alpha: AlphaPlane | None, kind: Kind, quality: int, bits: int | None) -> None:
    if kind not in _WRITABLE:
        raise UnsupportedFormat(f"cannot write {kind!r}; allowed: {', '.join(_WRITABLE)}")
    if samples.ndim != 3 or samples.shape[2] != 3 or samples.dtype.name not in _DTYPES or not samples.size:
        found = f"{samples.dtype!s} {samples.shape!r}"
        raise BadInput(f"samples are {found}; allowed: uint8 or uint16 (height, width, 3)")
    if not 1 <= quality <= 100:
        raise BadInput(f"quality is {quality!r}; allowed: 1 to 100")
    if bits not in (None, 8, 16) or (bits == 16 and kind not in _DEEP):
        deep = " and ".join(TITLES[k] for k in _DEEP)
        raise BadInput(f"{TITLES[kind]} with {bits!r} bits cannot be written; allowed: 8, or 16 in {deep}")
    if max(samples.shape[:2]) > _MAX_SIDE.get(kind, 1 << 31):
        side = max(samples.shape[:2])
        raise BadInput(f"{TITLES[kind]} holds at most {_MAX_SIDE[kind]:_} pixels on a side, not {side:_}")
    if alpha is None:
        return
    if kind == "jpeg":
        raise BadInput(
            "JPEG has no transparency; write PNG, TIFF, WebP or AVIF, or flatten the picture first"
        )
    if alpha.shape != samples.shape[:2] or alpha.dtype != samples.dtype:
        raise BadInput(f"alpha is {alpha.dtype!s} {alpha.shape!r}; it must match the samples")


def _as_bits(values: NDArray[Any], deep: bool) -> NDArray[Any]:
    """Full range in, full range out, rounded."""
    if deep:
        return values if values.dtype == np.uint16 else values.astype(np.uint16) * np.uint16(257)
    if values.dtype == np.uint8:
        return values
    return ((values.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
