"""What people call a place in a frame."""

import numpy as np
from numpy.typing import NDArray

from burnish.agent.explain.place_words import ninth

SPANS = 0.72
"""Share of a side that an area must reach over to lie across the frame."""

NARROW = 0.5
"""Share of the other side that it may then have."""

MOST_OF_IT = 0.6
"""Share of the frame above which an area is most of it."""

HOLLOW = 0.5
"""Coverage of the middle of the frame, over that of the whole, below which an area lies around it."""


def frame_place(area: NDArray[np.bool_]) -> str:
    """`upper left`, `across the top`, `around the edges`; for an area that is not empty."""
    height, width = area.shape
    if area.mean() > MOST_OF_IT and not _is_hollow(area):
        return "most of the frame"
    rows, columns = np.nonzero(area)
    x, y = float(columns.mean() + 0.5) / width, float(rows.mean() + 0.5) / height
    wide, high = float(np.ptp(columns) + 1) / width, float(np.ptp(rows) + 1) / height
    if wide > SPANS and high > SPANS:
        return "around the edges" if _is_hollow(area) else "much of the frame"
    if wide > SPANS and high < NARROW:
        return ("across the top", "across the middle", "across the bottom")[min(int(y * 3), 2)]
    if high > SPANS and wide < NARROW:
        return ("down the left side", "down the middle", "down the right side")[min(int(x * 3), 2)]
    return ninth(x, y)


def _is_hollow(area: NDArray[np.bool_]) -> bool:
    height, width = area.shape
    middle = area[height // 3 : height - height // 3, width // 3 : width - width // 3]
    return bool(middle.mean() < HOLLOW * area.mean())
