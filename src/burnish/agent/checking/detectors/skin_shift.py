"""Skin whose hue left what skin can have."""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.seen import Seen, ramp
from burnish.agent.planner.intents import Op

UNSKINLIKE: frozenset[Op] = frozenset({"black_and_white", "style"})

HUES = (20.0, 85.0)
"""CIELAB hue angles in degrees of skin of any tone in photographs (measured wide)."""

CHROMAS, LIGHTS = (10.0, 48.0), (22.0, 92.0)
LEFT, FULL = 12.0, 45.0
"""Degrees beyond these hues, weighted by chroma: at the threshold, and where nobody misses it."""

OFF, OFF_FULL = 5.0, 18.0
"""Color difference in a*, b* from what the rest of the edit gives: at the threshold, and where nobody misses it."""

LEAST_FACE = 0.0008
"""Share of the frame of the smallest face that counts."""

LEAST_AREA = 0.001


def skin_shift(change: Change) -> Seen:
    """Where skin near a found face left the hues of skin, or the color that the rest of the edit would give it."""
    strength = np.zeros(change.half, np.float32)
    told = "skin keeps a color that skin can have"
    if not change.ops & UNSKINLIKE:
        away, off = _away(change), _off(change)
        if max(_share(away > LEFT), _share(off > OFF)) > LEAST_FACE:
            near = _near_faces(change)
            turned, shifted = (smoothed((each * near).astype(np.float32), 2.0) for each in (away, off))
            strength = np.maximum(ramp(turned, LEFT, FULL), ramp(shifted, OFF, OFF_FULL))
            told = (
                f"skin left the hues of skin by up to {float(turned.max()):.0f} degrees,"
                f" and the color that the edit gives it by {float(shifted.max()):.0f}"
            )
    return Seen("skin_shift", strength, told, 0.8, LEAST_AREA)


def _share(places: NDArray[np.bool_]) -> float:
    """Of the frame that is covered by more than specks: faces are searched for only where that is worth the time."""
    return float(cv2.morphologyEx(places.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)).mean())


def _off(change: Change) -> np.ndarray:
    """How far what has a color of skin in the source is from what the edit would give it, in a*, b*.

    What lies around it and is as far off is no matter of skin.
    """
    off = np.hypot(*(smoothed(np.ascontiguousarray(change.off[..., k]), 2.0) for k in (1, 2)))
    skin = _is_skin(change)
    usual = float(np.percentile(off[~skin], 75)) if not skin.all() else 0.0
    return np.where(skin, np.maximum(off - usual, 0), 0).astype(np.float32)


def _away(change: Change) -> np.ndarray:
    """Degrees by which the hue of what has a color of skin in the source left the range."""
    now, after = _hue(change.edited_lab), change.edited_lab
    beyond = np.maximum(np.maximum(HUES[0] - now, now - HUES[1]), 0)
    colored = np.clip((np.hypot(after[..., 1], after[..., 2]) - 4) / 8, 0, 1)
    return np.where(_is_skin(change), beyond * colored, 0).astype(np.float32)


def _is_skin(change: Change) -> NDArray[np.bool_]:
    """What has a color of skin in the source."""
    before = change.source_lab
    hue, chroma = _hue(before), np.hypot(before[..., 1], before[..., 2])
    skin = (hue > HUES[0]) & (hue < HUES[1]) & (chroma > CHROMAS[0]) & (chroma < CHROMAS[1])
    return skin & (before[..., 0] > LIGHTS[0]) & (before[..., 0] < LIGHTS[1]) & change.valid


def _hue(lab: np.ndarray) -> np.ndarray:
    """Degrees from −95 to 265: skin lies in the middle, away from the jump."""
    return (np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) + 95) % 360 - 95


def _near_faces(change: Change) -> np.ndarray:
    """The found faces' surroundings, 0 or 1."""
    from burnish.imaging.masks import Scene
    from burnish.imaging.masks.faces import find_faces

    near = np.zeros(change.half, np.float32)
    for face in find_faces(Scene(change.at_half(change.pair.source))):
        x, y, size = (round(value) for value in (face.x, face.y, face.size))
        near[max(0, y - size // 3) : y + round(1.6 * size), max(0, x - size // 2) : x + round(1.5 * size)] = 1
    return near
