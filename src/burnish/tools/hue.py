"""Hue: every color around the circle."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View


class Hue(PixelTool):
    """Turn every color around the Oklab hue circle; lightness and chroma stay."""

    name: ClassVar = "hue"
    group: ClassVar[Group] = "color"

    degrees: Annotated[float, slider(-180, 180, unit="°")] = 0.0
    """Degrees around the circle: + from red toward yellow, green, blue."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One turn."""
        return (passes.HueShift(turn=lambda h: np.full_like(h, np.deg2rad(self.degrees))),)
