"""Saturation: how colorful everything is."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View


class Saturation(PixelTool):
    """Make every color stronger or weaker by the same share; lightness and hue stay (Oklab chroma)."""

    name: ClassVar = "saturation"
    group: ClassVar[Group] = "color"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """+100 doubles chroma, −100 leaves gray."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One factor on chroma."""
        return (passes.HueShift(chroma=lambda h: np.full_like(h, 1 + self.amount / 100)),)
