"""Highlights burnt out and shadows crushed where the source had texture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from burnish.agent.checking.change import Change
from burnish.agent.checking.seen import Seen, ramp
from burnish.imaging.color import REC2020_TO_SRGB
from burnish.imaging.pixels import LinearPicture, Plane

WHITE, BLACK = 0.985, 0.0006
"""Linear sRGB of codes 253 and 2 of 255."""

TEXTURE, FULL_TEXTURE = 0.4, 2.2
"""Mean lost detail of a cell in L*: at the threshold, and where nobody misses it."""

LEAST_AREA = 0.0025
"""Share of the frame below which new clipping is a catchlight or a deep shadow."""

SURE_BLACK = 9.0
"""L* from which crushed tones of the source were seen at all."""


def clipping(change: Change) -> Seen:
    """New clipping relative to the source where there was texture; what was clipped before does not count."""
    bright_before, dark_before = _clipped(change.pair.source)
    bright, dark = _clipped(change.pair.edited)
    visible = change.source_light > SURE_BLACK
    burnt, crushed = bright & ~bright_before, dark & ~dark_before & visible
    lost = _lost(change, burnt, FULL_TEXTURE) + _lost(change, crushed, FULL_TEXTURE)
    strength = ramp(lost, TEXTURE, FULL_TEXTURE)
    valid = change.pair.valid
    share, deep = float((burnt & valid).mean()), float((crushed & valid).mean())
    told = f"{share:.1%} of the frame burnt to white and {deep:.1%} crushed to black where the source has texture"
    return Seen("clipping", strength, told, 0.75, LEAST_AREA)


def _clipped(linear: LinearPicture) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where at least two channels are at white, and where all are at black."""
    codes = np.asarray(cv2.transform(linear, REC2020_TO_SRGB.astype(np.float32)), np.float32)
    r, g, b = (np.asarray(each, np.float32) for each in cv2.split(codes))
    higher = np.maximum(r, g)
    middle = np.maximum(np.minimum(r, g), np.minimum(higher, b))
    return middle >= WHITE, np.maximum(higher, b) <= BLACK


def _lost(change: Change, clipped: NDArray[np.bool_], most: float) -> Plane:
    """Detail of the source in L* where it is clipped, in cells smoothed over three."""
    share = change.in_cells(clipped.astype(np.float32))
    before = np.sqrt(change.middle.source + change.fine.source)
    lost = np.minimum(before, most) * np.clip(2 * share - 0.6, 0, 1)
    return np.asarray(cv2.blur(lost, (3, 3)), np.float32)
