"""Bloom around highlights."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging import blurs, guided
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.sweep.passes import Layer, Pass
from burnish.tools.base import Group, PixelTool, slider
from burnish.tools.view import View

STRENGTH = 0.7
WIDE, WIDE_SHARE = 3.0, 0.4
"""The bloom has a second, wider part, as stray light in a lens has."""
SOFTNESS = 0.25
"""Width of the threshold, in the square root of light, to each side."""


class Glow(PixelTool):
    """Let bright areas bloom: a soft light on light."""

    name: ClassVar = "glow"
    group: ClassVar[Group] = "effects"

    amount: Annotated[float, slider(0, 100)] = 0.0
    """How strong the bloom is."""

    radius: Annotated[float, slider(0.1, 10, unit="% of the short side", step=0.1)] = 2.0
    """How far it reaches."""

    threshold: Annotated[float, slider(0, 100)] = 50.0
    """How bright a place must be to bloom; 0 is everything, as in a dreamy Orton picture."""

    @property
    def is_neutral(self) -> bool:
        """Whether nothing blooms."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """The blurred highlights, as light on light."""
        if self.amount == 0:
            return ()
        sigma = self.radius / 100
        light = self._bright(guided.reduced(view.proxy(), blurs.gaussian_short_side(sigma)))
        near, far = blurs.gaussian(light, sigma), blurs.gaussian(light, WIDE * sigma)
        layer = np.asarray(near + (blurs.enlarged(far, near) - near) * np.float32(WIDE_SHARE), np.float32)
        return (Layer(layer, keep=1.0, add=STRENGTH * self.amount / 100, screen=True),)

    def _bright(self, picture: LinearPicture) -> LinearPicture:
        root = np.sqrt(np.maximum(guided.luminance(picture), 0))
        middle = self.threshold / 100
        t = np.clip((root - np.float32(middle - SOFTNESS)) / np.float32(2 * SOFTNESS), 0, 1)
        return np.asarray(np.clip(picture, 0, 1.5) * (t * t * (3 - 2 * t))[..., None], np.float32)
