"""HSL: each family of colors by itself."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.hue_bands import BANDS, gaps, over_bands
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

LIGHTNESS_RANGE = 0.35
"""Relative change of Oklab L at ±100 for a strong color."""

REACH = 0.6
"""Share of the gap to the next band that hues may close; cosine ramps fold over from 2/π on."""


class Hsl(PixelTool):
    """Change hue, saturation and luminance of eight families of colors, each by itself."""

    name: ClassVar = "hsl"
    group: ClassVar[Group] = "color"

    hue_red: Annotated[float, slider(-100, 100)] = 0.0
    """Turn red toward orange (+) or magenta (−)."""

    hue_orange: Annotated[float, slider(-100, 100)] = 0.0
    """Turn orange toward yellow (+) or red (−)."""

    hue_yellow: Annotated[float, slider(-100, 100)] = 0.0
    """Turn yellow toward green (+) or orange (−)."""

    hue_green: Annotated[float, slider(-100, 100)] = 0.0
    """Turn green toward aqua (+) or yellow (−)."""

    hue_aqua: Annotated[float, slider(-100, 100)] = 0.0
    """Turn aqua toward blue (+) or green (−)."""

    hue_blue: Annotated[float, slider(-100, 100)] = 0.0
    """Turn blue toward purple (+) or aqua (−)."""

    hue_purple: Annotated[float, slider(-100, 100)] = 0.0
    """Turn purple toward magenta (+) or blue (−)."""

    hue_magenta: Annotated[float, slider(-100, 100)] = 0.0
    """Turn magenta toward red (+) or purple (−)."""

    saturation_red: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) red; −100 leaves gray."""

    saturation_orange: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) orange; −100 leaves gray."""

    saturation_yellow: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) yellow; −100 leaves gray."""

    saturation_green: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) green; −100 leaves gray."""

    saturation_aqua: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) aqua; −100 leaves gray."""

    saturation_blue: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) blue; −100 leaves gray."""

    saturation_purple: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) purple; −100 leaves gray."""

    saturation_magenta: Annotated[float, slider(-100, 100)] = 0.0
    """Strengthen (+) or weaken (−) magenta; −100 leaves gray."""

    luminance_red: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) red; grays stay."""

    luminance_orange: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) orange; grays stay."""

    luminance_yellow: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) yellow; grays stay."""

    luminance_green: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) green; grays stay."""

    luminance_aqua: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) aqua; grays stay."""

    luminance_blue: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) blue; grays stay."""

    luminance_purple: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) purple; grays stay."""

    luminance_magenta: Annotated[float, slider(-100, 100)] = 0.0
    """Lighten (+) or darken (−) magenta; grays stay."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One table over hue."""
        return (
            passes.HueShift(
                chroma=over_bands(1 + self._band_values("saturation")),
                turn=over_bands(self._turns()),
                lightness=over_bands(LIGHTNESS_RANGE * self._band_values("luminance")),
            ),
        )

    def _turns(self) -> Doubles:
        """Radians that each band turns: at most `REACH` of a gap closes, so that hues never change places."""
        turn = self._band_values("hue")
        reach = np.where(turn > 0, gaps(), np.roll(gaps(), 1)) * REACH
        turn = turn * np.minimum(reach, np.deg2rad(30))
        closing = turn - np.roll(turn, -1)
        # Neighbors that turn toward each other share the gap between them.
        share = np.minimum(1.0, REACH * gaps() / np.maximum(closing, 1e-9))
        return turn * np.minimum(share, np.roll(share, 1))

    def _band_values(self, kind: str) -> Doubles:
        return np.array([getattr(self, f"{kind}_{band}") for band in BANDS]) / 100
