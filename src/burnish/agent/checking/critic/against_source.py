"""What the source tells of an edit, whatever look it was given: structure, detail, clipping, edges of the change."""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.critic.small import Small
from burnish.imaging.difference import lengths
from burnish.imaging.pixels import Plane

AGAINST_SOURCE: tuple[str, ...] = (
    "structure_lost", "structure_worst", "noise_risen", "sharpness_risen", "sharpness_lost", "whites_lost",
    "blacks_lost", "steps_in_change", "colors_scattered", "neutrals_pulled", "change_size", "change_outside",
)  # fmt: skip

WINDOW_PX = 9
FLAT = 3.0
"""Variance in L* below which there is no structure to speak of."""

CELL_PX = 8
STRIP_PX = 64
QUIET_SHARE = 0.2
"""Share of cells taken to be quiet."""

WHITE, BLACK = 98.5, 1.5
"""L* of what is all but burnt or crushed."""

NEUTRAL = 7.0
"""Chroma below which a color of the source is gray."""

BINS = 24
BIN_SIZES = np.array([8, 12, 12], np.float32)
OFFSETS = np.array([0, 144, 144], np.float32)
"""Cells of CIELAB in which colors are alike."""

Lab = NDArray[np.float32]


def against_source(small: Small) -> dict[str, float]:
    """Measures that need both pictures; all 0 where they could not be brought to one frame."""
    if not small.pair.is_registered or not small.valid.any():
        return dict.fromkeys(AGAINST_SOURCE, 0.0)
    return _structure(small) | _detail(small) | _ends(small) | _field(small) | _colors(small)


def _structure(small: Small) -> dict[str, float]:
    """One less the correlation of lightness in windows: the structure term of SSIM, blind to any smooth look.

    Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, IEEE TIP 13 (4), 2004, equation 10.
    """
    source, edited = small.structure
    mean1, mean2 = _boxed(source), _boxed(edited)
    spread1 = np.maximum(_boxed(source * source) - mean1**2, 0)
    spread2 = np.maximum(_boxed(edited * edited) - mean2**2, 0)
    shared = _boxed(source * edited) - mean1 * mean2
    both = np.sqrt(spread1 * spread2)
    lost = np.where(small.valid_like(source), (both - shared) / (both + FLAT), 0)
    cells = cv2.resize(
        lost, (max(1, lost.shape[1] // 16), max(1, lost.shape[0] // 16)), interpolation=cv2.INTER_AREA
    )
    return {
        "structure_lost": float(lost.mean()),
        "structure_worst": float(np.percentile(np.asarray(cells), 99)),
    }


def _boxed(plane: Plane) -> Plane:
    return np.asarray(cv2.blur(plane, (WINDOW_PX, WINDOW_PX)), np.float32)


def _detail(small: Small) -> dict[str, float]:
    """Fine over middle detail, in octaves of amplitude: what a look stretches, it stretches in both alike."""
    fine1, middle1 = _bands(small.light[0])
    fine2, middle2 = _bands(small.light[1])
    kept = small.valid_like(middle1)
    if not kept.any():
        return dict.fromkeys(("noise_risen", "sharpness_risen", "sharpness_lost"), 0.0)
    quiet = kept & (middle1 <= np.quantile(middle1[kept], QUIET_SHARE))
    busy = kept & (middle1 >= np.quantile(middle1[kept], 1 - 2 * QUIET_SHARE))
    noise = _octaves(fine2[quiet], fine1[quiet], 0.03)
    crisp = _octaves(fine2[busy], fine1[busy], 0.05) - _octaves(middle2[busy], middle1[busy], 0.05)
    return {
        "noise_risen": max(noise, 0.0),
        "sharpness_risen": max(crisp, 0.0),
        "sharpness_lost": max(-crisp, 0.0),
    }


def _bands(light: Plane) -> tuple[Plane, Plane]:
    """Power of fine and of middle detail in cells; strip by strip, which stays in the cache."""
    ends = range(STRIP_PX, light.shape[0] + 1, STRIP_PX) if light.shape[0] >= STRIP_PX else (light.shape[0],)
    strips = [_strip_bands(light[max(end - STRIP_PX, 0) : end]) for end in ends]
    return np.concatenate([fine for fine, _ in strips]), np.concatenate([middle for _, middle in strips])


def _strip_bands(light: Plane) -> tuple[Plane, Plane]:
    near = cv2.blur(light, (3, 3))
    wide = cv2.blur(near, (9, 9))
    size = (max(2, light.shape[1] // CELL_PX), max(2, light.shape[0] // CELL_PX))
    fine, middle = (
        np.asarray(cv2.resize(band * band, size, interpolation=cv2.INTER_AREA), np.float32)
        for band in (light - near, near - wide)
    )
    return fine, middle


def _octaves(after: Plane, before: Plane, least: float) -> float:
    """How much stronger, as the base-2 logarithm of amplitude."""
    powers = [float(np.median(each)) + least for each in (after, before)]
    return 0.5 * float(np.log2(powers[0] / powers[1]))


def _ends(small: Small) -> dict[str, float]:
    """Share of the frame that is newly burnt or crushed where the source was not, at the structure size."""
    source, edited = small.structure
    kept = small.valid_like(source)
    burnt = kept & (edited > WHITE) & (source < WHITE - 3)
    crushed = kept & (edited < BLACK) & (source > BLACK + 6)
    return {"whites_lost": float(burnt.mean()), "blacks_lost": float(crushed.mean())}


def _field(small: Small) -> dict[str, float]:
    """Edges of the change that follow no edge of the source, and colors that went different ways from one start."""
    source, edited = small.lab
    change = edited - source
    steps = _slope(change) - 0.6 * np.asarray(cv2.dilate(_slope(source), np.ones((3, 3), np.uint8)))
    inside = cv2.erode(small.valid.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    steps = np.where(inside, np.maximum(steps, 0), 0)
    return {
        "steps_in_change": float(np.percentile(steps, 99.5)),
        "colors_scattered": _scatter(source, change, small.valid),
    }


def _slope(lab: Lab) -> Plane:
    across, down = (cv2.Sobel(lab, cv2.CV_32F, x, 1 - x, ksize=3, scale=1 / 8) for x in (1, 0))
    return np.sqrt((across * across + down * down).sum(axis=-1), dtype=np.float32)


def _scatter(source: Lab, change: Lab, valid: NDArray[np.bool_]) -> float:
    """Root of the mean variance of the change among colors that were alike, in ΔE*ab."""
    colors, moved = source[valid], change[valid]
    steps = np.clip((colors + OFFSETS) / BIN_SIZES, 0, BINS - 1).astype(np.int32)
    place = (steps[:, 0] * BINS + steps[:, 1]) * BINS + steps[:, 2]
    count = np.maximum(np.bincount(place), 1)
    power = 0.0
    for k in range(3):
        own = moved[:, k]
        power += float((own**2).sum() - (np.bincount(place, own) ** 2 / count).sum())
    return float(np.sqrt(max(power / len(colors), 0.0)))


def _colors(small: Small) -> dict[str, float]:
    """How far grays were pulled, how large the change is, and how large outside the place that was asked for."""
    source, edited = small.lab
    change = edited - source
    size = lengths(change)
    neutral = small.valid & (np.hypot(source[..., 1], source[..., 2]) < NEUTRAL)
    pulled = change[neutral][:, 1:].mean(axis=0) if neutral.mean() > 0.01 else np.zeros(2)
    outside = small.valid if small.where is None else small.valid & (small.where < 0.05)
    is_known = small.where is not None and outside.mean() > 0.01
    return {
        "neutrals_pulled": float(np.linalg.norm(pulled)),
        "change_size": float(size[small.valid].mean()),
        "change_outside": float(np.percentile(size[outside], 90)) if is_known else 0.0,
    }
