"""Exposure: how much light."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View


class Exposure(PixelTool):
    """Brighten or darken as if the shutter had stayed open longer.

    Light that passes white is kept for later steps and rolls off softly in the output.
    """

    name: ClassVar = "exposure"
    group: ClassVar[Group] = "light"

    stops: Annotated[float, slider(-5, 5, unit="EV", step=0.05)] = 0.0
    """Stops of light: +1 doubles every pixel, −1 halves it."""

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One gain."""
        return (passes.Matrix(np.eye(3) * 2.0**self.stops),)
