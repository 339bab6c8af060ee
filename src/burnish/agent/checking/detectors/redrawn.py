"""Other content where nobody asked for it: what was to stay was drawn anew."""

import cv2
import numpy as np

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.seen import Seen, ramp
from burnish.imaging.difference import lengths

REACH = 0.06
"""Of the short side around what was asked for: shadows, reflections and the edge of a mask."""

OTHER, FULL = 8.0, 24.0
"""Difference in CIELAB of what was drawn anew: at the threshold, and where nobody misses it."""

DONE_THERE = 0.3
"""Share of where it was asked for that has to be other content: where it is less, the place was misunderstood."""

LEAST_AREA = 0.004


def redrawn(change: Change) -> Seen:
    """What is another thing than in the source, outside of where other content was asked for."""
    where, new = change.where, change.pair.renewed
    if where is None or new is None or not new.any():
        return Seen("changed_elsewhere", np.zeros((2, 2), np.float32), "nothing else was drawn anew")
    drawn = change.in_other_content(change.half)
    if float(drawn[where > 0.5].mean() if (where > 0.5).any() else 0.0) < DONE_THERE:
        return Seen(
            "changed_elsewhere", np.zeros((2, 2), np.float32), "it is not known where it was asked for"
        )
    size = 2 * round(REACH * min(change.half)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    asked = cv2.dilate((where > 0.3).astype(np.uint8), kernel) > 0
    outside = drawn & ~asked
    moved = lengths(change.edited_lab - change.source_lab)
    measure = smoothed(np.where(outside, moved, 0), 3.0)
    told = f"{float(outside.mean()):.1%} of the frame was drawn anew outside of what was asked for"
    return Seen("changed_elsewhere", ramp(measure, OTHER, FULL), told, 0.7, LEAST_AREA)
