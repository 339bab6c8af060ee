"""Other content where nobody asked for it: what was to stay was drawn anew."""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change, smoothed
from burnish.agent.checking.renewed import puts_one_thing
from burnish.agent.checking.seen import Seen, ramp
from burnish.imaging.difference import lengths

REACH = 0.06
"""Of the short side around what was asked for: shadows, reflections and the edge of a mask."""

OTHER, FULL = 8.0, 24.0
"""Difference in CIELAB of what was drawn anew: at the threshold, and where nobody misses it."""

DONE_THERE = 0.3
"""Share of where it was asked for that has to be other content: where it is less, the place was misunderstood."""

LEAST_AREA = 0.004

SCATTERED = 0.03
"""Share of the frame outside of the one thing that was added, from which more than that was drawn anew."""


def redrawn(change: Change) -> Seen:
    """What is another thing than in the source, outside of where other content was asked for.

    Where no place was named and one thing was to be put there, it is where most was drawn anew.
    """
    where, new = change.where, change.pair.renewed
    nothing = Seen("changed_elsewhere", np.zeros((2, 2), np.float32), "nothing else was drawn anew")
    if new is None or not new.any():
        return nothing
    drawn = change.in_other_content(change.half)
    if where is None:
        if not puts_one_thing(change.pair.request, change.pair.intents):
            return nothing
        where = _largest(drawn)
        if float((drawn & (where == 0)).mean()) < SCATTERED:
            return nothing
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


def _largest(drawn: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The largest connected part."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    return (np.asarray(labels) == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.float32)
