"""Nearest patches by randomized search, and pictures rebuilt from them.

Every target pixel has a match: the row and column of the source patch most like its own, and the cost, the
mean squared difference of both, raised with their distance. Patches are named by their center. Arrays carry a
border of `RADIUS` pixels of weight 0, so that no patch leaves them. Random numbers depend on the seed and the
target alone.

Sources: C. Barnes, E. Shechtman, A. Finkelstein, D. B. Goldman, "PatchMatch: a randomized correspondence
algorithm for structural image editing", SIGGRAPH 2009, section 3.2 (propagation and random search);
Y. Wexler, E. Shechtman, M. Irani, "Space-time completion of video", PAMI 2007, section 3.2 (voting).
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.kernel_cache import njit

Features: TypeAlias = NDArray[np.float32]
"""(height, width, channels), C-contiguous."""
Points: TypeAlias = NDArray[np.int32]
"""(count, 2): row and column, in scan order."""
Index: TypeAlias = int | np.int64
Best: TypeAlias = tuple[np.float32, Index, Index]
"""Cost, row and column of a matched patch."""

RADIUS = 3
PATCH = 2 * RADIUS + 1

_FAST = {"reassoc", "contract", "nsz"}
_f32 = np.float32
_i64 = np.int64
_u32 = np.uint32


class Match(NamedTuple):
    """For every target, its matched patch and what the match costs."""

    field: NDArray[np.int32]
    """(height, width, 2): row and column; only targets are meaningful."""
    cost: NDArray[np.float32]
    """(height, width); infinite where there is no match yet."""


class Ground(NamedTuple):
    """What patches are compared on."""

    features: Features
    weight: NDArray[np.float32]
    """How much each pixel of a target patch counts."""
    is_source: NDArray[np.bool_]
    """Centers of patches that may be matched."""


class Target(NamedTuple):
    """One patch to be matched, as flat rows."""

    row: Index
    column: Index
    values: NDArray[np.float32]
    """(PATCH, PATCH · channels)."""
    weights: NDArray[np.float32]
    far: np.float32
    """Relative rise of the cost for every pixel between the patches."""


@njit(nogil=True, cache=True)
def _random(key: int | np.uint32, step: int) -> np.uint32:
    """A counter-based random 32-bit number: a Weyl sequence through the finalizer of MurmurHash3."""
    value = _u32(_u32(key) + _u32(step) * _u32(0x9E3779B9))
    value = _u32((value ^ (value >> _u32(16))) * _u32(0x85EBCA6B))
    value = _u32((value ^ (value >> _u32(13))) * _u32(0xC2B2AE35))
    return _u32(value ^ (value >> _u32(16)))


@njit(nogil=True, cache=True)
def scatter(match: Match, targets: Points, sources: Points, seed: int) -> None:
    """Give every target without a match a random source patch."""
    for i in range(targets.shape[0]):
        y, x = targets[i, 0], targets[i, 1]
        if np.isinf(match.cost[y, x]):
            pick = _random(_random(seed, i), 1) % _u32(sources.shape[0])
            match.field[y, x, 0] = sources[pick, 0]
            match.field[y, x, 1] = sources[pick, 1]


@njit(nogil=True, cache=True)
def _load(ground: Ground, target: Target) -> np.float32:
    """Copy the patch and its weights into the target's rows; return 1 / sum of the weights."""
    channels = ground.features.shape[2]
    total = _f32(0.0)
    for dy in range(PATCH):
        for dx in range(PATCH):
            y, x = target.row + dy - RADIUS, target.column + dx - RADIUS
            total += ground.weight[y, x]
            for c in range(channels):
                target.values[dy, dx * channels + c] = ground.features[y, x, c]
                target.weights[dy, dx * channels + c] = ground.weight[y, x]
    return _f32(1.0) / max(total, _f32(1.0))


@njit(nogil=True, cache=True, fastmath=_FAST)
def _distance(
    rows: NDArray[np.float32],
    values: NDArray[np.float32],
    weights: NDArray[np.float32],
    y: Index,
    start: Index,
    limit: np.float32,
) -> np.float32:
    """Weighted squared distance to the patch around row y from flat column `start`; may stop at the limit."""
    total = _f32(0.0)
    for dy in range(PATCH):
        row = rows[y + dy - RADIUS]
        part = _f32(0.0)
        for k in range(values.shape[1]):
            difference = values[dy, k] - row[start + k]
            part += weights[dy, k] * difference * difference
        total += part
        if total >= limit:
            break
    return total


@njit(nogil=True, cache=True)
def _better(
    ground: Ground, rows: NDArray[np.float32], target: Target, best: Best, y: Index, x: Index
) -> Best:
    """The better of the best match so far and the patch at (y, x), if that is a source."""
    height, width = ground.is_source.shape
    if y < 0 or x < 0 or y >= height or x >= width or not ground.is_source[y, x]:
        return best
    if y == best[1] and x == best[2]:
        return best
    apart = np.sqrt(_f32((y - target.row) ** 2 + (x - target.column) ** 2))
    raised = _f32(1.0) + target.far * apart
    start = (x - RADIUS) * ground.features.shape[2]
    found = raised * _distance(rows, target.values, target.weights, y, start, best[0] / raised)
    return (found, y, x) if found < best[0] else best


@njit(nogil=True, cache=True)
def _ask_neighbors(
    ground: Ground,
    rows: NDArray[np.float32],
    target: Target,
    mask: NDArray[np.bool_],
    match: Match,
    side: int,
) -> Best:
    """The best of a target's own match and those of its two neighbors on one side."""
    y, x = target.row, target.column
    best = (_f32(np.inf), -1, -1)
    best = _better(ground, rows, target, best, _i64(match.field[y, x, 0]), _i64(match.field[y, x, 1]))
    if mask[y + side, x]:
        try_y, try_x = match.field[y + side, x, 0] - side, _i64(match.field[y + side, x, 1])
        best = _better(ground, rows, target, best, try_y, try_x)
    if mask[y, x + side]:
        try_y, try_x = _i64(match.field[y, x + side, 0]), match.field[y, x + side, 1] - side
        best = _better(ground, rows, target, best, try_y, try_x)
    return best


@njit(nogil=True, cache=True)
def _look_around(
    ground: Ground, rows: NDArray[np.float32], target: Target, best: Best, radius: int, key: np.uint32
) -> Best:
    """The best of random patches ever closer around the best one."""
    reach = radius
    while reach >= 1:
        span = _u32(2 * reach + 1)
        try_y = best[1] - reach + _i64(_random(key, 2 * reach) % span)
        try_x = best[2] - reach + _i64(_random(key, 2 * reach + 1) % span)
        best = _better(ground, rows, target, best, try_y, try_x)
        reach //= 2
    return best


@njit(nogil=True, cache=True)
def sweep(
    ground: Ground,
    match: Match,
    targets: Points,
    mask: NDArray[np.bool_],
    backwards: bool,
    radius: int,
    far: np.float32,
    seed: int,
) -> None:
    """Improve the matches in place, once over all targets; `mask` says whose matches may be passed on.

    `radius`: farthest look around, pixels; `far`: see `Target`.
    """
    height, width, channels = ground.features.shape
    rows = ground.features.reshape(height, width * channels)
    values = np.empty((PATCH, PATCH * channels), np.float32)
    weights = np.empty((PATCH, PATCH * channels), np.float32)
    count = targets.shape[0]
    for i in range(count):
        at = count - 1 - i if backwards else i
        target = Target(_i64(targets[at, 0]), _i64(targets[at, 1]), values, weights, far)
        norm = _load(ground, target)
        best = _ask_neighbors(ground, rows, target, mask, match, 1 if backwards else -1)
        best = _look_around(ground, rows, target, best, radius, _random(seed, at))
        match.field[target.row, target.column, 0] = best[1]
        match.field[target.row, target.column, 1] = best[2]
        match.cost[target.row, target.column] = best[0] * norm


@njit(nogil=True, cache=True)
def _voted(
    features: Features,
    match: Match,
    confidence: NDArray[np.float32],
    scale: np.float32,
    y: Index,
    x: Index,
    mean: NDArray[np.float32],
) -> None:
    """Weighted mean of what the matched patches put at one pixel, into `mean`."""
    total = _f32(0.0)
    mean[:] = 0
    for dy in range(-RADIUS, RADIUS + 1):
        for dx in range(-RADIUS, RADIUS + 1):
            price = match.cost[y + dy, x + dx]
            if np.isinf(price):
                continue
            share = confidence[y + dy, x + dx] * np.exp(-price / scale) + _f32(1e-20)
            total += share
            from_y, from_x = match.field[y + dy, x + dx, 0] - dy, match.field[y + dy, x + dx, 1] - dx
            for c in range(mean.shape[0]):
                mean[c] += share * features[from_y, from_x, c]
    for c in range(mean.shape[0]):
        mean[c] /= total


@njit(nogil=True, cache=True)
def vote(
    features: Features, match: Match, confidence: NDArray[np.float32], points: Points, scale: np.float32
) -> float:
    """Rebuild the points in place from all matched patches over them; return the mean absolute change.

    A vote weighs `confidence · exp(−cost / scale)` (Wexler et al. 2007, equation 5).
    """
    channels = features.shape[2]
    mean = np.empty(channels, np.float32)
    change = 0.0
    for i in range(points.shape[0]):
        y, x = points[i, 0], points[i, 1]
        _voted(features, match, confidence, scale, y, x, mean)
        for c in range(channels):
            change += abs(mean[c] - features[y, x, c])
            features[y, x, c] = mean[c]
    return change / max(1, points.shape[0] * channels)


@njit(nogil=True, cache=True)
def winners(match: Match, points: Points) -> Points:
    """Row and column of the source pixel that the cheapest patch over each point puts there."""
    origin = np.empty((points.shape[0], 2), np.int32)
    for i in range(points.shape[0]):
        y, x = points[i, 0], points[i, 1]
        best = _f32(np.inf)
        for dy in range(-RADIUS, RADIUS + 1):
            for dx in range(-RADIUS, RADIUS + 1):
                price = match.cost[y + dy, x + dx] * (_f32(1.0) + _f32(0.02) * (dy * dy + dx * dx))
                if price < best:
                    best = price
                    origin[i, 0] = match.field[y + dy, x + dx, 0] - dy
                    origin[i, 1] = match.field[y + dy, x + dx, 1] - dx
    return origin
