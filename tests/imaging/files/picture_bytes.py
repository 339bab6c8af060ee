"""Small valid picture files, made by the libraries other than Burnish wherever they can."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

_Y, _X = np.mgrid[0:48, 0:64]
RGB = np.dstack([_X * 4, _Y * 5, 255 - _X * 2]).astype(np.uint8)
RGB16 = RGB.astype(np.uint16) * 257 // 2 + (_X[..., None] * 37 + _Y[..., None] * 11).astype(np.uint16)
ALPHA = (_X * 4).astype(np.uint8)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(**options):
    return saved(Image.fromarray(RGB), "JPEG", **{"quality": 95, "subsampling": 0} | options)


def png(**options):
    return saved(Image.fromarray(RGB), "PNG", **options)


def webp(**options):
    return saved(Image.fromarray(RGB), "WEBP", **{"lossless": True} | options)


def avif(**options):
    return saved(Image.fromarray(RGB), "AVIF", **{"quality": 95, "speed": 9} | options)


def heic(quality=95):
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(RGB)).save(out, quality=quality)
    return out.getvalue()


def tiff(pixels=RGB, **options):
    import tifffile

    out = io.BytesIO()
    options = {"photometric": "rgb" if pixels.ndim == 3 else "minisblack", "metadata": None} | options
    tifffile.imwrite(out, pixels, **options)
    return out.getvalue()


def png_of(width, height, *, bits=8, color_type=2, data=b"", chunks=(), interlace=0):
    """A PNG put together by hand: any size, any chunks."""
    body = b"\x89PNG\r\n\x1a\n"
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, interlace)), *chunks]
    for kind, content in [*parts, (b"IDAT", data), (b"IEND", b"")]:
        body += (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )
    return body


def dng(cfa=(0.25, 0.5, 0.3), *, white=(0.5, 1.0, 0.6), orientation=1, height=64, width=96, level=16000):
    """An uncompressed RGGB sensor, evenly lit; a neutral in camera values is `white`.

    The color matrix is that from XYZ to linear sRGB, so the camera sees as sRGB does.
    """
    import tifffile

    image = np.zeros((height, width), np.uint16)
    red, green, blue = (round(v * level) for v in cfa)
    image[0::2, 0::2], image[0::2, 1::2], image[1::2, 0::2], image[1::2, 1::2] = red, green, green, blue
    matrix = [3.2405, -1.5371, -0.4985, -0.9693, 1.8760, 0.0416, 0.0556, -0.2040, 1.0572]
    tags = [
        (33421, "H", 2, (2, 2)), (33422, "B", 4, bytes([0, 1, 1, 2])), (50706, "B", 4, bytes([1, 4, 0, 0])),
        (50707, "B", 4, bytes([1, 1, 0, 0])), (50708, "s", 0, "Burnish Test Camera"), (50778, "H", 1, 21),
        (50721, "2i", 9, tuple(n for v in matrix for n in (round(v * 10000), 10000))),
        (50728, "2I", 3, tuple(n for v in white for n in (round(v * 10000), 10000))),
        (50714, "H", 1, 0), (50717, "H", 1, level), (274, "H", 1, orientation), (271, "s", 0, "Burnish"),
        (272, "s", 0, "Test Camera"),
    ]  # fmt: skip
    out = io.BytesIO()
    with tifffile.TiffWriter(out) as writer:
        writer.write(
            image, photometric=32803, metadata=None, software=False, rowsperstrip=height,
            extratags=[(*tag, True) for tag in tags],
        )  # fmt: skip
    return out.getvalue()


MAKERS = {
    ".jpg": jpeg, ".png": png, ".webp": webp, ".avif": avif, ".heic": heic, ".tif": tiff, ".dng": dng,
}  # fmt: skip
