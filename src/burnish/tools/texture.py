"""Fine detail above the noise."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging import guided
from burnish.imaging.sweep.passes import Doubles, LocalGain, Pass
from burnish.imaging.tone_regions import smoothstep
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

ANALYSIS_SHORT_SIDE_PX = 800
RADIUS = 0.0035
EPSILON = 0.06
"""Stops squared: above it is an edge, which keeps its shape."""
FLAT = 0.002
"""Stops squared: what varies less is smooth or noise, and is not raised."""


class Texture(PixelTool):
    """Bring out or smooth fine detail such as bark, cloth and skin, and leave edges and flat areas alone."""

    name: ClassVar = "texture"
    group: ClassVar[Group] = "detail"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """+100 brings detail out, -100 smooths it."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """More or less of what an edge-keeping filter of small radius calls detail."""
        if not self.amount:
            return ()
        flat = FLAT if self.amount > 0 else None
        base = guided.detail_base(view.proxy(), ANALYSIS_SHORT_SIDE_PX, RADIUS, EPSILON, flat)
        strength = self.amount / 100 * (1.0 if self.amount > 0 else 0.8)

        def detail(light: Doubles) -> Doubles:
            return strength * smoothstep(-9.0, -5.5, light)

        return (LocalGain(base.slope, base.offset, np.zeros_like, detail),)
