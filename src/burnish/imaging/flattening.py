"""Pictures laid on paper: what is seen of a transparent one where only colors can be shown."""

import numpy as np
from numpy.typing import NDArray

PAPER = 255
"""What shows through where a picture is transparent: white."""


def on_paper(samples: NDArray[np.uint8], alpha: NDArray[np.uint8 | np.uint16] | None) -> NDArray[np.uint8]:
    """8-bit samples (height, width, 3) over white, by their coverage (height, width); as they are without one."""
    if alpha is None:
        return samples
    share = (alpha.astype(np.float32) / np.iinfo(alpha.dtype).max)[..., None]
    return np.rint(samples * share + PAPER * (1 - share)).astype(np.uint8)
