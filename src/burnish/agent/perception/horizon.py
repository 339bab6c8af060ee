"""How far the horizon, or whatever should be level or upright, is tilted."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.pixels import Plane

LONG_SIDE_PX = 400
"""Long side at which lines are sought."""
STEEPEST = 15.0
"""Degrees beyond which a line is taken to be oblique on purpose."""
SHORTEST = 0.06
"""Length of a line that counts, of the long side."""
SPREAD = 0.6
"""Degrees within which lines are taken to agree (standard deviation of a Gaussian)."""
ENOUGH = 0.9
"""Summed length of agreeing lines, in long sides, that makes the tilt sure."""
FANS, USUAL_FAN = np.arange(-20.0, 20.1, 2.0), 12.0
"""Degrees by which upright lines may turn from the left edge to the right one, as they do where the camera looks up or
down, and how much of that is usual (standard deviation)."""

_Doubles: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Lines:
    """Lines that are nearly level or nearly upright."""

    tilt: _Doubles
    """Degrees."""
    weight: _Doubles
    """Long sides."""
    across: _Doubles
    """How far right of the middle an upright one stands, −0.5 to 0.5 of the width; 0 for level ones."""


@dataclass(frozen=True)
class Horizon:
    """The tilt of the horizon."""

    tilt: float
    """Degrees that it falls toward the right, −15 to 15."""
    confidence: float
    """0 to 1."""


def horizon(lightness: Plane) -> Horizon:
    """The tilt on which most of the length of nearly level and nearly upright lines agrees.

    Lines by R. Grompone von Gioi et al., "LSD: a line segment detector", IPOL 2012. Upright lines meet in a point where
    the camera looks up or down: how they turn across the frame is taken out first, so that the middle of the fan counts
    (Hartley and Zisserman, "Multiple View Geometry", 2nd edition, 2004, section 8.6). Level lines that are seen from
    the side fan out too; no tilt gathers them and the confidence is low.
    """
    lines = _lines(lightness)
    if not len(lines.tilt):
        return Horizon(0.0, 0.0)
    weights = lines.weight
    angles = lines.tilt - _fan(lines) * lines.across
    tilts = np.arange(-STEEPEST, STEEPEST + 0.05, 0.1)
    near = _near(tilts, angles)
    agreeing = near @ weights
    best = int(np.argmax(agreeing))
    voting = near[best] * weights
    tilt = float((voting * angles).sum() / voting.sum())
    share = float(agreeing[best] / weights.sum())
    amount = min(1.0, float(agreeing[best]) / ENOUGH)
    rival = float(np.where(np.abs(tilts - tilts[best]) > 3 * SPREAD, agreeing, 0.0).max() / agreeing[best])
    return Horizon(tilt, float(np.clip(amount * (0.35 + 0.65 * share) * (1.15 - rival), 0.0, 1.0)))


def _near(tilts: _Doubles, angles: _Doubles) -> _Doubles:
    """How well each angle agrees with each tilt."""
    return np.exp(-0.5 * ((tilts[:, None] - angles) / SPREAD) ** 2)


def _fan(lines: _Lines) -> float:
    """Degrees by which upright lines turn from the left edge to the right one: the turn after which most agree."""
    upright = lines.across != 0.0
    if not upright.any():
        return 0.0
    tilt, weight, across = lines.tilt[upright], lines.weight[upright], lines.across[upright]
    tilts = np.arange(-STEEPEST, STEEPEST + 0.05, 0.3)
    agreeing = [float((_near(tilts, tilt - turn * across) @ weight).max()) for turn in FANS]
    usual = np.exp(-0.5 * (FANS / USUAL_FAN) ** 2)
    return float(FANS[int(np.argmax(np.array(agreeing) * usual))])


def _lines(lightness: Plane) -> _Lines:
    """Lines long enough, apart from the picture's own border."""
    import cv2

    scale = min(1.0, LONG_SIDE_PX / max(lightness.shape))
    size = (max(1, round(lightness.shape[1] * scale)), max(1, round(lightness.shape[0] * scale)))
    gray = np.rint(cv2.resize(lightness, size, interpolation=cv2.INTER_AREA) * 255).astype(np.uint8)
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(gray)[0]
    lines: _Doubles = np.zeros((0, 4)) if found is None else np.reshape(found, (-1, 4)).astype(np.float64)
    x0, y0, x1, y1 = lines.T
    long_side = max(gray.shape)
    length = np.hypot(x1 - x0, y1 - y0) / long_side
    angle = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    tilt = np.mod(angle + 45.0, 90.0) - 45.0
    level = np.abs(np.mod(angle + 90.0, 180.0) - 90.0) < 45.0
    kept = (length > SHORTEST) & (np.abs(tilt) < STEEPEST) & ~_along_frame(x0, y0, x1, y1, gray.shape)
    # A level line says more than an upright one, which leans as soon as the camera looks up.
    weight = length * np.where(level, 1.0, 0.6)
    across = np.where(level, 0.0, (x0 + x1) / 2 / gray.shape[1] - 0.5)
    return _Lines(tilt[kept], weight[kept], across[kept])


def _along_frame(
    x0: _Doubles,
    y0: _Doubles,
    x1: _Doubles,
    y1: _Doubles,
    shape: tuple[int, ...],
) -> NDArray[np.bool_]:
    """Lines along the picture's own border, which say nothing about the world."""
    height, width = shape[:2]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (np.minimum(x, width - x) < 3.0) | (np.minimum(y, height - y) < 3.0)
