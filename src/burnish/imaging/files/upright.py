"""Turn stored samples upright (Exif 2.32, tag 0x0112)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def turned_upright(samples: NDArray[Any], orientation: int) -> NDArray[Any]:
    """The picture as it is meant to be seen, C-contiguous; the same array where nothing is to be done."""
    turned = samples
    if orientation in (5, 6, 7, 8):
        turned = np.swapaxes(turned, 0, 1)
    if orientation in (3, 4, 7, 8):
        turned = turned[::-1]
    if orientation in (2, 3, 6, 7):
        turned = turned[:, ::-1]
    return np.ascontiguousarray(turned)
