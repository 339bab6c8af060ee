"""Regions of light: highlights, shadows, and the two ends."""

from functools import partial
from typing import Annotated, ClassVar

from burnish.imaging import guided
from burnish.imaging.sweep.passes import LocalGain, Pass
from burnish.imaging.sweep.passes import Tone as ToneCurve
from burnish.imaging.tone_regions import blacks_curve, region_detail, region_gain, whites_curve
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

ANALYSIS_SHORT_SIDE_PX = 320
RADIUS = 0.03
"""Of the short side: what is smaller keeps its contrast when its region moves."""
EPSILON = 0.15
"""Stops squared: edges of about a stop and more are borders between regions."""


class Tone(PixelTool):
    """Move bright or dark regions and keep the contrast inside them; set where white and black begin."""

    name: ClassVar = "tone"
    group: ClassVar[Group] = "light"

    highlights: Annotated[float, slider(-100, 100)] = 0.0
    """Bright regions: -100 brings skies back, +100 brightens them."""

    shadows: Annotated[float, slider(-100, 100)] = 0.0
    """Dark regions: +100 opens them, -100 deepens them."""

    whites: Annotated[float, slider(-100, 100)] = 0.0
    """The bright end: +100 makes light tones white, -100 holds white back."""

    blacks: Annotated[float, slider(-100, 100)] = 0.0
    """The dark end: +100 lifts the darkest tones, -100 makes them black."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """Regions by a gain that follows edges, ends by a curve."""
        passes: tuple[Pass, ...] = ()
        if self.highlights or self.shadows:
            passes += (self._regions(view),)
        if self.whites:
            passes += (ToneCurve(partial(whites_curve, amount=self.whites / 100)),)
        if self.blacks:
            passes += (ToneCurve(partial(blacks_curve, amount=self.blacks / 100)),)
        return passes

    def _regions(self, view: View) -> LocalGain:
        guide = guided.log2_light(view.proxy(), ANALYSIS_SHORT_SIDE_PX)
        base = guided.self_guided(guide, guided.radius_px(RADIUS, guide), EPSILON)
        highlights, shadows = self.highlights / 100, self.shadows / 100
        gain = partial(region_gain, highlights=highlights, shadows=shadows)
        return LocalGain(
            base.slope, base.offset, gain, partial(region_detail, highlights=highlights, shadows=shadows)
        )
