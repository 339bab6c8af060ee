"""A frame: which part of the photo is seen, and how it is turned, as one projective map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Frame:
    """A view of a photo: the size of the result and where each of its points lies in the photo."""

    width: int
    """Columns of the framed picture."""

    height: int
    """Rows of the framed picture."""

    to_source: NDArray[np.float64]
    """3×3 projective map from framed pixel coordinates (x right, y down, the first pixel's center at 0.5) to
    source pixel coordinates."""


def whole(width: int, height: int) -> Frame:
    """The frame that shows all of a photo as it is."""
    return Frame(width, height, np.eye(3))
