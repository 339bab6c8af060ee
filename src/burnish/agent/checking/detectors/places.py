"""Whether the change is where it was asked for."""

import cv2
import numpy as np

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.detectors.color_cast import MOST_OF_IT, OF_THE_WISH, local_cast, strange_color
from burnish.agent.checking.detectors.wishes import goal_of
from burnish.agent.checking.seen import Seen, ramp
from burnish.agent.planner.intents import Op
from burnish.imaging.difference import lengths
from burnish.imaging.pixels import Plane

CONTENT: frozenset[Op] = frozenset(
    {"remove", "background", "retouch", "blur", "denoise", "sharpness", "unsupported"}
)
"""Operations that change what is there and not only its tones."""

OUTSIDE, FULL = 4.0, 16.0
"""Color difference in CIELAB where nothing was asked for: at the threshold, and where nobody misses it."""

INSTEAD, INSTEAD_FULL = 1.0, 9.0
"""The same where little was done inside."""

MOVED_OVER = 1.4
"""How many times the mean change inside that outside is from which a wish was granted elsewhere."""

RECOLORED, RECOLORED_FULL = 8.0, 20.0
"""Shift of color from what tools would do for the wish: at the threshold, and where nobody misses it."""

MARGIN = 0.04
"""Of the short side around the asked region, where a soft edge may reach."""

STRUCTURE, STRUCTURE_FULL = 3.0, 11.0
"""Foreign structure in L*: at the threshold, and where nobody misses it."""

DONE = 0.25
"""How much of the wish is seen inside before it counts as done there."""

HALF_DONE = -0.4
"""How far short of the wish an edit is at least that did it elsewhere, where it is known what tools would do."""

LEAST_AREA = 0.004


def places(change: Change) -> tuple[Seen, Seen]:
    """A change outside of what was asked for: the wish done elsewhere, or something nobody asked for."""
    outside = _outside(change)
    foreign = _foreign(change)
    misplaced = outside is not None and _granted_outside(change)
    nothing = np.zeros((2, 2), np.float32)
    limits = (INSTEAD, INSTEAD_FULL) if misplaced else (OUTSIDE, FULL)
    far = nothing if outside is None else ramp(outside, *limits)
    elsewhere = np.zeros(change.half, np.float32) if misplaced or outside is None else far
    elsewhere = np.maximum(elsewhere, ramp(foreign, STRUCTURE, STRUCTURE_FULL))
    if change.ops:
        elsewhere = np.maximum(elsewhere, local_cast(change))
    if change.reach is not None and abs(change.reach.along) < OF_THE_WISH:
        elsewhere = np.maximum(elsewhere, _recolored(change))
    most = float(outside.max()) if outside is not None else 0.0
    told = f"up to {most:.0f} color difference outside of where it was asked for"
    other = f"{told}, and up to {float(foreign.max()):.0f} L* of structure that the source does not have"
    return (
        Seen("wrong_place", far if misplaced else nothing, told + ", and little inside", 0.75, LEAST_AREA),
        Seen("changed_elsewhere", elsewhere.astype(np.float32), other, 0.75, LEAST_AREA),
    )


def _outside(change: Change) -> Plane | None:
    """Change in CIELAB outside of the asked region, smoothed; None where it was asked for everywhere."""
    where = change.where
    if where is None:
        return None
    size = 2 * round(MARGIN * min(change.half)) + 1
    reach = cv2.dilate((where > 0.02).astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    moved = lengths(change.edited_lab - change.source_lab)
    moved[reach | ~change.valid] = 0
    return smoothed(moved, 3.0)


def _recolored(change: Change) -> Plane:
    """Parts of another color than tools would give them for the wish; nothing where it is most of the frame."""
    shift = strange_color(change)
    part = float((shift > RECOLORED).mean()) < MOST_OF_IT
    return ramp(shift * np.float32(part), RECOLORED, RECOLORED_FULL)


def _granted_outside(change: Change) -> bool:
    """Whether the wish is hardly seen inside while more changed outside."""
    where = change.where
    if where is None or (change.reach is not None and change.reach.beyond > HALF_DONE):
        return False
    moved = lengths(change.edited_lab - change.source_lab)
    inside, outside = (
        float((moved * part).sum() / max(float(part.sum()), 1e-6)) for part in (where, 1 - where)
    )
    goals = [goal_of(change, intent) for intent in change.pair.intents]
    seen = max((goal.seen for goal in goals if goal is not None), default=0.0)
    return outside > MOVED_OVER * inside and (seen < DONE or inside < 1.5 or outside > 4 * inside)


def _foreign(change: Change) -> Plane:
    """Structure in L* that the source under its look does not have, where only tones were to change."""
    rest = change.rough - smoothed(change.rough, 8.0)
    own = np.ascontiguousarray(change.look[..., 0])
    own = own - smoothed(own, 8.0)
    power, kin, shared = (smoothed(each, 5.0) for each in (rest * rest, own * own, rest * own))
    alike = shared**2 / np.maximum(kin * power, 1e-3)
    measure = np.sqrt(np.maximum(power * (1 - np.clip(alike, 0, 1)), 0))
    # What sits on the source's own strong edges is its misfit, not another thing.
    measure = measure - 0.35 * np.sqrt(np.maximum(kin, 0))
    if change.ops & CONTENT:
        measure = measure * (0 if change.where is None else 1 - np.clip(2 * change.where, 0, 1))
    return np.maximum(measure, 0).astype(np.float32)
