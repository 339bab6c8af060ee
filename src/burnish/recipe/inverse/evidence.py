"""What of the two pictures the solver looks at: a few thousand places, how much each counts, and in what units.

Both pictures are reduced by area means in linear light, which averages away compression, sharpening and grain.
A grid of whole rows stands for the picture: rows are as wide as the sweep's strips, so nothing is wasted.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020, srgb_decode, srgb_encode, to_oklab
from burnish.imaging.difference import lab_from_linear
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.reduce import reduce_linear
from burnish.tools.view import PROXY_PIXELS

Floats = NDArray[np.float32]
Pixels: TypeAlias = Picture | LinearPicture

LONG_SIDE_PX = 512
"""Columns of the reduced pictures, the length of the sweep's strips."""

GRID_ROWS = 8
FINE_SHORT_SIDE_PX, COARSE_SHORT_SIDE_PX = 256, 64
"""Short sides of the pictures on which neighborhood tools are compiled: for values, and for derivatives."""

INDEPENDENT_MEANS, INDEPENDENT_PIXELS = 800, 2000

GRAY_CHROMA = 0.008
"""Oklab chroma that compression leaves in a picture without colors."""

ROUGH_DELTA_E = 6.0
"""Local variation (CIELAB) at which a place counts half: its mean does not go through curves as its pixels do."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """A before/after pair, reduced, aligned and lying on its side where it is upright."""

    before: LinearPicture
    """Reduced, (height, columns, 3)."""
    fine: LinearPicture
    """Reduced a little further: neighborhood tools are compiled on it."""
    coarse: LinearPicture
    """Reduced much further: they are compiled on it for derivatives."""
    grid: LinearPicture
    """The rows of `before` that are compared, (rows, columns, 3)."""
    target: Floats
    """sRGB code values in [0, 1] of the same rows of the after picture, (rows · columns, 3)."""
    metric: Floats
    """(rows · columns, 3, 3): `metric @ (code − target)` has the length of their CIEDE2000, for small differences."""
    weights: Floats
    """How much each place counts, (rows · columns,), mean 1."""
    clipped: NDArray[np.bool_]
    """Where the after picture is clipped."""
    target_whole: Floats
    """sRGB code values of the after picture, as large as `before`, (places, 3)."""
    independent: int
    """As how many independent places these count: neighbors err together."""
    before_is_gray: bool
    after_is_gray: bool
    turned: bool
    """Whether the pair is upright and was laid on its side."""
    rounding: float = 0.0
    """The loss that rounding single pixels to 8 bits leaves; 0 where places are means."""
    exact: bool = False
    """Whether nothing else than rounding is seen to be in the way, no compression and no filter."""


def gather(before: LinearPicture, after: LinearPicture) -> Evidence:
    """Evidence from two linear pictures that show the same, at any sizes."""
    turned = before.shape[0] > before.shape[1]
    if turned:
        before, after = (np.ascontiguousarray(each.swapaxes(0, 1)) for each in (before, after))
    height, width = before.shape[:2]
    columns = min(LONG_SIDE_PX, width, after.shape[1])
    lines = max(2, min(round(height * columns / width), after.shape[0]))
    small, small_after = (_area(each, columns, lines) for each in (before, after))
    count = min(GRID_ROWS, lines)
    rows = ((np.arange(count) + 0.5) * lines / count).astype(np.intp)
    rough = np.maximum(_roughness(small), _roughness(small_after))[rows].reshape(-1)
    whole = _codes(small_after)
    target = np.ascontiguousarray(whole.reshape(lines, columns, 3)[rows].reshape(-1, 3))
    grid = np.ascontiguousarray(small[rows])
    clipped = _clipped(target)
    weights = _weights(rough, lab_from_linear(grid.reshape(-1, 3)))
    fine, coarse = (_short(small, side) for side in (FINE_SHORT_SIDE_PX, COARSE_SHORT_SIDE_PX))
    return Evidence(small, fine, coarse, grid, target, metric_at(target), weights, clipped, whole, INDEPENDENT_MEANS,
        _is_gray(grid), _is_gray(small_after[rows]), turned,
    )  # fmt: skip


def pixel_by_pixel(evidence: Evidence, before: Pixels, after: Pixels) -> Evidence:
    """The same pair looked at through single pixels of two pictures of one size.

    Means of a rough place do not go through curves as its pixels do; single pixels do, but carry compression's errors.
    """
    rows, columns, _ = evidence.grid.shape
    height, width = size_of(before)
    down, across = (width, height) if evidence.turned else (height, width)
    y = ((np.arange(rows) + 0.5) * down / rows).astype(np.intp)
    x = ((np.arange(columns) + 0.5) * across / columns).astype(np.intp)
    index = np.ix_(x, y) if evidence.turned else np.ix_(y, x)
    grid, goal = (_picked(each, index, turned=evidence.turned) for each in (before, after))
    target = _codes(goal)
    metric = metric_at(target)
    weights = _weights(np.zeros(len(target), np.float32), lab_from_linear(grid.reshape(-1, 3)))
    return replace(
        evidence, grid=grid, target=target, metric=metric, weights=weights, clipped=_clipped(target),
        independent=INDEPENDENT_PIXELS, rounding=_rounding(metric, weights), exact=_is_exact(before, after),
    )  # fmt: skip


def as_rendered(evidence: Evidence, before: Pixels) -> Evidence:
    """The same pair with neighborhood tools compiled on what the renderer compiles them on, which takes longer."""
    proxy = reduce_linear(before, PROXY_PIXELS) if isinstance(before, Picture) else evidence.before
    return replace(evidence, fine=np.ascontiguousarray(proxy.swapaxes(0, 1) if evidence.turned else proxy))


def _rounding(metric: Floats, weights: Floats) -> float:
    """Mean squared ΔE of errors that are uniform over one step of 8 bits, of which each channel has its own."""
    squared = np.einsum("nij,nij->n", metric, metric)
    return float(np.mean(weights * squared, dtype=np.float64)) / 12 / 255**2


EXACT_ROWS, LEAST_TWINS, DIFFERING_TWINS = 96, 200, 0.02


def _is_exact(before: Pixels, after: Pixels) -> bool:
    """Whether neighbors that are alike to the last bit before are alike after, as no compression leaves them."""
    height, width = size_of(before)
    rows = np.unique(np.linspace(0, height - 1, EXACT_ROWS).astype(np.intp))
    index = np.ix_(rows, np.arange(width))
    step, change = (
        np.abs(np.diff(_codes(_picked(each, index, turned=False)).reshape(len(rows), width, 3), axis=1)).max(
            axis=2
        )
        for each in (before, after)
    )
    twins = step < 0.5 / 255
    return bool(twins.sum() >= LEAST_TWINS and np.mean(change[twins] > 1.5 / 255) < DIFFERING_TWINS)


def size_of(picture: Pixels) -> tuple[int, int]:
    """Height and width."""
    return (
        (picture.height, picture.width)
        if isinstance(picture, Picture)
        else (picture.shape[0], picture.shape[1])
    )


def _picked(picture: Pixels, index: tuple[NDArray[np.intp], ...], *, turned: bool) -> LinearPicture:
    coded = isinstance(picture, Picture)
    light = picture.encoding.linear(picture.samples[index]) if coded else picture[index]
    return np.ascontiguousarray(light.swapaxes(0, 1) if turned else light, np.float32)


def _clipped(codes: Floats) -> NDArray[np.bool_]:
    return (codes.max(axis=1) > 0.996) | (codes.min(axis=1) < 0.004)


def whole_picture(evidence: Evidence) -> Evidence:
    """The same pair with every place of the reduced pictures in the grid, for a last look."""
    return replace(evidence, grid=evidence.before, fine=evidence.before, target=evidence.target_whole)


def _codes(picture: LinearPicture) -> Floats:
    inside = np.clip(picture.reshape(-1, 3) @ REC2020_TO_SRGB.T.astype(np.float32), 0, 1)
    return np.asarray(srgb_encode(inside), np.float32)


def _is_gray(picture: LinearPicture) -> bool:
    lab = to_oklab(np.clip(picture, 0, 1).reshape(-1, 3))
    return bool(np.percentile(np.hypot(lab[:, 1], lab[:, 2]), 98) < GRAY_CHROMA)


def _short(picture: LinearPicture, side: int) -> LinearPicture:
    height, width = picture.shape[:2]
    scale = min(1.0, side / min(height, width))
    return _area(picture, max(1, round(width * scale)), max(1, round(height * scale)))


def _area(picture: LinearPicture, width: int, height: int) -> LinearPicture:
    if picture.shape[:2] == (height, width):
        return np.ascontiguousarray(picture, np.float32)
    smaller = width <= picture.shape[1] and height <= picture.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.float32)


def _roughness(picture: LinearPicture) -> Floats:
    """Standard deviation of CIELAB among each place's neighbors."""
    lab = np.ascontiguousarray(lab_from_linear(np.maximum(picture, 0)), np.float32)
    mean = cv2.blur(lab, (3, 3))
    variance = cv2.blur(lab * lab, (3, 3)) - mean * mean
    return np.sqrt(np.maximum(variance.sum(axis=2), 0)).astype(np.float32)


def _weights(rough: Floats, lab: Floats) -> Floats:
    """Smooth places count more, and so do colors that are rare."""
    smooth = 1 / (1 + (rough / ROUGH_DELTA_E) ** 2)
    cells = np.floor(lab / [12.5, 12.5, 12.5]).astype(np.int64)
    codes = (cells[:, 0] * 64 + cells[:, 1] + 32) * 64 + cells[:, 2] + 32
    _, index, counts = np.unique(codes, return_inverse=True, return_counts=True)
    rare = 1 / np.sqrt(counts[index.reshape(-1)])
    weights = smooth * np.minimum(rare, rare.min() * 8)
    return (weights / weights.mean()).astype(np.float32)


def metric_at(codes: Floats) -> Floats:
    """The linear map, at each sRGB code, whose lengths are CIEDE2000 of small differences, without its blue twist.

    Sharma, Wu and Dalal 2005, equations 13 to 18, at the color itself; the derivative of CIELAB by code numerically.
    """
    step = np.float32(1 / 512)
    here = _lab(codes)
    columns = []
    for channel in range(3):
        moved = codes.copy()
        moved[:, channel] += np.where(codes[:, channel] > 0.5, -step, step)
        columns.append((_lab(moved) - here) / (moved[:, channel] - codes[:, channel])[:, None])
    slopes = np.stack(columns, axis=-1)
    chroma = np.hypot(here[:, 1], here[:, 2])
    hue = np.arctan2(here[:, 2], here[:, 1])
    from_50 = (here[:, 0] - 50) ** 2
    seventh = (chroma / 25) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(seventh / (seventh + 1)))
    t = (
        1
        - 0.17 * np.cos(hue - np.pi / 6)
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.deg2rad(6))
        - 0.2 * np.cos(4 * hue - np.deg2rad(63))
    )
    lightness = 1 / (1 + 0.015 * from_50 / np.sqrt(20 + from_50))
    cos, sin = np.cos(hue), np.sin(hue)
    along = stretch * cos, sin
    across = -stretch * sin, cos
    zero = np.zeros_like(cos)
    to_units = np.stack(
        [
            np.stack([lightness, zero, zero], axis=-1),
            np.stack([zero, *along], axis=-1) / (1 + 0.045 * chroma)[:, None],
            np.stack([zero, *across], axis=-1) / (1 + 0.015 * chroma * t)[:, None],
        ],
        axis=1,
    )
    return (to_units @ slopes).astype(np.float32)


def _lab(codes: Floats) -> Floats:
    return lab_from_linear((srgb_decode(codes) @ SRGB_TO_REC2020.T).astype(np.float32))
