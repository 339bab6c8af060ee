"""Recolor: another color for a thing, with its shading."""

from typing import Annotated, ClassVar

import numpy as np

from burnish.imaging.color import hex_to_linear, to_oklab
from burnish.imaging.sweep import passes
from burnish.imaging.sweep.passes import Doubles, Pass
from burnish.tools.base import HEX_COLOR, Group, PixelTool, option, slider
from burnish.tools.view import View

KEPT_VARIATION = 0.35
"""Share of the thing's own color variation that stays."""


class Recolor(PixelTool):
    """Move what the mask covers to a given color while its light and shade stay."""

    name: ClassVar = "recolor"
    group: ClassVar[Group] = "color"

    color: Annotated[str, option("#rrggbb", pattern=HEX_COLOR)] = "#808080"
    """The color that the covered part should have on average."""

    amount: Annotated[float, slider(0, 100, unit="%")] = 0.0
    """How far to go toward it."""

    @property
    def is_neutral(self) -> bool:
        """Without an amount the color means nothing."""
        return self.amount == 0

    def compile(self, view: View) -> tuple[Pass, ...]:
        """One linear map of Oklab that carries the mean color to the target and shading along with it."""
        share = self.amount / 100
        mean = mean_oklab(view)
        target = to_oklab(hex_to_linear(self.color))
        light = 1 + share * (float(np.clip(target[0] / mean[0], 0.35, 2.5)) - 1)
        kept = 1 - share * (1 - KEPT_VARIATION)
        # Along the thing's mean color, chroma is proportional to lightness: that is what shading is.
        shading = share * target[1:] / mean[0] + (1 - share - kept) * mean[1:] / mean[0]
        matrix = np.array([[light, 0, 0], [shading[0], kept, 0], [shading[1], 0, kept]])
        return (passes.OklabAffine(matrix, np.zeros(3)),)


def mean_oklab(view: View) -> Doubles:
    """Mean Oklab color of the picture under the step's mask, with lightness kept away from zero."""
    proxy, mask = view.proxy(), view.mask()
    # A mean needs no more than some fifty thousand pixels.
    stride = max(1, int(np.sqrt(proxy.shape[0] * proxy.shape[1] / 50_000)))
    lab = to_oklab(proxy[::stride, ::stride].reshape(-1, 3).astype(np.float64))
    weights = None if mask is None else mask[::stride, ::stride].ravel()
    if weights is not None and not weights.any():
        weights = None
    mean = np.average(lab, axis=0, weights=weights)
    return np.array([max(mean[0], 0.05), mean[1], mean[2]])
