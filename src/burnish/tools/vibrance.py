"""Vibrance: more color where there is little of it."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

SKIN_HUE = 0.95
"""Oklab hue of skin, radians: light to dark skin lies within about 0.75 … 1.15."""

SKIN_WIDTH = 0.4
KNEE_CHROMA = 0.11
"""Oklab chroma at which the effect has fallen to half."""


class Vibrance(PixelTool):
    """Strengthen muted colors and spare those that are strong already; skin moves least."""

    name: ClassVar = "vibrance"
    group: ClassVar[Group] = "color"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """More (+) or less (−) color."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """Chroma times 1 + weight(hue) / (1 + (chroma / knee)²)."""
        strength = 0.9 * self.amount / 100

        def weight(h: Doubles) -> Doubles:
            away = np.abs(np.mod(h - SKIN_HUE + np.pi, 2 * np.pi) - np.pi)
            return strength * (1 - 0.6 * np.exp(-((away / SKIN_WIDTH) ** 2)))

        return (passes.Vibrance(weight, KNEE_CHROMA),)
