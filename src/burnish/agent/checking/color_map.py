"""The smooth look that best explains an edit: a map of colors, and of places on top of it.

The map of colors is affine plus a coarse table over CIELAB of mean changes, smoothed where few pixels speak (normalized
convolution: H. Knutsson and C.-F. Westin, CVPR 1993); the map of places is a polynomial. Both are fitted in turns on
a small picture, and pixels that they do not explain count less and less (iteratively reweighted least squares).
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

FIT_PX = 160
"""Long side of the picture on which the look is fitted."""

BINS = (20, 17, 17)
LOWEST = (-2.5, -88.0, -88.0)
STEPS = (5.5, 11.0, 11.0)
"""Cells of the table in L*, a*, b*."""

DEGREE = 4
"""Of the polynomial over the frame."""

ROUNDS = 3
SCALE = 3.0
"""Residual in CIELAB at which a pixel counts half."""

Triples = NDArray[np.float32]


def look_of(source: Triples, edited: Triples, valid: NDArray[np.bool_]) -> Triples:
    """The source under the fitted look, in CIELAB (height, width, 3)."""
    small = _small(source), _small(edited)
    weight = _small(valid.astype(np.float32)[..., None].repeat(3, axis=2))[..., 0].ravel()
    before, after = (each.reshape(-1, 3) for each in small)
    places = _polynomials(*small[0].shape[:2])
    trust = weight.copy()
    linear = np.zeros((4, 3), np.float32)
    bend = np.zeros((places.shape[1], 3), np.float32)
    table = np.zeros((*BINS, 3), np.float32)
    rest: Triples = after - before
    for _ in range(ROUNDS):
        linear += _solved(_affine(before), rest, trust)
        rest = _less(after - before, _affine(before) @ linear, places @ bend)
        table += _fitted_table(before, _less(rest, _looked_up(table, before)), trust)
        rest = _less(after - before, _affine(before) @ linear, _looked_up(table, before))
        bend = _solved(places, rest, trust)
        rest = _less(rest, places @ bend)
        trust = weight / (1 + (np.linalg.norm(rest, axis=1) / SCALE) ** 2)
    shape = source.shape
    colors = source.reshape(-1, 3)
    flat = _looked_up(table, colors) + _affine(colors) @ linear
    field = (places @ bend).reshape(small[0].shape)
    spread = cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(source + flat.reshape(shape) + spread, np.float32)


def _less(change: Triples, *explained: NDArray[np.floating]) -> Triples:
    """What is left of a change."""
    return np.asarray(change - sum(explained), np.float32)


def _small(picture: Triples) -> Triples:
    height, width = picture.shape[:2]
    scale = min(1.0, FIT_PX / max(height, width))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _coordinates(lab: Triples) -> Triples:
    """Places in the table, within it."""
    at = (lab - np.array(LOWEST, np.float32)) / np.array(STEPS, np.float32)
    return np.clip(at, 0, np.array(BINS, np.float32) - np.float32(1.001))


@lru_cache(maxsize=1)
def _corners() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    steps = np.array([BINS[1] * BINS[2], BINS[2], 1], np.int32)
    bits = np.array([[k >> 2 & 1, k >> 1 & 1, k & 1] for k in range(8)], np.int32)
    return bits, bits @ steps


def _weights(lab: Triples) -> tuple[NDArray[np.int32], list[NDArray[np.float32]]]:
    """First corner of each color's cell, and the shares of the eight corners."""
    at = _coordinates(lab)
    low = at.astype(np.int32)
    part = at - low
    first = (low[:, 0] * BINS[1] + low[:, 1]) * BINS[2] + low[:, 2]
    light, a, b = (np.ascontiguousarray(part[:, k]) for k in range(3))
    sides = ((1 - light, light), (1 - a, a), (1 - b, b))
    shares = [sides[0][i] * sides[1][j] * sides[2][k] for i, j, k in _corners()[0]]
    return first, shares


def _looked_up(table: Triples, lab: Triples) -> Triples:
    first, shares = _weights(lab)
    flat = table.reshape(-1, 3)
    out = np.zeros((len(lab), 3), np.float32)
    for share, step in zip(shares, _corners()[1], strict=True):
        part = flat.take(first + step, axis=0)
        part *= share[:, None]
        out += part
    return out


def _fitted_table(lab: Triples, change: Triples, trust: NDArray[np.float32]) -> Triples:
    """Mean change around each cell; where no pixel is, that of ever wider surroundings."""
    first, shares = _weights(lab)
    count = int(np.prod(BINS))
    sums = np.zeros((count, 4))
    for share, step in zip(shares, _corners()[1], strict=True):
        part = share * trust
        at = first + step
        sums[:, 3] += np.bincount(at, part, count)
        for k in range(3):
            sums[:, k] += np.bincount(at, part * change[:, k], count)
    grid = sums.reshape(*BINS, 4).astype(np.float32)
    total = grid.copy()
    for strength in (0.25, 0.02, 0.002):
        grid = _blurred(grid)
        total += strength * grid
    return np.asarray(total[..., :3] / (total[..., 3:] + 1e-6), np.float32)


def _blurred(grid: NDArray[np.float32]) -> NDArray[np.float32]:
    """A binomial blur along the three axes of color."""
    for axis in range(3):
        pad = [(1, 1) if k == axis else (0, 0) for k in range(4)]
        wide = np.pad(grid, pad)
        take = [wide.take(range(k, k + grid.shape[axis]), axis=axis) for k in range(3)]
        grid = take[0] + 2 * take[1] + take[2]
    return np.asarray(grid / 16, np.float32)


@lru_cache(maxsize=4)
def _polynomials(height: int, width: int) -> NDArray[np.float32]:
    """Products of Legendre polynomials over the frame up to `DEGREE`, without the constant."""
    legendre = np.polynomial.legendre.legvander
    down, across = legendre(np.linspace(-1, 1, height), DEGREE), legendre(np.linspace(-1, 1, width), DEGREE)
    powers = [(i, j) for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i) if i + j]
    planes = [np.outer(down[:, i], across[:, j]).ravel() for i, j in powers]
    return np.stack(planes, axis=1).astype(np.float32)


def _affine(lab: Triples) -> Triples:
    """One, L*, a* and b* in hundreds."""
    return np.concatenate([np.ones((len(lab), 1)), lab / 100], axis=1, dtype=np.float32)


def _solved(places: NDArray[np.float32], rest: Triples, trust: NDArray[np.float32]) -> Triples:
    """Weighted least squares with a small ridge."""
    weighted = places * trust[:, None]
    normal = weighted.T @ places + 1e-3 * len(places) * np.eye(places.shape[1], dtype=np.float32)
    return np.asarray(np.linalg.solve(normal, weighted.T @ rest), np.float32)
