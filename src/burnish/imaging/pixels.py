"""The one pixel convention, stated once.

A *linear picture* is linear-light Rec. 2020 RGB (ITU-R BT.2020-2 primaries, D65 white), float32, shape
(height, width, 3), C-contiguous. 1.0 is diffuse white; values above 1 are kept; negative values are colors
outside Rec. 2020 and are kept too. Only the output transform clamps.

Positions are fractions of width and height, (0, 0) the top left corner, (1, 1) the bottom right corner.
Sizes (radii, sigmas, feathers) are fractions of the short side, so a preview equals the export.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

LinearPicture: TypeAlias = NDArray[np.float32]
"""Linear Rec. 2020, float32, (height, width, 3)."""

Plane: TypeAlias = NDArray[np.float32]
"""One float32 value a pixel, (height, width)."""

Samples: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
"""Encoded samples as a file stores them, (height, width, 3), full range."""

MID_GRAY = 0.18
"""Linear reflectance of photographic mid-gray."""
