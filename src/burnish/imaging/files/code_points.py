"""Color by code points: primaries and transfer characteristics (ITU-T H.273 tables 2 and 3)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import (
    D65_XY,
    PRIMARIES_XY,
    XYZ_TO_REC2020,
    Floats,
    adaptation,
    rgb_to_xyz,
    xy_to_xyz,
)
from burnish.imaging.picture import Encoding
from burnish.imaging.spaces import BT2020_CURVE, SRGB_CURVE, ColorSpace

_PRIMARIES: Final = {
    1: PRIMARIES_XY["srgb"],
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
    9: PRIMARIES_XY["rec2020"],
    12: PRIMARIES_XY["display_p3"],
}
_PRIMARY_NAMES: Final = {1: "BT.709", 5: "EBU", 6: "SMPTE C", 9: "BT.2020", 12: "P3-D65"}
_TRANSFER_NAMES: Final = {
    1: "BT.709", 4: "gamma 2.2", 5: "gamma 2.8", 6: "BT.601", 8: "linear", 13: "sRGB", 14: "BT.2020",
    15: "BT.2020", 16: "PQ", 18: "HLG",
}  # fmt: skip
_REFERENCE_WHITE_NITS: Final = 203.0
"""Diffuse white of PQ pictures, ITU-R BT.2408 clause 2.2."""
_HLG_WHITE: Final = 0.75
"""Signal level of diffuse white in HLG, ITU-R BT.2408 clause 2.2."""
UNSPECIFIED: Final = 2


def code_point_title(cicp: tuple[int, int]) -> str:
    """The pair in words."""
    if cicp == (1, 13):
        return "sRGB"
    if cicp == (12, 13):
        return "Display P3"
    primaries, transfer = cicp
    return f"{_PRIMARY_NAMES.get(primaries, 'BT.709')}, {_TRANSFER_NAMES.get(transfer, 'sRGB')}"


def code_point_notes(cicp: tuple[int, int]) -> tuple[str, ...]:
    """What reading colors by these code points has to assume."""
    primaries, transfer = cicp
    notes: list[str] = []
    if primaries not in _PRIMARIES and primaries != UNSPECIFIED:
        notes.append(f"Color primaries {primaries} are unknown; BT.709 is assumed.")
    if transfer not in _TRANSFER_NAMES and transfer != UNSPECIFIED:
        notes.append(f"Transfer characteristics {transfer} are unknown; sRGB is assumed.")
    if transfer == 16:
        notes.append("HDR (PQ): 203 cd/m² becomes diffuse white, highlights above it are kept.")
    if transfer == 18:
        notes.append("HDR (HLG): the 75 % signal becomes diffuse white, without the system gamma.")
    return tuple(notes)


def code_point_encoding(cicp: tuple[int, int], levels: int) -> Encoding:
    """The encoding these code points mean; unknown ones count as BT.709 and sRGB."""
    primaries = _PRIMARIES.get(cicp[0], PRIMARIES_XY["srgb"])
    curve = _transfer(cicp[1], np.linspace(0.0, 1.0, levels)).astype(np.float32)
    return Encoding(np.tile(curve, (3, 1)), XYZ_TO_REC2020 @ rgb_to_xyz(primaries))


def gamma_encoding(
    gamma: float | None, chromaticities: tuple[tuple[float, float], ...] | None, levels: int
) -> Encoding:
    """The encoding of a power law and chromaticities, each sRGB's where None."""
    *primaries, white = chromaticities or (*PRIMARIES_XY["srgb"], D65_XY)
    x = np.linspace(0.0, 1.0, levels)
    curve = _transfer(13, x) if gamma is None else x**gamma
    adapted = adaptation(xy_to_xyz(white), xy_to_xyz(D65_XY)) @ rgb_to_xyz(tuple(primaries), white)
    return Encoding(np.tile(curve.astype(np.float32), (3, 1)), XYZ_TO_REC2020 @ adapted)


def _transfer(code: int, x: NDArray[np.float64]) -> Floats:
    """Light of a signal in [0, 1]; 1.0 is diffuse white."""
    if code in (1, 6, 14, 15):
        return ColorSpace("", "", (), BT2020_CURVE).decode(x)
    if code in (4, 5):
        return x ** (2.2 if code == 4 else 2.8)
    if code == 8:
        return x
    if code == 16:
        return _pq_nits(x) / _REFERENCE_WHITE_NITS
    if code == 18:
        return _hlg(x) / _hlg(np.array([_HLG_WHITE]))
    return ColorSpace("", "", (), SRGB_CURVE).decode(x)


def _pq_nits(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Electro-optical transfer function of SMPTE ST 2084, cd/m²."""
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = x ** (1 / m2)
    return 10_000 * (np.maximum(power - c1, 0.0) / (c2 - c3 * power)) ** (1 / m1)


def _hlg(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse opto-electronic transfer function of HLG, ITU-R BT.2100-2 table 5."""
    a = 0.17883277
    b, c = 1 - 4 * a, 0.5 - a * np.log(4 * a)
    return np.where(x <= 0.5, x * x / 3, (np.exp((x - c) / a) + b) / 12)
