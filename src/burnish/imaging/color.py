"""Color spaces as matrices and transfer functions, each with its standard.

Arrays have color in the last axis. Matrices act on column vectors: ``out = rgb @ matrix.T``.
"""

from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating]
Matrix: TypeAlias = NDArray[np.float64]
_F = TypeVar("_F", bound=np.floating)

D65_XY = (0.3127, 0.3290)
D50_XYZ = np.array([0.9642, 1.0, 0.8249])
"""Profile connection space white, ICC.1:2022 clause 7.2.16."""

PRIMARIES_XY = {
    "srgb": ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
    "rec2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    "display_p3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    "adobe_rgb": ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)),
}
"""Chromaticities: IEC 61966-2-1, ITU-R BT.2020-2, SMPTE EG 432-1, Adobe RGB (1998). All with a D65 white."""


def xy_to_xyz(xy: tuple[float, float]) -> Matrix:
    """Tristimulus values of a chromaticity at luminance 1."""
    x, y = xy
    return np.array([x / y, 1.0, (1.0 - x - y) / y])


def rgb_to_xyz(primaries: tuple[tuple[float, float], ...], white: tuple[float, float] = D65_XY) -> Matrix:
    """The matrix from linear RGB with these primaries to XYZ relative to its own white (SMPTE RP 177)."""
    columns = np.stack([xy_to_xyz(p) for p in primaries], axis=1)
    scale = np.linalg.solve(columns, xy_to_xyz(white))
    return columns * scale


REC2020_TO_XYZ = rgb_to_xyz(PRIMARIES_XY["rec2020"])
XYZ_TO_REC2020 = np.linalg.inv(REC2020_TO_XYZ)
SRGB_TO_XYZ = rgb_to_xyz(PRIMARIES_XY["srgb"])
SRGB_TO_REC2020 = XYZ_TO_REC2020 @ SRGB_TO_XYZ
REC2020_TO_SRGB: Matrix = np.asarray(np.linalg.inv(SRGB_TO_REC2020), np.float64)

LUMINANCE = REC2020_TO_XYZ[1]
"""Weights of linear Rec. 2020 in relative luminance Y."""

BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
"""Cone response matrix of the Bradford chromatic adaptation (ICC.1:2022 annex E)."""


def adaptation(source_white: Floats, target_white: Floats) -> Matrix:
    """The Bradford matrix that carries XYZ under one white to XYZ under another."""
    gains = (BRADFORD @ np.asarray(target_white)) / (BRADFORD @ np.asarray(source_white))
    return np.linalg.inv(BRADFORD) @ np.diag(gains) @ BRADFORD


def srgb_decode(encoded: NDArray[_F]) -> NDArray[_F]:
    """From sRGB code values in [0, 1] to linear light (IEC 61966-2-1 clause 5.2), odd-symmetric below zero."""
    magnitude = np.abs(encoded)
    curved = ((magnitude + 0.055) / 1.055) ** 2.4
    signed = np.copysign(np.where(magnitude <= 0.04045, magnitude / 12.92, curved), encoded)
    return np.asarray(signed, encoded.dtype)


def srgb_encode(linear: NDArray[_F]) -> NDArray[_F]:
    """Linear light to sRGB code values (IEC 61966-2-1 clause 5.3), odd-symmetric below zero."""
    magnitude = np.abs(linear)
    curved = 1.055 * magnitude ** (1 / 2.4) - 0.055
    signed = np.copysign(np.where(magnitude <= 0.0031308, magnitude * 12.92, curved), linear)
    return np.asarray(signed, linear.dtype)


_PUBLISHED_XYZ_TO_LMS = np.array(
    [
        [0.8189330101, 0.3618667424, -0.1288597137],
        [0.0329845436, 0.9293118715, 0.0361456387],
        [0.0482003018, 0.2643662691, 0.6338517070],
    ]
)
LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020): M1 and M2."""

XYZ_TO_LMS = _PUBLISHED_XYZ_TO_LMS / (_PUBLISHED_XYZ_TO_LMS @ xy_to_xyz(D65_XY))[:, None]
"""M1 with rows scaled, by 1.1e-4 at most, so that white is 1, 1, 1 and gray is gray (as in CSS Color 4)."""

REC2020_TO_LMS = XYZ_TO_LMS @ REC2020_TO_XYZ
LMS_TO_REC2020: Matrix = np.asarray(np.linalg.inv(REC2020_TO_LMS), np.float64)
OKLAB_TO_LMS: Matrix = np.asarray(np.linalg.inv(LMS_TO_OKLAB), np.float64)


def to_oklab(linear: NDArray[_F]) -> NDArray[_F]:
    """Linear Rec. 2020 to Oklab (L in [0, 1] for colors up to diffuse white)."""
    return np.asarray(np.cbrt(linear @ REC2020_TO_LMS.T) @ LMS_TO_OKLAB.T, linear.dtype)


def from_oklab(oklab: NDArray[_F]) -> NDArray[_F]:
    """Oklab to linear Rec. 2020."""
    return np.asarray((oklab @ OKLAB_TO_LMS.T) ** 3 @ LMS_TO_REC2020.T, oklab.dtype)


def srgb8_to_linear(samples: NDArray[np.uint8]) -> NDArray[np.float32]:
    """8-bit sRGB samples to linear Rec. 2020 float32."""
    return (srgb_decode(samples / 255.0) @ SRGB_TO_REC2020.T).astype(np.float32)


def linear_to_srgb8(linear: Floats) -> NDArray[np.uint8]:
    """Linear Rec. 2020 to 8-bit sRGB, clipped channel by channel: for tests, masks and thumbnails only."""
    encoded = srgb_encode(np.clip(np.asarray(linear, np.float64) @ REC2020_TO_SRGB.T, 0.0, 1.0))
    return np.rint(encoded * 255.0).astype(np.uint8)


def hex_to_linear(color: str) -> Matrix:
    """An sRGB color #rrggbb as linear Rec. 2020, shape (3,)."""
    codes = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    return np.asarray(SRGB_TO_REC2020 @ srgb_decode(codes), np.float64)
