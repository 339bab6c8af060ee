"""Other content that is smeared: softer than everything around it."""

import cv2
import numpy as np

from burnish.agent.checking.change import Change
from burnish.agent.checking.seen import Seen, ramp

CRISP = 0.5
"""Fine detail in L* that all but the quietest quarter of the surroundings have, where softness is seen."""

SOFTER, FULL = 2.2, 6.0
"""How many times less fine detail than these surroundings: at the threshold, and where nobody misses it."""

AROUND, INSIDE = 6, 3
"""Cells around other content that are its surroundings, and from its border on that are not counted."""

FEWEST = 12
"""Cells from which either is judged."""

LEAST_AREA = 0.002


def smear(change: Change) -> Seen:
    """Median fine detail inside of what was filled in after a removal, against the quieter part of what lies around.

    What is put in may be softer than its surroundings; what closes a gap may not.
    """
    new = change.in_other_content(change.cells).astype(np.uint8)
    softer = np.zeros(change.cells, np.float32)
    if "remove" in change.ops and not new.all():
        detail = np.sqrt(np.maximum(change.fine.edited, 0))
        count, labels = cv2.connectedComponents(new)
        for k in range(1, count):
            part = (labels == k).astype(np.uint8)
            inside = cv2.erode(part, _square(INSIDE)) > 0
            around = (cv2.dilate(part, _square(AROUND)) > 0) & (new == 0)
            if min(int(inside.sum()), int(around.sum())) < FEWEST:
                continue
            usual = float(np.percentile(detail[around], 25))
            if usual > CRISP:
                softer[part > 0] = usual / max(float(np.median(detail[inside])), 0.05)
    told = f"what was filled in has up to {float(softer.max()):.1f} times less fine detail than what lies around it"
    return Seen("blur", ramp(softer, SOFTER, FULL), told, 0.75, LEAST_AREA)


def _square(radius: int) -> np.ndarray:
    return np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
