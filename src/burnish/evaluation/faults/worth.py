"""What an edit with a planted fault is worth: the assumption that the critic starts from, until people's ratings come.

A sound edit is worth `SOUND`. A fault of severity s takes the share `weight · s` of each score that it spoils.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SOUND = 92.0
"""Careful raters seldom give 100."""

Spoilt = tuple[float, float, float]
"""Shares of perceptual quality, instruction following and visual consistency."""

SPOILT: dict[str, Spoilt] = {
    "clipping": (0.9, 0.1, 0.4),
    "posterization": (0.9, 0.1, 0.4),
    "halo": (0.9, 0.1, 0.4),
    "color_cast": (0.8, 0.3, 0.5),
    "skin_shift": (0.8, 0.2, 0.6),
    "noise": (0.9, 0.1, 0.4),
    "over_sharpening": (0.9, 0.1, 0.4),
    "blur": (0.9, 0.1, 0.5),
    "seam": (0.9, 0.1, 0.6),
    "ghost": (0.9, 0.1, 0.8),
    "distorted_structure": (0.9, 0.1, 0.8),
    "lighting_mismatch": (0.8, 0.1, 0.6),
    "duplicated_texture": (0.9, 0.1, 0.8),
    "not_done": (0.0, 0.9, 0.0),
    "overdone": (0.5, 0.6, 0.4),
    "wrong_place": (0.2, 0.9, 0.8),
    "wrong_direction": (0.2, 1.0, 0.2),
    "changed_elsewhere": (0.3, 0.3, 0.9),
}
"""What each category spoils, at its worst."""


def worth(categories: Sequence[str], severity: float) -> NDArray[np.float64]:
    """The three scores of an edit with faults of these categories, all of one severity; `SOUND` without any."""
    left = np.ones(3)
    for category in categories:
        left *= 1 - np.array(SPOILT[category]) * severity
    return SOUND * left
