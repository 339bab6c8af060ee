"""Camera RAW through LibRaw: camera white balance, linear, Rec. 2020, upright.

Scale: 1.0 is where the first channel of the sensor clips. Channels that white balance amplifies go on above
it (`highlight_mode=Blend`), so highlights keep the head room that the sensor has; samples store light divided
by that head room. No tone curve and no automatic brightness: the picture is as dark as it was exposed.
"""

import io
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.errors import PhotoError
from burnish.imaging.exif import parse_exif
from burnish.imaging.files import jpeg
from burnish.imaging.files.faults import decoding, quiet_stderr
from burnish.imaging.files.header import ColorTag, Header, Stored
from burnish.imaging.files.source import Source
from burnish.imaging.tiff_block import TiffBlock

_MAX_HEADROOM: Final = 8.0
_NOISE: Final = b"unknown file: "
_FLIPPED_SIDES: Final = (5, 6)


def read_header(source: Source) -> Header:
    """Facts from LibRaw's reading of the header; the sensor's samples are not unpacked.

    Raises:
        UnreadablePhoto: LibRaw does not know the file.
        PhotoTooLarge: the sensor has too many pixels.
    """
    with _opened(source) as raw:
        sizes = raw.sizes
        source.limits.check_size(source.name, sizes.raw_width, sizes.raw_height, len(source.data))
        width, height = sizes.width, sizes.height
        if sizes.flip in _FLIPPED_SIDES:
            width, height = height, width
        headroom = _headroom(_gains(raw))
        exif = _exif(source, raw)
    return Header(
        kind="raw", width=width, height=height, bits=16, layout="rgb", exif=exif,
        color=ColorTag(is_linear_rec2020=headroom),
    )  # fmt: skip


def decode(source: Source, header: Header) -> Stored:
    """16-bit linear Rec. 2020 samples, demosaiced and turned upright by LibRaw.

    Raises:
        UnreadablePhoto: damaged or truncated.
    """
    import rawpy

    with _opened(source) as raw:
        gains = _gains(raw)
        pixels: NDArray[np.uint16] = raw.postprocess(
            user_wb=[*gains, gains[1]], output_color=rawpy.ColorSpace.Rec2020, output_bps=16,
            gamma=(1, 1), no_auto_bright=True, bright=1.0, adjust_maximum_thr=0.0,
            highlight_mode=rawpy.HighlightMode.Blend,
        )  # fmt: skip
    if pixels.ndim != 3 or pixels.shape != (header.height, header.width, 3):
        raise source.unreadable("the sensor's samples have another size than the header says")
    return Stored(np.ascontiguousarray(pixels))


@contextmanager
def _opened(source: Source) -> Generator[Any]:
    """LibRaw over the bytes; its complaints become ours and its standard error is held back."""
    import rawpy

    try:
        with quiet_stderr(_NOISE), rawpy.imread(io.BytesIO(source.data)) as raw, decoding(source, "RAW data"):
            yield raw
    except (rawpy.LibRawError, rawpy.NotSupportedError) as error:
        reason = error.args[0] if error.args else type(error).__name__
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise source.unreadable(f"LibRaw says {text!r}") from error


def _gains(raw: Any) -> tuple[float, float, float]:
    """The camera's white balance, else daylight, scaled so that the smallest is 1."""
    for candidate in (raw.camera_whitebalance, raw.daylight_whitebalance, (1.0, 1.0, 1.0)):
        gains = [float(g) for g in candidate[:3]]
        if all(np.isfinite(gains)) and min(gains) > 1e-5 and max(gains) <= _MAX_HEADROOM * min(gains):
            return gains[0] / min(gains), gains[1] / min(gains), gains[2] / min(gains)
    return 1.0, 1.0, 1.0


def _headroom(gains: tuple[float, float, float]) -> float:
    """Full scale in units of light: Blend mode scales so that the most amplified channel just fits."""
    return max(gains) / min(gains)


def _exif(source: Source, raw: Any) -> bytes | None:
    """From the file itself where it is a TIFF, else from the JPEG that the camera put inside."""
    import rawpy

    block: bytes | None = source.data
    if TiffBlock.open(source.data) is None:
        try:
            thumbnail = raw.extract_thumb()
        except rawpy.LibRawError:
            return None
        if thumbnail.format != rawpy.ThumbFormat.JPEG:
            return None
        inner = Source(source.name, bytes(thumbnail.data), source.limits)
        try:
            block = jpeg.read_header(inner).exif
        except PhotoError:
            return None
    return parse_exif(block).scrubbed_of_structure().to_bytes() if block else None
