"""Search and vote, from the coarsest level of a hole's pyramid to the finest.

Sources: Y. Wexler, E. Shechtman, M. Irani, "Space-time completion of video", PAMI 2007 (the alternation);
A. Newson et al., "Video inpainting of complex scenes", SIAM J. Imaging Sciences 2014 (the onion-peel start).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.inpaint.patchmatch import RADIUS, Features, Ground, Match, Points, scatter, sweep, vote
from burnish.imaging.inpaint.pyramid import Level

FAR = 2.5
"""A patch a whole level away must match this much better, relatively, than one close by."""
SEARCHED = 40_000
"""Levels with more targets than this only refine, nearby, what the coarser level found."""
SETTLED = 2e-4
"""Mean change of the encoded features by one vote, below which a level is done."""
BLURRY, SHARP = 2.0, 0.5
"""Scales of the votes' weights relative to the median cost: a large one blurs, a small one decides."""


class Effort(NamedTuple):
    """How hard one level is worked on."""

    turns: int
    sweeps: int
    """Sweeps of the search in each turn."""
    radius: int
    """Farthest look around, pixels."""


def search(levels: list[Level], starts: int, seed: int) -> Match:
    """The matches on the finest level; the holes in the levels' features are filled on the way.

    `starts`: fresh starts on the coarsest level; the one with the cheapest matches goes on.
    """
    match = _coarsest(levels[-1], starts, seed, finest=len(levels) == 1)
    for depth in range(len(levels) - 2, -1, -1):
        level = levels[depth]
        match = _carried(match, level)
        vote(level.features, match, level.confidence, level.points, np.float32(1.0))
        effort = Effort(6 if depth else 3, 2, max(level.hole.shape))
        if len(level.targets) > SEARCHED:
            effort = Effort(1, 1, 2)
        _improve(level, match, effort, seed + 1009 * depth, finest=depth == 0)
    return match


def _coarsest(level: Level, starts: int, seed: int, *, finest: bool) -> Match:
    """The best of the starts, each left to settle."""
    found: list[tuple[float, Match, Features]] = []
    for start in range(starts):
        key = seed + 100_003 * start
        match = _peel(level, key)
        _improve(level, match, Effort(10, 2, max(level.hole.shape)), key, finest=finest)
        found.append((float(match.cost[level.is_target].mean()), match, level.features[level.hole]))
    best = min(found, key=lambda each: each[0])
    level.features[level.hole] = best[2]
    return best[1]


def _peel(level: Level, seed: int) -> Match:
    """Fill layer by layer from the outside in, matching only what is known so far (Newson et al., 3.5)."""
    shape = level.hole.shape
    match = Match(np.zeros((*shape, 2), np.int32), np.full(shape, np.inf, np.float32))
    sources = np.argwhere(level.is_source).astype(np.int32)
    weight = np.where(level.hole, np.float32(0.0), level.weight)
    ground = Ground(level.features, weight, level.is_source)
    layers = np.ceil(level.depth).astype(np.int32)[level.hole]
    peeled = np.zeros(shape, np.bool_)
    for layer in np.unique(layers).tolist():
        points = level.points[layers == layer]
        rows, columns = points[:, 0], points[:, 1]
        scatter(match, points, sources, seed + layer)
        peeled[rows, columns] = True
        for turn in range(6):
            _sweep(ground, match, points, peeled, turn, max(shape), seed + 31 * turn + layer)
        vote(level.features, match, level.confidence, points, _scale(match.cost[rows, columns], BLURRY))
        weight[rows, columns] = 1.0
    scatter(match, level.targets, sources, seed)
    return match


def _improve(level: Level, match: Match, effort: Effort, seed: int, *, finest: bool) -> None:
    """Alternate search and voting until the level settles; the finest level ends with a search."""
    ground = Ground(level.features, level.weight, level.is_source)
    for turn in range(effort.turns):
        for index in range(effort.sweeps):
            _sweep(
                ground, match, level.targets, level.is_target, index, effort.radius, seed + 17 * turn + index
            )
        if finest and turn == effort.turns - 1:
            return
        scale = _scale(match.cost[level.is_target], SHARP)
        if vote(level.features, match, level.confidence, level.points, scale) < SETTLED:
            return


def _sweep(
    ground: Ground, match: Match, targets: Points, mask: NDArray[np.bool_], turn: int, radius: int, seed: int
) -> None:
    far = np.float32(FAR / max(mask.shape))
    sweep(ground, match, targets, mask, turn % 2 == 1, radius, far, seed)


def _scale(costs: NDArray[np.float32], breadth: float) -> np.float32:
    return np.float32(max(1e-7, breadth * float(np.median(costs))))


def _carried(match: Match, fine: Level) -> Match:
    """The matches of a level on the next finer one."""
    rows, columns = fine.targets[:, 0], fine.targets[:, 1]
    y, x = rows - RADIUS, columns - RADIUS
    coarse = match.field[y // 2 + RADIUS, x // 2 + RADIUS] - RADIUS
    field = np.zeros((*fine.hole.shape, 2), np.int32)
    field[rows, columns] = 2 * coarse + RADIUS + np.stack([y % 2, x % 2], axis=1)
    cost = np.full(fine.hole.shape, np.inf, np.float32)
    cost[rows, columns] = 0
    return Match(field, cost)
