"""Black and white: a picture in grays, with a say in how light each color becomes."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.hue_bands import BANDS, over_bands
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

LIGHTNESS_RANGE = 0.45
"""Relative change of Oklab L at a mix of ±100 for a strong color."""


class BlackAndWhite(PixelTool):
    """Take the color away and mix how light each family of colors comes out, as filters on film did."""

    name: ClassVar = "black_and_white"
    group: ClassVar[Group] = "color"

    amount: Annotated[float, slider(0, 100, unit="%")] = 0.0
    """How far: 0 keeps the colors, 100 is fully gray."""

    mix_red: Annotated[float, slider(-100, 100)] = 0.0
    """How light red becomes."""

    mix_orange: Annotated[float, slider(-100, 100)] = 0.0
    """How light orange becomes."""

    mix_yellow: Annotated[float, slider(-100, 100)] = 0.0
    """How light yellow becomes."""

    mix_green: Annotated[float, slider(-100, 100)] = 0.0
    """How light green becomes."""

    mix_aqua: Annotated[float, slider(-100, 100)] = 0.0
    """How light aqua becomes."""

    mix_blue: Annotated[float, slider(-100, 100)] = 0.0
    """How light blue becomes."""

    mix_purple: Annotated[float, slider(-100, 100)] = 0.0
    """How light purple becomes."""

    mix_magenta: Annotated[float, slider(-100, 100)] = 0.0
    """How light magenta becomes."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount the mix means nothing."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One table over hue."""
        share = self.amount / 100
        mix = np.array([getattr(self, f"mix_{band}") for band in BANDS]) / 100
        lightness = over_bands(LIGHTNESS_RANGE * share * mix)
        return (passes.HueShift(chroma=lambda h: np.full_like(h, 1 - share), lightness=lightness),)
