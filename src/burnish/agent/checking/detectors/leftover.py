"""What was to be removed and still shines through."""

import cv2
import numpy as np

from burnish.agent.checking.change import Change
from burnish.agent.checking.seen import Seen, ramp

STRUCTURE = 2.5
"""Structure of the source in L* that is worth removing."""

SHARE = (0.06, 0.5)
"""Of its strength: below it is gone, above it was meant to stay."""

ALIKE = 0.7
"""Correlation with the source's structure."""

DARKER = 6.0
"""L* by which the mean has to be off from being that much darker too: what is only darker was not removed."""

SHOWN, FULL = 0.3, 3.0
"""Structure in L* that is left: at the threshold, and where nobody misses it."""

LEAST_AREA = 0.0045


def leftover(change: Change) -> Seen:
    """Structure of the source that is there still, but much fainter, where something was to be removed."""
    told = "nothing of what was to be removed is left"
    if "remove" not in change.ops:
        return Seen("ghost", np.zeros((2, 2), np.float32), told)
    source, edited, shared = (
        cv2.blur(each, (3, 3)) for each in (change.middle.source, change.middle.edited, change.middle.shared)
    )
    share = shared / (source + 0.02)
    alike = shared / np.sqrt(np.maximum(source * edited, 1e-6))
    faint = (share > SHARE[0]) & (share < SHARE[1]) & (alike > ALIKE) & (source > STRUCTURE**2)
    before, after = (change.in_cells(each) for each in (change.source_light, change.edited_light))
    faint &= np.abs(cv2.blur(after - share * before, (5, 5))) > DARKER
    left = np.where(faint, share * np.sqrt(np.maximum(source, 0)), 0).astype(np.float32)
    if faint.any():
        told = f"what was to be removed shows at {float(np.median(share[faint])):.0%} of its strength"
    return Seen("ghost", ramp(left, SHOWN, FULL), told, 0.7, LEAST_AREA)
