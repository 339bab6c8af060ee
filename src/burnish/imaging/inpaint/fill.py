"""The fill itself, piece by piece.

Where the surroundings of a piece are smooth, their gradient is continued through the hole first, and only the
rest (grain, pores) is made from patches. A pyramid is filled coarse to fine by search and voting. Then every
hole pixel is copied from the source of its best patch at full resolution, so grain and sharpness stay; seams
move to where they are quiet, and what brightness still differs is evened out.

All of this works on `sign(v) · √|v|` of the linear values, in which differences weigh about as they look.
"""

import numpy as np
from numpy.typing import NDArray

from burnish.errors import InvalidMask
from burnish.imaging.inpaint import seams
from burnish.imaging.inpaint.patchmatch import PATCH, Match, winners
from burnish.imaging.inpaint.pieces import Hole, fill_region, holds_patch, hole_pieces, thickness
from burnish.imaging.inpaint.pyramid import Level, pyramid
from burnish.imaging.inpaint.search import search
from burnish.imaging.inpaint.smooth_base import smooth_base
from burnish.imaging.pixels import LinearPicture

LEAST_KNOWN = 0.05
"""Smallest fraction of the picture that must lie outside the hole."""
BUSY_STARTS = 4
"""Fresh starts of the search where the surroundings are not smooth."""
SETTLE_SWEEPS = 8


def fill(picture: LinearPicture, hole: Hole, *, seed: int = 0) -> LinearPicture:
    """The picture with the pixels of the hole replaced by content made from the rest.

    Pixels outside the hole are bit-identical; what the hole held before is never read.

    Raises:
        InvalidMask: the hole is not a boolean plane of the picture's size, or leaves too little of it.
    """
    out = picture.copy()
    fill_into(out, hole, seed=seed)
    return out


def fill_into(picture: LinearPicture, hole: Hole, *, seed: int = 0) -> None:
    """Do what `fill` does in place, for a caller that owns the picture.

    Raises:
        InvalidMask: the hole is not a boolean plane of the picture's size, or leaves too little of it.
    """
    _check(picture, hole)
    waiting = hole.copy()
    for box, piece in hole_pieces(hole):
        window = fill_region(hole, box)
        if not holds_patch(hole[window]):
            raise InvalidMask(f"a hole that leaves no {PATCH!r} × {PATCH!r} of {hole.shape!r} pixels whole")
        waiting[box] &= ~piece
        part = np.zeros(hole[window].shape, np.bool_)
        (rows, columns), (top, left) = box, (window[0].start, window[1].start)
        part[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = piece
        picture[window][part] = _filled(picture[window], part, waiting[window], hole[window], seed)


def _check(picture: LinearPicture, hole: Hole) -> None:
    if hole.dtype != np.bool_ or hole.shape != picture.shape[:2]:
        raise InvalidMask(f"a hole of {hole.dtype!r}, {hole.shape!r}; allowed: bool, {picture.shape[:2]!r}")
    most = 1.0 - LEAST_KNOWN
    share = float(np.count_nonzero(hole)) / max(1, hole.size)
    if share > most:
        raise InvalidMask(f"a hole over {share:.3f} of the picture; allowed: at most {most!r}")


def _filled(crop: LinearPicture, part: Hole, waiting: Hole, taboo: Hole, seed: int) -> NDArray[np.float32]:
    """Colors, (count, 3), for the pixels of `part`; none read from `waiting`, none copied from `taboo`."""
    unknown = part | waiting
    clean = np.where(unknown[..., None], np.float32(0.0), crop)
    encoded = np.copysign(np.sqrt(np.abs(clean)), clean)
    thick = thickness(part)
    base = smooth_base(encoded, part, ~unknown, thick)
    if base is not None:
        encoded = np.where(unknown[..., None], np.float32(0.0), encoded - base)
    levels = pyramid(encoded, part, ~unknown, ~(unknown | taboo), thick)
    match = search(levels, 1 if base is not None else BUSY_STARTS, seed)
    colors = _copied(levels[0], match)
    if base is not None:
        colors += base[part]
    return colors * np.abs(colors)


def _copied(level: Level, match: Match) -> NDArray[np.float32]:
    """Encoded colors of the hole's pixels, each copied from one pixel and evened out."""
    colors = np.ascontiguousarray(level.features[..., :3])
    rows, columns = level.points[:, 0], level.points[:, 1]
    state = np.full(level.hole.shape, seams.NOTHING, np.uint8)
    state[level.weight > 0] = seams.KNOWN
    state[level.hole] = seams.HOLE
    shifts = np.zeros((*level.hole.shape, 2), np.int32)
    shifts[rows, columns] = winners(match, level.points) - level.points
    pieces = seams.Pieces(colors, state, level.usable, level.points, shifts)
    seams.settle(pieces, SETTLE_SWEEPS)
    origin = level.points + shifts[rows, columns]
    return colors[origin[:, 0], origin[:, 1]] + seams.membrane(pieces)[rows, columns]
