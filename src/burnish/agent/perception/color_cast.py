"""What color the light of a photo has, if it was not balanced for it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import BRADFORD, D65_XY, REC2020_TO_SRGB, REC2020_TO_XYZ, to_oklab, xy_to_xyz
from burnish.imaging.illuminants import planckian_xyz
from burnish.imaging.pixels import MID_GRAY, LinearPicture

LONG_SIDE_PX = 192
"""Long side of the picture in which the light is estimated."""
BRIGHTEST = 0.97
"""Linear sRGB channel above which a pixel may be clipped and says nothing about color."""
DARKEST = 0.004
"""Cone response below which a pixel is mostly noise."""
FEWEST_PX = 100
TINT_PER_DUV = 3000.0
"""Units of `white_balance.tint` for a unit of distance from the Planckian locus."""
MIREDS = np.arange(40.0, 591.0, 2.0)
"""Reciprocal megakelvins among which the nearest black body is sought."""
ONE_COLOR = 0.03
"""Spread of log ratios in a picture in grays or in one tone: there is no telling a cast from the toning."""

SPREAD_MOST = 0.35
"""Disagreement of the estimators beyond which more says nothing."""
POINTS = 6
"""Estimators that name a light; those after them name bounds."""

_Doubles: TypeAlias = NDArray[np.float64]

CONES: _Doubles = BRADFORD @ REC2020_TO_XYZ / (BRADFORD @ REC2020_TO_XYZ).sum(axis=1, keepdims=True)
"""Linear Rec. 2020 to Bradford cone responses, 1 for white."""


@dataclass(frozen=True)
class ColorCast:
    """The color of the light, as far as it differs from white; see `perception.Facts`."""

    a: float
    b: float
    confidence: float
    temperature_shift: float
    tint_shift: float


@dataclass(frozen=True, eq=False)
class CastModel:
    """Learned: how much each estimator of the light's color says, and how wrong they are together."""

    weights: _Doubles
    """(2, estimators + 1): for log(long/middle) and log(short/middle) cone; the last is a constant."""
    usual: float
    """Size of the light's estimate, in log units, in photos that have no cast: what the things' own colors make."""
    error_least: float
    """Typical error, in log units, where all estimators agree."""
    error_of_spread: float
    """How much it grows with the estimators' standard deviation."""


NO_CAST = ColorCast(0.0, 0.0, 0.0, 0.0, 0.0)


def color_cast(picture: LinearPicture, model: CastModel | None = None) -> ColorCast:
    """The cast of a small linear picture; `model` is the shipped one unless another is given."""
    model = model or shipped_cast_model()
    estimates = light_estimates(picture)
    if estimates is None:
        return NO_CAST
    seen = np.append(estimates, np.ones((1, 2)), axis=0)
    light = np.einsum("ck,kc->c", model.weights, seen)
    spread = min(float(estimates[:POINTS].std(axis=0).mean()), SPREAD_MOST)
    size = float(np.hypot(*light))
    # A small estimate is mostly the things' own colors, a large one mostly the light (Wiener's share).
    light *= size**2 / (size**2 + model.usual**2)
    doubts = size / (model.error_least + model.error_of_spread * spread)
    return _described(light, float(1.0 - np.exp(-0.5 * max(doubts - 0.5, 0.0) ** 2)))


@cache
def shipped_cast_model() -> CastModel:
    """The model that is shipped; `training/color_cast.py` makes it."""
    page = json.loads((files("burnish.agent.perception") / "color_cast.json").read_text(encoding="utf-8"))
    return CastModel(np.array(page["weights"]), page["usual"], page["error_least"], page["error_of_spread"])


def light_estimates(picture: LinearPicture) -> _Doubles | None:
    """Eight hints at the light as log(long/middle) and log(short/middle) cone responses, (8, 2).

    Gray world (Buchsbaum 1980), shades of gray with p = 6 (Finlayson and Trezzi 2004), the median pixel, gray edge
    (van de Weijer et al. 2007), gray pixels (Yang et al. 2015), the brightest pixels, and the bounds of the gamut
    (Forsyth 1990): where nothing at all looks blue, by how much nothing does. None where the picture is gray or
    toned in one color.
    """
    import cv2

    small = _reduced(picture)
    cones = np.maximum(cv2.transform(small, CONES.astype(np.float32)), np.float32(1e-5))
    srgb = cv2.transform(small, REC2020_TO_SRGB.astype(np.float32))
    usable = (srgb.max(axis=-1) < BRIGHTEST) & (cones.max(axis=-1) > DARKEST)
    if usable.sum() < FEWEST_PX:
        return None
    pixels = cones[usable].astype(np.float64)
    ratios = np.log(pixels[:, [0, 2]] / pixels[:, 1:2])
    if float(ratios[:, 1].std()) < ONE_COLOR:
        return None
    smooth = np.asarray(cv2.GaussianBlur(cones, (0, 0), 1.0), np.float32)
    edges = _ratio(np.sqrt((_slopes(smooth)[usable] ** 2).mean(axis=0)))
    return np.array(
        [*_of_pixels(pixels, ratios), edges, _gray_pixels(smooth, usable), *_bounds(pixels, ratios)]
    )


def _of_pixels(pixels: _Doubles, ratios: _Doubles) -> tuple[_Doubles, _Doubles, _Doubles]:
    """Gray world, shades of gray, and the median pixel."""
    shades = _ratio(((pixels**2) ** 3).mean(axis=0) ** (1 / 6))
    return _ratio(pixels.mean(axis=0)), shades, np.median(ratios, axis=0)


def _bounds(pixels: _Doubles, ratios: _Doubles) -> tuple[_Doubles, _Doubles, _Doubles]:
    """The brightest pixels, and how far the gamut's low and high ends have passed white."""
    light = pixels.mean(axis=1)
    low, high = np.quantile(ratios, (0.03, 0.97), axis=0)
    brightest = _ratio(pixels[light >= np.quantile(light, 0.95)].mean(axis=0))
    return brightest, np.maximum(low, 0.0), np.minimum(high, 0.0)


def _reduced(picture: LinearPicture) -> LinearPicture:
    import cv2

    height, width = picture.shape[:2]
    scale = LONG_SIDE_PX / max(height, width)
    if scale >= 1.0:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _ratio(cones: _Doubles) -> _Doubles:
    cones = np.maximum(cones, 1e-9)
    return np.log(cones[[0, 2]] / cones[1])


def _slopes(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.hypot(cv2.Sobel(planes, -1, 1, 0), cv2.Sobel(planes, -1, 0, 1))


def _gray_pixels(cones: NDArray[np.float32], usable: NDArray[np.bool_]) -> _Doubles:
    """Median color of the places where all three cones change by the same share: gray things in that light."""
    import cv2

    change = _slopes(np.log(cones))
    mean = change.mean(axis=-1)
    uneven = change.std(axis=-1) / np.maximum(mean, 1e-4)
    uneven = np.where(usable & (mean > 0.05), uneven, 9.0).astype(np.float32)
    uneven = np.asarray(cv2.blur(uneven, (5, 5)), np.float32).ravel()
    count = min(max(50, round(0.03 * uneven.size)), uneven.size - 1)
    grayest = np.argpartition(uneven, count)[:count]
    pixels = cones.reshape(-1, 3)[grayest].astype(np.float64)
    return np.median(np.log(pixels[:, [0, 2]] / pixels[:, 1:2]), axis=0)


def _described(light: _Doubles, confidence: float) -> ColorCast:
    """A light given as log cone ratios, in the words of the tools."""
    rgb = np.linalg.solve(CONES, np.exp([light[0], 0.0, light[1]]))
    xyz = REC2020_TO_XYZ @ rgb
    lab = to_oklab(rgb * (MID_GRAY / xyz[1]))
    mired, duv = nearest_black_body(xyz)
    white, white_duv = nearest_black_body(xy_to_xyz(D65_XY))
    tint = -(duv - white_duv) * TINT_PER_DUV
    return ColorCast(float(lab[1]), float(lab[2]), confidence, mired - white, tint)


def nearest_black_body(xyz: _Doubles) -> tuple[float, float]:
    """Reciprocal megakelvins of the nearest point of the Planckian locus, and the distance in CIE 1960 (+ greener)."""
    locus = _locus()
    u, v = _uv(xyz)
    along, away = np.gradient(locus, axis=0), np.array([u, v]) - locus
    k = int(np.argmin((away**2).sum(axis=1)))
    step = float(away[k] @ along[k] / (along[k] @ along[k]))
    offset = away[k] - step * along[k]
    greener = float(np.sign(offset[1])) or 1.0
    return float(MIREDS[k] + (MIREDS[1] - MIREDS[0]) * np.clip(step, -1.0, 1.0)), greener * float(
        np.hypot(*offset)
    )


@cache
def _locus() -> _Doubles:
    return np.array([_uv(planckian_xyz(1e6 / mired)) for mired in MIREDS])


def _uv(xyz: _Doubles) -> tuple[float, float]:
    """CIE 1960 UCS coordinates."""
    x, y, z = (float(each) for each in xyz)
    scale = x + 15 * y + 3 * z
    return 4 * x / scale, 6 * y / scale
