"""Blur: Gaussian, lens, zoom and motion."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from burnish.imaging import blurs
from burnish.imaging.sweep.passes import Overlay, Pass
from burnish.tools.base import Group, PixelTool, option, slider
from burnish.tools.view import View


class Blur(PixelTool):
    """Blur the picture, as out of focus or as moved."""

    name: ClassVar = "blur"
    group: ClassVar[Group] = "effects"

    style: Annotated[Literal["gaussian", "lens", "radial", "motion"], option()] = "gaussian"
    """Gaussian is smooth, lens draws discs as a camera does, radial zooms, motion is straight."""

    radius: Annotated[float, slider(0, 20, unit="% of the short side", step=0.1)] = 0.0
    """How far light spreads to each side; for radial, half a short side away from the center."""

    angle: Annotated[float, slider(-180, 180, unit="°")] = 0.0
    """Direction of motion, clockwise from the horizontal."""

    center_x: Annotated[float, slider(0, 1, unit="of the width", step=0.01)] = 0.5
    """Where a radial blur is sharp, from the left."""

    center_y: Annotated[float, slider(0, 1, unit="of the height", step=0.01)] = 0.5
    """Where a radial blur is sharp, from the top."""

    @property
    def is_neutral(self) -> bool:
        """Whether nothing is blurred."""
        return self.radius == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """A layer made on the proxy, or a small kernel at full size."""
        if self.radius == 0:
            return ()
        radius = self.radius / 100
        if self.style in ("gaussian", "lens"):
            return (blurs.spread(view.proxy(), view.short_side, self.style, radius),)
        return (self._streak(view, radius),)

    def _streak(self, view: View, radius: float) -> Overlay:
        proxy = view.proxy()
        center = (self.center_x, self.center_y)
        if self.style == "motion":
            layer = blurs.motion(proxy, radius, self.angle)
            length = np.full(layer.shape[:2], radius, np.float32)
        else:
            layer = blurs.zoom(proxy, radius, center)
            length = np.float32(radius) * blurs.distance(layer.shape[:2], center)
        weight = blurs.ramp(length * np.float32(min(proxy.shape[:2])), 0.5, 4.0)[..., None]
        return Overlay(np.concatenate([layer * weight, weight], axis=2))
