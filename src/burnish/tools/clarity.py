"""Local contrast of the mid-tones."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging import guided
from burnish.imaging.sweep.passes import Doubles, LocalGain, Pass
from burnish.imaging.tone_regions import smoothstep
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

ANALYSIS_SHORT_SIDE_PX = 400
RADIUS = 0.035
EPSILON = 0.5
"""Stops squared: structure of half a stop is contrast, edges beyond a stop are left alone and get no halo."""
FLAT = 0.004
"""Stops squared: what varies less is sky or skin with its noise, and is not raised."""


class Clarity(PixelTool):
    """Give mid-tones more or less local contrast without moving edges or the picture's brightness."""

    name: ClassVar = "clarity"
    group: ClassVar[Group] = "detail"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """+100 is crisp and structured, -100 soft and dreamy."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """More or less of what an edge-keeping filter of large radius calls detail."""
        if not self.amount:
            return ()
        flat = FLAT if self.amount > 0 else None
        base = guided.detail_base(view.proxy(), ANALYSIS_SHORT_SIDE_PX, RADIUS, EPSILON, flat)
        strength = self.amount / 100 * (1.1 if self.amount > 0 else 0.65)

        def detail(light: Doubles) -> Doubles:
            return strength * midtones(light)

        return (LocalGain(base.slope, base.offset, np.zeros_like, detail),)


def midtones(light: Doubles) -> Doubles:
    """Weight of log2 light: 1 in the mid-tones, fading towards black and white."""
    return smoothstep(-8.5, -4.5, light) * (1 - 0.75 * smoothstep(-1.5, 0.3, light))
