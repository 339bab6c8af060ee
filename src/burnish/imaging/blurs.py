"""Blurs of a small proxy, for radii that a proxy can carry: Gaussian, lens disc, motion and zoom streaks.

Sizes are fractions of the short side. Every blur works on the smallest picture that still shows its kernel,
so its cost does not grow with the radius. `weight` (the proxy's height and width) lets only some places give
their color: normalized convolution (H. Knutsson, C.-F. Westin, CVPR 1993).
"""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.guided import luminance, reduced
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.sweep.passes import Layer, Smooth

Warp: TypeAlias = NDArray[np.float64]
"""2×3 affine map from result to source pixels."""

Weighted: TypeAlias = NDArray[np.float32]
"""A picture of three channels, or of four: color times weight, and weight."""

GAUSSIAN_PX = 4.0
"""Standard deviation, in pixels of the picture it is made on, that is enough for a Gaussian."""
DISC_PX = 8.0
STREAK_PX = 10.0
HIGHLIGHT_WEIGHT = 6.0
"""How much more a highlight weighs than a mid-tone in a lens blur: clipped light was brighter than white."""
LEAST_WEIGHT = 1e-3
FAR = 5.0
"""How many times farther a color is looked for where nothing near has weight."""
PROXY_SIGMA_PX = 1.5
"""Proxy pixels of standard deviation below which the blur is made at full size."""
REDUCTION_VARIANCE = 0.25
"""Variance, pixels squared, that area means (1/12) and bilinear enlarging (1/6) add."""


def gaussian_taps(sigma_px: float) -> tuple[float, ...]:
    """One half of a sampled Gaussian, center first, at least two taps, sum of the whole kernel 1."""
    reach = max(1, int(np.ceil(3 * sigma_px)))
    half = np.exp(-0.5 * (np.arange(reach + 1) / max(sigma_px, 1e-3)) ** 2)
    return tuple((half / (2 * half.sum() - half[0])).tolist())


def gaussian_short_side(sigma: float) -> int:
    """Short side, in pixels, of the smallest picture that shows a Gaussian of this fraction of it."""
    return int(np.ceil(GAUSSIAN_PX / sigma))


def gaussian(picture: LinearPicture, sigma: float, weight: Plane | None = None) -> LinearPicture:
    """A Gaussian blur, made at the size it needs."""
    small = reduced(_weighted(picture, weight), gaussian_short_side(sigma))
    return _divided(_spread(small, sigma), small, sigma)


def lens(picture: LinearPicture, radius: float, weight: Plane | None = None) -> LinearPicture:
    """An out-of-focus blur: every point of light becomes a disc, highlights the more so."""
    short_side = int(np.ceil(DISC_PX / radius))
    if weight is None:
        color, share = reduced(picture, short_side), np.float32(1)
    else:
        small = reduced(_weighted(picture, weight), short_side)
        share = small[..., 3]
        color = _float32(small[..., :3] / np.maximum(small[..., 3:], np.float32(LEAST_WEIGHT)))
    light = np.clip(luminance(color), 0, 1)
    source = _weighted(color, share * (1 + np.float32(HIGHLIGHT_WEIGHT) * light * light * light))
    disc = _disc(radius * min(source.shape[:2]))
    spread = np.asarray(cv2.filter2D(source, -1, disc, borderType=cv2.BORDER_REPLICATE), np.float32)
    return _divided(spread, source, radius / 2)


def _float32(values: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)


def _weighted(picture: LinearPicture, weight: Plane | None) -> Weighted:
    """Color times weight, and weight, as four channels."""
    if weight is None:
        return picture
    return np.concatenate([picture * weight[..., None], weight[..., None]], axis=2, dtype=np.float32)


def _spread(picture: Weighted, sigma: float) -> Weighted:
    """Gaussian of `sigma` of the short side, less what reducing and enlarging blur by themselves."""
    sigma_px = sigma * min(picture.shape[:2])
    sigma_px = float(np.sqrt(max(sigma_px**2 - REDUCTION_VARIANCE, 0.05)))
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred, np.float32)


def _divided(spread: Weighted, source: Weighted, sigma: float) -> LinearPicture:
    """Color from color times weight; where nothing near weighs anything, from farther away."""
    if spread.shape[2] == 3:
        return spread
    far = reduced(source, gaussian_short_side(FAR * sigma))
    far = cv2.GaussianBlur(far, (0, 0), GAUSSIAN_PX, borderType=cv2.BORDER_REPLICATE)
    far = np.asarray(cv2.resize(far, spread.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    everywhere = source.mean(axis=(0, 1), dtype=np.float64).astype(np.float32) + np.float32(1e-9)
    total = spread + np.float32(LEAST_WEIGHT) * (far + np.float32(LEAST_WEIGHT) * everywhere)
    return total[..., :3] / total[..., 3:]


def _disc(radius_px: float) -> Plane:
    """A disc with a soft rim, sum 1."""
    reach = int(np.ceil(radius_px))
    x = np.arange(-reach, reach + 1, dtype=np.float32)
    disc = np.clip(np.float32(radius_px + 0.5) - np.hypot(x[:, None], x[None, :]), 0, 1)
    return disc / disc.sum()


def motion(picture: LinearPicture, radius: float, angle: float) -> LinearPicture:
    """A straight streak `radius` long to both sides; `angle` in degrees, clockwise from the horizontal."""
    small = reduced(picture, int(np.ceil(STREAK_PX / radius)))
    reach = radius * min(small.shape[:2])
    step = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))]) * reach

    def moved(share: float) -> Warp:
        return np.array([[1, 0, step[0] * share], [0, 1, step[1] * share]])

    return _streak(small, moved, reach)


def zoom(picture: LinearPicture, radius: float, center: tuple[float, float]) -> LinearPicture:
    """Streaks away from a center (fractions of width and height), `radius` long half a short side from it."""
    small = reduced(picture, int(np.ceil(STREAK_PX / radius)))
    height, width = small.shape[:2]
    x, y = center[0] * width - 0.5, center[1] * height - 0.5
    reach = radius * float(np.hypot(max(x, width - x), max(y, height - y))) * 2

    def scaled(share: float) -> Warp:
        factor = np.exp(2 * radius * share)
        return np.array([[factor, 0, x * (1 - factor)], [0, factor, y * (1 - factor)]])

    return _streak(small, scaled, reach)


def distance(shape: tuple[int, int], center: tuple[float, float]) -> Plane:
    """Distance of each pixel of a plane from a center, in half short sides."""
    height, width = shape
    x = (np.arange(width, dtype=np.float32) + 0.5 - np.float32(center[0] * width))[None, :]
    y = (np.arange(height, dtype=np.float32) + 0.5 - np.float32(center[1] * height))[:, None]
    return np.hypot(x, y) * np.float32(2 / min(height, width))


def _streak(picture: LinearPicture, path: Callable[[float], Warp], reach_px: float) -> LinearPicture:
    """Mean of the picture along a path through share −1 … 1, by doubling: 2ⁿ samples for n + 1 warps."""
    doublings = max(1, int(np.ceil(np.log2(max(reach_px, 1.0)))) + 1)
    gap = 2.0 / (2**doublings - 1)
    mean = picture
    for k in range(doublings):
        half = gap * 2**k / 2
        mean = (_warped(mean, path(half)) + _warped(mean, path(-half))) * np.float32(0.5)
    return mean


def _warped(picture: LinearPicture, matrix: Warp) -> LinearPicture:
    size = (picture.shape[1], picture.shape[0])
    warped = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.float32)


def enlarged(picture: LinearPicture, like: LinearPicture) -> LinearPicture:
    """A picture at the size of another."""
    size = (like.shape[1], like.shape[0])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.float32)


def spread(
    proxy: LinearPicture, short_side_px: int, style: str, radius: float, weight: Plane | None = None
) -> Layer | Smooth:
    """An even blur whose standard deviation is half of `radius`, a fraction of the short side.

    `style` is "gaussian" or "lens", `short_side_px` that of the picture to blur; a radius too small for the
    proxy is left to a kernel at full size, which knows no weight.
    """
    sigma = radius / 2
    sigma_px = sigma * min(proxy.shape[:2])
    if sigma_px < PROXY_SIGMA_PX:
        return Smooth(gaussian_taps(sigma * short_side_px))
    if style == "gaussian":
        return Layer(gaussian(proxy, sigma, weight), keep=0.0, add=1.0)
    return Layer(_disc_like(proxy, radius, sigma_px, weight), keep=0.0, add=1.0)


def _disc_like(proxy: LinearPicture, radius: float, sigma_px: float, weight: Plane | None) -> LinearPicture:
    """A lens blur; where it is hardly larger than a proxy pixel, it goes over from a Gaussian."""
    share = float(ramp(np.array(sigma_px, np.float32), PROXY_SIGMA_PX, 2 * PROXY_SIGMA_PX))
    disc = lens(proxy, radius, weight)
    if share == 1.0:
        return disc
    soft = gaussian(proxy, radius / 2, weight)
    if soft.shape != disc.shape:
        disc = enlarged(disc, soft)
    return np.asarray(soft + (disc - soft) * np.float32(share), np.float32)


def ramp(x: Plane, low: float, high: float) -> Plane:
    """0 up to `low`, 1 from `high` on, smooth between."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
