"""Where copied pieces meet: choose quiet seams, then even out the brightness across them.

A *shift* says from how many rows and columns away a pixel is copied. Arrays carry a border of `NOTHING`.

Sources: V. Kwatra et al., "Graphcut textures", SIGGRAPH 2003, equation 1 (the cost of a seam); P. Pérez,
M. Gangnet, A. Blake, "Poisson image editing", SIGGRAPH 2003, equation 5 (the correction that joins pieces).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.inpaint.patchmatch import Points
from burnish.imaging.kernel_cache import njit

NOTHING, KNOWN, HOLE = 0, 1, 2
WINDOW = 2
"""Differences across a seam are averaged over this many pixels each way, so that grain does not streak."""
TOLERANCE = 0.04
"""Encoded difference beyond which a seam is taken for a real edge and hardly evened out."""
REACH_PX = 12.0
"""Decay length of a correction: long enough to hide a seam, too short to tint a whole piece."""
SWEEPS = 32
"""Sweeps of over-relaxation, about 2.7 decay lengths."""

_f32 = np.float32


class Pieces(NamedTuple):
    """A hole made of copied pieces."""

    colors: NDArray[np.float32]
    """(height, width, 3)."""
    state: NDArray[np.uint8]
    """NOTHING, KNOWN or HOLE."""
    usable: NDArray[np.bool_]
    """Pixels that may be copied."""
    points: Points
    """The pixels of the hole."""
    shifts: NDArray[np.int32]
    """(height, width, 2); 0 outside the hole, where pixels stay what they are."""


@njit(nogil=True, cache=True)
def _step(side: int) -> tuple[int, int]:
    """Rows and columns to one of the four neighbors: down, up, right, left."""
    if side == 0:
        return 1, 0
    if side == 1:
        return -1, 0
    return 0, 1 if side == 2 else -1


@njit(nogil=True, cache=True)
def _inside(pieces: Pieces, y: int, x: int) -> bool:
    height, width = pieces.state.shape
    return y >= 0 and x >= 0 and y < height and x < width


@njit(nogil=True, cache=True)
def _difference(pieces: Pieces, y: int, x: int, one: tuple[int, int], two: tuple[int, int]) -> np.float32:
    """Squared difference of what two shifts put at one pixel; large where one of them has nothing."""
    one_y, one_x, two_y, two_x = y + one[0], x + one[1], y + two[0], x + two[1]
    if not (_inside(pieces, one_y, one_x) and _inside(pieces, two_y, two_x)):
        return _f32(100.0)
    total = _f32(0.0)
    for c in range(3):
        difference = pieces.colors[one_y, one_x, c] - pieces.colors[two_y, two_x, c]
        total += difference * difference
    return total


@njit(nogil=True, cache=True)
def _energy(pieces: Pieces, y: int, x: int, shift: tuple[int, int]) -> np.float32:
    """Cost of the seams around one pixel if it took this shift."""
    total = _f32(0.0)
    for side in range(4):
        step_y, step_x = _step(side)
        near_y, near_x = y + step_y, x + step_x
        other = (pieces.shifts[near_y, near_x, 0], pieces.shifts[near_y, near_x, 1])
        if pieces.state[near_y, near_x] == KNOWN:
            total += _f32(2.0) * _difference(pieces, near_y, near_x, shift, other)
        elif pieces.state[near_y, near_x] == HOLE and (other[0] != shift[0] or other[1] != shift[1]):
            total += _difference(pieces, y, x, shift, other)
            total += _difference(pieces, near_y, near_x, shift, other)
    return total


@njit(nogil=True, cache=True)
def _quieter(pieces: Pieces, y: int, x: int) -> tuple[int, int]:
    """The shift, out of a pixel's own and its neighbors', with the cheapest seams around that pixel."""
    own = (pieces.shifts[y, x, 0], pieces.shifts[y, x, 1])
    best = _f32(-1.0)
    for side in range(4):
        step_y, step_x = _step(side)
        if pieces.state[y + step_y, x + step_x] != HOLE:
            continue
        other = (pieces.shifts[y + step_y, x + step_x, 0], pieces.shifts[y + step_y, x + step_x, 1])
        if other[0] == own[0] and other[1] == own[1]:
            continue
        if _inside(pieces, y + other[0], x + other[1]) and pieces.usable[y + other[0], x + other[1]]:
            if best < 0:
                best = _energy(pieces, y, x, own)
            found = _energy(pieces, y, x, other)
            if found < best:
                best, own = found, other
    return own


@njit(nogil=True, cache=True)
def settle(pieces: Pieces, sweeps: int) -> None:
    """Let pixels take over a neighbor's shift, in place, where that lowers the cost of the seams there."""
    count = pieces.points.shape[0]
    for turn in range(sweeps):
        changed = 0
        for i in range(count):
            at = count - 1 - i if turn % 2 else i
            y, x = pieces.points[at, 0], pieces.points[at, 1]
            shift_y, shift_x = _quieter(pieces, y, x)
            if shift_y != pieces.shifts[y, x, 0] or shift_x != pieces.shifts[y, x, 1]:
                pieces.shifts[y, x, 0], pieces.shifts[y, x, 1] = shift_y, shift_x
                changed += 1
        if changed == 0:
            break


@njit(nogil=True, cache=True)
def _shows(pieces: Pieces, y: int, x: int, known: bool) -> bool:
    """Whether a pixel belongs to what a piece, or the known part, shows."""
    return _inside(pieces, y, x) and (pieces.state[y, x] == KNOWN if known else pieces.usable[y, x])


@njit(nogil=True, cache=True)
def _pull(pieces: Pieces, y: int, x: int, near_y: int, near_x: int, pull: NDArray[np.float32]) -> np.float32:
    """Mean of (what the neighbor shows − what this pixel's piece shows) around a seam, and its weight."""
    own_y, own_x = pieces.shifts[y, x, 0], pieces.shifts[y, x, 1]
    other_y, other_x = pieces.shifts[near_y, near_x, 0], pieces.shifts[near_y, near_x, 1]
    known = pieces.state[near_y, near_x] == KNOWN
    pull[:] = 0
    count = 0
    for at_y in range(near_y - WINDOW, near_y + WINDOW + 1):
        for at_x in range(near_x - WINDOW, near_x + WINDOW + 1):
            one_y, one_x, two_y, two_x = at_y + own_y, at_x + own_x, at_y + other_y, at_x + other_x
            if _shows(pieces, one_y, one_x, False) and _shows(pieces, two_y, two_x, known):
                count += 1
                for c in range(3):
                    pull[c] += pieces.colors[two_y, two_x, c] - pieces.colors[one_y, one_x, c]
    if count == 0:
        return _f32(0.0)
    size = _f32(0.0)
    for c in range(3):
        pull[c] /= count
        size += pull[c] * pull[c]
    return _f32(1.0) / (_f32(1.0) + size / _f32(TOLERANCE * TOLERANCE)) ** 2


@njit(nogil=True, cache=True)
def _edges(pieces: Pieces) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights of the four edges of every point, (count, 4), and the sum of their pulls, (count, 3)."""
    count = pieces.points.shape[0]
    weights = np.zeros((count, 4), np.float32)
    pulls = np.zeros((count, 3), np.float32)
    pull = np.zeros(3, np.float32)
    for i in range(count):
        y, x = pieces.points[i, 0], pieces.points[i, 1]
        for side in range(4):
            step_y, step_x = _step(side)
            near_y, near_x = y + step_y, x + step_x
            if pieces.state[near_y, near_x] == NOTHING:
                continue
            weights[i, side] = 1.0
            apart_y = pieces.shifts[y, x, 0] - pieces.shifts[near_y, near_x, 0]
            apart_x = pieces.shifts[y, x, 1] - pieces.shifts[near_y, near_x, 1]
            if apart_y != 0 or apart_x != 0:
                weights[i, side] = _pull(pieces, y, x, near_y, near_x, pull)
                for c in range(3):
                    pulls[i, c] += weights[i, side] * pull[c]
    return weights, pulls


@njit(nogil=True, cache=True)
def membrane(pieces: Pieces) -> NDArray[np.float32]:
    """The correction, (height, width, 3), that joins the pieces to each other and to the known pixels.

    Minimizes Σ w·(e_p − e_q − pull)² + Σ e² / REACH_PX² by successive over-relaxation.
    """
    weights, pulls = _edges(pieces)
    error = np.zeros(pieces.colors.shape, np.float32)
    relax = _f32(2.0 / (1.0 + np.sin(np.pi / (2.0 * REACH_PX))))
    fade = _f32(1.0 / (REACH_PX * REACH_PX))
    for _ in range(SWEEPS):
        for i in range(pieces.points.shape[0]):
            y, x = pieces.points[i, 0], pieces.points[i, 1]
            down, up, right, left = weights[i, 0], weights[i, 1], weights[i, 2], weights[i, 3]
            norm = relax / (down + up + right + left + fade)
            for c in range(3):
                near = down * error[y + 1, x, c] + up * error[y - 1, x, c]
                near += right * error[y, x + 1, c] + left * error[y, x - 1, c]
                error[y, x, c] += norm * (near + pulls[i, c]) - relax * error[y, x, c]
    return error
