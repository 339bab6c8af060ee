"""Read ICC profiles (ICC.1:2022 and version 2) into tables and a matrix.

A matrix/TRC or gray profile costs nothing per pixel: its curves become lookup tables over the sample values
and its colorants one matrix, with the Bradford adaptation from the profile connection space (D50) to Rec.
2020 (D65), which is what relative colorimetric intent means. Profiles built on color tables (CMYK, printers,
scanners) are applied by littleCMS, 16 bits out, into `spaces.WIDE`, whose own curves and matrix then hold.
"""

import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import D50_XYZ, D65_XY, XYZ_TO_REC2020, Matrix, adaptation, xy_to_xyz
from burnish.imaging.picture import Encoding
from burnish.imaging.spaces import WIDE, curve_table, profile_of

_MAX_TAGS = 200
_STRIP_ROWS = 256
_THREADS = 4
_PARAMETERS = (1, 3, 4, 5, 7)


class BrokenProfile(ValueError):
    """The bytes are not a usable ICC profile; whoever reads the picture says so and assumes sRGB."""


@dataclass(frozen=True)
class Profile:
    """A profile's header and where its tags lie."""

    data: bytes
    tags: dict[str, bytes]
    color_space: str
    """`RGB`, `GRAY` or `CMYK`."""
    connection_space: str
    """`XYZ` or `Lab`."""

    @property
    def is_table(self) -> bool:
        """Whether littleCMS has to apply it: it has color tables, or no matrix."""
        if self.color_space == "GRAY":
            return "kTRC" not in self.tags
        matrix = all(f"{c}{kind}" in self.tags for c in "rgb" for kind in ("XYZ", "TRC"))
        return not matrix or any(tag in self.tags for tag in ("A2B0", "A2B1", "D2B0", "D2B1"))

    @property
    def title(self) -> str:
        """The description, for people; empty where there is none."""
        return _description(self.tags.get("desc", b""))


def parse_profile(data: bytes) -> Profile:
    """Take a profile apart.

    Raises:
        BrokenProfile: not a profile of a device or color space that a photo can have.
    """
    if len(data) < 132 or data[36:40] != b"acsp":
        raise BrokenProfile("it does not begin as an ICC profile does")
    kind, space, connection = (data[i : i + 4].decode("latin-1").strip() for i in (12, 16, 20))
    known = space in ("RGB", "GRAY", "CMYK") and connection in ("XYZ", "Lab")
    if not known or kind in ("link", "abst", "nmcl"):
        raise BrokenProfile(f"it is of class {kind!r} for {space!r} colors")
    count = struct.unpack_from(">I", data, 128)[0]
    if count > _MAX_TAGS or 132 + 12 * count > len(data):
        raise BrokenProfile("its tag table is broken")
    tags: dict[str, bytes] = {}
    for i in range(count):
        signature, offset, size = struct.unpack_from(">4sII", data, 132 + 12 * i)
        if offset + size > len(data):
            raise BrokenProfile("it is cut short")
        tags.setdefault(signature.decode("latin-1"), data[offset : offset + size])
    return Profile(data, tags, space, connection)


def encoding_of(profile: Profile, levels: int) -> Encoding:
    """Curves and matrix of a profile that is no table.

    `levels` is 256 for 8-bit samples, 65536 for 16-bit.

    Raises:
        BrokenProfile: a curve or the matrix makes no sense.
    """
    if profile.color_space == "GRAY":
        return Encoding(np.tile(_gray_curve(profile, levels), (3, 1)), np.eye(3))
    colorants = np.stack([_xyz_tag(profile.tags[f"{c}XYZ"]) for c in "rgb"], axis=1)
    if not np.abs(colorants).max() < 4 or abs(np.linalg.det(colorants)) < 1e-4:
        raise BrokenProfile("its primaries span no color space")
    curves = np.stack([curve_values(profile.tags[f"{c}TRC"], levels) for c in "rgb"])
    return Encoding(curves.astype(np.float32), connection_to_rec2020() @ colorants)


def connection_to_rec2020() -> Matrix:
    """XYZ of the profile connection space (D50) to linear Rec. 2020 (D65), by Bradford."""
    return XYZ_TO_REC2020 @ adaptation(D50_XYZ, xy_to_xyz(D65_XY))


def curve_values(element: bytes, levels: int) -> NDArray[np.float64]:
    """A tone curve element at `levels` even steps, clipped to [0, 1] (clauses 10.6 and 10.18).

    Raises:
        BrokenProfile: neither a `curv` nor a `para` element, or cut short, or not a number anywhere.
    """
    x = np.linspace(0.0, 1.0, levels)
    try:
        with np.errstate(all="ignore"):
            y = _sampled(element, x) if element[:4] == b"curv" else _formula(element, x)
    except struct.error as error:
        raise BrokenProfile("a tone curve is cut short") from error
    if not np.isfinite(y).all() or y.max() <= y.min():
        raise BrokenProfile("a tone curve makes no sense")
    return np.clip(y, 0.0, 1.0)


def apply_table(samples: NDArray[Any], profile: Profile) -> tuple[NDArray[np.uint16], Encoding]:
    """Samples (height, width, 3 or 4) or (height, width) under any profile, carried to 16-bit `spaces.WIDE`.

    Relative colorimetric with black point compensation, as photographs are usually converted, and without
    littleCMS's resampling of the table, which is faster but up to 8 of 255 code values off.

    Raises:
        BrokenProfile: littleCMS refuses the profile.
    """
    import imagecodecs

    space = {"RGB": "rgb", "CMYK": "cmyk", "GRAY": "gray"}[profile.color_space]
    flags = imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION | imagecodecs.CMS.FLAGS.NOOPTIMIZE
    wide = np.empty((*samples.shape[:2], 3), np.uint16)

    def carry(top: int) -> None:
        rows = np.ascontiguousarray(samples[top : top + _STRIP_ROWS])
        wide[top : top + _STRIP_ROWS] = imagecodecs.cms_transform(
            rows, profile.data, profile_of(WIDE), colorspace=space, outcolorspace="rgb", outdtype="uint16",
            intent=1, flags=flags,
        )  # fmt: skip

    try:
        with ThreadPoolExecutor(max_workers=_THREADS) as pool:
            list(pool.map(carry, range(0, samples.shape[0], _STRIP_ROWS)))
    except (RuntimeError, ValueError, TypeError) as error:
        raise BrokenProfile("littleCMS cannot use it") from error
    return wide, Encoding(curve_table(WIDE, 65536), WIDE.to_rec2020)


def _gray_curve(profile: Profile, levels: int) -> NDArray[np.float32]:
    y = curve_values(profile.tags["kTRC"], levels)
    if profile.connection_space == "Lab":  # the curve gives L*/100 (ISO 11664-4)
        y = np.where(y > 0.08, ((y * 100 + 16) / 116) ** 3, y * 100 / (24389 / 27))
    return y.astype(np.float32)


def _sampled(element: bytes, x: NDArray[np.float64]) -> NDArray[np.float64]:
    count = struct.unpack_from(">I", element, 8)[0]
    if count == 0:
        return x
    if len(element) < 12 + 2 * count:
        raise BrokenProfile("a tone curve is cut short")
    table = np.frombuffer(element, ">u2", count, 12).astype(np.float64)
    if count == 1:
        return x ** (table[0] / 256.0)
    return np.interp(x, np.linspace(0.0, 1.0, count), table / 65535.0)


def _formula(element: bytes, x: NDArray[np.float64]) -> NDArray[np.float64]:
    kind = struct.unpack_from(">H", element, 8)[0]
    if element[:4] != b"para" or kind > 4:
        raise BrokenProfile("a tone curve is of an unknown type")
    g, *rest = (n / 65536.0 for n in struct.unpack_from(f">{_PARAMETERS[kind]}i", element, 12))
    if kind == 0:
        return x**g
    a, b = rest[:2]
    power = np.maximum(a * x + b, 0.0) ** g
    if kind in (1, 2):
        c = rest[2] if kind == 2 else 0.0
        return np.where(a * x + b >= 0, power + c, c)
    c, d, e, f = [*rest, 0.0, 0.0][2:6]
    return np.where(x >= d, power + e, c * x + f)


def _xyz_tag(element: bytes) -> NDArray[np.float64]:
    if element[:4] != b"XYZ " or len(element) < 20:
        raise BrokenProfile("a primary is broken")
    return np.array(struct.unpack_from(">3i", element, 8)) / 65536.0


def _description(element: bytes) -> str:
    text = ""
    if element[:4] == b"desc" and len(element) >= 12:
        size = struct.unpack_from(">I", element, 8)[0]
        text = element[12 : 12 + size].split(b"\0")[0].decode("latin-1")
    if element[:4] == b"mluc" and len(element) >= 28:
        size, offset = struct.unpack_from(">II", element, 20)
        text = element[offset : offset + size].decode("utf-16-be", "replace")
    return "".join(c for c in text if c.isprintable())[:120].strip()
