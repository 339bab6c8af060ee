"""Haze taken away, or added."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging import guided, haze
from burnish.imaging.sweep.passes import Pass, Veil
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

ANALYSIS_SHORT_SIDE_PX = 240
RADIUS = 0.05
EPSILON = 0.04
REMOVED_AT_MOST = 0.8
"""Share of the estimated haze that +100 takes away: a little is left, or distance is lost."""
CLEAR_FLOOR = 0.45
"""Share of its darkest channel that every pixel of a clear picture keeps."""
ADDED_EVERYWHERE, ADDED_TO_HAZE = 0.25, 0.35


class Dehaze(PixelTool):
    """Look through haze, or lay some over the distance."""

    name: ClassVar = "dehaze"
    group: ClassVar[Group] = "light"

    amount: Annotated[float, slider(-100, 100)] = 0.0
    """+100 removes haze and deepens contrast and color, -100 adds haze."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """A veil whose strength follows the edges of the picture."""
        if not self.amount:
            return ()
        small = guided.reduced(view.proxy(), ANALYSIS_SHORT_SIDE_PX)
        seen = haze.estimate(small)
        strength = self.amount / 100
        if strength > 0:
            transmission = 1 - strength * REMOVED_AT_MOST * seen.share
        else:
            transmission = 1 / (1 + strength * (ADDED_EVERYWHERE + ADDED_TO_HAZE * seen.share))
        guide = guided.log2_light(small, ANALYSIS_SHORT_SIDE_PX)
        stops = np.asarray(-np.log2(transmission), np.float32)
        veil = guided.guided(guide, stops, guided.radius_px(RADIUS, guide), EPSILON)
        airlight = seen.airlight if strength > 0 else haze.mist(seen.airlight)
        return (Veil(veil.slope, veil.offset, airlight, CLEAR_FLOOR * (1 - seen.density)),)
