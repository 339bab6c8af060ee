"""Light and color of a set of pixels: where the tones lie, how strong the colors are, how the light is keyed."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import REC2020_TO_SRGB, to_oklab
from burnish.imaging.hue_bands import BANDS, centers, gaps
from burnish.imaging.pixels import LinearPicture, Plane

PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
WHITE_LIGHT = 0.982
"""Light of sRGB code value 253: from here on a channel counts as white."""
BLACK_LIGHT = 1 / 255 / 12.92
"""Light of sRGB code value 1."""
NEARLY_GRAY = 0.02
"""Oklab chroma below which a color looks gray."""
WINDOW = 0.03
"""Side of the window in which local contrast is seen, of the short side."""

Floats: TypeAlias = NDArray[np.float32]
Key: TypeAlias = Literal["normal", "night", "low", "high", "snow"]
"""How the light lies. `night`: dark but for small lights; `low`: mostly dark behind something well lit; `high`:
bright and nothing dark in it; `snow`: bright and nearly colorless, with dark things in it."""


@dataclass(frozen=True)
class Tonality:
    """Statistics of the light and color of some pixels; see `perception.Facts` for units."""

    percentiles: tuple[float, ...]
    """Oklab lightness at `PERCENTILES`."""
    clipped_black: float
    clipped_white: float
    chroma_mean: float
    chroma_p90: float
    gray_share: float
    hue_shares: tuple[float, ...]


def tonality(colors: Floats) -> Tonality:
    """The statistics of linear colors (count, 3); at least one is needed."""
    lab = to_oklab(np.maximum(colors, np.float32(0.0)))
    lightness = np.clip(lab[:, 0], 0.0, 1.0)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    red, green, blue = (colors @ REC2020_TO_SRGB.T.astype(np.float32)).T
    most = np.maximum(np.maximum(red, green), blue)
    second = np.maximum(np.minimum(red, green), np.minimum(np.maximum(red, green), blue))
    return Tonality(
        percentiles=tuple(float(each) for each in np.percentile(lightness, PERCENTILES)),
        clipped_black=float((most <= BLACK_LIGHT).mean()),
        clipped_white=float((second >= WHITE_LIGHT).mean()),
        chroma_mean=float(chroma.mean()),
        chroma_p90=float(np.percentile(chroma, 90)),
        gray_share=float((chroma < NEARLY_GRAY).mean()),
        hue_shares=_hue_shares(np.arctan2(lab[:, 2], lab[:, 1]), chroma),
    )


def _hue_shares(hue: Floats, chroma: Floats) -> tuple[float, ...]:
    """Chroma that falls to each band, halfway between the centers of bands, as a share of all chroma."""
    total = float(chroma.sum())
    if total < 1e-6:
        return (1 / len(BANDS),) * len(BANDS)
    borders = centers() - 0.5 * np.roll(gaps(), 1)
    band = np.searchsorted(borders - borders[0], np.mod(hue - borders[0], 2 * np.pi), side="right") - 1
    sums = np.bincount(band, weights=chroma, minlength=len(BANDS))
    return tuple(float(each) for each in sums / total)


def local_contrast(lightness: Plane) -> Plane:
    """Standard deviation of lightness in the window around each pixel."""
    import cv2

    side = max(3, round(WINDOW * min(lightness.shape)) | 1)
    mean = cv2.blur(lightness, (side, side))
    power = cv2.blur(lightness * lightness, (side, side))
    return np.sqrt(np.maximum(power - mean * mean, 0.0)).astype(np.float32)


def lightness_plane(picture: LinearPicture) -> Plane:
    """Oklab lightness of each pixel, 0 to 1."""
    return np.clip(to_oklab(np.maximum(picture, np.float32(0.0)))[..., 0], 0.0, 1.0).astype(np.float32)


def keyed(seen: Tonality) -> Key:
    """How the light lies; a photo that is merely too dark or too bright, with no light or shade left, is normal."""
    _, p5, _, p50, _, p95, p99 = seen.percentiles
    if p50 < 0.36 and p99 > 0.70:
        return "night" if p95 < 0.66 else "low"
    if p50 > 0.76 and seen.chroma_mean < 0.05:
        return "high" if p5 > 0.6 else "snow"
    return "high" if p5 > 0.62 else "normal"
