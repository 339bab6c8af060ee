"""How different two pictures look: CIELAB and the CIEDE2000 color difference.

CIE 15:2018 clause 8.2.1 (CIELAB). Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula:
implementation notes, supplementary test data, and mathematical observations", Color Research and
Application 30 (1), 2005.
Every function works in the precision of its input: float64 stays float64, float32 stays float32.
"""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.errors import BadInput
from burnish.imaging.color import D50_XYZ, D65_XY, REC2020_TO_XYZ, Floats, Matrix, adaptation, xy_to_xyz
from burnish.imaging.pixels import LinearPicture

Illuminant: TypeAlias = Literal["D65", "D50"]

_CHUNK_PIXELS = 1 << 15
_DELTA = 6 / 29


@dataclass(frozen=True)
class DifferenceSummary:
    """CIEDE2000 over all pixels of two pictures; about 1 is just noticeable."""

    mean: float
    median: float
    p95: float
    p99: float
    max: float


def lab_from_linear(linear: Floats, illuminant: Illuminant = "D65") -> Floats:
    """Linear Rec. 2020 (..., 3) to CIELAB: L* 0 to 100 up to diffuse white; D50 by Bradford adaptation."""
    ratios = np.asarray(linear) @ _to_white_ratios(illuminant).T.astype(linear.dtype)
    slope, offset = 1 / (3 * _DELTA**2), 4 / 29
    x, y, z = np.moveaxis(np.where(ratios > _DELTA**3, np.cbrt(ratios), ratios * slope + offset), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _to_white_ratios(illuminant: Illuminant) -> Matrix:
    """The matrix from linear Rec. 2020 to X/Xn, Y/Yn, Z/Zn."""
    white = xy_to_xyz(D65_XY)
    if illuminant == "D65":
        return REC2020_TO_XYZ / white[:, None]
    return adaptation(white, D50_XYZ) @ REC2020_TO_XYZ / D50_XYZ[:, None]


def lengths(triples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euclidean length of the three values of each pixel (height, width, 3): of a difference their distance."""
    return np.sqrt(np.einsum("...k,...k->...", triples, triples))


def delta_e_2000(lab1: Floats, lab2: Floats) -> Floats:
    """CIEDE2000 between CIELAB colors (..., 3), kL = kC = kH = 1 (Sharma et al., equations 2 to 22)."""
    l1, a1, b1 = np.moveaxis(np.asarray(lab1), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(lab2), -1, 0)
    stretch = 1.5 - 0.5 * _chroma_ratio((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    c1, h1 = _polar(a1 * stretch, b1)
    c2, h2 = _polar(a2 * stretch, b2)
    mean_c = (c1 + c2) / 2
    mean_h = _mean_hue(h1, h2)
    from_50 = ((l1 + l2) / 2 - 50) ** 2
    d_l = (l2 - l1) / (1 + 0.015 * from_50 / np.sqrt(20 + from_50))
    d_c = (c2 - c1) / (1 + 0.045 * mean_c)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(_hue_step(h1, h2) / 2) / (1 + 0.015 * mean_c * _hue_weight(mean_h))
    rotation = math.radians(60) * np.exp(-(((mean_h - math.radians(275)) / math.radians(25)) ** 2))
    twist = -2 * np.sin(rotation) * _chroma_ratio(mean_c)
    # Rounding may leave a sum of nearly equal colors a hair below zero.
    return np.sqrt(np.maximum(d_l * d_l + d_c * d_c + d_h * d_h + twist * d_c * d_h, 0))


def _chroma_ratio(chroma: Floats) -> Floats:
    """The square root of C⁷ / (C⁷ + 25⁷)."""
    sixth = (chroma / 25) ** 2
    seventh = sixth * sixth * sixth * (chroma / 25)
    return np.sqrt(seventh / (seventh + 1))


def _polar(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Chroma, and hue in radians from 0 up to a full turn."""
    hue = np.arctan2(b, a)
    return np.hypot(a, b), np.where(hue < 0, hue + 2 * math.pi, hue)


def _hue_step(h1: Floats, h2: Floats) -> Floats:
    """The hue difference the short way round, equation 10; for a gray its value does not matter."""
    step = h2 - h1
    short = np.where(step > math.pi, step - 2 * math.pi, step)
    return np.where(step < -math.pi, step + 2 * math.pi, short)


def _mean_hue(h1: Floats, h2: Floats) -> Floats:
    """The hue halfway along the short way round, from 0 up to a full turn, equation 14.

    Its case for a gray is left out: the hue difference is then 0, and with it all that the mean enters.
    """
    total = h1 + h2
    far = np.where(total < 2 * math.pi, total + 2 * math.pi, total - 2 * math.pi)
    return np.where(np.abs(h1 - h2) > math.pi, far, total) / 2


def _hue_weight(hue: Floats) -> Floats:
    """The factor T, equation 15."""
    return (
        1
        - 0.17 * np.cos(hue - math.radians(30))
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + math.radians(6))
        - 0.20 * np.cos(4 * hue - math.radians(63))
    )


def difference_map(linear_a: LinearPicture, linear_b: LinearPicture) -> NDArray[np.float32]:
    """CIEDE2000 at each pixel of two linear pictures of one size, (height, width), as under D65.

    Raises:
        BadInput: the pictures differ in size.
    """
    if linear_a.shape != linear_b.shape:
        raise BadInput(
            f"pictures to compare must have one size, not {linear_a.shape!r} and {linear_b.shape!r}"
        )
    flat_a, flat_b = linear_a.reshape(-1, 3), linear_b.reshape(-1, 3)
    out = np.empty(len(flat_a), np.float32)
    for start in range(0, len(flat_a), _CHUNK_PIXELS):
        chunk = slice(start, start + _CHUNK_PIXELS)
        out[chunk] = delta_e_2000(lab_from_linear(flat_a[chunk]), lab_from_linear(flat_b[chunk]))
    return out.reshape(linear_a.shape[:-1])


def picture_difference(linear_a: LinearPicture, linear_b: LinearPicture) -> DifferenceSummary:
    """CIEDE2000 between two linear pictures of one size, summed up.

    Raises:
        BadInput: the pictures are empty or differ in size.
    """
    differences = difference_map(linear_a, linear_b)
    if differences.size == 0:
        raise BadInput(f"pictures to compare must have pixels, not the shape {linear_a.shape!r}")
    median, p95, p99 = np.percentile(differences, (50, 95, 99)).tolist()
    mean = float(differences.mean(dtype=np.float64))
    return DifferenceSummary(mean, median, p95, p99, float(differences.max()))
