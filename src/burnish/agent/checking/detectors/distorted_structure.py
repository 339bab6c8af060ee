"""Edges that bend: places that moved against the rest of the picture."""

import cv2
import numpy as np

from burnish.agent.checking.change import Change, Lab, smoothed
from burnish.agent.checking.seen import Seen, ramp
from burnish.imaging.pixels import Plane

MOVED, FULL = 1.1, 5.0
"""Pixels at half size: at the threshold, and where nobody misses it."""

LEAST_ERROR = 1.6
"""Residual in L* that a movement has to explain."""

EXPLAINED = (0.4, 0.7)
"""Share of the residual's power that moving takes away: where it begins to be believed, and where it is."""

LEAST_SHARE = 0.35
"""Of the places with a residual that moving has to explain."""

MOST_BESIDE = 8.0
"""Pixels at half size that what was kept moves at most beside other content."""

LEAST_AREA = 0.004


def distorted_structure(change: Change) -> Seen:
    """Optical flow from the source under its look to the edited picture, where it explains the residual.

    T. Kroeger, R. Timofte, D. Dai and L. Van Gool, "Fast optical flow using dense inverse search", ECCV 2016.
    """
    before, after = change.look[..., 0], change.edited_lab[..., 0]
    still = _error(after - before)
    if float((still > LEAST_ERROR).mean()) < LEAST_AREA / 2:
        return Seen("distorted_structure", np.zeros((2, 2), np.float32), "nothing moved")
    flow = _flow(before, after)
    error = _error(after - _warped(before, flow))
    explained = np.interp(1 - (error / np.maximum(still, 1e-3)) ** 2, EXPLAINED, (0, 1))
    wrong = still > LEAST_ERROR
    if float((wrong & (explained > 0.5)).sum()) < LEAST_SHARE * float(wrong.sum()):
        return Seen("distorted_structure", np.zeros((2, 2), np.float32), "nothing moved")
    length = smoothed(np.hypot(flow[..., 0], flow[..., 1]).astype(np.float32), 3.0)
    if change.pair.renewed is not None:
        # Beside other content the flow leads from the one to the other.
        wrong &= length < MOST_BESIDE
    measure = smoothed((length * explained * wrong).astype(np.float32), 3.0)
    told = f"places moved by up to {2 * float(measure.max()):.1f} pixels against the rest of the picture"
    return Seen("distorted_structure", ramp(measure, MOVED, FULL), told, 0.75, LEAST_AREA)


def _flow(before: Plane, after: Plane) -> Lab:
    seeker = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)  # pyright: ignore[reportAttributeAccessIssue]
    seeker.setFinestScale(1)
    one, other = (np.clip(each * 2.55, 0, 255).astype(np.uint8) for each in (after, before))
    flow = np.asarray(seeker.calc(one, other, None), np.float32)
    return flow - np.median(flow.reshape(-1, 2), axis=0)


def _warped(plane: Plane, flow: Lab) -> Plane:
    height, width = plane.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(
        np.ascontiguousarray(plane), x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.asarray(moved, np.float32)


def _error(rest: Plane) -> Plane:
    """Root mean square of detail around each place."""
    detail = rest - smoothed(np.ascontiguousarray(rest), 8.0)
    return np.sqrt(np.maximum(smoothed(detail * detail, 4.0), 0))
