"""Where fine structure was taken away: a blurred background, smoothed skin."""

import numpy as np

from burnish.agent.explain.explanation import Unexplained
from burnish.agent.explain.frame_places import frame_place
from burnish.agent.explain.leftovers import QUIET, Area, fine_structure, pieces
from burnish.agent.explain.phrases import percent_words
from burnish.imaging.pixels import LinearPicture

FALL = 0.25
"""Share of the power of fine structure that is left where it counts as taken away: half the contrast."""

LEAST_AREA = 0.015
"""Share of the frame below which a place is not told."""

REACH = 0.02
"""How far structure is averaged, as a fraction of the short side."""


def smoothed_areas(plain: LinearPicture, after: LinearPicture) -> tuple[Area, ...]:
    """The areas whose fine structure is gone, largest first."""
    before, left = _power(plain), _power(after)
    gone = (before > 4 * QUIET**2) & (left < FALL * before)
    found = [area for area in pieces(gone) if area.mean() >= LEAST_AREA]
    return tuple(sorted(found, key=lambda area: -float(area.mean())))


def unexplained_smoothing(area: Area) -> Unexplained:
    """The area in words."""
    size, place = float(area.mean()), frame_place(area)
    rows, columns = (np.flatnonzero(area.any(axis=axis)) for axis in (1, 0))
    height, width = area.shape
    box = columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    words = f"fine structure blurred or smoothed away ({place}, {percent_words(size)} of the frame)"
    edges = float(box[0]), float(box[1]), float(box[2]), float(box[3])
    return Unexplained("local edit", words, place, size, box=edges)


def _power(picture: LinearPicture) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    import cv2

    fine = fine_structure(picture)
    return np.asarray(cv2.GaussianBlur(fine * fine, (0, 0), REACH * min(fine.shape)), np.float32)
