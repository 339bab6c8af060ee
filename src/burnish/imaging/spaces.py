"""The color spaces pictures are written in, and the ICC profiles that say so.

The profiles are made here from the standards' numbers (ICC.1:2022, version 4.4, matrix/TRC display class) and
dedicated to the public domain.
"""

import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.errors import BadInput
from burnish.imaging.color import (
    D50_XYZ,
    D65_XY,
    PRIMARIES_XY,
    XYZ_TO_REC2020,
    Floats,
    Matrix,
    adaptation,
    rgb_to_xyz,
    xy_to_xyz,
)

ParametricCurve: TypeAlias = tuple[float, float, float, float, float]
"""(g, a, b, c, d) of ICC.1:2022 clause 10.18, type 3: `(a x + b) ** g` from d upwards, `c x` below."""

SRGB_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""IEC 61966-2-1 clause 5.2."""

_ALPHA, _BETA = 1.09929682680944, 0.018053968510807
BT2020_CURVE: Final = (1 / 0.45, 1 / _ALPHA, (_ALPHA - 1) / _ALPHA, 1 / 4.5, 4.5 * _BETA)
"""Inverse of the opto-electronic transfer function of ITU-R BT.2020-2 table 4."""

ADOBE_CURVE: Final = (563 / 256, 1.0, 0.0, 0.0, 0.0)
"""Adobe RGB (1998) clause 4.3.1.2."""


@dataclass(frozen=True)
class ColorSpace:
    """An RGB space with a D65 white: primaries and one transfer function."""

    name: str
    title: str
    primaries: tuple[tuple[float, float], ...]
    curve: ParametricCurve

    @property
    def to_rec2020(self) -> Matrix:
        """The matrix from linear RGB of this space to linear Rec. 2020."""
        return XYZ_TO_REC2020 @ rgb_to_xyz(self.primaries)

    def decode(self, encoded: Floats) -> Floats:
        """Code values in [0, 1] to linear light."""
        g, a, b, c, d = self.curve
        return np.where(encoded >= d, np.maximum(a * encoded + b, 0.0) ** g, c * encoded)

    def encode(self, linear: Floats) -> Floats:
        """Linear light in [0, 1] to code values."""
        g, a, b, c, d = self.curve
        knee = (a * d + b) ** g
        slope = c if c > 0 else 1.0
        return np.where(linear >= knee, (np.maximum(linear, 0.0) ** (1 / g) - b) / a, linear / slope)


SPACES: Final = {
    space.name: space
    for space in (
        ColorSpace("srgb", "sRGB", PRIMARIES_XY["srgb"], SRGB_CURVE),
        ColorSpace("display_p3", "Display P3", PRIMARIES_XY["display_p3"], SRGB_CURVE),
        ColorSpace("adobe_rgb", "Compatible with Adobe RGB (1998)", PRIMARIES_XY["adobe_rgb"], ADOBE_CURVE),
        ColorSpace("rec2020", "Rec. 2020", PRIMARIES_XY["rec2020"], BT2020_CURVE),
    )
}

WIDE: Final = ColorSpace("wide", "Rec. 2020 with the sRGB curve", PRIMARIES_XY["rec2020"], SRGB_CURVE)
"""Where pictures land whose profile is a table: wide, and even steps for the eye."""


def space_named(name: str) -> ColorSpace:
    """The space of this name.

    Raises:
        BadInput: there is none.
    """
    if name not in SPACES:
        raise BadInput(f"unknown color space {name!r}; allowed: {', '.join(SPACES)}")
    return SPACES[name]


def curve_table(space: ColorSpace, levels: int) -> NDArray[np.float32]:
    """Linear light of every sample value, (3, levels)."""
    return np.tile(space.decode(np.arange(levels) / (levels - 1)).astype(np.float32), (3, 1))


@lru_cache(maxsize=16)
def profile_of(space: ColorSpace) -> bytes:
    """A version 4 ICC profile of this space; the same bytes on every call and machine."""
    adapt = adaptation(xy_to_xyz(D65_XY), D50_XYZ)
    colorants = adapt @ rgb_to_xyz(space.primaries)
    xyz = {f"{c}XYZ": _xyz(colorants[:, i]) for i, c in enumerate("rgb")}
    curve = _parametric(space.curve)
    tags = {
        "desc": _localized(space.title),
        "cprt": _localized("CC0"),
        "wtpt": _xyz(D50_XYZ),
        "chad": b"sf32\0\0\0\0" + _fixed(*adapt.ravel()),
        **xyz,
        **{f"{c}TRC": curve for c in "rgb"},
    }
    return _assemble(tags)


def _assemble(tags: dict[str, bytes]) -> bytes:
    """Header, tag table and data; equal elements are stored once (clause 7.3.1)."""
    table = struct.pack(">I", len(tags))
    body, placed = b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for signature, element in tags.items():
        if element not in placed:
            placed[element] = start + len(body)
            body += element + b"\0" * (-len(element) % 4)
        table += struct.pack(">4sII", signature.encode(), placed[element], len(element))
    size = start + len(body)
    before_id = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04400000, b"mntr", b"RGB ", b"XYZ ")
    before_id += struct.pack(">6H4s28x", 2026, 1, 1, 0, 0, 0, b"acsp")
    before_id += _fixed(*D50_XYZ) + b"\0\0\0\0"
    # Clause 7.2.18: MD5 with flags, rendering intent and the id itself zero, as they are here.
    identity = hashlib.md5(before_id + bytes(44) + table + body, usedforsecurity=False).digest()
    return before_id + identity + bytes(28) + table + body


def _fixed(*values: float) -> bytes:
    """s15Fixed16Number each (clause 4.6)."""
    return struct.pack(f">{len(values)}i", *(round(float(v) * 65536) for v in values))


def _xyz(values: Floats) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _parametric(curve: ParametricCurve) -> bytes:
    if curve[1:] == (1.0, 0.0, 0.0, 0.0):
        return b"para\0\0\0\0\0\0\0\0" + _fixed(curve[0])
    return b"para\0\0\0\0\0\3\0\0" + _fixed(*curve)


def _localized(text: str) -> bytes:
    """A multiLocalizedUnicodeType with one American English record (clause 10.15)."""
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(data), 28) + data
