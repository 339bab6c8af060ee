"""Blur: Gaussian, lens, zoom and motion."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from burnish.imaging import blurs
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.sweep.passes import Layer, Overlay, Pass, Smooth
from burnish.tools.base import Group, PixelTool, option, slider
from burnish.tools.view import View

PROXY_SIGMA_PX = 1.5
"""Proxy pixels of standard deviation below which the blur is made at full size."""


class Blur(PixelTool):
    """Blur the picture, as out of focus or as moved."""

    name: ClassVar = "blur"
    group: ClassVar[Group] = "effects"

    style: Annotated[Literal["gaussian", "lens", "radial", "motion"], option()] = "gaussian"
    """Gaussian is smooth, lens draws discs as a camera does, radial zooms from the center, motion is straight."""

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
            return (spread(view, self.style, radius),)
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
        weight = _ramp(length * np.float32(min(proxy.shape[:2])), 0.5, 4.0)[..., None]
        return Overlay(np.concatenate([layer * weight, weight], axis=2))


def spread(view: View, style: str, radius: float, weight: Plane | None = None) -> Layer | Smooth:
    """An even blur whose standard deviation is half of `radius`, a fraction of the short side.

    `weight` (the proxy's size) is how much each place gives of its color.
    """
    proxy, sigma = view.proxy(), radius / 2
    sigma_px = sigma * min(proxy.shape[:2])
    if sigma_px < PROXY_SIGMA_PX:
        return Smooth(blurs.gaussian_taps(sigma * view.short_side))
    if style == "gaussian":
        return Layer(blurs.gaussian(proxy, sigma, weight), keep=0.0, add=1.0)
    return Layer(_disc_like(proxy, radius, sigma_px, weight), keep=0.0, add=1.0)


def _disc_like(proxy: LinearPicture, radius: float, sigma_px: float, weight: Plane | None) -> LinearPicture:
    """A lens blur; where it is hardly larger than a proxy pixel, it goes over from a Gaussian."""
    share = float(_ramp(np.array(sigma_px, np.float32), PROXY_SIGMA_PX, 2 * PROXY_SIGMA_PX))
    disc = blurs.lens(proxy, radius, weight)
    if share == 1.0:
        return disc
    soft = blurs.gaussian(proxy, radius / 2, weight)
    if soft.shape != disc.shape:
        disc = blurs.enlarged(disc, soft)
    return soft + (disc - soft) * np.float32(share)


def _ramp(x: Plane, low: float, high: float) -> Plane:
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)
