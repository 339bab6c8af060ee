"""Neutral places that were pulled to a color."""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.granted import Reach
from burnish.agent.checking.seen import Seen, ramp
from burnish.agent.planner.intents import Op

COLORING: frozenset[Op] = frozenset({
    "temperature", "color", "auto_color", "style", "enhance", "black_and_white", "saturation", "dehaze",
})  # fmt: skip
"""Operations that move neutrals by their nature."""

LOCAL, LOCAL_FULL = 5.5, 16.0
"""Shift in a*, b*, weighed down where colors are strong, of a region against the look: at the threshold, and where
nobody misses it."""

UNASKED, UNASKED_FULL = 3.0, 11.0
"""Shift of color where something else was asked for: at the threshold, and where nobody misses it."""

LEAST_SPREAD = 0.3
"""Share of the frame of a cast; what is less is a change of a part."""

MOST_OF_IT = 0.6
"""The same, where it is known what tools would do for the wish."""

OF_THE_WISH = 0.6
"""Share of what is off that lies along the wish from which it is a matter of the amount."""

ASKED_NOTHING = 24.0
"""Shift of the neutrals of the whole picture where nothing was said and a toned look may be meant."""

FULL_FACTOR = 2.5
NEUTRAL = 8.0
"""Chroma below which a place is neutral."""

LEAST_NEUTRAL = 0.02
LEAST_AREA = 0.008


def color_cast(change: Change) -> Seen:
    """The cast of the whole picture or of a region, whichever is stronger."""
    whole, shift = _whole(change)
    # Where something was asked for, a part of another color is a change that nobody asked for.
    strength = whole if change.ops else np.maximum(local_cast(change), whole)
    told = (
        f"neutral tones moved by {shift:.0f} in a*, b*; up to {_most(change):.0f} beyond the look in a region"
    )
    return Seen("color_cast", strength.astype(np.float32), told, 0.7, LEAST_AREA)


def local_cast(change: Change) -> NDArray[np.float32]:
    """Regions whose color is off from what the look gives, without what follows lightness alone."""
    off = [smoothed(np.ascontiguousarray(change.felt[..., k]), 4.0) for k in (1, 2)]
    away = np.hypot(off[0], off[1]).astype(np.float32)
    opened = cv2.morphologyEx(away, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return ramp(np.asarray(opened, np.float32), LOCAL, LOCAL_FULL)


def _whole(change: Change) -> tuple[NDArray[np.float32], float]:
    """Strength of a cast over everything, and how far the neutrals moved."""
    ops = change.ops
    shift = _neutral_shift(change)
    if change.reach is not None and "temperature" not in ops:
        return _crept_in(change, change.reach), shift
    if ops & COLORING:
        return np.zeros(change.half, np.float32), shift
    if ops:
        return _spread_cast(change), shift
    strength = ramp(np.array([shift], np.float32), ASKED_NOTHING, FULL_FACTOR * ASKED_NOTHING)[0]
    return np.full(change.half, strength, np.float32), shift


def _neutral_shift(change: Change) -> float:
    """How far the neutrals of the source moved, in a*, b*; what brings them back to gray does not count."""
    before, after = change.source_lab, change.edited_lab
    chroma = np.hypot(before[..., 1], before[..., 2])
    neutral = (chroma < NEUTRAL) & change.valid & (before[..., 0] > 15) & (after[..., 0] > 10)
    if neutral.mean() < LEAST_NEUTRAL:
        return 0.0
    moved = np.median(after[neutral][:, 1:] - before[neutral][:, 1:], axis=0)
    kept = np.median(after[neutral][:, 1:], axis=0)
    return float(min(np.hypot(*moved), np.hypot(*kept)))


def _crept_in(change: Change, reach: Reach) -> NDArray[np.float32]:
    """Color over most of the frame that no tool would bring for what was asked."""
    shift = strange_color(change)
    much = float((shift > UNASKED).mean()) > MOST_OF_IT and abs(reach.along) < OF_THE_WISH
    return ramp(shift * float(much), UNASKED, UNASKED_FULL)


def strange_color(change: Change) -> NDArray[np.float32]:
    """Shift in a*, b* from the wish in moderation, beyond one factor of chroma for the whole picture; 0 without one.

    Other means to the same end make all colors stronger or weaker than ours do, but do not turn them.
    """
    if change.granted is None:
        return np.zeros(change.half, np.float32)
    return _shift(change.granted[..., 1:], change.edited_lab[..., 1:]) * change.valid


def _spread_cast(change: Change) -> NDArray[np.float32]:
    """Color that crept in over much of the frame where only tones were to change.

    Chroma may grow or shrink with light; a shift that is left after that is a cast.
    """
    shift = shifted_color(change)
    much = float((shift > UNASKED).mean()) > LEAST_SPREAD
    return ramp(shift * float(much), UNASKED, UNASKED_FULL)


def shifted_color(change: Change) -> NDArray[np.float32]:
    """Shift in a*, b* beyond one factor of chroma for the whole picture, weighed down where colors are strong."""
    before, after = change.source_lab[..., 1:], change.edited_lab[..., 1:]
    chroma = np.maximum(np.hypot(before[..., 0], before[..., 1]), np.hypot(after[..., 0], after[..., 1]))
    return (_shift(before, after) / (1 + 0.045 * chroma)).astype(np.float32) * change.valid


def _shift(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far a*, b* moved beyond one factor of chroma, smoothed."""
    factor = float((before * after).sum() / max(float((before * before).sum()), 1.0))
    rest = after - np.float32(np.clip(factor, 0.5, 2.0)) * before
    return np.hypot(*(smoothed(np.ascontiguousarray(rest[..., k]), 4.0) for k in (0, 1)))


def _most(change: Change) -> float:
    rest = change.felt
    return float(np.percentile(np.hypot(rest[..., 1], rest[..., 2]), 99.5))
